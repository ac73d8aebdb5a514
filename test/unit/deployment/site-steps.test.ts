/** The steps of a site from the slot to the handover, each with its rule (D-10 to D-19, D-20, D-31). */
import { describe, expect, it } from 'vitest';
import { deliveredOn, equipmentKey, type RefTechFact, type SiteCommand } from '../../../domain/deployment/site.ts';
import { siteSteps } from '../../../domain/deployment/steps.ts';
import { questionnaire } from '../../support/answers.ts';
import { givenSite, opening } from './given.ts';
import { delivered, does, linkUp, passed, siteTask as task, siteUntil, told } from './straight.ts';

const open = ({ tasks }: { tasks: { open: object } }) => Object.keys(tasks.open);

describe('the straight path of a site (D-08 to D-19)', () => {
  it('goes through every step once, in order, into service, and leaves nothing open', () => {
    const site = givenSite();
    const steps = siteUntil('in-service').flatMap((command) => {
      const events = site.events(command);
      // The order's own step ends with what OBL or JARVIS answered.
      return typeof events === 'string' ? [events] : events.flatMap((event) => (event.type === 'accessOrderPlaced' ? ['access-order'] : event.type === 'stepDone' ? [event.step] : []));
    });
    expect(steps).toEqual(siteSteps);
    expect(site.state()).toMatchObject({ phase: 'in-service', effects: [], tasks: { open: {} }, rds: 'RDS-1', subscriptionReference: 'SUB-1' });
  });
  it('counts what a step’s own calls bring in that step only', () => {
    const calls: readonly (readonly [string, SiteCommand])[] = [
      ['equipment', { type: 'equipmentReserved', inStock: true, availableOn: null }],
      ['service-production', { type: 'serviceProduced', production: { ipv4: null, radiusLogin: null, vlan: null } }],
      ['activation', { type: 'activationTested', results: passed }],
      ['acceptance', { type: 'linkQualified', quality: linkUp }],
      ['delivery-notice', { type: 'serviceRegistered', rds: 'RDS-9' }],
      ['delivery-notice', { type: 'deliveryNoticeSent', madOn: '2026-01-02', document: null }],
      ['invoice-simulation', { type: 'invoiceSimulated', reference: null, invoice: null, faults: [] }],
      ['invoice-simulation', { type: 'invoiceSimulationSent', document: null }],
      ['billing-start', { type: 'billingAnswered', subscriptionReference: null }],
      ['handover', { type: 'supportDeskTold' }],
    ];
    for (const step of siteSteps) {
      const site = givenSite(...siteUntil(step));
      for (const [own, command] of calls) if (own !== step) expect(site.when(command)).toEqual([]);
      expect(site.when({ type: 'stepDone', step: step === 'acknowledgement' ? 'access-order' : 'acknowledgement' })).toEqual([]);
    }
  });
});

