/** The access line of a site: its order, what the OBL says of it, and its refusal (D-08, D-09, D-13, D-23). */
import { describe, expect, it } from 'vitest';
import type { SiteEffect } from '../../../domain/deployment/effects.ts';
import { equipmentKey, interventionKey, orderPhases, type SiteCommand } from '../../../domain/deployment/site.ts';
import { hasTask, siteSteps, type SiteStep } from '../../../domain/deployment/steps.ts';
import { givenSite, opening } from './given.ts';
import { acknowledged as ack, decides, delivered as pv, does, refusal, siteTask as task, siteUntil, told } from './straight.ts';

const orderKey = 'AFF-2026-000123.S001.1';
const effect: SiteEffect = { kind: 'access-order', key: orderKey };
const visit: SiteEffect = { kind: 'intervention', key: interventionKey(opening, 1) };
const equipment: SiteEffect = { kind: 'equipment', key: equipmentKey(opening) };
const opened: SiteCommand = { type: 'open', opening };
const taken: SiteCommand = { type: 'orderTaken', attempt: 1, oblReference: 'OBL-1' };
const end: SiteCommand = { type: 'end' };
const settled = (outcome: 'undone' | 'too-late' | 'skipped', which = effect): SiteCommand => ({ type: 'effectSettled', effect: which, outcome });
const failed: SiteCommand = { type: 'callFailed', call: 'place-access-order', failure: { system: 'jarvis', code: 'outside.unavailable', message: 'status 503', nextTryAtMs: 9_000 } };
/** Steps up to the report, and how many tasks are open in each. */
const upToReport = (orderPhases as readonly SiteStep[]).map((step) => [step, hasTask(step) ? 1 : 0] as const);

describe('an order (D-08)', () => {
  it('is on the stack of what a cancellation undoes before it is placed', () => {
    const site = givenSite();
    expect(site.when(opened)).toEqual(['siteOpened', 'oblChosen']);
    expect(site.state()).toMatchObject({ phase: 'access-order', effects: [effect], order: { orderKey, attempt: 1 } });
  });
  it('is opened once', () => { expect(givenSite(opened).when(opened)).toBe('wrong-state'); });
  it('that was taken awaits its acknowledgement', () => {
    const site = givenSite(opened);
    expect(site.when(taken)).toEqual(['accessOrderPlaced']);
    expect(site.state()).toMatchObject({ phase: 'acknowledgement', order: { oblReference: 'OBL-1', waitingSinceMs: 2_000 } });
  });
  it('whose answer comes after its callback, or for an older attempt, says nothing new', () => {
    expect(givenSite(opened, told(ack)).when(taken)).toEqual([]);
    expect(givenSite(opened, told(refusal), decides('correct-and-reorder', 'access-order-refused')).when(taken)).toEqual([]);
  });
});

