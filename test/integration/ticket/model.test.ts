/**
 * Hundreds of random stories, each a ticket on the real engine, its recorder and PostgreSQL: whatever acts come, together or apart, while its timers fire.
 * What was recorded is what the rules decide, step by step; it keeps the laws that are counted without them; and no state was ever seen that the record does not lead to.
 */
import { isDeepStrictEqual } from 'node:util';
import { WithStartWorkflowOperation, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, type UpdateDefinition } from '@temporalio/common';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readEvents } from '../../../db/journey/rebuild.ts';
import type { RecordedEvent } from '../../../domain/journey/journey.ts';
import { clockOf, dueAtMs, elapsedOf, levelShares, nextOnTheClocks } from '../../../domain/ticket/clocks.ts';
import { ticketModel } from '../../../domain/ticket/evolve.ts';
import type { TicketCommand, TicketEvent, TicketState } from '../../../domain/ticket/ticket.ts';
import { taskQueues, workflowIdOf, type Act, type Recorded } from '../../../workflows/journey/messages.ts';
import { applyTicketPolicyUpdate, completeTicketTaskUpdate, hearTidingsUpdate, openTicketUpdate, ticketStateQuery, ticketUpdates, ticketWorkflowType, type TicketStart } from '../../../workflows/ticket/messages.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { expectLawful } from '../../support/ticket-laws.ts';
import { openTime } from '../../support/ticket-draws.ts';
import { daytimePolicy, drawnOf, firstVersion, openingOf, story, type Step, type Story } from '../../support/ticket-stories.ts';
import { skipTime } from '../../support/time.ts';
import { minute, teams } from '../../unit/ticket/given.ts';

const seed = Number(process.env['JALON_TEST_SEED'] ?? 7);
/** Ten at once: a ticket waits for the engine most of its time. */
const [stories, atOnce] = [200, 10];
const patientMs = 60_000;

type Happened = RecordedEvent<TicketEvent>[];
/** What one who acted was told. */
interface Told {
  readonly commandId: string;
  readonly command: TicketCommand;
  /** The number that it was recorded up to, or the code of the refusal; `ended`: there is no such ticket any more. */
  readonly answer: number | string;
}
/** Acts that were sent together, and how much of the record there was before and after them. */
interface Sent {
  readonly told: readonly Told[];
  readonly from: number;
  readonly until: number;
}

interface Read { readonly state: TicketState; readonly version: number; readonly atMs: number }

let house: House;
let closings = 0;
beforeAll(async () => {
  house = await openHouse();
  await house.pool.query("UPDATE teams SET desk = 'elsewhere'");
  await house.pool.query("INSERT INTO teams (key, label, desk, level, skills, manager) SELECT key, label, desk, level, skills, manager FROM jsonb_populate_recordset(NULL::teams, $1)", [JSON.stringify(teams.map(({ team: key, level }) => ({ key, level, desk: 'operator', label: { fr: key, en: key }, skills: [], manager: 'supervisor' })))]);
  await house.pool.query("INSERT INTO policies (name, version, value, author) SELECT name, v, jsonb_set(value, '{calendars,daytime}', $1), 'test' FROM policies, generate_series($2::int, $2 + 12) AS v WHERE name = 'calendars'", [JSON.stringify(daytimePolicy), firstVersion]);
});
afterAll(async () => { await house.close(); });

it(`${stories} stories of tickets are lawful, recorded as decided, and refused as the rules refuse (T-05 to T-11, T-14 to T-16, T-18, T-22, T-24)`, { timeout: 600_000 }, async () => {
  const waiting = fc.sample(story, { numRuns: stories, seed }).map((one, index) => [one, index + 1] as const);
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await play(...next);
  }));
  await expectRebuildChangesNothing(house);
  expect(closings, 'stories that come to their end').toBeGreaterThan(10);
});

