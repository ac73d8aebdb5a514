/** The demonstration's acceptance policy: the link is observed for seconds, not for a day; only what is launched meanwhile keeps it. */
import { isDeepStrictEqual } from 'node:util';
import { RefusedCall, type Api } from './client.ts';

interface Acceptance {
  readonly observation: string;
  readonly readEvery: string;
}

const path = '/policies/acceptance';
const short: Acceptance = { observation: 'PT5S', readEvery: 'PT1S' };

/** The policy as the house wants it, and as the demonstration does. */
export interface AcceptanceChange {
  readonly before: Acceptance;
  readonly now: Acceptance;
}

/** What there is to change, and to put back. */
export async function planAcceptance(api: Api): Promise<AcceptanceChange> {
  const { value, version } = await readAcceptance(api);
  // Left behind by a demonstration that was killed before it could put the policy back: the version before is what the house wants.
  const before = isShort(value) && version > 1 ? (await readAcceptance(api, version - 1)).value : value;
  return { before, now: { ...before, ...short } };
}

/** Shortens the observation window for what is launched from now on. */
export async function shortenAcceptance(api: Api, { now }: AcceptanceChange): Promise<void> {
  await change(api, now, () => true);
}

/** Puts the policy back as it was; somebody else's edit in between stays. */
export async function restoreAcceptance(api: Api, { before, now }: AcceptanceChange): Promise<void> {
  await change(api, before, (current) => isDeepStrictEqual(current, now));
}

/** As long as somebody else edits at the same moment, reads again; an edit whose answer was lost is found done. */
async function change(api: Api, wanted: Acceptance, isOurs: (current: Acceptance) => boolean): Promise<void> {
  for (;;) {
    const { value, etag } = await readAcceptance(api);
    if (isDeepStrictEqual(value, wanted) || !isOurs(value)) return;
    try {
      return await api.put('admin', path, { value: wanted }, etag);
    } catch (thrown) {
      if (!(thrown instanceof RefusedCall) || thrown.code !== 'stale-version') throw thrown;
    }
  }
}

async function readAcceptance(api: Api, version?: number): Promise<{ value: Acceptance; version: number; etag: string }> {
  const { body, headers } = await api.get<{ value: Acceptance; version: number }>('admin', version === undefined ? path : `${path}?version=${version}`);
  return { ...body, etag: headers.get('etag') ?? '' };
}

function isShort({ observation, readEvery }: Acceptance): boolean {
  return observation === short.observation && readEvery === short.readEvery;
}
