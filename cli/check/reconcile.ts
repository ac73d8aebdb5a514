/** After a restore: record and engine are of one story again, whichever of them is of the earlier instant. No worker runs meanwhile. */
import { readEvents } from '../../db/journey/rebuild.ts';
import { nextState, record } from '../../db/journey/record.ts';
import { listOpenJourneys, listOwed, readJourneyRow, type JourneyRow, type Owed } from '../../db/journey/states.ts';
import type { Pool } from '../../db/pool.ts';
import { siteJourneyId, type DeploymentState } from '../../domain/deployment/deployment.ts';
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import { kindOf } from '../../domain/journey/kind-of.ts';
import type { JourneyKind } from '../../domain/journey/kinds.ts';
import { appointmentType } from '../../workflows/appointment/messages.ts';
import { backupTroubleType } from '../../workflows/backup/messages.ts';
import { complaintType } from '../../workflows/complaint/messages.ts';
import { deploymentWorkflowType, siteWorkflowType } from '../../workflows/deployment/messages.ts';
import { followUpType } from '../../workflows/follow-up/messages.ts';
import type { JourneyStart } from '../../workflows/journey/journey.ts';
import { isRunning, rememberedCommands, taskQueues, workflowIdOf } from '../../workflows/journey/messages.ts';
import { orderType } from '../../workflows/order/messages.ts';
import { replacementType } from '../../workflows/replacement/messages.ts';
import { terminationType } from '../../workflows/termination/messages.ts';
import { ticketWorkflowType } from '../../workflows/ticket/messages.ts';
import { together, workflowsOfJourneys, type Books } from './check.ts';
import { givenToRecorder } from './histories.ts';

const pageSize = 500;

const workflowTypes: Readonly<Record<JourneyKind, string>> = {
  deployment: deploymentWorkflowType, site: siteWorkflowType, ticket: ticketWorkflowType, replacement: replacementType, backup: backupTroubleType,
  termination: terminationType, order: orderType, appointment: appointmentType, followUp: followUpType, complaint: complaintType,
};

/**
 * `recorded`: the record was behind, and has now what the engine's history holds. `started`: the engine was behind, or told another story than people were told, or had nothing: the journey was begun anew from its record.
 * `ended`: the record says that it has ended, and the engine did not know. `left`: neither can be done, and a person has to look.
 */
export type Repair = 'recorded' | 'started' | 'ended' | 'left';

export interface Repaired {
  readonly journeyId: string;
  readonly repair: Repair;
  /** Last numbers of the record and of the engine, as they were found. */
  readonly recorded: number;
  readonly given: number;
}

/** A row of theirs may be made from one of these. */
const first: readonly JourneyKind[] = ['deployment', 'ticket'];

/** Where record and engine differ the record is right, for people read it; what the engine alone has is added to it. @returns how many journeys were looked at */
export async function reconcile(books: Books, onRepair: (repaired: Repaired) => void): Promise<number> {
  const owed = await listOwed(books.pool);
  const ids = await suspects(books, owed.keys());
  for (const isFirst of [true, false]) {
    await together(ids.filter((id) => first.includes(kindOf(id)) === isFirst), async (id) => {
      const repaired = await repair(books, id, owed.get(id));
      if (repaired) onRepair(repaired);
    });
  }
  return ids.length;
}

/** All but those that have ended by the record and by the engine, and owe nothing. */
async function suspects({ pool, client }: Books, owing: Iterable<string>): Promise<string[]> {
  const found = new Set<string>(owing);
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: string[] = await listOpenJourneys(pool, after, pageSize);
    for (const id of page) found.add(id);
    after = page.length < pageSize ? undefined : page.at(-1);
  }
  for await (const { journeyId, isRunning: runs } of workflowsOfJourneys(client)) {
    if (runs || !(await readJourneyRow(pool, journeyId))) found.add(journeyId);
  }
  return [...found].toSorted();
}

