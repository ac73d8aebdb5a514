/** What the simulated outside systems hold of the services that were played, compared with what the API says of them: nothing is missing there, and nothing is left behind. */
import { Failure } from '../failure.ts';

/** One service as the API shows it. */
export interface KnownService {
  /** Ours in every outside system: `<deployment>.<site>`. */
  readonly key: string;
  readonly isLive: boolean;
}

/** Where a simulator keeps its book, and by which token it is read. */
export interface Book {
  readonly system: string;
  readonly url: string;
  readonly token: string;
}

interface Fact {
  readonly type: string;
  readonly part?: string;
}
export type Facts = Readonly<Record<string, readonly Fact[]>>;

/** What each inventory counts as there, and what takes it away again. */
const inventories = {
  'jarvis': { label: 'JARVIS services', entries: [['service-registered', 'service-deproduced']] },
  'obl': { label: 'OBL lines', entries: [['delivered', 'terminated'], ['placed', 'cancelled']] },
  'ref-tech': { label: 'Ref.Tech reservations', entries: [['produced', 'unproduced'], ['supervised', 'unsupervised']] },
  'billing': { label: 'billing subscriptions', entries: [['started', 'stopped', 'cancelled']] },
} as const;
export type InventoryName = keyof typeof inventories;
export const inventoryNames = Object.keys(inventories) as InventoryName[];

export interface Comparison {
  readonly label: string;
  readonly live: number;
  /** Sentences; none where both sides say the same. */
  readonly differences: readonly string[];
}

/** Holds one system's facts, by key, against the services; what is of no deployment that was played is none of our business. @param deployments that were played */
export function compare(name: InventoryName, facts: Facts, services: readonly KnownService[], deployments: readonly string[]): Comparison {
  const { label, entries } = inventories[name];
  const there = new Set(Object.entries(facts).filter(([, happened]) => entries.some(([made, ...taken]) => isThere(happened, made, taken))).map(([key]) => siteOf(key)));
  const ours = [...there].filter((key) => deployments.includes(key.slice(0, key.indexOf('.'))));
  const live = services.filter(({ isLive }) => isLive).map(({ key }) => key);
  return {
    label, live: live.length,
    differences: [
      ...live.filter((key) => !there.has(key)).map((key) => `${label}: ${key} is in service here and missing there`),
      ...ours.filter((key) => !live.includes(key)).toSorted().map((key) => `${label}: ${key} is not in service here and still there`),
    ],
  };
}

/** Each part for itself: an address may be gone and its backbone not. */
function isThere(happened: readonly Fact[], made: string, taken: readonly string[]): boolean {
  return happened.some(({ type, part }, index) => type === made && !happened.slice(index).some((later) => taken.includes(later.type) && later.part === part) && !isOver(happened.slice(index), made));
}

/** A line that was delivered is ended by a termination, and no cancellation of its order. */
function isOver(later: readonly Fact[], made: string): boolean {
  return made === 'placed' && later.some(({ type }) => type === 'terminated' || type === 'refused');
}

/** `AFF-2026-000123.S001` of any key that begins so. */
function siteOf(key: string): string {
  return key.split('.').slice(0, 2).join('.');
}

/** @throws {Failure} when the simulator does not show its book. */
export async function readBook({ system, url, token }: Book): Promise<Facts> {
  const response = await fetch(`${url}/sim/book`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Failure(`The simulator of ${system} does not show its book: ${response.status}.`);
  const { subjects } = await response.json() as { subjects: Readonly<Record<string, { facts: readonly Fact[] }>> };
  return Object.fromEntries(Object.entries(subjects).map(([key, { facts }]) => [key, facts]));
}
