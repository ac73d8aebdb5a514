/** The rules of a follow-up (S-09): it waits, is due, is done, put off, given away or called off. */
import { describe, expect, it } from 'vitest';
import type { FollowUpCommand, FollowUpState } from '../../../domain/follow-up/follow-up.ts';
import { followUpModel } from '../../../domain/follow-up/model.ts';
import { fold } from '../../../domain/journey/journey.ts';
import { periodOf } from '../../../domain/sales/opportunity.ts';

const startMs = Date.parse('2026-03-02T09:00:00Z');
const dayMs = 86_400_000;
const opened: FollowUpCommand = {
  type: 'open', opening: { id: 'REL-2026-000001', customerId: 'CLI-000001', opportunityId: 'OPP-2026-000001', what: 'call' }, doer: { person: 'sales-engineer', profile: 'sales-engineer' }, dueAtMs: startMs + dayMs,
};
function after(state: FollowUpState, command: FollowUpCommand, atMs = startMs): FollowUpState | string {
  const decision = followUpModel.decide(state, command, atMs);
  return decision.accepted ? fold(followUpModel, decision.events.map((event) => ({ event, atMs })), state) : decision.refusal.code;
}
const all = (...acts: readonly (readonly [FollowUpCommand, number])[]): FollowUpState => acts.reduce((state, [command, atMs]) => {
  const next = after(state, command, atMs);
  if (typeof next === 'string') throw new Error(next);
  return next;
}, followUpModel.initial);
const tasks = (state: FollowUpState) => Object.values(state.tasks.open);

describe('a follow-up (S-09)', () => {
  const waiting = all([opened, startMs]);
  const due = all([opened, startMs], [{ type: 'due' }, startMs + dayMs]);

  it('is in nobody’s basket before its day, and in its seller’s from then on', () => {
    expect([waiting.phase, tasks(waiting)]).toEqual(['waiting', []]);
    expect(after(waiting, { type: 'due' }, startMs + dayMs - 1)).toEqual(waiting);
    expect(tasks(due)).toMatchObject([{ id: 'REL-2026-000001.follow-up.1', owner: 'sales-engineer', dueAtMs: startMs + dayMs, context: { person: 'sales-engineer', what: 'call', opportunity: 'OPP-2026-000001' } }]);
  });

  it('is done, or done again later as a task of its own', () => {
    const taskId = tasks(due)[0]?.id ?? '';
    expect(after(due, { type: 'completeTask', taskId, input: { choice: 'done' } }, startMs + dayMs)).toMatchObject({ phase: 'done', endedAtMs: startMs + dayMs, tasks: { open: {} } });
    const again: FollowUpCommand = { type: 'completeTask', taskId, input: { choice: 'again', remindAt: '2026-03-10T09:00:00+01:00' } };
    const later = all([opened, startMs], [{ type: 'due' }, startMs + dayMs], [again, startMs + dayMs]);
    expect([later.phase, later.dueAtMs, tasks(later)]).toEqual(['waiting', Date.parse('2026-03-10T08:00:00Z'), []]);
    expect(after(due, again, Date.parse('2026-03-11T00:00:00Z'))).toBe('S-09.in-the-past');
    expect(after(later, { type: 'completeTask', taskId, input: { choice: 'done' } })).toBe('task-closed');
  });

  it('goes with its task to whom it is given, and is put off out of the basket', () => {
    const given = after(due, { type: 'give', doer: { person: 'eva', profile: 'account-manager' } }, startMs + dayMs) as FollowUpState;
    expect(tasks(given)).toMatchObject([{ id: 'REL-2026-000001.follow-up.2', owner: 'account-manager', context: { person: 'eva' } }]);
    expect(after(given, { type: 'move', dueAtMs: startMs + 3 * dayMs }, startMs + dayMs)).toMatchObject({ phase: 'waiting', tasks: { open: {} } });
    expect(after(waiting, { type: 'give', doer: { person: 'sales-engineer', profile: 'sales-engineer' } })).toEqual(waiting);
  });

  it('is not planned for a moment that is over, nor touched once it has ended', () => {
    expect(after(followUpModel.initial, opened, startMs + dayMs)).toBe('S-09.in-the-past');
    expect(after(waiting, { type: 'move', dueAtMs: startMs })).toBe('S-09.in-the-past');
    const off = all([opened, startMs], [{ type: 'cancel', reason: 'joint' }, startMs]);
    expect(off).toMatchObject({ phase: 'cancelled', endedAtMs: startMs });
    expect(after(off, { type: 'move', dueAtMs: startMs + dayMs })).toBe('wrong-state');
    expect(after(off, { type: 'due' }, startMs + dayMs)).toEqual(off);
  });
});

it('counts an opportunity in the quarter in which it should close (S-09)', () => {
  expect(['2026-01-01', '2026-03-31', '2026-04-01', '2026-12-31'].map(periodOf)).toEqual(['2026-Q1', '2026-Q1', '2026-Q2', '2026-Q4']);
});
