/** Whatever acts come, in whatever order and at whatever pace: no forbidden state, nothing twice, nothing taken down too early, no way back after the final invoice, and an end only when all is done or was handed to a person (R-01 to R-07, C-08). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { terminationModel } from '../../../domain/termination/model.ts';
import { chargeableEquipment, effectiveAtMs, nextPhase, nextReminder, partsToEnd } from '../../../domain/termination/progress.ts';
import { terminationPhases } from '../../../domain/termination/steps.ts';
import type { TerminationCommand, TerminationEvent, TerminationOrigin, TerminationState } from '../../../domain/termination/termination.ts';
import { answers, awaitedIn } from './awaited.ts';
import { day, opened, opening, startMs } from './given.ts';

const everyRds = opening.services.map(({ rds }) => rds);
/** What comes unasked: too early, too late, again, or by a person who thinks again. */
const strays: readonly TerminationCommand[] = [
  { type: 'withdraw', reason: 'x' }, { type: 'ticketOpened', ticket: 'TCK-2' }, { type: 'confirmationSent', document: null }, { type: 'confirmationSent', document: { id: 'D', digest: 'd', sizeBytes: 1 }, isByPost: true }, { type: 'winBackLapsed' }, { type: 'release', effectiveOn: '2026-01-20' }, { type: 'effectiveDateReached' },
  { type: 'finalInvoiceIssued', invoice: { reference: 'F2', totals: null } }, { type: 'labelsSent', document: null, sentOn: '2026-02-07' }, { type: 'equipmentInvoiceIssued', invoice: { reference: 'E2', totals: null } }, { type: 'ticketClosed' },
  ...everyRds.flatMap((rds): TerminationCommand[] => [{ type: 'billingStopped', rds, how: 'asked' }, { type: 'stopUndone', rds, how: 'undone' }, { type: 'partEnded', rds, part: 'ip', outcome: 'ended' }]),
  { type: 'callFailed', call: 'end-ip', failure: { system: 'ref-tech', code: 'outside.unavailable', message: 'x', nextTryAtMs: 0 } }, { type: 'callEnded', call: 'end-ip', how: 'went-through' },
  ...Object.entries(answers).map(([step, [input]]): TerminationCommand => ({ type: 'completeTask', taskId: `${opening.id}.${step}.1`, input: input as never })),
];

const once: readonly TerminationEvent['type'][] = [
  'terminationOpened', 'ticketOpened', 'confirmationSent', 'winBackEnded', 'feeComputed', 'feeDecided', 'terminationEntered', 'terminationReleased', 'terminationWithdrawn', 'effectiveDateReached', 'finalInvoiceIssued',
  'deproductionDoneByHand', 'servicesEnded', 'labelsSent', 'equipmentChecked', 'equipmentInvoiceIssued', 'ticketClosed', 'terminationEnded',
];
/** Told of a call that was under way, not of the termination. */
const ofCalls: readonly TerminationEvent['type'][] = ['callStuck', 'callUnstuck', 'callVerdictGiven'];

/** A termination that is told act after act, and held against the laws at each. Plain comparisons: thousands of assertions of the test library take minutes. */
class Story {
  state = terminationModel.initial;
  nowMs = startMs;
  private readonly happened = new Set<string>();

  constructor(origin: TerminationOrigin) { this.tell(opened({ origin })); }

  tell(command: TerminationCommand): void {
    const decision = terminationModel.decide(this.state, command, this.nowMs);
    if (!decision.accepted) return;
    const before = this.state;
    for (const event of decision.events) {
      this.state = terminationModel.evolve(this.state, event, this.nowMs);
      this.note(event, before);
    }
    this.holds(this.state.phase === nextPhase(this.state), 'the step follows from the facts');
    this.holds(terminationPhases.indexOf(this.state.phase) >= terminationPhases.indexOf(before.phase), `no way back from ${before.phase} to ${this.state.phase}`);
    this.holds(Object.values(this.state.tasks.open).filter(({ step }) => step !== 'stuck-call' && step !== 'letter-by-post').length <= 1, 'one person is asked at a time');
  }