describe('the slot (D-10)', () => {
  const asked = siteUntil('intervention-planning');
  const propose = (startsAt: string, endsAt: string): SiteCommand => ({ type: 'completeTask', taskId: task('intervention-planning'), input: { startsAt, endsAt } });
  const slot = { startsAt: '2030-01-15T08:00:00.000Z', endsAt: '2030-01-15T10:00:00.000Z' };
  const proposal = [...asked, does('intervention-planning')];

  it('is proposed in the OBL’s words, whatever offset it was typed in, and planned at Ref.Tech from then on', () => {
    const site = givenSite(...asked);
    expect(site.events(does('intervention-planning'))).toMatchObject([{ type: 'taskCompleted' }, { type: 'slotProposed', ordinal: 1, slot }]);
    expect(site.state()).toMatchObject({ phase: 'intervention-planning', slot: { status: 'proposed' }, effects: [{ kind: 'access-order' }, { kind: 'intervention', key: 'AFF-2026-000123.S001.visit.1' }] });
  });
  it.each([
    ['D-10.slot-ends-before-it-starts', '2030-01-15T09:00:00Z', '2030-01-15T08:00:00Z'],
    ['D-10.slot-ends-before-it-starts', '2030-01-15T09:00:00Z', '2030-01-15T10:00:00+01:00'],
    ['D-10.slot-in-the-past', '1969-12-31T09:00:00Z', '2030-01-15T08:00:00Z'],
  ])('is refused with %s when it makes no sense, and can be proposed again', (code, startsAt, endsAt) => {
    const site = givenSite(...asked);
    expect(site.when(propose(startsAt, endsAt))).toBe(code);
    expect(site.when(does('intervention-planning'))).toEqual(['taskCompleted', 'slotProposed']);
  });
  it('may start the next instant, and not this one', () => {
    const site = givenSite(...asked);
    const nowMs = site.atMs() + 1_000;
    expect(site.when(propose(new Date(nowMs).toISOString(), slot.endsAt))).toBe('D-10.slot-in-the-past');
    expect(site.when(propose(new Date(nowMs + 1).toISOString(), slot.endsAt))).toEqual(['taskCompleted', 'slotProposed']);
  });
  it('is agreed when the OBL confirms it, and the visit opens with it', () => {
    const site = givenSite(...proposal);
    expect(site.when(told({ type: 'slot-confirmed', ordinal: 1, slot }))).toEqual(['slotAgreed', 'stepDone', 'taskOpened']);
    expect(site.state()).toMatchObject({ phase: 'technical-visit', slot: { status: 'agreed', ...slot }, tasks: { open: { [task('technical-visit')]: { owner: 'field-technician', context: slot } } } });
    expect(site.events(told({ type: 'slot-confirmed', ordinal: 1, slot }))).toMatchObject([{ type: 'callbackIgnored', reason: 'not-awaited-in-technical-visit' }]);
  });
  it('that was never proposed, or is another one, is ignored', () => {
    expect(givenSite(...asked).events(told({ type: 'slot-confirmed', ordinal: 1, slot }))).toMatchObject([{ type: 'callbackIgnored', reason: 'not-awaited-in-intervention-planning' }]);
    expect(givenSite(...proposal).events(told({ type: 'slot-confirmed', ordinal: 2, slot }))).toMatchObject([{ type: 'callbackIgnored', reason: 'other-slot' }]);
  });
});

describe('the visit (D-11)', () => {
  it('is known at once, and its step ends when Ref.Tech has it and the customer is asked for the rest', () => {
    const site = givenSite(...siteUntil('technical-visit'));
    expect(site.when(does('technical-visit'))).toEqual(['taskCompleted', 'visitReported']);
    expect(site.state()).toMatchObject({ phase: 'technical-visit', visit: questionnaire, reported: { key: 'AFF-2026-000123.S001.visit.1', outcome: 'favourable', questionnaire } });
    expect(site.when({ type: 'stepDone', step: 'technical-visit' })).toEqual(['stepDone', 'taskOpened']);
    expect(site.state().tasks.open[task('supplementary-collection')]).toMatchObject({ owner: 'customer' });
    expect(site.when(does('supplementary-collection'))).toEqual(['taskCompleted', 'stepDone']);
    expect(site.state().phase).toBe('equipment');
  });
});

describe('the configuration (D-07, D-12)', () => {
  const uncollected = { ...opening, isTechnicallyCollected: false };
  const reserved: SiteCommand = { type: 'equipmentReserved', inStock: false, availableOn: '1970-02-01' };
  const collected: SiteCommand = { type: 'technicallyCollected' };

  it('is asked for once the technical collection is there, told at the opening', () => {
    const site = givenSite(...siteUntil('equipment'));
    expect(site.when(reserved)).toEqual(['equipmentReserved', 'stepDone', 'taskOpened']);
    expect(site.state().tasks.open[task('configuration')]).toMatchObject({ owner: 'specialist-technician', context: { inStock: 'false', availableOn: '1970-02-01' } });
  });
  it.each(siteSteps.slice(0, siteSteps.indexOf('configuration')))('or heard of in %s: the order goes out without it', (step) => {
    const before = siteUntil(step, [], uncollected);
    const site = givenSite(...before);
    expect(site.when(collected)).toEqual(['technicalCollectionReceived']);
    expect(site.when(collected)).toEqual([]);
    expect(open(givenSite(...siteUntil('configuration', [...before, collected], uncollected)).state())).toEqual([task('configuration')]);
  });
  it('waits for it where everything else was there first', () => {
    const site = givenSite(...siteUntil('configuration', [], uncollected));
    expect(open(site.state())).toEqual([]);
    expect(site.when(does('configuration'))).toBe('task-closed');
    expect(site.when(collected)).toEqual(['technicalCollectionReceived', 'taskOpened']);
    expect(site.when(collected)).toEqual([]);
    expect(open(site.state())).toEqual([task('configuration')]);
  });
  it('is due when the schedule says (D-20)', () => {
    expect(givenSite(...siteUntil('configuration')).state().tasks.open[task('configuration')]?.dueAtMs).toBe(Date.parse('1970-02-11T00:00:00Z'));
    expect(givenSite(...siteUntil('technical-visit')).state().tasks.open[task('technical-visit')]?.dueAtMs).toBeNull();
  });
  it('of a site that is cancelled is not asked for', () => {
    const site = givenSite(...siteUntil('configuration', [], uncollected), { type: 'cancel', reason: 'renonce' });
    expect(site.when(collected)).toEqual(['technicalCollectionReceived']);
    expect(open(site.state())).toEqual([]);
  });
});

