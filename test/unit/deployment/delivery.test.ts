/** Between the visit and the activation: the equipment against the delivery date, the reservations of a report, the tests, the old line (D-12 to D-14). */
import { describe, expect, it } from 'vitest';
import { failedTests } from '../../../domain/deployment/activation.ts';
import { arrivalDueAtMs } from '../../../domain/deployment/delivery-risk.ts';
import { equipmentKey, type SiteCommand, type TestResult } from '../../../domain/deployment/site.ts';
import { siteModel } from '../../../domain/deployment/evolve-site.ts';
import { policySchemas } from '../../../domain/policy/policies.schema.ts';
import { givenSite, olderOpening, opening, policy } from './given.ts';
import { acknowledged, delivered, does, linkUp, passed, refusal, reserved, siteTask, siteUntil, told } from './straight.ts';

const day = 86_400_000;
const planned = Date.parse('1970-01-10T00:00:00Z');

describe('equipment against the planned delivery (D-12)', () => {
  const reserves = (availableOn: string | null): SiteCommand => ({ type: 'equipmentReserved', inStock: availableOn === null, availableOn });
  const expected = (availableOn: string | null) => givenSite(...siteUntil('equipment'), reserves(availableOn));
  const assess: SiteCommand = { type: 'assessDelivery' };
  const received: SiteCommand = { type: 'refTechTold', fact: { type: 'equipment-received', equipmentKey: equipmentKey(opening), receivedOn: '1970-01-09' }, heard: 'callback' };
  const acknowledgedFor = (plannedDeliveryDate: string): SiteCommand[] => [{ type: 'open', opening }, told({ ...acknowledged, plannedDeliveryDate })];

  it('that is available in time is no risk', () => { expect(expected('1970-01-09').when(assess)).toEqual([]); });
  it.each(['1970-01-10', '1970-01-12'])('that is available on %s, not before the delivery, is one: raised once, told once', (availableOn) => {
    const site = expected(availableOn);
    expect(site.events(assess)).toEqual([{ type: 'deliveryAtRisk', cause: 'equipment-late', availableOn, plannedDeliveryDate: '1970-01-10' }]);
    expect(site.when(assess)).toEqual([]);
    expect(site.state().risk).toMatchObject({ ordinal: 1, isTold: false });
    expect(site.when({ type: 'deliveryRiskTold', ordinal: 1 })).toEqual(['deliveryRiskTold']);
    expect(site.when({ type: 'deliveryRiskTold', ordinal: 1 })).toEqual([]);
    expect(site.state().risk?.isTold).toBe(true);
  });
  it('that has not arrived when the business day before the delivery begins is one', () => {
    const { state } = expected(null);
    // No calendar is known here: the day before.
    expect(arrivalDueAtMs(state())).toBe(planned - day);
    const before = siteModel.decide(state(), assess, planned - day - 1);
    expect(before).toEqual({ accepted: true, events: [] });
    expect(siteModel.decide(state(), assess, planned - day)).toMatchObject({ events: [{ type: 'deliveryAtRisk', availableOn: null }] });
  });
  it.each(['intervention-planning', 'technical-visit', 'supplementary-collection', 'equipment'] as const)('that nobody has reserved when that day begins is one too, in %s', (step) => {
    const { state } = givenSite(...siteUntil(step));
    expect(arrivalDueAtMs(state())).toBe(planned - day);
    expect(siteModel.decide(state(), assess, planned - day)).toMatchObject({ events: [{ type: 'deliveryAtRisk', availableOn: null, plannedDeliveryDate: '1970-01-10' }] });
    expect(arrivalDueAtMs(givenSite(...siteUntil(step, [], olderOpening)).state())).toBeNull();
  });
  it('that nobody had reserved is one anew by what is known once it is', () => {
    const late: SiteCommand[] = [...siteUntil('equipment', acknowledgedFor('1970-01-01')), assess];
    expect(givenSite(...late).state().risk).toMatchObject({ availableOn: null, plannedDeliveryDate: '1970-01-01' });
    expect(givenSite(...late, reserves('1970-01-12')).events(assess)).toMatchObject([{ type: 'deliveryAtRisk', availableOn: '1970-01-12' }]);
  });
  it('is due before the weekend where the calendar has one', () => {
    // 1970-01-10 was a Saturday; here the three days before it are no business days.
    const days = { firstDay: 0, business: '1111110001', midnights: [[0, 0]] } as const;
    const site = givenSite(...siteUntil('equipment', [], { ...opening, policy: { ...policy, days } }), reserves(null));
    expect(arrivalDueAtMs(site.state())).toBe(Date.parse('1970-01-06T00:00:00Z'));
  });
  it('that arrives is a risk no more', () => {
    const site = givenSite(...siteUntil('dispatch', [...siteUntil('equipment'), reserves('1970-01-12'), assess]), does('dispatch'), received);
    expect(site.when(assess)).toEqual(['deliveryRiskCleared']);
    expect(site.when(assess)).toEqual([]);
    expect(arrivalDueAtMs(site.state())).toBeNull();
  });
  it('is held against the date of the next order, raised anew under the next number', () => {
    const site = givenSite(...siteUntil('equipment'), reserves('1970-01-12'), assess, told(refusal));
    expect(site.when(assess)).toEqual(['deliveryRiskCleared']);
    expect(site.state()).toMatchObject({ risk: null, risksRaised: 1 });
    const late = givenSite(...siteUntil('equipment', acknowledgedFor('1970-01-11')), reserves('1970-01-12'), assess);
    expect(late.state().risk).toMatchObject({ plannedDeliveryDate: '1970-01-11' });
  });
  it('that is undone is no risk of anything', () => { expect(givenSite(...siteUntil('equipment'), reserves('1970-01-12'), assess, { type: 'cancel', reason: 'renonce' }).when(assess)).toEqual(['deliveryRiskCleared']); });
});

