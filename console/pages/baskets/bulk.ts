/** One act on many tasks: tried first, then done, in parts of a hundred; of each line it is known what became of it. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, type Schema } from '../../../client/client.ts';
import { ApiFailure } from '../../../client/failure.ts';
import { api } from '../../data/api.ts';
import { basketKeys, type BasketLine } from '../../tasks/queries.ts';

export type BulkItem = Schema<'BulkResult'>['items'][number] | { readonly id: string; readonly outcome: 'ticket' };
/** The act with what it needs, without its tasks. */
export type BulkPart = { readonly act: 'claim' } | { readonly act: 'release' } | { readonly act: 'assign'; readonly person: string } | { readonly act: 'complete'; readonly input: Readonly<Record<string, unknown>> };

const atOnce = 100;

export interface BulkRun {
  readonly results: readonly BulkItem[] | undefined;
  readonly isTried: boolean;
  readonly isPending: boolean;
  readonly error: Error | undefined;
  readonly tryIt: (part: BulkPart) => Promise<void>;
  /** Again under the same keys where the fate of some is not known: nothing is done twice. */
  readonly doIt: (part: BulkPart) => Promise<void>;
}

export function useBulk(lines: readonly BasketLine[]): BulkRun {
  const client = useQueryClient();
  const [state, setState] = useState<Pick<BulkRun, 'results' | 'isTried' | 'isPending' | 'error'>>({ results: undefined, isTried: false, isPending: false, error: undefined });
  // What is acted upon is what was ticked when it began, whatever the list shows meanwhile.
  const [ids] = useState(() => lines.filter(({ step }) => step !== 'ticket').map(({ id }) => id));
  const [tickets] = useState(() => lines.filter(({ step }) => step === 'ticket').map(({ id }): BulkItem => ({ id, outcome: 'ticket' })));
  const [keys] = useState(() => new Map<string, string>());

  async function send(part: BulkPart, dryRun: boolean): Promise<void> {
    setState({ results: state.results, isTried: state.isTried, isPending: true, error: undefined });
    const results: BulkItem[] = [...tickets];
    try {
      for (let from = 0; from < ids.length; from += atOnce) {
        const body = { ...part, ids: ids.slice(from, from + atOnce), dryRun };
        const text = JSON.stringify(body);
        const key = keys.get(text) ?? crypto.randomUUID();
        keys.set(text, key);
        const { items } = await dataOf(api.POST('/api/v1/tasks/bulk', { params: { header: { 'Idempotency-Key': key } }, body }));
        // What was tried may be tried anew: the world goes on.
        if (dryRun) keys.delete(text);
        results.push(...items);
      }
      setState({ results, isTried: dryRun, isPending: false, error: undefined });
    } catch (thrown) {
      setState({ results: results.length > tickets.length ? results : undefined, isTried: dryRun, isPending: false, error: thrown instanceof Error ? thrown : new ApiFailure(null, null, thrown) });
    } finally {
      if (!dryRun) for (const queryKey of basketKeys) void client.invalidateQueries({ queryKey });
    }
  }
  return { ...state, tryIt: (part) => send(part, true), doIt: (part) => send(part, false) };
}
