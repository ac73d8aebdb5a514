/** A house for one test file: an own database, an own namespace, simulators and workers in this process, all real. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { inject } from 'vitest';
import { createDocumentFolder } from '../../activities/documents/folder.ts';
import { ticketNoticeSender } from '../../activities/notices/ticket.ts';
import { createBackupsPort } from '../../activities/outside/backups.ts';
import { createBillingAccountPort } from '../../activities/outside/billing-account.ts';
import { createBillingPort } from '../../activities/outside/billing.ts';
import { createEligibilityPort } from '../../activities/outside/eligibility.ts';
import { createHardwarePort } from '../../activities/outside/hardware.ts';
import { createInventoryPort } from '../../activities/outside/inventory.ts';
import { createJarvisPort } from '../../activities/outside/jarvis.ts';
import { createKnowledgePort } from '../../activities/outside/knowledge.ts';
import { createMailPort } from '../../activities/outside/mail.ts';
import { createMonitoringPort } from '../../activities/outside/monitoring.ts';
import { createOblPort } from '../../activities/outside/obl.ts';
import { createRefTechPort } from '../../activities/outside/ref-tech.ts';
import { createSmsPort } from '../../activities/outside/sms.ts';
import type { Services } from '../../api/services.ts';
import { prepareNamespace } from '../../cli/embedded/temporal-namespace.ts';
import { loadDefaultPolicies } from '../../db/policy/store.ts';
import { createPool, type Pool } from '../../db/pool.ts';
import { addSampleDesks } from '../../db/people/samples.ts';
import { addSampleTeam } from '../../db/prepare.ts';
import type { SendNotice } from '../../domain/ticket/notices.ts';
import type { DocumentStorage } from '../../ports/document-storage.ts';
import type { MailPort } from '../../ports/mail.ts';
import { createBillingSimulator } from '../../simulators/billing/simulator.ts';
import { createJarvisSimulator } from '../../simulators/jarvis/simulator.ts';
import { createMailSimulator } from '../../simulators/mail/simulator.ts';
import { createOblSimulator } from '../../simulators/obl/simulator.ts';
import { createRefTechSimulator } from '../../simulators/ref-tech/simulator.ts';
import { createSupportSimulator, type CallingTool } from '../../simulators/support/simulator.ts';
import { createSmsSimulator } from '../../simulators/sms/simulator.ts';
import { dataConverterOf } from '../../workers/payload-codec.ts';
import { prepareTemporal } from '../../workers/prepare-temporal.ts';
import { createTemporalClient, payloadCodecOf } from '../../workers/temporal-client.ts';
import { createWorkers, type OutsidePorts } from '../../workers/workers.ts';
import { freshDatabase } from './database.ts';

const token = 'token-of-the-simulators';
export const linkSecret = 'secret of the links of every house of a test';
export const callbackSecret = `whsec_${Buffer.from('secret of the callbacks 32 bytes').toString('base64')}`;

Runtime.install({ logger: new DefaultLogger('ERROR') });

const toolNames = ['inventory', 'knowledge', 'monitoring', 'hardware', 'backups', 'eligibility'] as const;
export type OutsideSystem = 'obl' | 'jarvis' | 'ref-tech' | 'billing' | 'mail' | 'sms' | (typeof toolNames)[number];
type Caller = 'obl' | 'jarvis' | 'ref-tech' | CallingTool;

/** Twice the engine's refresh interval in tests. */
const namespaceSettleMs = 400;

