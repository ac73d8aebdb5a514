/** The rules of a complaint: its clock, its answers, its gestures (S-08); and its laws over any acts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complaintModel } from '../../../domain/complaint/model.ts';
import { gestureCents, nextThreshold } from '../../../domain/complaint/progress.ts';
import { judgementsIn } from '../../../domain/complaint/wording.ts';
import { after, answer, asked, complete, content, day, decide, gesture, notContent, opened, opening, sent, startMs, when, type Act } from './given.ts';

const due = '2026-01-19T12:00:00.000Z';
const dueMs = Date.parse(due);

describe('the response clock of a complaint (S-08)', () => {
  const open = after(opened());

  it('is the agents’ to answer within ten business days of the operator', () => {
    expect([open.phase, asked(open)]).toEqual(['open', [['complaint-answer', 'service-agent', due]]]);
  });

  it('warns two days before, and then tells a supervisor, each once and not before its time', () => {
    const warnMs = Date.parse('2026-01-15T12:00:00Z');
    expect(nextThreshold(open)).toEqual({ type: 'dueSoon', atMs: warnMs });
    expect(when(open, { type: 'dueSoon' }, warnMs - 1).events).toEqual([]);
    const soon = when(open, { type: 'dueSoon' }, warnMs).state;
    expect([soon.isDueSoon, nextThreshold(soon)]).toEqual([true, { type: 'late', atMs: dueMs }]);
    expect(when(soon, { type: 'dueSoon' }, warnMs).events).toEqual([]);
    const late = when(soon, { type: 'late' }, dueMs).state;
    expect([late.isLate, nextThreshold(late)]).toEqual([true, null]);
    expect(asked(late)).toEqual([['complaint-answer', 'service-agent', due], ['complaint-late', 'supervisor', due]]);
    expect(when(late, { type: 'late' }, dueMs + day).events).toEqual([]);
    // Answered after all, nobody has to see to it any more.
    expect(asked(when(late, answer, dueMs + day).state)).toEqual([['complaint-agreement', 'service-agent', null]]);
  });

  it('moves with a policy that is applied, and is no longer than the policy of its own days', () => {
    const moved = when(open, { type: 'applyPolicy', applied: { policy: 'sales', version: 2, frozen: { answerWithin: { businessDays: 5 }, warnAfter: { businessDays: 8 } } } }).state;
    expect(asked(moved)).toEqual([['complaint-answer', 'service-agent', '2026-01-12T12:00:00.000Z']]);
    // A warning that would come after it comes with it.
    expect(nextThreshold(moved)).toEqual({ type: 'dueSoon', atMs: Date.parse('2026-01-12T12:00:00Z') });
    expect(when(moved, { type: 'applyPolicy', applied: { policy: 'sales', version: 1, frozen: {} } }).events).toEqual([]);
    const { firstDay, business, midnights } = opening.policy.days;
    const frozen = { days: { firstDay, business: `${business}1100111`, midnights } };
    expect(when(open, { type: 'applyPolicy', applied: { policy: 'calendars', version: 1, frozen } }).state.opening?.policy.days).toEqual(frozen.days);
  });
});

describe('an answer to a complaint (S-08)', () => {
  const answered = after(opened(), answer);

  it('is awaited no longer once it is given; the customer has ten business days from when it went out', () => {
    expect([answered.phase, answered.answers, nextThreshold(answered)]).toEqual(['answered', [{ number: 1, verdict: 'founded', textId: 't-1', atMs: startMs, sentAtMs: null }], null]);
    const out = when(answered, sent, startMs + day).state;
    expect([asked(out), nextThreshold(out)]).toEqual([[['complaint-agreement', 'service-agent', '2026-01-20T12:00:00.000Z']], { type: 'lapse', atMs: Date.parse('2026-01-20T12:00:00Z') }]);
    expect(when(out, sent).events).toEqual([]);
  });

  it('ends it when the customer is content, or says nothing', () => {
    expect(when(answered, content).state).toMatchObject({ phase: 'ended', outcome: 'settled' });
    const out = when(answered, sent).state;
    expect(when(out, { type: 'lapse' }, dueMs - 1).events).toEqual([]);
    expect(when(out, { type: 'lapse' }, dueMs).state).toMatchObject({ phase: 'ended', outcome: 'lapsed', tasks: { open: {} } });
  });

  it('is given again while he is not content: the clock begins anew', () => {
    const again = when(when(answered, sent).state, notContent, startMs + 2 * day).state;
    expect([again.phase, asked(again)]).toEqual(['open', [['complaint-answer', 'service-agent', '2026-01-21T12:00:00.000Z']]]);
    expect(when(again, answer).state.answers.map(({ number }) => number)).toEqual([1, 2]);
  });
});

describe('the goodwill gestures of a complaint (S-08)', () => {
  const open = after(opened());

  it('stay within the limit of who gives the last one, all together', () => {
    expect(decide(open, gesture(5_001, 'service-agent'))).toBe('S-08.gesture-limit');
    const once = when(open, gesture(3_000, 'service-agent')).state;
    expect(decide(once, gesture(2_001, 'service-agent'))).toBe('S-08.gesture-limit');
    const twice = when(once, gesture(47_000, 'service-agent', 'supervisor')).state;
    expect(twice.gestures.map(({ cents, as }) => [cents, as])).toEqual([[3_000, 'service-agent'], [47_000, 'supervisor']]);
    expect(decide(twice, gesture(1, 'supervisor'))).toBe('S-08.gesture-limit');
    for (const profile of ['sales-engineer', 'toString' as 'admin'] as const) expect(decide(open, gesture(1, profile))).toBe('S-08.gesture-limit');
    expect(decide(open, gesture(1))).toBe('S-08.gesture-limit');
  });

  it('are credited by billing, which the complaint waits for', () => {
    const settled = after(opened(), gesture(3_000, 'service-agent'), answer, content);
    expect([settled.phase, asked(settled)]).toEqual(['settling', [['gesture-credit', 'billing-admin', '2026-01-12T12:00:00.000Z']]]);
    expect(when(settled, complete('gesture-credit', { creditReference: 'AV-12' })).state).toMatchObject({ phase: 'ended', outcome: 'settled', gestures: [{ creditReference: 'AV-12' }] });
    expect(decide(settled, gesture(1, 'supervisor'))).toBe('wrong-state');
  });

  it('of no acts in any order exceed the highest limit, and none is forgotten when it ends', () => {
    const any = fc.constantFrom<Act | 'wait'>('wait', gesture(2_000, 'service-agent'), gesture(20_000, 'supervisor'), answer, sent, content, notContent, { type: 'withdraw', reason: 'x' }, { type: 'dueSoon' }, { type: 'late' }, { type: 'lapse' },
      complete('gesture-credit', { creditReference: 'AV' }), complete('complaint-late', { comment: 'x' }));
    fc.assert(fc.property(fc.array(any, { maxLength: 60 }), (acts) => {
      let [state, nowMs] = [after(opened()), startMs];
      for (const act of acts) {
        if (act === 'wait') nowMs += 4 * day;
        else {
          try {
            const at = decide(state, act, nowMs);
            if (typeof at !== 'string') ({ state } = at);
          } catch { /* no such task in this step */ }
        }
        expect(gestureCents(state)).toBeLessThanOrEqual(50_000);
        if (state.phase === 'ended') expect([Object.keys(state.tasks.open), state.gestures.filter(({ creditReference }) => creditReference === null)]).toEqual([[], []]);
        expect(Object.values(state.tasks.open).filter(({ step }) => step === 'complaint-answer').length).toBe(state.phase === 'open' ? 1 : 0);
      }
    }), { numRuns: 300 });
  });
});

