/** The namespace of an embedded Temporal: made once, waited for until it can be used. */
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { prepareTemporal } from '../../workers/prepare-temporal.ts';
import { Failure } from '../failure.ts';
import type { PortUse } from '../processes/ports.ts';
import type { Supervised } from '../processes/supervise.ts';
import { until } from '../processes/wait.ts';

/** Closed journeys stay readable in the engine for 30 days; the record is ours and stays. */
const retention = '720h';
const alreadyExists = 6; // gRPC status

/**
 * Makes the namespace if it is not there and waits until the server takes requests for it.
 * @throws {Failure} when it is not usable within a minute.
 */
export async function prepareNamespace(connection: Connection, namespace: string): Promise<void> {
  await connection.workflowService
    .registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs(retention) })
    .catch((thrown: unknown) => { if ((thrown as { code?: number }).code !== alreadyExists) throw thrown; });
  const usable = await until(async () => { await connection.workflowService.listWorkflowExecutions({ namespace, pageSize: 1 }); return true; }, 60_000, 150);
  if (!usable) throw new Failure(`Temporal's namespace "${namespace}" was made but is not usable after a minute; see temporal.log in the data folder.`);
}

/**
 * Makes a server that has just been started usable: namespace, then what the workflows need in it; stops it when that fails.
 * @returns the same server's processes.
 */
export async function prepareServer(
  supervised: Supervised[], options: { readonly port: PortUse; readonly namespace: string },
): Promise<Supervised[]> {
  try {
    const connection = await Connection.connect({ address: `127.0.0.1:${options.port.number}` });
    await prepareNamespace(connection, options.namespace);
    await prepareTemporal(connection, options.namespace);
    await connection.close();
    return supervised;
  } catch (thrown) {
    await Promise.all(supervised.map((each) => each.stop()));
    throw thrown;
  }
}

/** True when the server answers. Opens and closes a connection of its own. */
export async function answers(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: 1_000 });
  await connection.close();
  return true;
}