describe('what the OBL tells (D-09, D-13)', () => {
  it('of an acknowledgement moves on to the planning, from the order too', () => {
    expect(givenSite(opened).when(told(ack))).toEqual(['accessOrderAcknowledged', 'stepDone', 'taskOpened']);
    const site = givenSite(opened, taken, told(ack));
    expect(site.state()).toMatchObject({ phase: 'intervention-planning', order: { plannedDeliveryDate: '1970-01-10' } });
  });
  it('of a delivery stands for an acknowledgement that did not come, and is the order’s point of no return (D-23)', () => {
    for (const before of [[opened], [opened, taken]]) {
      const site = givenSite(...before);
      expect(site.when(told(pv))).toEqual(['deliveryReported', 'stepDone', 'taskOpened']);
      expect(site.state()).toMatchObject({ phase: 'intervention-planning', effects: [effect], report: { reportReference: 'PV-1' } });
    }
  });
  it.each(upToReport.slice(2, -1))('of a delivery before its turn, in %s, is kept: the step goes on, and the report is not awaited later (D-13)', (step) => {
    const site = givenSite(...siteUntil(step));
    expect(site.when(told(pv))).toEqual(['deliveryReported']);
    expect(site.state()).toMatchObject({ phase: step, report: { reportReference: 'PV-1' } });
    const walked = givenSite(...siteUntil('installation', [...siteUntil(step), told(pv)]));
    expect(walked.when(does('installation'))).toEqual(['taskCompleted', 'equipmentInstalled', 'stepDone', 'stepDone']);
    expect(walked.state().phase).toBe('service-production');
  });
  it('of a delivery in its turn is what the service production waits for (D-14)', () => {
    const site = givenSite(...siteUntil('delivery-report'));
    expect(site.when(told(pv))).toEqual(['deliveryReported', 'stepDone']);
    expect(site.state()).toMatchObject({ phase: 'service-production', report: { deliveredOn: '1970-01-10' } });
    expect(site.when(told(pv))).toEqual(['callbackIgnored']);
  });
  it.each(upToReport.flatMap(([step, open]) => [['refused', step, refusal, open] as const, ['cancelled', step, { type: 'cancelled' } as const, open] as const]))(
    'of an order that is %s opens a task in place of the step’s, in %s', (how, step, fact, open) => {
      const site = givenSite(...siteUntil(step));
      expect(site.when(told(fact))).toEqual([...Array.from({ length: open }, () => 'taskWithdrawn'), 'accessOrderRefused', 'taskOpened']);
      const { phase, effects, tasks, slot } = site.state();
      expect(phase).toBe('order-refused');
      expect(effects).not.toContainEqual(effect);
      expect(slot?.status ?? 'dropped').toBe('dropped');
      expect(Object.values(tasks.open)).toMatchObject([{ step: 'access-order-refused', owner: 'coordinator', context: { orderKey, reason: how === 'refused' ? 'invalid-data' : 'cancelled-by-obl' } }]);
    });
  it('of another order, or of what is no longer awaited, is recorded as ignored when it was a callback', () => {
    const site = givenSite(opened, taken, told(ack));
    expect(site.events(told(ack))).toEqual([{ type: 'callbackIgnored', key: orderKey, fact: 'acknowledged', reason: 'not-awaited-in-intervention-planning' }]);
    expect(site.events(told(pv, 'callback', 'AFF-2026-000123.S001.7'))).toMatchObject([{ type: 'callbackIgnored', reason: 'other-order' }]);
  });
  it('after the delivery report is a fact that changes nothing, whatever it says', () => {
    for (const step of siteSteps.slice(orderPhases.length)) {
      for (const fact of [ack, refusal, { type: 'cancelled' }, pv] as const) expect(givenSite(...siteUntil(step)).when(told(fact))).toEqual(['callbackIgnored']);
    }
  });
  it('without news is not recorded when we had asked', () => { expect(givenSite(opened, taken, told(ack)).when(told(ack, 'asked'))).toEqual([]); });
});