export interface House {
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly client: Client;
  readonly namespace: string;
  /** Where each simulator is controlled and read. */
  readonly urls: Readonly<Record<OutsideSystem, string>>;
  readonly token: string;
  /** Where the workers keep what they send to customers. */
  readonly documents: DocumentStorage;
  /** As workers and relay send mails. */
  readonly mail: MailPort;
  /** As the relay sends what tickets have to tell. */
  readonly sendNotice: SendNotice;
  /** The API's own ways to the tools of a diagnosis, which give up soon. */
  readonly tools: Services['tools'];
  /** And to what the 360° view shows of the outside, which gives up sooner. */
  readonly outside: Services['outside'];
  /** Stops and starts the workers, as a deployment of new code would; with a cache of 0 every task is a replay. */
  stopWorkers(): Promise<void>;
  /** Beside those that run, if any; `codePath`: of another bundle than this version's. @returns how to stop these alone. */
  startWorkers(options?: { readonly maxCachedWorkflows?: number; readonly keys?: string | undefined; readonly codePath?: string }): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/**
 * `callbackUrl`: where a system calls back; by default nowhere, so that a test can play the relay itself.
 * `namespace`: by default one that nobody else knows.
 * `keys`: under which the engine keeps what it is given; in clear unless given.
 */
export async function openHouse(
  { callbackUrl = () => 'http://127.0.0.1:9/', delayMs = 10, namespace = `t-${randomBytes(6).toString('hex')}`, keys }:
  { callbackUrl?: (system: Caller) => string; delayMs?: number; namespace?: string; keys?: string } = {},
): Promise<House> {
  const databaseUrl = await freshDatabase();
  const pool = createPool(databaseUrl, () => undefined);
  await loadDefaultPolicies(pool);
  await pool.query("INSERT INTO customers (id, name) VALUES ('CLI-000001', 'Boulangerie Martin')");
  await addSampleTeam(pool);
  await addSampleDesks(pool);
  const address = inject('temporalAddress');
  const connection = await Connection.connect({ address });
  await prepareNamespace(connection, namespace);
  await prepareTemporal(connection, namespace, namespaceSettleMs);
  const folder = await mkdtemp(join(tmpdir(), 'jalon-house-'));
  const documents = createDocumentFolder(join(folder, 'documents'));
  const log = pino({ level: 'silent' });
  const shared = (system: OutsideSystem) => ({ token, log, now: () => Date.now(), random: () => Math.random(), file: join(folder, `${system}.jsonl`) });
  const calling = (system: 'obl' | 'jarvis' | 'ref-tech') => ({ ...shared(system), delayMs, callbackTarget: { url: callbackUrl(system), secret: callbackSecret } });
  const listen = async (simulator: { listen(port: number): Promise<number> }) => `http://127.0.0.1:${await simulator.listen(0)}`;
  const obl = createOblSimulator(calling('obl'));
  const oblUrl = await listen(obl);
  const mail = createMailSimulator({ ...shared('mail'), smtpPort: 0 });
  const others = {
    'jarvis': createJarvisSimulator({ ...calling('jarvis'), obl: { url: oblUrl, token, timeoutMs: 5_000 } }), 'ref-tech': createRefTechSimulator(calling('ref-tech')),
    'billing': createBillingSimulator(shared('billing')), mail, 'sms': createSmsSimulator(shared('sms')),
    'support': createSupportSimulator({ settingsOf: shared, callbackTargetOf: (tool) => ({ url: callbackUrl(tool), secret: callbackSecret }), delayMs }),
  };
  const supportUrl = await listen(others.support);
  const urls = {
    'obl': oblUrl, 'jarvis': await listen(others.jarvis), 'ref-tech': await listen(others['ref-tech']), 'billing': await listen(others.billing),
    'mail': await listen(mail), 'sms': await listen(others.sms),
    ...Object.fromEntries(toolNames.map((tool) => [tool, `${supportUrl}/${tool}`])) as Record<(typeof toolNames)[number], string>,
  };
  const soon = (tool: (typeof toolNames)[number]) => ({ baseUrl: urls[tool], token, timeoutMs: 3_000 });
  const tools = { inventory: createInventoryPort(soon('inventory')), knowledge: createKnowledgePort(soon('knowledge')), monitoring: createMonitoringPort(soon('monitoring')) };
  const viewed = (system: OutsideSystem) => ({ baseUrl: urls[system], token, timeoutMs: 1_000 });
  const view = { accounts: createBillingAccountPort(viewed('billing')), eligibility: createEligibilityPort(viewed('eligibility')), inventory: createInventoryPort(viewed('inventory')) };
  const outside: OutsidePorts = {
    jarvis: createJarvisPort({ baseUrl: urls.jarvis, token }), obl: createOblPort({ baseUrl: urls.obl, token }),
    refTech: createRefTechPort({ baseUrl: urls['ref-tech'], token }), billing: createBillingPort({ baseUrl: urls.billing, token }),
    mail: createMailPort({ smtpUrl: `smtp://jalon:${token}@127.0.0.1:${mail.smtpPort()}`, from: 'Jalon <jalon@jalon.invalid>' }),
    sms: createSmsPort({ baseUrl: urls.sms, token }), documents,
    inventory: createInventoryPort({ baseUrl: urls.inventory, token }), hardware: createHardwarePort({ baseUrl: urls.hardware, token }), backups: createBackupsPort({ baseUrl: urls.backups, token }), knowledge: createKnowledgePort({ baseUrl: urls.knowledge, token }),
    operator: { name: 'Jalon', legalLine: 'Jalon SAS', customerUrl: 'https://client.jalon.invalid', email: 'jalon@jalon.invalid' },
    linkSecret, supportDesk: 'exploitation@jalon.invalid', oblSupport: 'support-obl@jalon.invalid',
  };

  const running = new Set<() => Promise<void>>();
  async function startWorkers({ maxCachedWorkflows = 100, keys: workerKeys = keys, codePath = inject('workflowBundle') }: Parameters<House['startWorkers']>[0] = {}): Promise<() => Promise<void>> {
    const { workers, disconnect } = await createWorkers({
      connect: () => NativeConnection.connect({ address }), namespace, pool, maxCachedWorkflows, outsideCallsPerSecond: 1_000, onRecordTrouble: (journeyId, error) => { console.error(`${journeyId} cannot be recorded: ${error.message}`); },
      workflows: { codePath },
      outside, dataConverter: dataConverterOf(payloadCodecOf({ JALON_PAYLOAD_KEYS: workerKeys })),
    });
    const ended = Promise.all(workers.map((worker) => worker.run()));
    const stop = async (): Promise<void> => {
      running.delete(stop);
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
      await disconnect();
    };
    running.add(stop);
    return stop;
  }
  const stopWorkers = async (): Promise<void> => { await Promise.all([...running].map((stop) => stop())); };
  await startWorkers();
  return {
    pool, databaseUrl, namespace, urls, token, documents, tools, outside: view, client: createTemporalClient(connection, namespace, payloadCodecOf({ JALON_PAYLOAD_KEYS: keys })),
    mail: outside.mail, sendNotice: ticketNoticeSender({ pool, mail: outside.mail, operatorName: outside.operator.name, customerUrl: outside.operator.customerUrl, linkSecret }),
    startWorkers, stopWorkers,
    async close() {
      await stopWorkers();
      await connection.close();
      await Promise.all([obl, ...Object.values(others)].map((simulator) => simulator.close()));
      await pool.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