async function play(one: Story, index: number): Promise<void> {
  const number = `TCK-2026-${String(1_000 + index).padStart(6, '0')}`;
  const sent: Sent[] = [];
  try {
    await open(one, number);
    let read = await atRest(number);
    for (const [order, { isTogether, afterMinutes, isLookedAt }] of one.steps.entries()) {
      if (isTogether && order > 0) continue;
      if (afterMinutes > 0 && read.state.endedAtMs === null) await skipTime(house, number, afterMinutes * minute);
      const { state, atMs, version: from } = read;
      const later = one.steps.slice(order + 1);
      const apart = later.findIndex((step) => !step.isTogether);
      const together = [one.steps[order] as Step, ...later.slice(0, apart < 0 ? undefined : apart)];
      const told = await Promise.all(drawnOf(together, state, atMs).flatMap((command, place) =>
        Array.from({ length: together[place]?.isRepeated ? 2 : 1 }, () => send(number, `${number}:${order + place}`, command))));
      read = isLookedAt ? await atRest(number) : await recorded(number);
      sent.push({ told, from, until: read.version });
    }
    if (read.state.endedAtMs === null) {
      await skipTime(house, number, one.thenMinutes * minute);
      read = await atRest(number);
    }
    const happened = await readEvents(house.pool, number) as Happened;
    expectLawfulUntilNow(happened);
    if (happened.some(({ event }) => event.type === 'ticketClosed')) closings += 1;
    expectDecided(happened, sent);
  } catch (error) {
    throw new Error(`story ${index} of JALON_TEST_SEED=${seed}: ${sent.flatMap(({ told }) => told.map(({ command, answer }) => `${command.type} → ${answer}`)).join(', ')}`, { cause: error });
  }
  // One that goes on would pass its thresholds for ever.
  await house.client.workflow.getHandle(workflowIdOf(number)).terminate().catch(() => undefined);
}

/** What the engine says of the ticket, once all of it is recorded: it may be ahead of its record, but never beside it. */
async function atRest(number: string): Promise<Read> {
  const handle = house.client.workflow.getHandle(workflowIdOf(number));
  const seen: TicketState[] = [];
  return await eventually(async () => {
    const state = await handle.query(ticketStateQuery);
    const now = await recorded(number);
    if (!isDeepStrictEqual(state, now.state)) {
      seen.push(state);
      throw new Error('the engine’s state is what its record leads to');
    }
    if (seen.length > 0) {
      const states = statesOf(await readEvents(house.pool, number) as Happened);
      for (const one of seen) expect(states.some((at) => isDeepStrictEqual(at, one)), 'no state but those that the record leads to').toBe(true);
    }
    return now;
  }, patientMs, 20);
}

async function recorded(number: string): Promise<Read> {
  const { rows: [row] } = await house.pool.query<Read>({
    name: 'ticket-recorded',
    text: 'SELECT j.state, j.version, (extract(epoch FROM e.at) * 1000)::double precision AS "atMs" FROM journeys AS j JOIN events AS e ON e.journey_id = j.id AND e.number = j.version WHERE id = $1',
    values: [number],
  });
  if (!row) throw new Error(`${number} is not recorded`);
  return row;
}

async function open(one: Story, number: string): Promise<void> {
  const meta = { actor: 'test', channel: 'api', commandId: `${number}:open` } as const;
  const start: TicketStart = { journeyId: number, opening: { command: { type: 'open', opening: openingOf(one, number, uuidv7(), Date.now()) }, meta } };
  await house.client.workflow.executeUpdateWithStart(openTicketUpdate, {
    updateId: meta.commandId, args: [{ meta }],
    startWorkflowOperation: new WithStartWorkflowOperation(ticketWorkflowType, { workflowId: workflowIdOf(number), taskQueue: taskQueues.journeys, args: [start], workflowIdConflictPolicy: 'USE_EXISTING' }),
  });
}

async function send(number: string, commandId: string, command: TicketCommand): Promise<Told> {
  const { type, ...fields } = command;
  const definition = ({ applyPolicy: applyTicketPolicyUpdate, completeTask: completeTicketTaskUpdate, hear: hearTidingsUpdate, ...ticketUpdates } as Partial<Record<TicketCommand['type'], unknown>>)[type] as UpdateDefinition<Recorded, [Act<object>]>;
  const answer = await house.client.workflow.getHandle(workflowIdOf(number)).executeUpdate(definition, { args: [{ ...fields, meta: { actor: 'test', channel: 'api', commandId } }] }).then(
    (recorded) => recorded.number,
    (error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return 'ended';
      if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) return error.cause.type ?? '';
      throw error;
    },
  );
  return { commandId, command, answer };
}