describe('a delivery report with reservations (D-13)', () => {
  const settles = (choice: 'accept-with-reservations' | 'lifted'): SiteCommand => ({ type: 'completeTask', taskId: siteTask('delivery-reservations'), input: { choice, comment: 'vu avec l’OBL', liftedOn: '1970-01-12' } });

  it.each(['accept-with-reservations', 'lifted'] as const)('goes to the coordinator; nothing is produced before it is %s', (choice) => {
    const site = givenSite(...siteUntil('delivery-report'));
    expect(site.when(told(reserved))).toEqual(['deliveryReported', 'taskOpened']);
    expect(site.state()).toMatchObject({ phase: 'delivery-report', tasks: { open: { [siteTask('delivery-reservations')]: { owner: 'coordinator', context: { reportReference: 'PV-1', reservations: 'Prise à refixer ; Étiquetage manquant' } } } } });
    expect(site.when({ type: 'serviceProduced', production: { ipv4: null, radiusLogin: null, vlan: null } })).toEqual([]);
    expect(site.when(settles(choice))).toEqual(['taskCompleted', 'deliveryReservationsSettled', 'stepDone']);
    expect(site.state()).toMatchObject({ phase: 'service-production', reservations: { choice, liftedOn: '1970-01-12' }, report: { deliveredOn: '1970-01-10' } });
  });
  it('that comes before its turn is settled whenever the coordinator does it', () => {
    const early = [...siteUntil('technical-visit'), told(reserved)];
    const first = givenSite(...early, settles('lifted'));
    expect(first.state().phase).toBe('technical-visit');
    const walked = givenSite(...siteUntil('installation', [...early, settles('lifted')]));
    expect(walked.when(does('installation'))).toEqual(['taskCompleted', 'equipmentInstalled', 'stepDone', 'stepDone']);
    const later = givenSite(...siteUntil('delivery-report', early));
    expect(later.state().phase).toBe('delivery-report');
    expect(later.when(settles('lifted'))).toEqual(['taskCompleted', 'deliveryReservationsSettled', 'stepDone']);
  });
  it('that overtakes the acknowledgement opens its task and the step’s', () => {
    const site = givenSite({ type: 'open', opening });
    expect(site.when(told(reserved))).toEqual(['deliveryReported', 'taskOpened', 'stepDone', 'taskOpened']);
  });
  it('without any opens none', () => { expect(givenSite(...siteUntil('delivery-report')).when(told(delivered))).toEqual(['deliveryReported', 'stepDone']); });
});