describe('the dispatch (D-12)', () => {
  const fact: RefTechFact = { type: 'equipment-received', equipmentKey: equipmentKey(opening), receivedOn: '1970-01-09' };
  const hears = (what: RefTechFact, heard: 'callback' | 'asked' = 'callback'): SiteCommand => ({ type: 'refTechTold', fact: what, heard });
  const shipped: RefTechFact = { type: 'equipment-shipped', equipmentKey: equipmentKey(opening), trackingReference: 'COLIS-1', serialNumbers: ['SN-1'] };
  const sent = [...siteUntil('dispatch'), does('dispatch')];

  it('ends when the equipment is at the depot', () => {
    const site = givenSite(...sent);
    expect(site.state()).toMatchObject({ phase: 'dispatch', equipment: { depot: 'Dépôt Lyon Est', isReceived: false } });
    expect(site.when(hears(shipped))).toEqual(['equipmentShipped']);
    expect(site.when(hears(shipped))).toEqual(['callbackIgnored']);
    expect(site.when(hears(fact))).toEqual(['equipmentReceived', 'stepDone', 'taskOpened']);
    expect(site.state().tasks.open[task('installation')]).toMatchObject({ owner: 'field-technician', context: { depot: 'Dépôt Lyon Est' } });
    expect(site.events(hears(fact))).toMatchObject([{ type: 'callbackIgnored', key: equipmentKey(opening), reason: 'not-awaited-in-installation' }]);
    expect(site.when(hears(fact, 'asked'))).toEqual([]);
  });
  it('hears of an arrival before the word of its shipping', () => {
    const site = givenSite(...sent, hears(fact));
    expect(site.when(hears(shipped))).toEqual(['callbackIgnored']);
  });
  it('is begun by a person: what is heard before, or of other equipment, changes nothing', () => {
    expect(givenSite(...siteUntil('dispatch')).when(hears(fact))).toEqual(['callbackIgnored']);
    expect(givenSite(...sent).events(hears({ ...fact, equipmentKey: 'AFF-2026-000999.S001.equipment.1' }))).toMatchObject([{ type: 'callbackIgnored', reason: 'other-equipment' }]);
    expect(givenSite(...siteUntil('technical-visit')).events(hears(fact))).toMatchObject([{ type: 'callbackIgnored', reason: 'other-equipment' }]);
  });
});

describe('the delivery (D-13, D-14)', () => {
  it('is installation and report: nothing is produced before both are there', () => {
    const site = givenSite(...siteUntil('installation'));
    expect(site.when(does('installation'))).toEqual(['taskCompleted', 'equipmentInstalled', 'stepDone']);
    expect(site.state()).toMatchObject({ phase: 'delivery-report', installedOn: '2026-01-02', production: null });
    expect(deliveredOn(site.state())).toBeNull();
    expect(site.when(told(delivered))).toEqual(['deliveryReported', 'stepDone']);
    expect(site.state().phase).toBe('service-production');
  });
  it.each([['1970-01-10', '2026-01-02'], ['2026-01-02', '2026-01-02'], ['2026-01-05', '2026-01-05']])('with a report of %s and an installation of 2026-01-02 counts from %s (D-18)', (reportedOn, madOn) => {
    const site = givenSite(...siteUntil('delivery-report'), told({ ...delivered, report: { reportReference: 'PV-1', deliveredOn: reportedOn, reservations: [] } }));
    expect(deliveredOn(site.state())).toBe(madOn);
  });
});