/** As it is written: what is undefined is not there. */
function written<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** The state after each event. */
function statesOf(happened: Happened): TicketState[] {
  let state = ticketModel.initial;
  return happened.map(({ event, atMs }) => written(state = ticketModel.evolve(state, event, atMs)));
}

function expectLawfulUntilNow(happened: Happened): void {
  const nowMs = happened.at(-1)?.atMs ?? 0;
  const state = statesOf(happened).at(-1) ?? ticketModel.initial;
  const resolution = clockOf(state, 'resolution');
  const isKnown = elapsedOf(state, nowMs).outcome === 'counted' && nextOnTheClocks(state).outcome === 'threshold';
  expectLawful(happened, nowMs, openTime, { levelsMs: levelShares(state, nowMs), dueAtMs: resolution && isKnown ? dueAtMs(resolution) : undefined });
}

/** Each act, of persons and timers, has made happen what the rules decide in the state that it met, once; each other one was refused as they refuse it. */
function expectDecided(happened: Happened, sent: readonly Sent[]): void {
  const states = [ticketModel.initial, ...statesOf(happened)];
  const commands = new Map(sent.flatMap(({ told }) => told.map(({ commandId, command }) => [commandId, command])));
  expect(happened.map((event) => event.number)).toEqual(happened.map((_, index) => index + 1));
  const starts = happened.flatMap(({ meta: { commandId } }, index) => (happened[index - 1]?.meta.commandId === commandId ? [] : [index]));
  expect(new Set(starts.map((index) => happened[index]?.meta.commandId)).size, 'no act twice').toBe(starts.length);
  for (const [order, start] of starts.entries()) {
    const group = happened.slice(start, starts[order + 1]);
    const [{ meta: { commandId }, atMs, event }] = group as [Happened[number]];
    const before = states[start] as TicketState;
    const decision = ticketModel.decide(before, commands.get(commandId) ?? ownActOf(event, before), atMs);
    expect(decision.accepted && written(decision.events), `${commandId} made happen what the rules decide`).toEqual(group.map((each) => each.event));
  }
  for (const [order, { told, from }] of sent.entries()) {
    // The engine may have been ahead of its record when it said no.
    const met = states.slice(from, (sent[order + 1]?.until ?? happened.length) + 1);
    for (const { commandId, command, answer } of told) {
      const own = happened.findLast(({ meta }) => meta.commandId === commandId)?.number;
      if (own !== undefined && typeof answer === 'number') expect(answer, `${command.type} was recorded up to`).toBe(own);
      // What changed nothing: the rules say so of a state that the ticket was in between question and answer; its repetition may have come after what it needed.
      else expect(met.flatMap((state) => says(state, command)), `${commandId} ${command.type}`).toContain(typeof answer === 'number' ? 'nothing' : answer);
    }
  }
}

function says(state: TicketState, command: TicketCommand): string[] {
  const decision = ticketModel.decide(state, command, 0);
  const ended = state.endedAtMs !== null ? ['ended'] : [];
  return [...ended, ...(decision.accepted ? (decision.events.length === 0 ? ['nothing'] : []) : [decision.refusal.code])];
}

/** The act of the ticket itself by which something happened. */
function ownActOf(event: TicketEvent, { opening }: TicketState): TicketCommand {
  switch (event.type) {
    case 'ticketOpened': return { type: 'open', opening: event.opening };
    case 'thresholdPassed': return { type: 'thresholdReached', clock: event.clock, ratio: event.ratio, teams };
    case 'teamChanged': case 'noTeamLeft': return { type: 'firstLineLimitReached', teams };
    case 'transferExpired': return { type: 'transferExpired', ordinal: event.ordinal };
    case 'waitReminded': return { type: 'reminded' };
    case 'calendarExtended': return { type: 'calendarExtended', calendar: event.calendar, version: opening?.policy.versions['calendars'] ?? 0, frozen: event.frozen };
    default: throw new Error(`nobody has asked for ${event.type}`);
  }
}