describe('the tests of an activation (D-14)', () => {
  const result = (test: string, over: Partial<TestResult> = {}): TestResult => ({ test, passed: true, measure: null, unit: null, ...over });
  const tests = [{ test: 'sync', required: true }, { test: 'ping', required: true, atMost: 40 }, { test: 'down', required: true, atLeast: 100 }, { test: 'voice', required: false, atLeast: 4 }];
  const good = [result('sync'), result('ping', { measure: 40 }), result('down', { measure: 100 })];

  it.each<[string, TestResult[], string[]]>([
    ['at their limits', good, []],
    ['that the platform failed', [result('sync', { passed: false }), ...good.slice(1)], ['sync']],
    ['above what is allowed', [...good.filter(({ test }) => test !== 'ping'), result('ping', { measure: 40.1 })], ['ping']],
    ['below what is asked', [...good.filter(({ test }) => test !== 'down'), result('down', { measure: 99 })], ['down']],
    ['that were not measured', [result('sync'), result('ping'), result('down')], ['ping', 'down']],
    ['that are missing', [result('sync')], ['ping', 'down']],
    ['that nobody requires, or asked for', [...good, result('voice', { passed: false, measure: 1 }), result('unknown', { passed: false })], []],
  ])('%s', (_, results, failed) => { expect(failedTests(results, tests)).toEqual(failed); });

  it('are those of the site’s access and of the policy it runs under', () => {
    const stricter: SiteCommand = { type: 'applyPolicy', applied: { policy: 'activation-tests', version: 2, frozen: { activationTests: { ...policy.activationTests, ftth: [{ test: 'ping', required: true, atMost: 5 }] } } } };
    const tested: SiteCommand = { type: 'activationTested', results: passed };
    expect(givenSite(...siteUntil('activation'), does('activation')).when(tested)).toEqual(['activationTested', 'stepDone']);
    expect(givenSite(...siteUntil('activation'), does('activation'), stricter).events(tested)).toMatchObject([{ failed: ['ping'] }, { type: 'taskOpened', task: { context: { failedTests: 'ping' } } }]);
    expect(givenSite(...siteUntil('activation', [], { ...opening, accessType: 'ftto' }), does('activation')).events({ type: 'activationTested', results: passed.map((one) => (one.test === 'ping' ? { ...one, measure: 30 } : one)) }))
      .toMatchObject([{ failed: ['ping'] }, {}]);
  });
  it('make no sense with limits that cross, or twice in a list', () => {
    const schema = policySchemas['activation-tests'].shape.testsByAccess.shape.ftth;
    expect(schema.safeParse([{ test: 'ping', required: true, atLeast: 5, atMost: 4 }]).success).toBe(false);
    expect(schema.safeParse([{ test: 'ping', required: true }, { test: 'ping', required: false }]).success).toBe(false);
  });
});

describe('the old line (D-14)', () => {
  const migrating = { ...opening, isOldLineToMigrate: true };
const activates = (occurrence = 1): SiteCommand => ({ type: 'completeTask', taskId: siteTask('activation', occurrence), input: { activatedOn: '2026-01-03' } });
  const tested: SiteCommand = { type: 'activationTested', results: passed };
  it('is migrated once the tests have passed, and not before; the activation ends with it', () => {
    const site = givenSite(...siteUntil('activation', [], migrating));
    expect(site.state().tasks.open[siteTask('activation')]?.context).toMatchObject({ oldLineToMigrate: 'true' });
    expect(site.when(activates())).toEqual(['taskCompleted', 'siteActivated']);
    expect(site.when({ type: 'activationTested', results: [] })).toEqual(['activationTested', 'taskOpened']);
    expect(Object.keys(site.state().tasks.open)).toEqual([siteTask('activation', 2)]);
    expect(site.when(activates(2))).toEqual(['taskCompleted', 'siteActivated']);
    expect(site.when(tested)).toEqual(['activationTested', 'taskOpened']);
    expect(site.state()).toMatchObject({ phase: 'activation', isOldLineMigrated: false, tasks: { open: { [siteTask('line-migration')]: { owner: 'field-technician' } } } });
    // C-08: its service runs; the old one may be gone.
    expect(site.when({ type: 'cancel', reason: 'withdrawn', isWithdrawal: true })).toEqual(['siteCancellationRefused']);
    expect(site.when(does('line-migration'))).toEqual(['taskCompleted', 'oldLineMigrated', 'stepDone']);
    expect(site.state()).toMatchObject({ phase: 'acceptance', isOldLineMigrated: true });
  });
  it('is migrated once, however often the activation is troubleshot', () => {
    const site = givenSite(...siteUntil('acceptance', [], migrating), { type: 'linkQualified', quality: { ...linkUp, qualification: 'down' } }, activates(2));
    expect(site.when(tested)).toEqual(['activationTested', 'stepDone']);
  });
  it('that was migrated with the activation, in a history of before, is migrated', () => {
    const before = { type: 'completeTask', taskId: siteTask('activation'), input: { activatedOn: '2026-01-03', oldLineMigrated: true } as never } as const satisfies SiteCommand;
    expect(givenSite(...siteUntil('activation', [], migrating), before).when(tested)).toEqual(['activationTested', 'stepDone']);
  });
  it('where there is none is not asked for', () => { expect(givenSite(...siteUntil('activation'), activates()).when(tested)).toEqual(['activationTested', 'stepDone']); });
});
