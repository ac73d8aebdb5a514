/** What a namespace needs before the first journey: the search attributes. An unregistered one would wedge a workflow. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { searchAttributes } from '../workflows/deployment/messages.ts';
import { ticketSearchAttributes } from '../workflows/ticket/messages.ts';

/** `IndexedValueType` of the engine's API; its package can't be imported by name from an ES module. */
const indexedTypes = { KEYWORD: 2, INT: 3, BOOL: 5, DATETIME: 6 } as const;

/**
 * The engine's services each read the namespaces anew every two seconds (`system.namespaceCacheRefreshInterval`); until one has, a workflow
 * task that moves a new search attribute fails, and with it the command that was under way.
 */
const knownEverywhereAfterMs = 2_500;

/** Registers the search attributes that are missing, and waits until they can be used; may be called by several processes and at every start. */
export async function prepareTemporal(connection: Connection, namespace: string, settleMs = knownEverywhereAfterMs): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.values({ ...searchAttributes, ...ticketSearchAttributes }).filter(({ name }) => customAttributes[name] === undefined);
  if (missing.length === 0) return;
  try {
    await connection.operatorService.addSearchAttributes({
      namespace, searchAttributes: Object.fromEntries(missing.map(({ name, type }) => [name, indexedTypes[type]])),
    });
  } catch (error) {
    // ALREADY_EXISTS: another process was faster.
    if ((error as { code?: number }).code !== 6) throw error;
  }
  await sleep(settleMs);
}