describe('the activation (D-14)', () => {
  const failing = passed.filter(({ test }) => test !== 'dns').map((result) => (result.test === 'throughput-down' ? { ...result, passed: false } : result));
  it('is asked for when the service is produced, with its configuration', () => {
    const site = givenSite(...siteUntil('service-production'));
    expect(site.when({ type: 'serviceProduced', production: { ipv4: '192.0.2.1', radiusLogin: 'a', vlan: 1 } })).toEqual(['serviceProduced', 'stepDone', 'taskOpened']);
    expect(site.state().tasks.open[task('activation')]).toMatchObject({ owner: 'field-technician', context: { configurationReference: 'CONF-1' } });
    expect(site.when(does('activation'))).toEqual(['taskCompleted', 'siteActivated']);
    expect(site.state().phase).toBe('activation');
  });
  it('whose tests fail goes back to the technician, with their names, until they pass', () => {
    const site = givenSite(...siteUntil('activation'), does('activation'));
    expect(site.events({ type: 'activationTested', results: failing })).toMatchObject([{ type: 'activationTested', ordinal: 1, failed: ['throughput-down', 'dns'] }, { type: 'taskOpened', task: { id: task('activation', 2), context: { failedTests: 'throughput-down, dns' } } }]);
    expect(site.when(does('activation', 2))).toEqual(['taskCompleted', 'siteActivated']);
    expect(site.when({ type: 'activationTested', results: passed })).toEqual(['activationTested', 'stepDone']);
    expect(site.state()).toMatchObject({ phase: 'acceptance', tests: { ordinal: 2, results: passed } });
  });
  it('goes on where a supervisor passed over the tests (D-24)', () => {
    expect(givenSite(...siteUntil('activation'), does('activation')).when({ type: 'activationTested', results: null })).toEqual(['activationTested', 'stepDone']);
  });
});

describe('the acceptance (D-15)', () => {
  const observed = siteUntil('acceptance');
  it('observes from its beginning on', () => {
    const site = givenSite(...observed);
    expect(site.state().observation).toEqual({ fromMs: site.atMs(), quality: null });
  });
  it.each(['down', 'flapping', 'degraded'] as const)('of a link that is %s goes back to troubleshooting, and observes anew after it', (qualification) => {
    const site = givenSite(...observed);
    expect(site.when({ type: 'linkQualified', quality: { ...linkUp, qualification } })).toEqual(['linkQualified', 'taskOpened']);
    expect(site.state()).toMatchObject({ phase: 'activation', observation: { quality: { qualification } }, tasks: { open: { [task('activation', 2)]: { context: { link: qualification } } } } });
    expect(site.when(does('activation', 2))).toEqual(['taskCompleted', 'siteActivated']);
    expect(site.when({ type: 'activationTested', results: passed })).toEqual(['activationTested', 'stepDone']);
    expect(site.state()).toMatchObject({ phase: 'acceptance', tests: { ordinal: 2 }, observation: { quality: null } });
  });
  it.each([['up', linkUp], ['passed over (D-24)', null]] as const)('of a link that is %s leads to the notice', (_, quality) => {
    const site = givenSite(...observed);
    expect(site.when({ type: 'linkQualified', quality })).toEqual(['linkQualified', 'stepDone']);
    expect(site.state().phase).toBe('delivery-notice');
  });
});

describe('the handover (D-19)', () => {
  it('comes last: the support desk first, then the coordinator closes the site', () => {
    const site = givenSite(...siteUntil('handover'));
    expect(site.when(does('handover'))).toBe('task-closed');
    expect(site.when({ type: 'supportDeskTold' })).toEqual(['supportDeskTold', 'taskOpened']);
    expect(site.when({ type: 'supportDeskTold' })).toEqual([]);
    expect(site.state().tasks.open[task('handover')]).toMatchObject({ owner: 'coordinator', context: { rds: 'RDS-1' } });
    expect(site.when(does('handover'))).toEqual(['taskCompleted', 'stepDone', 'siteInService']);
    expect(site.state()).toMatchObject({ phase: 'in-service', effects: [], endedAtMs: site.atMs() + 1_000 });
  });
});