async function repair({ pool, client }: Books, id: string, owed: Owed | undefined): Promise<Repaired | undefined> {
  const row = await readJourneyRow(pool, id);
  const events = await readEvents(pool, id);
  const given = await givenToRecorder(client, id);
  const running = await isRunning(client.workflow.getHandle(workflowIdOf(id)));
  const done = (kind: Repair): Repaired => ({ journeyId: id, repair: kind, recorded: events.length, given: given?.last ?? 0 });
  if (given && isSameStory(events, given.events)) {
    if (given.last > events.length) return done(await recordRest(pool, id, given.events, events.length));
    // What a site has told a deployment that is begun anew is lost; told again it changes nothing.
    if (given.last === events.length && owed !== 'report' && (running || (row?.isOpen !== true && owed === undefined))) return undefined;
  }
  if (row && (row.isOpen || owed !== undefined)) {
    await startFromRecord({ pool, client }, row, events);
    return done('started');
  }
  if (!row) return running ? done('left') : undefined;
  if (!running) return undefined;
  await client.workflow.getHandle(workflowIdOf(id)).terminate('ended by its record, which was restored');
  return done('ended');
}

/** Under each number that both have, one act. */
function isSameStory(recorded: readonly RecordedEvent[], given: readonly RecordedEvent[]): boolean {
  return given.every(({ number, event, meta, atMs }) => {
    const ours = recorded[number - 1];
    return !ours || (ours.meta.commandId === meta.commandId && ours.event.type === event.type && ours.atMs === atMs);
  });
}

async function recordRest(pool: Pool, journeyId: string, given: readonly RecordedEvent[], version: number): Promise<Repair> {
  const missing = given.filter(({ number }) => number > version);
  // The engine forgets closed runs after the namespace's retention.
  if (missing[0]?.number !== version + 1) return 'left';
  await record(pool, { journeyId, kind: kindOf(journeyId), events: missing });
  return 'recorded';
}

/** As a continue-as-new begins it: from its state, under its numbers, with the answers to its last commands. One that runs is ended by it. */
async function startFromRecord(books: Books, { id, kind, version }: JourneyRow, events: readonly RecordedEvent[]): Promise<void> {
  const { client } = books;
  const workflowId = workflowIdOf(id);
  const memo = await client.workflow.getHandle(workflowId).describe().then((found) => found.memo, () => undefined);
  const answered = new Map(events.filter(({ meta }) => !['system', 'timer'].includes(meta.channel)).map(({ number, meta }) => [meta.commandId, number]));
  const folded = nextState(kind, undefined, events);
  const state = kind === 'deployment' ? await withLostSitesWaiting(books, id, folded as DeploymentState) : folded;
  const start: JourneyStart<unknown, unknown> = { journeyId: id, carried: { state, lastNumber: version, answered: [...answered].slice(-rememberedCommands) } };
  await client.workflow.start(workflowTypes[kind], {
    workflowId, taskQueue: taskQueues.journeys, args: [start], workflowIdConflictPolicy: 'TERMINATE_EXISTING', workflowIdReusePolicy: 'ALLOW_DUPLICATE', ...(memo ? { memo } : {}),
  });
}

/** A site that the deployment has started, and of which neither record nor engine knows, waits for its start again: it is recorded after its deployment says so. */
async function withLostSitesWaiting({ pool, client }: Books, id: string, state: DeploymentState): Promise<DeploymentState> {
  const sites = { ...state.sites };
  for (const [site, milestone] of Object.entries(sites)) {
    const journeyId = siteJourneyId(id, site);
    if (milestone === 'started' && !(await readJourneyRow(pool, journeyId)) && !(await givenToRecorder(client, journeyId))) sites[site] = 'waiting';
  }
  return { ...state, sites };
}

/** Numbers that were given after the backup are known outside, with what was ordered under them: as many are left out of each sequence. @returns the sequences' names */
export async function skipNumbers(pool: Pool, count: number): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>("SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' AND sequencename LIKE '%\\_numbers' ORDER BY 1");
  for (const { name } of rows) await pool.query("SELECT setval(format('public.%I', $1::text), nextval(format('public.%I', $1::text)) + $2)", [name, count]);
  return rows.map(({ name }) => name);
}
