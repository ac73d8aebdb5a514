/** The rules of a site delivery, branch by branch (D-08, D-09, D-13, D-18, D-23, D-24). */
import { describe, expect, it } from 'vitest';
import { nextReminderAtMs, type OblFact, type SiteCommand, type SiteEffect } from '../../../domain/deployment/site.ts';
import { journeyOfTask } from '../../../domain/journey/task.ts';
import { givenSite, opening, policy } from './given.ts';

const hour = 3_600_000;
const orderKey = 'AFF-2026-000123.S001.1';
const effect: SiteEffect = { kind: 'access-order', key: orderKey };
const opened: SiteCommand = { type: 'open', opening };
const taken: SiteCommand = { type: 'orderTaken', attempt: 1, oblReference: 'OBL-1' };
const told = (fact: OblFact, heard: 'callback' | 'asked' | 'answer' = 'callback', key = orderKey): SiteCommand => ({ type: 'oblTold', orderKey: key, fact, heard });
const ack: OblFact = { type: 'acknowledged', oblReference: 'OBL-1', plannedDeliveryDate: '1970-01-10' };
const pv: OblFact = { type: 'delivered', oblReference: 'OBL-1', report: { reportReference: 'PV-1', deliveredOn: '1970-01-10', reservations: [] } };
const refusal: OblFact = { type: 'refused', reason: 'saturation' };
const billed: SiteCommand = { type: 'billingAnswered', subscriptionReference: 'SUB-1', from: '1970-01-10' };
const cancel: SiteCommand = { type: 'cancel', reason: 'renonce' };
const end: SiteCommand = { type: 'end' };
const failure = { system: 'obl', code: 'outside.unavailable', message: 'status 503', nextTryAtMs: 9_000 };
const failed: SiteCommand = { type: 'callFailed', call: 'place-access-order', failure };
const task = (step: string, occurrence = 1) => `AFF-2026-000123.S001.${step}.${occurrence}`;
const decides = (choice: 'reorder' | 'abandon' | 'retry' | 'skip', step: string, occurrence = 1): SiteCommand => ({ type: 'completeTask', taskId: task(step, occurrence), input: { choice, comment: 'vu' } as never });
const settled = (outcome: 'undone' | 'too-late' | 'skipped'): SiteCommand => ({ type: 'effectSettled', effect, outcome });
const reminded = (ordinal: number, awaited: 'acknowledgement' | 'delivery-report' = 'acknowledgement'): SiteCommand => ({ type: 'oblReminded', orderKey, awaited, ordinal });

describe('an order (D-08)', () => {
  it('is on the stack of what a cancellation undoes before it is placed', () => {
    const site = givenSite();
    expect(site.when(opened)).toEqual(['siteOpened']);
    expect(site.state()).toMatchObject({ phase: 'ordering', effects: [effect], order: { orderKey, attempt: 1 } });
  });
  it('is opened once', () => { expect(givenSite(opened).when(opened)).toBe('wrong-state'); });
  it('that was taken awaits its acknowledgement', () => {
    const site = givenSite(opened);
    expect(site.when(taken)).toEqual(['accessOrderPlaced']);
    expect(site.state()).toMatchObject({ phase: 'awaiting-acknowledgement', order: { oblReference: 'OBL-1', waitingSinceMs: 2_000 } });
  });
  it('whose answer comes after its callback, or for an older attempt, says nothing new', () => {
    expect(givenSite(opened, told(ack)).when(taken)).toEqual([]);
    expect(givenSite(opened, told(refusal), decides('reorder', 'access-order-refused')).when(taken)).toEqual([]);
  });
});

