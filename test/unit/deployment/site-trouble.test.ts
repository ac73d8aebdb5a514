/** What crosses a site's straight path: cancellation, stuck calls, reminders (D-09, D-23, D-24). */
import { describe, expect, it } from 'vitest';
import type { SiteEffect } from '../../../domain/deployment/effects.ts';
import { isEscalationDue, nextReminderAtMs } from '../../../domain/deployment/obl-wait.ts';
import { equipmentKey, interventionKey, orderPhases, type Awaited, type SiteCommand } from '../../../domain/deployment/site.ts';
import { hasTask, siteSteps, type SiteStep } from '../../../domain/deployment/steps.ts';
import { journeyOfTask } from '../../../domain/journey/task.ts';
import { givenSite, olderOpening, opening, policy } from './given.ts';
import { acknowledged as ack, decides, delivered as pv, does, refusal, siteTask as task, siteUntil, told } from './straight.ts';

const hour = 3_600_000;
const orderKey = 'AFF-2026-000123.S001.1';
const effect: SiteEffect = { kind: 'access-order', key: orderKey };
const visit: SiteEffect = { kind: 'intervention', key: interventionKey(opening, 1) };
const equipment: SiteEffect = { kind: 'equipment', key: equipmentKey(opening) };
const opened: SiteCommand = { type: 'open', opening };
const taken: SiteCommand = { type: 'orderTaken', attempt: 1, oblReference: 'OBL-1' };
const cancel: SiteCommand = { type: 'cancel', reason: 'renonce' };
const end: SiteCommand = { type: 'end' };
const failure = { system: 'jarvis', code: 'outside.unavailable', message: 'status 503', nextTryAtMs: 9_000 };
const failed: SiteCommand = { type: 'callFailed', call: 'place-access-order', failure };
const settled = (outcome: 'undone' | 'too-late' | 'skipped', which = effect): SiteCommand => ({ type: 'effectSettled', effect: which, outcome });
const reminded = (ordinal: number, awaited: Awaited = 'acknowledgement'): SiteCommand => ({ type: 'oblReminded', orderKey, awaited, ordinal, reached: ['obl'] });
const proposed = siteUntil(({ slot }) => slot?.status === 'proposed');
const awaitsReport = siteUntil('delivery-report');
/** Steps up to the report, and how many tasks are open in each. */
const upToReport = (orderPhases as readonly SiteStep[]).map((step) => [step, hasTask(step) ? 1 : 0] as const);

