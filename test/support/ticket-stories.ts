/** Random stories of tickets for the real engine: what is done, after how long, and on what terms. */
import fc from 'fast-check';
import type { FrozenCalendar } from '../../domain/clock/frozen.ts';
import { ticketModel } from '../../domain/ticket/evolve.ts';
import type { TicketCommand, TicketOpening, TicketState } from '../../domain/ticket/ticket.ts';
import { agree, confirm, hour, resolve, work } from '../unit/ticket/given.ts';
import { act, openingIn, owedAnswer } from './ticket-draws.ts';

export interface Step {
  /** What may be done. */
  readonly draws: readonly ((state: TicketState, atMs: number) => TicketCommand)[];
  /** Does the first of them, whatever the rules say; or what leads on; or the first that they allow. */
  readonly mood: 'wilful' | 'purposeful' | 'lawful';
  /** Of the ticket's own time, before it; 0: at once. */
  readonly afterMinutes: number;
  /** Sent before the one before was answered. */
  readonly isTogether: boolean;
  /** Sent twice, as by a caller who heard no answer. */
  readonly isRepeated: boolean;
  /** The engine is asked for its state afterwards. */
  readonly isLookedAt: boolean;
}

export interface Story {
  readonly steps: readonly Step[];
  readonly isLimited: boolean;
  readonly calendar: string | null;
  /** Whether it is night for as long as the story lasts: nobody is told of anything. */
  readonly isNight: boolean;
  /** How long nothing is done in the end. */
  readonly thenMinutes: number;
}

/** In the database as of this version, so that a clock may have more of it computed: open from 8:00 to 18:00 UTC, every day. */
export const firstVersion = 2;
export const daytimePolicy = { timeZone: 'UTC', weekly: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['08:00', '18:00']]])) };

function nightFrom(startMs: number): FrozenCalendar {
  const wakesMs = startMs + 1_000 * 24 * hour;
  return { coversFromMs: startMs, coversUntilMs: wakesMs + hour, openIntervals: [[wakesMs, wakesMs + hour]] };
}

export function openingOf({ isLimited, calendar, isNight }: Story, number: string, requestId: string, startMs: number): TicketOpening {
  const { policy, ...opening } = openingIn({ calendar, isLimited, startMs });
  return {
    ...opening, number, requestId,
    policy: { ...policy, versions: { ...policy.versions, calendars: firstVersion }, calendars: { ...policy.calendars, night: nightFrom(startMs) }, notices: { calendar: isNight ? 'night' : null, atAnyHour: [] } },
  };
}

/** Another version of the calendars takes the night away from nobody. */
function keepingNight(state: TicketState, command: TicketCommand): TicketCommand {
  if (command.type !== 'applyPolicy' || !command.applied.frozen.calendars) return command;
  return { ...command, applied: { ...command.applied, frozen: { calendars: { ...command.applied.frozen.calendars, night: nightFrom(state.createdAtMs) } } } };
}

const often = fc.nat(2).map((one) => one === 0);
const seldom = fc.nat(7).map((one) => one === 0);

export const step: fc.Arbitrary<Step> = fc.record({
  draws: fc.array(act.map((draw) => (state: TicketState, atMs: number) => keepingNight(state, draw(state, atMs))), { minLength: 4, maxLength: 4 }),
  afterMinutes: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(30), fc.nat(240)), mood: fc.constantFrom('wilful', 'purposeful', 'purposeful', 'lawful'), isTogether: fc.boolean(), isRepeated: seldom, isLookedAt: often,
});

/** What is done in steps that come together, each as if the one before had been answered. */
export function drawnOf(steps: readonly Step[], state: TicketState, atMs: number): TicketCommand[] {
  let foreseen = state;
  return steps.map((step) => {
    const command = drawn(step, foreseen, atMs);
    const decision = ticketModel.decide(foreseen, command, atMs);
    for (const event of decision.accepted ? decision.events : []) foreseen = ticketModel.evolve(foreseen, event, atMs);
    return command;
  });
}

function drawn({ draws, mood }: Step, state: TicketState, atMs: number): TicketCommand {
  const commands = draws.map((draw) => draw(state, atMs));
  const isNews = (command: TicketCommand): boolean => {
    const decision = ticketModel.decide(state, command, atMs);
    return decision.accepted && decision.events.length > 0 && command.type !== 'merge';
  };
  const wanted = { wilful: undefined, purposeful: onwards(state), lawful: commands.find(isNews) }[mood];
  return wanted ?? commands[0] ?? { type: 'answer' };
}

/** The shortest way to the end. */
function onwards(state: TicketState): TicketCommand | undefined {
  const { phase, worksheets, cause, opening } = state;
  switch (phase) {
    case 'registered': return { type: 'take', by: 'technician-n1' };
    case 'in-progress': return worksheets.length === 0 ? work : resolve;
    case 'waiting': return { type: 'answer' };
    case 'agreement': return agree;
    case 'resolved': return cause?.isConfirmed === true ? owedAnswer(state) ?? { type: 'close', worksheet: `${opening?.number}-F1`, satisfaction: 5 } : confirm;
    default: return undefined;
  }
}

export const story: fc.Arbitrary<Story> = fc.record({
  steps: fc.array(step, { minLength: 8, maxLength: 10 }), isLimited: seldom, calendar: fc.constantFrom(null, 'daytime'), isNight: seldom.map((isDay) => !isDay), thenMinutes: fc.integer({ min: 1, max: 300 }),
});