  private note(event: TerminationEvent, before: TerminationState): void {
    const { type } = event;
    const isOfTask = type === 'taskOpened' ? event.task.step === 'stuck-call' : type === 'taskWithdrawn' || type === 'taskCompleted' ? event.taskId.includes('stuck-call') : false;
    if (!isOfTask && !ofCalls.includes(type)) this.holds(before.endedAtMs === null, `nothing happens after the end: ${type}`);
    // one fee, one final invoice: nothing taken down, stopped or undone twice.
    if (once.includes(type)) this.first(type);
    if (type === 'partEnded') this.first(`${type} ${event.rds} ${event.part}`);
    if (type === 'billingStopped' || type === 'stopUndone') this.first(`${type} ${event.rds}`);
    if (type === 'returnReminded') this.first(`${type} ${event.ordinal}`);
    if (type === 'partEnded' || type === 'finalInvoiceIssued' || type === 'servicesEnded') this.holds(this.nowMs >= (effectiveAtMs(before) ?? Infinity), `R-04, R-05: ${type} only once the last day is over`);
    if (type === 'partEnded') this.holds(before.finalInvoice !== null, 'R-04: invoiced first');
    if (type === 'stopUndone') this.holds(before.outcome === 'withdrawn', 'R-07: undone only for who withdraws');
    if (type === 'terminationWithdrawn') this.holds(!before.isEffective && before.finalInvoice === null, 'R-07: not once the final invoice is begun');
    if (type === 'terminationEnded') this.holdsAtEnd(event.outcome);
  }

  /** Everything is done, or a person said so. */
  private holdsAtEnd(outcome: string): void {
    const { state } = this;
    this.holds(Object.values(state.tasks.open).every(({ step }) => step === 'stuck-call'), 'nobody is asked any more');
    this.holds(state.opening?.origin !== 'customer' || state.isTicketClosed, 'R-07: its ticket is closed');
    if (outcome === 'terminated') {
      this.holds(state.finalInvoice !== null && partsToEnd(state).length === 0, 'R-04, R-05');
      this.holds(state.parts.every((part) => part.outcome === 'ended') || this.happened.has('deproductionDoneByHand'), 'R-05: what the outside left was seen to by a person');
      this.holds(state.returned !== null && (chargeableEquipment(state).length === 0 || state.equipmentInvoice !== null), 'R-06');
    } else for (const rds of state.stops) this.holds(state.undone.includes(rds), `R-07: the stop of ${rds} is undone`);
  }

  private first(what: string): void {
    this.holds(!this.happened.has(what), `${what} happens once`);
    this.happened.add(what);
  }

  private holds(law: boolean, said: string): void {
    if (!law) throw new Error(`${said}; in ${this.state.phase}`);
  }
}

describe('any story of a termination', () => {
  it.each([['customer', ['kept', 'terminated', 'withdrawn']], ['move', ['terminated', 'withdrawn']], ['change', ['terminated', 'withdrawn']]] as const)(
    'of origin %s is lawful at each of its acts, and comes to its end when everybody does what is awaited (R-01, R-02, R-03, R-04, R-05, R-06, R-07, C-08)', (origin, outcomes) => {
      const seen = new Set<string>();
      const act = fc.record({ mood: fc.constantFrom('awaited', 'awaited', 'again', 'stray'), pick: fc.nat(1_000), hours: fc.nat(72) });
      fc.assert(fc.property(fc.array(act, { maxLength: 80, size: 'max' }), (acts) => {
        const story = new Story(origin);
        let last: TerminationCommand | undefined;
        for (const { mood, pick, hours } of acts) {
          story.nowMs += hours * day / 24;
          const commands = mood === 'stray' ? strays : awaitedIn(story.state);
          const command = mood === 'again' ? last : commands[pick % commands.length];
          if (command) story.tell(command);
          last = command;
        }
        for (let rounds = 0; story.state.phase !== 'ended' && rounds < 100; rounds += 1) {
          story.nowMs = Math.max(story.nowMs + day, nextReminder(story.state)?.atMs ?? 0);
          for (const command of awaitedIn(story.state)) story.tell(command);
        }
        if (story.state.phase !== 'ended') throw new Error(`stays in ${story.state.phase}`);
        seen.add(story.state.outcome ?? '');
      }), { numRuns: 150 });
      // The draws lead everywhere.
      expect([...seen].toSorted()).toEqual(outcomes);
    });
});