describe('a complaint', () => {
  it('is taken back while it is open or answered, and once only opened (S-08)', () => {
    const open = after(opened());
    const withdrawn = when(open, { type: 'withdraw', reason: 'Erreur de sa part' }).state;
    expect(withdrawn).toMatchObject({ phase: 'ended', outcome: 'withdrawn' });
    expect(when(withdrawn, { type: 'withdraw', reason: 'encore' }).events).toEqual([]);
    expect(decide(complaintModel.initial, { type: 'withdraw', reason: 'x' })).toBe('wrong-state');
    expect(decide(after(opened(), answer, content), { type: 'withdraw', reason: 'x' })).toBe('wrong-state');
    expect(decide(open, opened())).toBe('wrong-state');
  });
});

describe('the words of a complaint (S-08)', () => {
  const words = ['menteu*', 'de mauvaise foi', 'fou', 'incompéten*'];
  it('are looked at whatever their accents, capitals and endings, and as whole words', () => {
    expect(judgementsIn('Le client est un MENTEUR, et de  mauvaise-foi.', words)).toEqual(['menteu*', 'de mauvaise foi']);
    expect(judgementsIn('Agent incompetente', words)).toEqual(['incompéten*']);
    expect(judgementsIn('Le client a fourni la facture de mai, en double.', words)).toEqual([]);
    expect(judgementsIn('', words)).toEqual([]);
  });
});