describe('what the OBL tells (D-09, D-13)', () => {
  it('of an acknowledgement moves on, from the order too', () => {
    expect(givenSite(opened).when(told(ack))).toEqual(['accessOrderAcknowledged']);
    const site = givenSite(opened, taken, told(ack));
    expect(site.state()).toMatchObject({ phase: 'awaiting-delivery-report', order: { plannedDeliveryDate: '1970-01-10' } });
  });
  it('of a delivery stands for an acknowledgement that did not come, and is the order’s point of no return (D-23)', () => {
    for (const before of [[opened], [opened, taken], [opened, taken, told(ack)]]) {
      const site = givenSite(...before);
      expect(site.when(told(pv))).toEqual(['deliveryReported']);
      expect(site.state()).toMatchObject({ phase: 'starting-billing', effects: [], report: { reportReference: 'PV-1' } });
    }
  });
  it.each([['refused', refusal], ['cancelled', { type: 'cancelled' } as const]])('of an order that is %s opens a task, from each wait', (_, fact) => {
    for (const before of [[opened], [opened, taken], [opened, taken, told(ack)]]) {
      const site = givenSite(...before);
      expect(site.when(told(fact))).toEqual(['accessOrderRefused', 'taskOpened']);
      expect(site.state()).toMatchObject({ phase: 'order-refused', effects: [], tasks: { open: { [task('access-order-refused')]: { owner: 'coordinator' } } } });
    }
  });
  it('of another order, or of what is no longer awaited, is recorded as ignored when it was a callback', () => {
    const site = givenSite(opened, taken, told(ack));
    expect(site.events(told(ack))).toEqual([{ type: 'callbackIgnored', orderKey, fact: 'acknowledged', reason: 'not-awaited-in-awaiting-delivery-report' }]);
    expect(site.events(told(pv, 'callback', 'AFF-2026-000123.S001.7'))).toMatchObject([{ type: 'callbackIgnored', reason: 'other-order' }]);
  });
  it('without news is not recorded when we had asked', () => { expect(givenSite(opened, taken, told(ack)).when(told(ack, 'asked'))).toEqual([]); });
});

describe('a refused order (D-09)', () => {
  const refused = [opened, taken, told(refusal)];
  it('is ordered again under the key of the next attempt', () => {
    const site = givenSite(...refused);
    expect(site.when(decides('reorder', 'access-order-refused'))).toEqual(['taskCompleted', 'accessOrderCorrected']);
    expect(site.state()).toMatchObject({ phase: 'ordering', order: { attempt: 2, orderKey: 'AFF-2026-000123.S001.2' }, effects: [{ key: 'AFF-2026-000123.S001.2' }] });
  });
  it('or abandoned with its site', () => {
    const site = givenSite(...refused);
    expect(site.when(decides('abandon', 'access-order-refused'))).toEqual(['taskCompleted', 'siteCancellationRequested']);
    expect(site.when(end)).toEqual(['siteCancelled']);
  });
  it('is decided on once', () => {
    expect(givenSite(...refused, decides('reorder', 'access-order-refused')).when(decides('abandon', 'access-order-refused'))).toBe('task-closed');
  });
  it('that is abandoned while a call is stuck withdraws that task too', () => {
    const site = givenSite(opened, failed, told(refusal));
    expect(site.when(decides('abandon', 'access-order-refused'))).toEqual(['taskCompleted', 'siteCancellationRequested', 'taskWithdrawn']);
    expect(site.state()).toMatchObject({ stuck: {}, tasks: { open: {} } });
  });
});

describe('billing (D-18)', () => {
  it('puts the site into service, once', () => {
    const site = givenSite(opened, taken, told(pv));
    expect(site.when(billed)).toEqual(['billingStarted', 'siteInService']);
    expect(site.when(billed)).toBe('wrong-state');
    expect(site.state()).toMatchObject({ phase: 'in-service', subscriptionReference: 'SUB-1' });
  });
  it('never starts before the delivery report', () => { expect(givenSite(opened, taken, told(ack)).when(billed)).toBe('wrong-state'); });
});

