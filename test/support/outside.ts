/** The simulators of a house: their fault mode, and their own books to compare with ours. */
import { expect } from 'vitest';
import type { Faults } from '../../simulators/shared/faults.ts';
import type { House, OutsideSystem } from './house.ts';

interface Book {
  readonly subjects: Readonly<Record<string, { readonly calls: Readonly<Record<string, { asked: number; done: number; faulted: number }>>; readonly facts: readonly { readonly type: string; readonly part?: string; readonly request?: unknown }[] }>>;
}

/** Sets the whole fault mode; what is left out works. */
export async function setFaults(house: House, system: OutsideSystem, faults: Partial<Faults>): Promise<void> {
  const response = await fetch(`${urlOf(house, system)}/sim/faults`, { method: 'PUT', headers: headersOf(house), body: JSON.stringify(faults) });
  if (!response.ok) throw new Error(`fault mode: ${response.status} ${await response.text()}`);
}

/** What happened there under a key, in order: `placed`, `acknowledged`, … */
export async function factsOf(house: House, system: OutsideSystem, key: string): Promise<string[]> {
  return typesIn(await bookOf(house, system), key);
}

/** What was asked for in the first of them: of an order, what it says. */
export async function requestAt(house: House, system: OutsideSystem, key: string): Promise<unknown> {
  return (await bookOf(house, system)).subjects[key]?.facts[0]?.request;
}

/** How often an operation was asked for under a key. */
export async function callsOf(house: House, system: OutsideSystem, key: string, operation: string): Promise<number> {
  return (await bookOf(house, system)).subjects[key]?.calls[operation]?.asked ?? 0;
}

/** One placement per order that was made, and one start of billing for each site that is in service, however often we asked. */
export async function expectSameBooks(house: House, deploymentId: string): Promise<void> {
  const [obl, billing] = await Promise.all([bookOf(house, 'obl'), bookOf(house, 'billing')]);
  const { rows: placed } = await house.pool.query<{ key: string }>(
    "SELECT payload ->> 'orderKey' AS key FROM events WHERE journey_id LIKE $1 AND type = 'accessOrderPlaced' AND payload ->> 'oblReference' IS NOT NULL", [`${deploymentId}/%`]);
  for (const { key } of placed) expect(typesIn(obl, key).filter((fact) => fact === 'placed'), key).toHaveLength(1);
  const { rows: sites } = await house.pool.query<{ site: string; subscription_reference: string | null }>(
    'SELECT site, subscription_reference FROM sites WHERE deployment_id = $1', [deploymentId]);
  for (const { site, subscription_reference } of sites) {
    const started = typesIn(billing, `${deploymentId}.${site}`).filter((fact) => fact === 'started');
    expect(started, site).toHaveLength(subscription_reference === null ? 0 : 1);
  }
}

/** What takes back what was made outside (D-23). */
const takenBackBy: Readonly<Record<string, readonly string[]>> = {
  'placed': ['cancelled'], 'planned': ['cancelled', 'visited'], 'reserved': ['released'], 'produced': ['unproduced'], 'supervised': ['unsupervised'], 'registered': ['withdrawn'],
  'service-registered': ['service-deproduced'], 'started': ['cancelled'],
};
const partOf: Readonly<Record<string, string>> = { 'supervised': 'supervision', 'service-registered': 'service', 'started': 'billing' };

/** What of a deployment is booked in any simulator and was not taken back, by the keys of our effects. */
export async function stillBooked(house: House, deploymentId: string): Promise<string[]> {
  const books = await Promise.all((['obl', 'jarvis', 'ref-tech', 'billing'] as const).map((system) => bookOf(house, system)));
  const ours = books.flatMap(({ subjects }) => Object.entries(subjects)).filter(([key]) => key === deploymentId || key.startsWith(`${deploymentId}.`));
  return ours.flatMap(([key, { facts }]) => facts.flatMap(({ type, part }, index) => {
    const undoing = takenBackBy[type];
    if (!undoing || facts.slice(index).some((later) => undoing.includes(later.type) && later.part === part)) return [];
    const suffix = part ?? partOf[type];
    return [suffix === undefined ? key : `${key}.${suffix}`];
  })).toSorted();
}

function typesIn(book: Book, key: string): string[] {
  return (book.subjects[key]?.facts ?? []).map(({ type }) => type);
}

async function bookOf(house: House, system: OutsideSystem): Promise<Book> {
  return await (await fetch(`${urlOf(house, system)}/sim/book`, { headers: headersOf(house) })).json() as Book;
}

function urlOf(house: House, system: OutsideSystem): string {
  return house.urls[system];
}

function headersOf({ token }: House): Record<string, string> {
  return { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' };
}
