/** Histories as the engine keeps them: every payload, as nobody has decrypted it. */
import type { Client } from '@temporalio/client';

interface KeptPayload {
  /** Where in the history: `events.3.workflowExecutionStartedEventAttributes.input.payloads.0` */
  readonly place: string;
  readonly isSealed: boolean;
  readonly encoding: string;
  readonly text: string;
  /** As the remote codec takes it. */
  readonly payload: { readonly metadata: Readonly<Record<string, string>>; readonly data: string };
}

export interface KeptHistory { readonly workflowId: string; readonly payloads: readonly KeptPayload[] }

export async function historiesOf(client: Client, workflowIds: readonly string[]): Promise<KeptHistory[]> {
  return await Promise.all(workflowIds.map(async (workflowId) => {
    const { history } = await client.connection.workflowService.getWorkflowExecutionHistory({ namespace: client.options.namespace, execution: { workflowId }, maximumPageSize: 1_000 });
    return { workflowId, payloads: payloadsBelow(history, []) };
  }));
}

/** The engine's own, which it must read, or which tells nothing: search attributes, headers, the id and marks of the SDK, the reason of an upsert. */
const inClear = /\.(?:searchAttributes|header|indexedFields)\./;

/** What can be read and is no more than what the engine must read. */
export function clearTextIn({ workflowId, payloads }: KeptHistory): string[] {
  return payloads.filter(({ place, isSealed }) => !isSealed && !inClear.test(place)).map(({ place, encoding, text }) => `${workflowId} ${place} ${encoding}: ${text.slice(0, 80)}`);
}

function payloadsBelow(value: unknown, place: readonly string[]): KeptPayload[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  const { metadata, data } = value as { metadata?: unknown; data?: unknown };
  if (typeof metadata === 'object' && metadata !== null && data instanceof Uint8Array && 'encoding' in metadata) {
    const bytes = metadata as Record<string, Uint8Array>;
    const encoding = Buffer.from(bytes['encoding'] ?? []).toString();
    return [{
      place: place.join('.'), encoding, isSealed: encoding === 'binary/encrypted' || encoding === 'binary/null', text: Buffer.from(data).toString(),
      payload: { metadata: Object.fromEntries(Object.entries(bytes).map(([name, each]) => [name, Buffer.from(each).toString('base64')])), data: Buffer.from(data).toString('base64') },
    }];
  }
  return Object.entries(value).flatMap(([name, below]) => payloadsBelow(below, [...place, name]));
}