describe('a cancellation (D-23)', () => {
  it.each([
    ['ordering', [opened], []],
    ['awaiting the acknowledgement', [opened, taken], []],
    ['awaiting the delivery report', [opened, taken, told(ack)], []],
    ['refused', [opened, told(refusal)], ['taskWithdrawn']],
    ['stuck', [opened, failed], ['taskWithdrawn']],
  ])('of a site that is %s begins the undoing', (_, before, withdrawn) => {
    const site = givenSite(...before);
    expect(site.when(cancel)).toEqual(['siteCancellationRequested', ...withdrawn]);
    expect(site.state()).toMatchObject({ phase: 'undoing', stuck: {}, tasks: { open: {} } });
  });
  it('after the delivery report is refused and recorded, and the site goes on', () => {
    const site = givenSite(opened, taken, told(pv));
    expect(site.when(cancel)).toEqual(['siteCancellationRefused']);
    expect(site.when(billed)).toEqual(['billingStarted', 'siteInService']);
    expect(site.when(cancel)).toEqual(['siteCancellationRefused']);
  });
  it('comes once', () => {
    expect(givenSite(opened, cancel).when(cancel)).toEqual([]);
    expect(givenSite(opened, cancel, settled('undone'), end).when(cancel)).toEqual([]);
  });
  it('ends when each effect is undone', () => {
    const site = givenSite(opened, taken, cancel);
    expect(site.when(end)).toEqual([]);
    expect(site.when(settled('undone'))).toEqual(['effectUndone']);
    expect(site.when(settled('undone'))).toEqual([]);
    expect(site.when(end)).toEqual(['siteCancelled']);
    expect(site.when(end)).toEqual([]);
  });
  it.each(['too-late', 'skipped'] as const)('hands what is %s to a person, whose task is open after the end', (outcome) => {
    const site = givenSite(opened, taken, cancel);
    expect(site.when(settled(outcome))).toEqual(['taskOpened', 'effectHandedOver']);
    expect(site.when(end)).toEqual(['siteCancelled']);
    expect(site.when({ type: 'completeTask', taskId: task('undo-by-hand'), input: { comment: 'fait' } })).toEqual(['taskCompleted']);
    expect(site.state()).toMatchObject({ phase: 'cancelled', effects: [], tasks: { open: {} } });
  });
  it('settles no effect of a site that is not undoing', () => { expect(givenSite(opened, taken).when(settled('undone'))).toEqual([]); });
  it('leaves callbacks as facts that change nothing', () => { expect(givenSite(opened, taken, cancel).when(told(pv))).toEqual(['callbackIgnored']); });
});

describe('a stuck call (D-24)', () => {
  it('opens one task for the supervisor, which stays while the engine goes on trying', () => {
    const site = givenSite(opened);
    expect(site.when(failed)).toEqual(['callStuck', 'taskOpened']);
    expect(site.when(failed)).toEqual(['callStuck']);
    expect(site.state()).toMatchObject({
      stuck: { 'place-access-order': { rounds: 2, sinceMs: 2_000, taskId: task('stuck-call'), verdict: null } }, tasks: { open: { [task('stuck-call')]: { owner: 'supervisor' } } },
    });
  });
  it('takes a person’s verdict, and opens the next task when the retry fails', () => {
    const site = givenSite(opened, failed);
    expect(site.when(decides('retry', 'stuck-call'))).toEqual(['taskCompleted', 'callVerdictGiven']);
    expect(site.state().stuck['place-access-order']?.verdict).toBe('retry');
    expect(site.when(failed)).toEqual(['callStuck', 'taskOpened']);
    expect(site.state().stuck['place-access-order']).toMatchObject({ rounds: 2, verdict: null, taskId: task('stuck-call', 2) });
  });
  it('that ends withdraws what is open, and is told once', () => {
    const ended: SiteCommand = { type: 'callEnded', call: 'place-access-order', how: 'went-through' };
    expect(givenSite(opened).when(ended)).toEqual([]);
    const site = givenSite(opened, failed);
    expect(site.when(ended)).toEqual(['callUnstuck', 'taskWithdrawn']);
    expect(site.when(ended)).toEqual([]);
    expect(givenSite(opened, failed, decides('skip', 'stuck-call')).when({ ...ended, how: 'skipped' })).toEqual(['callUnstuck']);
  });
  it('keeps two calls apart', () => {
    const site = givenSite(opened, failed, { ...failed, call: 'read-access-order' }, decides('skip', 'stuck-call', 2));
    expect(site.state().stuck).toMatchObject({ 'place-access-order': { verdict: null }, 'read-access-order': { verdict: 'skip' } });
  });
});