describe('a cancellation (D-23)', () => {
  it.each(upToReport)('of a site in %s begins the undoing', (step, open) => {
    const site = givenSite(...siteUntil(step));
    expect(site.when(cancel)).toEqual(['siteCancellationRequested', ...Array.from({ length: open }, () => 'taskWithdrawn')]);
    expect(site.state()).toMatchObject({ phase: 'undoing', stuck: {}, tasks: { open: {} } });
  });
  it.each([
    ['refused', [opened, told(refusal)], ['taskWithdrawn']],
    ['stuck', [opened, failed], ['taskWithdrawn']],
  ])('of a site that is %s begins the undoing', (_, before, withdrawn) => {
    const site = givenSite(...before);
    expect(site.when(cancel)).toEqual(['siteCancellationRequested', ...withdrawn]);
    expect(site.state()).toMatchObject({ phase: 'undoing', stuck: {}, tasks: { open: {} } });
  });
  it.each(siteSteps.slice(10))('after the delivery report, in %s, is refused and recorded, and the site goes on', (step) => {
    const site = givenSite(...siteUntil(step));
    expect(site.when(cancel)).toEqual(['siteCancellationRefused']);
    expect(site.state().phase).toBe(step);
    const served = givenSite(...siteUntil('in-service', [...siteUntil(step), cancel]));
    expect(served.when(cancel)).toEqual(['siteCancellationRefused']);
  });
  it('after a delivery report that came before its turn is refused too', () => {
    const site = givenSite(...siteUntil('technical-visit'), told(pv));
    expect(site.events(cancel)).toEqual([{ type: 'siteCancellationRefused', reason: 'renonce', phase: 'technical-visit', past: 'access-order' }]);
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
  it('finds on the stack what was done, in its order: order, intervention until the visit is recorded, equipment', () => {
    expect(givenSite(...proposed).state().effects).toEqual([effect, visit]);
    expect(givenSite(...siteUntil('technical-visit'), does('technical-visit')).state().effects).toEqual([effect, visit]);
    const site = givenSite(...siteUntil('equipment'), cancel);
    expect(site.state().effects).toEqual([effect, equipment]);
    site.when(settled('undone', equipment));
    expect(site.when(end)).toEqual([]);
    site.when(settled('undone'));
    expect(site.when(end)).toEqual(['siteCancelled']);
  });
  it.each(['too-late', 'skipped'] as const)('hands what is %s to a person, whose task is open after the end', (outcome) => {
    const site = givenSite(opened, taken, cancel);
    expect(site.when(settled(outcome))).toEqual(['taskOpened', 'effectHandedOver']);
    expect(site.when(end)).toEqual(['siteCancelled']);
    expect(site.when({ type: 'completeTask', taskId: task('undo-by-hand'), input: { comment: 'fait' } })).toEqual(['taskCompleted']);
    expect(site.state()).toMatchObject({ phase: 'cancelled', effects: [], tasks: { open: {} } });
  });
  it('settles no effect of a site that is not undoing', () => {
    expect(givenSite(opened, taken).when(settled('undone'))).toEqual([]);
    expect(givenSite(...proposed).when(settled('undone', visit))).toEqual([]);
  });
  it('leaves callbacks as facts that change nothing', () => {
    expect(givenSite(opened, taken, cancel).when(told(pv))).toEqual(['callbackIgnored']);
    const sent: SiteCommand = { type: 'refTechTold', fact: { type: 'equipment-received', equipmentKey: equipment.key, receivedOn: '1970-01-09' }, heard: 'callback' };
    expect(givenSite(...siteUntil('dispatch'), does('dispatch'), cancel).when(sent)).toEqual(['callbackIgnored']);
  });
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
  it('of a slot is due a while after it was proposed, then again and again', () => {
    const site = givenSite(...proposed);
    expect(nextReminderAtMs(site.state())).toBe(site.atMs() + 10 * hour);
    const again = givenSite(...proposed, reminded(1, 'slot'));
    expect(nextReminderAtMs(again.state())).toBe(again.atMs() + 5 * hour);
  });
  it('of the visit is due a while after its slot has ended, unless it was reported (D-11)', () => {
    const asked = siteUntil('technical-visit');
    const endsMs = Date.parse('2030-01-15T10:00:00Z');
    expect(nextReminderAtMs(givenSite(...asked).state())).toBe(endsMs + 72 * hour);
    const again = givenSite(...asked, reminded(1, 'intervention-report'));
    expect(nextReminderAtMs(again.state())).toBe(again.atMs() + 48 * hour);
    expect(nextReminderAtMs(givenSite(...asked, does('technical-visit')).state())).toBeNull();
  });
  it('tells others of a wait once, with the one whose number the policy says (D-09)', () => {
    const escalated: SiteCommand = { type: 'oblEscalated', orderKey, awaited: 'acknowledgement' };
    expect(isEscalationDue(givenSite(opened, taken, reminded(1)).state())).toBe(false);
    const site = givenSite(opened, taken, reminded(1), reminded(2));
    expect(isEscalationDue(site.state())).toBe(true);
    expect(site.when(escalated)).toEqual(['oblEscalated']);
    expect(site.when(escalated)).toEqual([]);
    expect(isEscalationDue(site.state())).toBe(false);
    expect(site.when(reminded(3))).toEqual(['oblReminded']);
    expect(isEscalationDue(site.state())).toBe(false);
    const later = givenSite(...siteUntil('delivery-report', [opened, taken, reminded(1), reminded(2), escalated]), reminded(1, 'delivery-report'), reminded(2, 'delivery-report'));
    expect(isEscalationDue(later.state())).toBe(true);
    expect(givenSite(opened, taken, reminded(1), reminded(2), told(ack)).when(escalated)).toEqual(['oblEscalated']);
  });
  it('of the delivery report is due a while after the planned date, or after it is awaited when that is later', () => {
    const planned = Date.parse('1970-01-10T00:00:00Z');
    expect(nextReminderAtMs(givenSite(...awaitsReport).state())).toBe(planned + 24 * hour);
    const late = (step: SiteStep) => givenSite(...siteUntil(step, [opened, taken, told({ ...ack, plannedDeliveryDate: '1969-12-01' })]));
    const dueMs = late('supplementary-collection').atMs() + 24 * hour;
    for (const step of ['supplementary-collection', 'delivery-report'] as const) expect(nextReminderAtMs(late(step).state())).toBe(dueMs);
    const again = givenSite(...awaitsReport, reminded(1, 'delivery-report'));
    expect(nextReminderAtMs(again.state())).toBe(again.atMs() + 36 * hour);
  });
  it('of the delivery report is due from the visit on, whatever equipment and persons still do, and goes on in its own step (D-13)', () => {
    for (const step of ['supplementary-collection', 'equipment', 'configuration', 'dispatch', 'installation'] as const) {
      expect(nextReminderAtMs(givenSite(...siteUntil(step)).state()), step).toBe(Date.parse('1970-01-10T00:00:00Z') + 24 * hour);
    }
    const reminders = [1, 2].map((ordinal) => reminded(ordinal, 'delivery-report'));
    const later = givenSite(...siteUntil('delivery-report', [...siteUntil('configuration'), ...reminders]));
    expect(later.state().order).toMatchObject({ reminders: 2, remindersBefore: 0 });
    expect(isEscalationDue(later.state())).toBe(true);
    expect(nextReminderAtMs(givenSite(...siteUntil('installation', [...siteUntil('technical-visit'), told(pv)])).state())).toBeNull();
    expect(nextReminderAtMs(givenSite(...siteUntil('configuration', [], olderOpening)).state())).toBeNull();
  });
  it('is counted anew for what is awaited next, and on for the whole order, whose key it makes', () => {
    const site = givenSite(opened, taken, reminded(1), reminded(2), told(ack));
    expect(site.state().order).toMatchObject({ reminders: 0, remindersBefore: 2 });
    const later = givenSite(...proposed, reminded(1, 'slot'), ...siteUntil('delivery-report', proposed).slice(proposed.length), reminded(1, 'delivery-report'));
    expect(later.state().order).toMatchObject({ reminders: 1, remindersBefore: 1 });
  });
  it('that crossed the callback it asked for counts for the order and leaves the next ladder alone', () => {
    for (const before of [proposed, awaitsReport]) {
      const site = givenSite(...before);
      const dueMs = nextReminderAtMs(site.state());
      expect(site.when(reminded(1))).toEqual(['oblReminded']);
      expect(site.state().order).toMatchObject({ reminders: 0, remindersBefore: 1 });
      expect(nextReminderAtMs(site.state())).toBe(dueMs);
    }
  });
  it('is due of nothing that is not awaited', () => {
    for (const before of [[], [opened], [opened, taken, told(ack)], [opened, told(refusal)], [opened, cancel]]) expect(nextReminderAtMs(givenSite(...before).state())).toBeNull();
    for (const step of siteSteps.filter((one, at) => !['acknowledgement', 'technical-visit'].includes(one) && (at < siteSteps.indexOf('technical-visit') || at > siteSteps.indexOf('delivery-report')))) expect(nextReminderAtMs(givenSite(...siteUntil(step)).state())).toBeNull();
  });
  it('counts business days where the policy says so', () => {
    // 1970-01-01 was a Thursday; the three days after it are no business days here.
    const days = { firstDay: 0, business: '1000111111', midnights: [[0, 0]] } as const;
    const inBusinessDays = { ...policy, days, reminders: { ...policy.reminders, 'obl-acknowledgement': { ...policy.reminders['obl-acknowledgement'], firstAfter: { businessDays: 2 }, againEvery: { businessDays: 1 } } } };
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
