/** The policies that a demonstration borrows: waits of days last seconds for what is launched meanwhile, and for nothing else. */
import { isDeepStrictEqual } from 'node:util';
import type { PolicyName } from '../../domain/policy/catalogue.ts';
import { RefusedCall, type Api } from './client.ts';

type Value = Readonly<Record<string, unknown>>;

/** A policy, and what the demonstration makes of it. */
export interface Borrowed {
  readonly policy: PolicyName;
  readonly shorten: (value: Value) => Value;
  /** «the link is observed for 5 seconds». */
  readonly meaning: string;
}

/** The policy as the house wants it, and as the demonstration does. */
export interface PolicyChange {
  readonly policy: PolicyName;
  readonly before: Value;
  readonly now: Value;
}

/** What there is to change, and to put back. */
export async function planChange(api: Api, { policy, shorten }: Borrowed): Promise<PolicyChange> {
  const { value, version } = await read(api, policy);
  const previous = version > 1 ? (await read(api, policy, version - 1)).value : null;
  // Left behind by a demonstration that was killed before it could put the policy back: the version before is what the house wants.
  const before = previous !== null && isDeepStrictEqual(value, shorten(previous)) ? previous : value;
  return { policy, before, now: shorten(before) };
}

/** For what is launched from now on. */
export async function makeChange(api: Api, { policy, now }: PolicyChange): Promise<void> {
  await change(api, policy, now, () => true);
}

/** Puts the policy back as it was; somebody else's edit in between stays. */
export async function undoChange(api: Api, { policy, before, now }: PolicyChange): Promise<void> {
  await change(api, policy, before, (current) => isDeepStrictEqual(current, now));
}

/** As long as somebody else edits at the same moment, reads again; an edit whose answer was lost is found done. */
async function change(api: Api, policy: PolicyName, wanted: Value, isOurs: (current: Value) => boolean): Promise<void> {
  for (;;) {
    const { value, etag } = await read(api, policy);
    if (isDeepStrictEqual(value, wanted) || !isOurs(value)) return;
    try {
      return await api.put('admin', `/policies/${policy}`, { value: wanted }, etag);
    } catch (thrown) {
      if (!(thrown instanceof RefusedCall) || thrown.code !== 'stale-version') throw thrown;
    }
  }
}

async function read(api: Api, policy: PolicyName, version?: number): Promise<{ value: Value; version: number; etag: string }> {
  const { body, headers } = await api.get<{ value: Value; version: number }>('admin', `/policies/${policy}${version === undefined ? '' : `?version=${version}`}`);
  return { ...body, etag: headers.get('etag') ?? '' };
}