describe('a reminder (D-09)', () => {
  it('is due a while after the order, then again and again', () => {
    const site = givenSite(opened, taken);
    expect(nextReminderAtMs(site.state())).toBe(site.atMs() + 72 * hour);
    expect(site.when(reminded(1))).toEqual(['oblReminded']);
    expect(site.when(reminded(1))).toEqual([]);
    const again = givenSite(opened, taken, reminded(1));
    expect(nextReminderAtMs(again.state())).toBe(again.atMs() + 48 * hour);
  });
  it('of the delivery report is due a while after the planned date, or after the acknowledgement when that is later', () => {
    const planned = Date.parse('1970-01-10T00:00:00Z');
    expect(nextReminderAtMs(givenSite(opened, taken, told(ack)).state())).toBe(planned + 24 * hour);
    const late = givenSite(opened, taken, told({ ...ack, plannedDeliveryDate: '1969-12-01' }));
    expect(nextReminderAtMs(late.state())).toBe(late.atMs() + 24 * hour);
    const again = givenSite(opened, taken, told(ack), reminded(1, 'delivery-report'));
    expect(nextReminderAtMs(again.state())).toBe(again.atMs() + 36 * hour);
  });
  it('is counted anew for what is awaited next, and on for the whole order, whose key it makes', () => {
    const site = givenSite(opened, taken, reminded(1), reminded(2), told(ack));
    expect(site.state().order).toMatchObject({ reminders: 0, remindersBefore: 2 });
  });
  it('that crossed the callback it asked for counts for the order and leaves the next ladder alone', () => {
    const site = givenSite(opened, taken, told(ack));
    const dueMs = nextReminderAtMs(site.state());
    expect(site.when(reminded(1))).toEqual(['oblReminded']);
    expect(site.state().order).toMatchObject({ reminders: 0, remindersBefore: 1 });
    expect(nextReminderAtMs(site.state())).toBe(dueMs);
  });
  it('is due of nothing that is not awaited', () => {
    for (const before of [[], [opened], [opened, taken, told(pv)], [opened, told(refusal)], [opened, cancel]]) expect(nextReminderAtMs(givenSite(...before).state())).toBeNull();
  });
  it('counts business days where the policy says so', () => {
    // 1970-01-01 was a Thursday; the three days after it are no business days here.
    const days = { firstDay: 0, business: '1000111111', midnights: [[0, 0]] } as const;
    const inBusinessDays = { ...policy, days, acknowledgement: { firstAfter: { businessDays: 2 }, againEvery: { businessDays: 1 } } };
    const site = givenSite({ type: 'open', opening: { ...opening, policy: inBusinessDays } }, taken);
    expect(nextReminderAtMs(site.state())).toBe(site.atMs() + 5 * 24 * hour);
  });
});

describe('a task’s id', () => {
  it('is made of journey, step and occurrence, fits in a URL, and leads back to its journey', () => {
    const id = Object.keys(givenSite(opened, failed).state().tasks.open)[0] ?? '';
    expect(id).toBe(encodeURIComponent(id));
    expect(journeyOfTask(id)).toBe('AFF-2026-000123/S001');
    expect(journeyOfTask('AFF-2026-000123.technical-validation.1')).toBe('AFF-2026-000123');
  });
});