describe('a refused order (D-09)', () => {
  const refused = [opened, taken, told(refusal)];
  const reorder = decides('correct-and-reorder', 'access-order-refused');
  const again = 'AFF-2026-000123.S001.2';
  it('is ordered again under the key of the next attempt', () => {
    const site = givenSite(...refused);
    expect(site.when(reorder)).toEqual(['taskCompleted', 'accessOrderCorrected']);
    expect(site.state()).toMatchObject({ phase: 'access-order', order: { attempt: 2, orderKey: again }, effects: [{ key: again }] });
  });
  it('or abandoned with its site, once a production manager approves it (D-23)', () => {
    const site = givenSite(...refused);
    expect(site.when(decides('abandon', 'access-order-refused'))).toEqual(['taskCompleted', 'abandonmentRequested', 'taskOpened']);
    expect(site.when(end)).toEqual([]);
    expect(site.state().tasks.open[task('abandon-approval')]).toMatchObject({ owner: 'production-manager', context: { reason: 'vu' } });
    expect(site.when(does('abandon-approval'))).toEqual(['taskCompleted', 'siteCancellationRequested']);
    expect(site.when(end)).toEqual(['siteCancelled']);
  });
  it('is decided on once', () => {
    expect(givenSite(...refused, reorder).when(decides('abandon', 'access-order-refused'))).toBe('task-closed');
  });
  it('that is abandoned while a call is stuck withdraws that task too', () => {
    const site = givenSite(opened, failed, told(refusal));
    site.when(decides('abandon', 'access-order-refused'));
    expect(site.when(does('abandon-approval'))).toEqual(['taskCompleted', 'siteCancellationRequested', 'taskWithdrawn']);
    expect(site.state()).toMatchObject({ stuck: {}, tasks: { open: {} } });
  });
  it('drops its slot and the intervention that was planned for it; the next order has another slot (D-10)', () => {
    const before = [...siteUntil('technical-visit'), told(refusal)];
    const site = givenSite(...before);
    expect(site.state()).toMatchObject({ slot: { ordinal: 1, status: 'dropped' }, effects: [visit] });
    expect(site.when(settled('undone', visit))).toEqual(['effectUndone']);
    expect(site.state().effects).toEqual([]);
    const walked = givenSite(...siteUntil('technical-visit', [...before, settled('undone', visit), reorder]));
    expect(walked.state()).toMatchObject({ slot: { ordinal: 2, status: 'agreed' }, effects: [{ key: again }, { kind: 'intervention', key: interventionKey(opening, 2) }] });
  });
  it('whose intervention is undone after a person has ordered again is undone all the same, or handed over (D-23)', () => {
    const before = [...siteUntil('technical-visit'), told(refusal), reorder];
    expect(givenSite(...before).when(settled('undone', visit))).toEqual(['effectUndone']);
    expect(givenSite(...before).when(settled('skipped', visit))).toEqual(['taskOpened', 'effectHandedOver']);
  });
  it('leaves what was handed to a person with him, refused or cancelled again (D-23)', () => {
    const before = [...siteUntil('technical-visit'), told(refusal), settled('skipped', visit), reorder];
    const handed = task('undo-by-hand');
    for (const command of [told(refusal, 'callback', again), { type: 'cancel', reason: 'renonce' } as const]) {
      const site = givenSite(...before);
      site.when(command);
      expect(Object.keys(site.state().tasks.open)).toContain(handed);
    }
  });
  it.each([
    ['installation', 'installation'], ['delivery-report', 'delivery-report'],
  ] as const)('in %s walks again to where it was: what is known of visit, equipment and configuration is not asked twice', (step, until) => {
    const before = [...siteUntil(step), told(refusal), reorder];
    const site = givenSite(...before, ...siteUntil(({ slot }) => slot?.status === 'proposed', before).slice(before.length));
    const confirmed = site.events(told({ type: 'slot-confirmed', ordinal: 2, slot: { startsAt: '2030-01-15T08:00:00.000Z', endsAt: '2030-01-15T10:00:00.000Z' } }, 'callback', again));
    expect((Array.isArray(confirmed) ? confirmed : []).flatMap((event) => (event.type === 'stepDone' ? [event.step] : []))).toEqual(siteSteps.slice(siteSteps.indexOf('intervention-planning'), siteSteps.indexOf(until)));
    expect(site.state().phase).toBe(until);
    expect(site.state().effects.filter(({ kind }) => kind === 'equipment')).toEqual([equipment]);
  });
  it.each([['supplementary-collection', 2], ['equipment', 1]] as const)('refused in %s does not make the visit again, and reserves under the same key', (step, collections) => {
    const before = [...siteUntil(step), told(refusal), reorder];
    const site = givenSite(...siteUntil('configuration', before));
    expect(site.state().tasks.occurrences).toMatchObject({ 'technical-visit': 1, 'supplementary-collection': collections });
    expect(site.state().effects.filter(({ kind }) => kind === 'equipment')).toEqual([equipment]);
  });
  it('with the equipment on its way hears of its arrival meanwhile, and does not ask for it again (D-12)', () => {
    const received: SiteCommand = { type: 'refTechTold', fact: { type: 'equipment-received', equipmentKey: equipment.key, receivedOn: '1970-01-09' }, heard: 'callback' };
    const before = [...siteUntil('dispatch'), does('dispatch'), told(refusal)];
    const site = givenSite(...before);
    expect(site.when(received)).toEqual(['equipmentReceived']);
    expect(site.when(received)).toEqual(['callbackIgnored']);
    expect(givenSite(...siteUntil('installation', [...before, received, reorder])).state().tasks.occurrences).toMatchObject({ dispatch: 1, installation: 1 });
    const walked = givenSite(...siteUntil('dispatch', [...before, reorder]));
    expect(walked.state().tasks.open).toEqual({});
    expect(walked.when(received)).toEqual(['equipmentReceived', 'stepDone', 'taskOpened']);
  });
});
