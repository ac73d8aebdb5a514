/** Whether every open journey agrees with its recorded events: its row, its running workflow; and whether a workflow runs that no open journey accounts for. */
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { readEvents } from '../../db/journey/rebuild.ts';
import { nextState } from '../../db/journey/record.ts';
import { listOpenJourneys, readJourneyRow, type JourneyRow } from '../../db/journey/states.ts';
import type { Pool } from '../../db/pool.ts';
import { journeyModels } from '../../domain/journey/kinds.ts';
import { isRunning, workflowIdOf } from '../../workflows/journey/messages.ts';

/**
 * `row`: the read model is not what the events fold to; a rebuild makes it so. `state`: the workflow says otherwise than its events. `not-running`: open by its events, and nothing runs it.
 * `not-recorded`: a workflow runs of which no open journey is recorded. `not-answered`: it could not be asked, e.g. because no worker runs.
 */
export type Fault = 'row' | 'state' | 'not-running' | 'not-recorded' | 'not-answered';

export interface Difference {
  readonly journeyId: string;
  readonly fault: Fault;
}

export interface Checked {
  readonly journeys: number;
  readonly differences: readonly Difference[];
}

export interface Books {
  readonly pool: Pool;
  readonly client: Client;
}

const pageSize = 200;
const atOnce = 8;
const answerWithinMs = 5_000;
/** A journey goes on while it is looked at: a difference is one that stays. */
const looks = 6;
const betweenLooksMs = 500;
const ofJourneys = new RegExp(`^(?:${Object.keys(journeyModels).join('|')})/(.+)$`);

/** Reads page by page: memory does not grow with the number of journeys. @param onProgress is told how many were compared so far */
export async function checkJourneys(books: Books, onProgress: (compared: number) => void = () => undefined): Promise<Checked> {
  const differences: Difference[] = [];
  let journeys = 0;
  for (let after = ''; ;) {
    const page = await listOpenJourneys(books.pool, after, pageSize);
    await together(page, async (id) => {
      const fault = await lookAt(() => faultOf(books, id));
      if (fault) differences.push({ journeyId: id, fault });
    });
    journeys += page.length;
    onProgress(journeys);
    if (page.length < pageSize) break;
    after = page.at(-1) ?? '';
  }
  differences.push(...await strangers(books));
  return { journeys, differences: differences.toSorted((one, other) => (one.journeyId < other.journeyId ? -1 : 1)) };
}

/** Undefined where it agrees at one of several looks. */
async function lookAt(look: () => Promise<Fault | undefined>): Promise<Fault | undefined> {
  for (let n = 1; ; n += 1) {
    const found = await look();
    // Who does not answer had his time.
    if (found === undefined || found === 'not-answered' || n === looks) return found;
    await pause(betweenLooksMs);
  }
}

async function faultOf({ pool, client }: Books, id: string): Promise<Fault | undefined> {
  const row = await readJourneyRow(pool, id);
  if (!row?.isOpen) return undefined;
  const events = await readEvents(pool, id);
  const folded = plain(nextState(row.kind, undefined, events));
  if (row.version !== events.length || !isDeepStrictEqual(plain(row.state), folded)) return 'row';
  return await workflowFault(client, row, folded);
}

async function workflowFault(client: Client, { id }: JourneyRow, folded: unknown): Promise<Fault | undefined> {
  const journey = client.workflow.getHandle(workflowIdOf(id));
  // A closed workflow answers too.
  if (!(await isRunning(journey))) return 'not-running';
  try {
    const state = await client.connection.withDeadline(Date.now() + answerWithinMs, () => journey.query<unknown>('state'));
    return isDeepStrictEqual(plain(state), folded) ? undefined : 'state';
  } catch (error) {
    return error instanceof WorkflowNotFoundError ? 'not-running' : 'not-answered';
  }
}

/** Workflows of journeys that are open by no record. */
async function strangers({ pool, client }: Books): Promise<Difference[]> {
  const found: Difference[] = [];
  for await (const { journeyId } of workflowsOfJourneys(client, "ExecutionStatus = 'Running'")) {
    // One that has just begun, or ended, is not recorded, or listed, as that yet.
    const fault = await lookAt(async () => ((await readJourneyRow(pool, journeyId))?.isOpen || !(await isRunning(client.workflow.getHandle(workflowIdOf(journeyId)))) ? undefined : 'not-recorded' as const));
    if (fault) found.push({ journeyId, fault });
  }
  return found;
}

/** The runs of journeys that the engine lists: all, or those of a query. */
export async function* workflowsOfJourneys(client: Client, query = ''): AsyncGenerator<{ readonly journeyId: string; readonly isRunning: boolean }> {
  for await (const { workflowId, status } of client.workflow.list({ query })) {
    const journeyId = ofJourneys.exec(workflowId)?.[1];
    if (journeyId !== undefined && workflowIdOf(journeyId) === workflowId) yield { journeyId, isRunning: status.name === 'RUNNING' };
  }
}

/** As JSON keeps it, without what is undefined. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

export async function together<Item>(items: readonly Item[], treat: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  await Promise.all(Array.from({ length: atOnce }, async () => { for (const item of waiting) await treat(item); }));
}
