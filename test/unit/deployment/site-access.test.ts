/** What OBL, customer, technician and coordinator decide of a site's access: its OBL, refusals, works, slots, outcomes of a visit (D-08 to D-11, D-23). */
import { describe, expect, it } from 'vitest';
import { refusalOf, type RefusalReason, type Slot } from '../../../domain/deployment/access.ts';
import { slotToRecall } from '../../../domain/deployment/cancellation.ts';
import { siteModel } from '../../../domain/deployment/evolve-site.ts';
import type { Heard, SiteCommand } from '../../../domain/deployment/site.ts';
import type { TaskInputs } from '../../../domain/deployment/steps.schema.ts';
import type { TaskStep } from '../../../domain/deployment/steps.ts';
import { questionnaire } from '../../support/answers.ts';
import { givenSite, olderOpening, opening } from './given.ts';
import { acknowledged, decides, delivered, does, refusal, siteTask, siteUntil, told } from './straight.ts';

const opened: SiteCommand = { type: 'open', opening };
const taken: SiteCommand = { type: 'orderTaken', attempt: 1, oblReference: 'OBL-1' };
const comment = 'vu';
const answers = <Step extends TaskStep>(step: Step, input: TaskInputs[Step], occurrence = 1): SiteCommand => ({ type: 'completeTask', taskId: siteTask(step, occurrence), input });
const quote = { amountCents: 250_000, description: 'Tranchée de 12 mètres', comment };
const slot: Slot = { startsAt: '2030-01-15T08:00:00.000Z', endsAt: '2030-01-15T10:00:00.000Z' };
const later: Slot = { startsAt: '2030-01-17T08:00:00.000Z', endsAt: '2030-01-17T10:00:00.000Z' };
const offered = (offer: number, what = later): SiteCommand => told({ type: 'slot-offered', offer, slot: what });
const replan = (askedBy: 'customer' | 'technician' | 'obl' | 'coordinator' = 'technician'): SiteCommand => ({ type: 'replan', slot: later, askedBy, reason: 'panne de véhicule' });
const openTasks = ({ tasks }: { tasks: { open: object } }) => Object.keys(tasks.open);
const refusedFor = (reason: RefusalReason): SiteCommand[] => [opened, taken, told({ type: 'refused', reason, detail: null })];

describe('the OBL of a site (D-08)', () => {
  it.each([[[], 'orange-wholesale', 'default'], [['covage'], 'covage', 'eligibility']] as const)('of the eligible %j is %s, by %s', (eligible, obl, by) => {
    const site = givenSite();
    expect(site.events({ type: 'open', opening: { ...opening, eligible } })).toMatchObject([{ type: 'siteOpened' }, { type: 'oblChosen', obl, by }]);
    expect(site.state()).toMatchObject({ phase: 'access-order', order: { obl, attempt: 1 } });
  });
  it('is chosen by the coordinator where several are eligible, and nothing is ordered before', () => {
    const site = givenSite({ type: 'open', opening: { ...opening, eligible: ['covage', 'axione'] } });
    expect(site.state()).toMatchObject({ phase: 'obl-choice', order: null, effects: [], tasks: { open: { [siteTask('obl-choice')]: { owner: 'coordinator', context: { eligible: 'covage, axione' } } } } });
    expect(site.when(answers('obl-choice', { obl: 'orange-wholesale' }))).toBe('D-08.obl-not-offered');
    expect(site.when(answers('obl-choice', { obl: 'axione' }))).toEqual(['taskCompleted', 'oblChosen']);
    expect(site.state()).toMatchObject({ phase: 'access-order', order: { obl: 'axione' } });
  });
  it('is not chosen any more once the site is cancelled', () => {
    const site = givenSite({ type: 'open', opening: { ...opening, eligible: ['covage', 'axione'] } }, { type: 'cancel', reason: 'renonce' });
    expect(site.when({ type: 'end' })).toEqual(['siteCancelled']);
    expect(openTasks(site.state())).toEqual([]);
  });
});

describe('a refusal’s reason (D-09)', () => {
  it.each([['saturation', 'saturation', null], [' works-needed ', 'works-needed', null], ['NRO en travaux jusqu’en mars', 'other', 'NRO en travaux jusqu’en mars']])('%j is taken for %s', (words, reason, detail) => {
    expect(refusalOf(words)).toEqual({ reason, detail });
  });
});

describe('the choices on a refusal (D-09)', () => {
  it.each([
    ['invalid-data', 'correct-and-reorder, abandon'], ['ineligible-address', 'other-obl, abandon'], ['saturation', 'other-obl, abandon'],
    ['works-needed', 'quote-then-reorder, other-obl, abandon'], ['other', 'correct-and-reorder, other-obl, quote-then-reorder, abandon'],
    ['unknown-to-obl', 'correct-and-reorder, other-obl, quote-then-reorder, abandon'],
  ] as const)('for %s are %s, as the policy says, and no other is taken', (reason, choices) => {
    const site = givenSite(...refusedFor(reason));
    expect(site.state().tasks.open[siteTask('access-order-refused')]?.context).toMatchObject({ reason, choices, obl: 'orange-wholesale', otherObls: 'sfr-wholesale, axione, covage' });
    const all: readonly TaskInputs['access-order-refused'][] = [
      { choice: 'correct-and-reorder', comment }, { choice: 'other-obl', obl: 'axione', comment }, { choice: 'quote-then-reorder', ...quote }, { choice: 'abandon', comment },
    ];
    for (const input of all) {
      const refused = site.refusal(answers('access-order-refused', input));
      expect(refused?.code ?? null).toBe(choices.split(', ').includes(input.choice) ? null : 'D-09.choice-not-open');
    }
  });
  it.each([
    [opening, ['covage', 'axione'], 'axione', 'other-obl, abandon'], [opening, ['covage'], '', 'abandon'], [olderOpening, ['covage'], 'orange-wholesale, sfr-wholesale, axione', 'other-obl, abandon'],
  ] as const)('lead to no OBL that the eligibility evidence of the site does not name (D-08)', (of, eligible, otherObls, choices) => {
    const begun: SiteCommand[] = [{ type: 'open', opening: { ...of, eligible } }, ...(eligible.length > 1 ? [answers('obl-choice', { obl: 'covage' })] : []), taken];
    const refused = givenSite(...begun, told({ type: 'refused', reason: 'saturation', detail: null }));
    expect(refused.state().tasks.open[siteTask('access-order-refused')]?.context).toMatchObject({ otherObls, choices });
    const elsewhere = refused.when(answers('access-order-refused', { choice: 'other-obl', obl: 'sfr-wholesale', comment }));
    expect(elsewhere).toEqual(of === olderOpening ? ['taskCompleted', 'accessOrderCorrected'] : choices === 'abandon' ? 'D-09.choice-not-open' : 'D-08.obl-not-offered');
  });
  it('lead to another order with the address that was corrected, of which only the change is known here', () => {
    const site = givenSite(...refusedFor('invalid-data'));
    const input = { choice: 'correct-and-reorder', comment, changeId: 'c1' } as const;
    expect(site.events(answers('access-order-refused', input))).toMatchObject([{ type: 'taskCompleted' }, { type: 'accessOrderCorrected', attempt: 2 }, { type: 'addressChanged', site: 'S001', changeId: 'c1', reason: comment }]);
    expect(site.state().order).toMatchObject({ attempt: 2, isCorrected: true });
  });
  it('lead to another OBL, never to the one that refused', () => {
    const site = givenSite(...refusedFor('saturation'));
    expect(site.when(answers('access-order-refused', { choice: 'other-obl', obl: 'orange-wholesale', comment }))).toBe('D-08.obl-not-offered');
    expect(site.when(answers('access-order-refused', { choice: 'other-obl', obl: 'nobody', comment }))).toBe('D-08.obl-not-offered');
    expect(site.when(answers('access-order-refused', { choice: 'other-obl', obl: 'axione', comment }))).toEqual(['taskCompleted', 'accessOrderCorrected']);
    expect(site.state()).toMatchObject({ phase: 'access-order', order: { attempt: 2, obl: 'axione', orderKey: 'AFF-2026-000123.S001.2' } });
  });
  it('lead through works that the customer agrees to, which the next order carries', () => {
    const site = givenSite(...refusedFor('works-needed'));
    expect(site.when(answers('access-order-refused', { choice: 'quote-then-reorder', ...quote }))).toEqual(['taskCompleted', 'worksQuoted', 'taskOpened']);
    expect(site.state().tasks.open[siteTask('works-quote')]).toMatchObject({ owner: 'customer', context: { amountCents: 250_000, description: quote.description } });
    expect(site.when({ type: 'worksQuoteSent', ordinal: 1 })).toEqual(['worksQuoteSent']);
    expect(site.when({ type: 'worksQuoteSent', ordinal: 1 })).toEqual([]);
    expect(site.when(does('works-quote'))).toEqual(['taskCompleted', 'accessOrderCorrected']);
    expect(site.state()).toMatchObject({ phase: 'access-order', order: { obl: 'orange-wholesale', worksQuoteReference: 'AFF-2026-000123.S001.works.1' } });
  });
  it('leave the others where the customer declines the works', () => {
    const site = givenSite(...refusedFor('works-needed'), answers('access-order-refused', { choice: 'quote-then-reorder', ...quote }));
    expect(site.when(answers('works-quote', { agreed: false }))).toEqual(['taskCompleted', 'taskOpened']);
    expect(site.state().tasks.open[siteTask('access-order-refused', 2)]?.context).toMatchObject({ choices: 'other-obl, abandon' });
  });
});

describe('an abandonment (D-23)', () => {
  const abandon = decides('abandon', 'access-order-refused');
  it('that the production manager declines leaves the site where it was, and its decision is asked again', () => {
    const site = givenSite(opened, told(refusal), abandon);
    expect(site.when(answers('abandon-approval', { approved: false, comment }))).toEqual(['taskCompleted', 'abandonmentDeclined', 'taskOpened']);
    expect(openTasks(site.state())).toEqual([siteTask('access-order-refused', 2)]);
  });
  it('asked for in any step runs beside it, once at a time', () => {
    const site = givenSite(...siteUntil('technical-visit'));
    expect(site.when({ type: 'askAbandon', reason: 'renonce' })).toEqual(['abandonmentRequested', 'taskOpened']);
    expect(site.when({ type: 'askAbandon', reason: 'renonce' })).toEqual([]);
    expect(site.when(answers('abandon-approval', { approved: false, comment }))).toEqual(['taskCompleted', 'abandonmentDeclined']);
    expect(openTasks(site.state())).toEqual([siteTask('technical-visit')]);
  });
  it('of who may approve it is done at once', () => {
    expect(givenSite(...siteUntil('technical-visit')).when({ type: 'abandon', reason: 'renonce' })).toEqual(['siteCancellationRequested', 'taskWithdrawn']);
  });
  it.each(['askAbandon', 'abandon'] as const)('(%s) after the delivery report is refused', (type) => {
    expect(givenSite(...siteUntil('service-production')).when({ type, reason: 'renonce' })).toBe('D-23.point-of-no-return');
    expect(givenSite(...siteUntil('in-service')).when({ type, reason: 'renonce' })).toBe('wrong-state');
  });
  it('that a policy applied meanwhile forbids is not offered any more', () => {
    const blocked = [...siteUntil('technical-visit'), answers('technical-visit', { outcome: 'unfavourable', comment }), { type: 'stepDone', step: 'technical-visit' } as const];
    const site = givenSite(...blocked);
    const pointsOfNoReturn = { ...opening.policy.pointsOfNoReturn, 'access-order': 'acknowledgement-received' } as const;
    expect(site.when({ type: 'applyPolicy', applied: { policy: 'points-of-no-return', version: 2, frozen: { pointsOfNoReturn } } })).toEqual(['policyApplied', 'taskChanged']);
    expect(site.state().tasks.open[siteTask('visit-unfavourable')]?.context).toMatchObject({ choices: 'new-visit' });
  });
  it('decided on after a visit and overtaken by the delivery report leaves nobody without a task', () => {
    const blocked = [...siteUntil('technical-visit'), answers('technical-visit', { outcome: 'unfavourable', comment }), { type: 'stepDone', step: 'technical-visit' } as const];
    const site = givenSite(...blocked, answers('visit-unfavourable', { choice: 'abandon', comment }), told(delivered));
    expect(site.when(does('abandon-approval'))).toBe('D-23.point-of-no-return');
    expect(site.when(answers('abandon-approval', { approved: false, comment }))).toEqual(['taskCompleted', 'abandonmentDeclined', 'taskOpened']);
    expect(site.state().tasks.open[siteTask('visit-unfavourable', 2)]?.context).toMatchObject({ choices: 'new-visit' });
  });
  it('approved too late is refused, and can still be declined; never decided, it goes with the end', () => {
    const asked = [...siteUntil('delivery-report'), { type: 'askAbandon', reason: 'renonce' } as const, told(delivered)];
    const late = givenSite(...asked);
    expect(late.when(does('abandon-approval'))).toBe('D-23.point-of-no-return');
    expect(late.when(answers('abandon-approval', { approved: false, comment }))).toEqual(['taskCompleted', 'abandonmentDeclined']);
    expect(openTasks(givenSite(...siteUntil('in-service', asked)).state())).toEqual([]);
  });
});

describe('a slot (D-10)', () => {
  const agreed = siteUntil('technical-visit');
  it('that the OBL moves opens the planning again with its own; accepted, it is the OBL’s move, and Ref.Tech’s intervention stays the same', () => {
    const site = givenSite(...agreed, { type: 'slotTold', ordinal: 1 });
    expect(site.when(offered(1))).toEqual(['slotOffered', 'taskWithdrawn', 'planningReopened', 'taskOpened']);
    expect(site.state()).toMatchObject({
      phase: 'intervention-planning', slot: { ordinal: 1, status: 'reopened', isTold: false },
      tasks: { open: { [siteTask('intervention-planning', 2)]: { context: { offeredBy: 'obl', offeredStartsAt: later.startsAt, offeredEndsAt: later.endsAt, why: 'slot-offered' } } } },
    });
    expect(site.events(answers('intervention-planning', later, 2))).toMatchObject([{ type: 'taskCompleted' }, { type: 'slotMoved', ordinal: 2, before: slot, after: later, by: 'obl' }, { type: 'slotProposed', ordinal: 2 }]);
    expect(site.state()).toMatchObject({ intervention: { key: 'AFF-2026-000123.S001.visit.1', ordinal: 1 }, effects: [{ kind: 'access-order' }, { kind: 'intervention', key: 'AFF-2026-000123.S001.visit.1' }] });
    expect(site.when(told({ type: 'slot-confirmed', ordinal: 2, slot: later }))).toEqual(['slotAgreed', 'stepDone', 'taskOpened']);
  });
  it('answered with another than the OBL’s is the coordinator’s move', () => {
    const other = { startsAt: '2030-01-18T08:00:00.000Z', endsAt: '2030-01-18T10:00:00.000Z' };
    expect(givenSite(...agreed, offered(1)).events(answers('intervention-planning', { ...other, comment }, 2))).toMatchObject([{}, { type: 'slotMoved', by: 'coordinator', reason: comment }, {}]);
  });
  it('offered twice, late or just as it is changes nothing; one that overtakes the acknowledgement waits for the planning', () => {
    const site = givenSite(...agreed, offered(2));
    expect(site.events(offered(2))).toMatchObject([{ type: 'callbackIgnored', reason: 'offer-known' }]);
    expect(site.events(offered(1))).toMatchObject([{ type: 'callbackIgnored', reason: 'offer-known' }]);
    expect(givenSite(...agreed).events(offered(1, slot))).toMatchObject([{ type: 'callbackIgnored', reason: 'slot-known' }]);
    expect(givenSite(...agreed, told(delivered)).events(offered(1))).toMatchObject([{ type: 'callbackIgnored' }]);
    const early = givenSite(opened, taken, offered(1), told(acknowledged));
    expect(early.state().tasks.open[siteTask('intervention-planning')]?.context).toMatchObject({ offeredBy: 'obl', offeredStartsAt: later.startsAt });
  });
  it.each(['customer', 'technician', 'obl', 'coordinator'] as const)('is replanned for the %s any number of times until the visit is reported', (askedBy) => {
    const site = givenSite(...agreed);
    expect(site.events(replan(askedBy))).toMatchObject([{ type: 'taskWithdrawn' }, { type: 'slotMoved', before: slot, after: later, by: askedBy, reason: 'panne de véhicule' }, { type: 'slotProposed', ordinal: 2 }]);
    expect(site.state().phase).toBe('intervention-planning');
    expect(site.when({ ...replan(askedBy), slot } as SiteCommand)).toEqual(['slotMoved', 'slotProposed']);
    expect(site.state().slot).toMatchObject({ ordinal: 3, status: 'proposed' });
    expect(site.when(told({ type: 'slot-confirmed', ordinal: 2, slot: later }))).toEqual(['callbackIgnored']);
    const reported = givenSite(...agreed, does('technical-visit'));
    expect(reported.when(replan(askedBy))).toBe('wrong-state');
  });
  it('is not replanned before its order is acknowledged, nor into the past, nor backwards', () => {
    expect(givenSite(opened, taken).when(replan())).toBe('wrong-state');
    const site = givenSite(...agreed);
    expect(site.when({ ...replan(), slot: { startsAt: later.endsAt, endsAt: later.startsAt } } as SiteCommand)).toBe('D-10.slot-ends-before-it-starts');
    expect(site.when({ ...replan(), slot: { startsAt: '1969-01-01T00:00:00Z', endsAt: later.endsAt } } as SiteCommand)).toBe('D-10.slot-in-the-past');
  });
  it('that the customer wishes for is the coordinator’s to plan', () => {
    const site = givenSite(...agreed, { type: 'slotTold', ordinal: 1 });
    const wish: SiteCommand = { type: 'wishSlot', slot: later, reason: 'site fermé' };
    expect(givenSite(...siteUntil('technical-visit', [], olderOpening)).when(wish)).toEqual(['taskWithdrawn', 'planningReopened', 'taskOpened']);
    expect(site.when(wish)).toEqual(['slotWished', 'taskOpened']);
    // What was agreed holds, and so does its visit.
    expect(site.state()).toMatchObject({ phase: 'technical-visit', slot: { ordinal: 1, status: 'agreed', isTold: true }, announced: { ordinal: 1 }, tasks: { open: { [siteTask('technical-visit')]: {} } } });
    expect(site.state().tasks.open[siteTask('intervention-planning', 2)]?.context).toMatchObject({ offeredBy: 'customer', offeredStartsAt: later.startsAt, reason: 'site fermé' });
    expect(givenSite(...agreed, wish).when(wish)).toEqual(['taskWithdrawn', 'slotWished', 'taskOpened']);
    const visited = givenSite(...agreed, wish);
    expect(visited.when(does('technical-visit'))).toEqual(['taskCompleted', 'visitReported', 'taskWithdrawn']);
    expect(openTasks(visited.state())).toEqual([]);
    expect(site.events(answers('intervention-planning', later, 2))).toMatchObject([{}, { type: 'taskWithdrawn', taskId: siteTask('technical-visit') }, { type: 'slotMoved', by: 'customer' }, { type: 'slotProposed', takesPlaceOf: 1 }]);
    expect(site.state()).toMatchObject({ phase: 'intervention-planning', announced: { ordinal: 1, isOff: true } });
    expect(givenSite(opened).when(wish)).toBe('wrong-state');
  });
  it('that was announced is off, and who counts on it told, as soon as another is proposed in its place', () => {
    const site = givenSite(...agreed, { type: 'slotTold', ordinal: 1 });
    const off: SiteCommand = { type: 'slotOffTold', ordinal: 1 };
    expect(site.when(off)).toEqual([]);
    expect(site.events(replan())).toMatchObject([{}, {}, { type: 'slotProposed', ordinal: 2, takesPlaceOf: 1 }]);
    expect(site.state().announced).toMatchObject({ ...slot, ordinal: 1, isOff: true });
    // Moved once more before he has heard: it is off once.
    expect(site.events({ ...replan(), slot: { startsAt: '2030-01-19T08:00:00.000Z', endsAt: '2030-01-19T10:00:00.000Z' } } as SiteCommand)).toMatchObject([{}, { type: 'slotProposed', ordinal: 3 }]);
    expect([site.when(off), site.when(off)]).toEqual([['slotOffTold'], []]);
    expect(site.state().announced).toBeNull();
    // Agreed before he has heard, it is told after; moved once more before that, he never knew of it.
    const confirmed = told({ type: 'slot-confirmed', ordinal: 2, slot: later });
    const quick = givenSite(...agreed, { type: 'slotTold', ordinal: 1 }, replan(), confirmed);
    expect(quick.state()).toMatchObject({ slot: { ordinal: 2, status: 'agreed', isTold: false }, announced: { ordinal: 1, isOff: true } });
    expect(givenSite(...agreed, { type: 'slotTold', ordinal: 1 }, replan(), confirmed, off).state().announced).toEqual({ ...later, ordinal: 2 });
    expect(quick.events({ ...replan(), slot } as SiteCommand).at(-1)).toEqual({ type: 'slotProposed', ordinal: 3, slot });
    // The same hour again is no other slot; it is off with what the OBL makes of it.
    const same = givenSite(...agreed, { type: 'slotTold', ordinal: 1 }, { ...replan(), slot } as SiteCommand);
    expect(same.state().announced).toEqual({ ...slot, ordinal: 1 });
    same.when(offered(1));
    expect(same.state().announced).toMatchObject({ isOff: true });
    expect(givenSite(...siteUntil('technical-visit', [], olderOpening), { type: 'slotTold', ordinal: 1 }, replan()).state().announced).toEqual({ ...slot, ordinal: 1 });
  });
  it('that the customer counts on is recalled once when the site is cancelled, and none that is off, over, or was visited (D-23)', () => {
    const cancel: SiteCommand = { type: 'cancel', reason: 'renonce' };
    const recalled: SiteCommand = { type: 'slotRecalled', ordinal: 1 };
    const site = givenSite(...agreed);
    expect([slotToRecall(site.state(), 0), site.when(recalled)]).toEqual([null, []]);
    site.when(cancel);
    expect(slotToRecall(site.state(), 0)).toEqual({ ...slot, ordinal: 1 });
    expect(slotToRecall(site.state(), Date.parse(slot.endsAt))).toBeNull();
    expect([site.when(recalled), site.when(recalled)]).toEqual([['slotRecalled'], []]);
    const told1: SiteCommand = { type: 'slotTold', ordinal: 1 };
    const expectsNobody: readonly SiteCommand[][] = [siteUntil('intervention-planning'), [...agreed, told1, offered(1), told1], [...agreed, does('technical-visit')], siteUntil('installation')];
    for (const before of expectsNobody) expect(slotToRecall(givenSite(...before, cancel).state(), 0)).toBeNull();
    // Another was proposed, of which he does not know: he still counts on the first.
    expect(slotToRecall(givenSite(...agreed, told1, replan(), cancel).state(), 0)).toMatchObject({ ordinal: 1 });
  });
  it('that was announced is off with its order, be it that another was proposed since; one that was visited is not', () => {
    const told1: SiteCommand = { type: 'slotTold', ordinal: 1 };
    const refused = told(refusal);
    expect(givenSite(...agreed, told1, replan(), refused).state()).toMatchObject({ slot: { ordinal: 2, status: 'dropped', isTold: true }, announced: { ordinal: 1, isOff: true } });
    expect(givenSite(...siteUntil('technical-visit', [], olderOpening), told1, replan(), refused).state()).toMatchObject({ slot: { ordinal: 2, status: 'dropped', isTold: false }, announced: { ordinal: 1 } });
    expect(givenSite(...siteUntil('intervention-planning'), does('intervention-planning'), refused).state().slot).toMatchObject({ status: 'dropped', isTold: true });
    const left = [answers('technical-visit', { outcome: 'unfavourable', comment }), { type: 'stepDone', step: 'technical-visit' }, answers('visit-unfavourable', { choice: 'other-obl', obl: 'covage', comment })] as const;
    expect(givenSite(...agreed, told1, ...left).state().slot).toMatchObject({ status: 'dropped', isTold: true });
  });
  it('whose confirmation is found when it has begun is not agreed: another is planned; one that a person agreed by other means is', () => {
    const soon = { startsAt: '1970-01-01T01:00:00.000Z', endsAt: '1970-01-01T03:00:00.000Z' };
    const proposedOf = (of: typeof opening) => givenSite(...siteUntil('intervention-planning', [], of), answers('intervention-planning', soon)).state();
    const at = (iso: string, heard: Heard, of = opening) => siteModel.decide(proposedOf(of), told({ type: 'slot-confirmed', ordinal: 1, slot: soon }, heard), Date.parse(iso));
    const types = (decision: ReturnType<typeof at>) => (decision.accepted ? decision.events.map(({ type }) => type) : decision.refusal.code);
    for (const heard of ['callback', 'asked'] as const) {
      expect(types(at('1970-01-01T00:59:59.999Z', heard))).toEqual(['slotAgreed', 'stepDone', 'taskOpened']);
      expect(at(soon.startsAt, heard)).toMatchObject({ events: [{ type: 'planningReopened', why: 'slot-missed' }, { type: 'taskOpened', task: { step: 'intervention-planning', context: { why: 'slot-missed' } } }] });
    }
    expect(types(at(soon.startsAt, 'answer'))).toContain('slotAgreed');
    expect(types(at(soon.startsAt, 'asked', olderOpening))).toContain('slotAgreed');
  });
  it('of an OBL that has delivered is agreed without it', () => {
    const site = givenSite(...siteUntil('intervention-planning'), told(delivered), does('intervention-planning'));
    expect(site.when(told({ type: 'slot-confirmed', ordinal: 1, slot }, 'answer'))).toEqual(['slotAgreed', 'stepDone', 'taskOpened']);
  });
});

describe('a visit (D-11)', () => {
  const asked = siteUntil('technical-visit');
  const ended: SiteCommand = { type: 'stepDone', step: 'technical-visit' };
  const visited = (input: TaskInputs['technical-visit']): SiteCommand[] => [...asked, answers('technical-visit', input), ended];
  const works: TaskInputs['technical-visit'] = { outcome: 'works-needed', questionnaire, comment };
  const unfavourable: TaskInputs['technical-visit'] = { outcome: 'unfavourable', comment };
  const decided = (input: TaskInputs['visit-unfavourable'], occurrence = 1): SiteCommand => answers('visit-unfavourable', input, occurrence);

  it.each([
    ['works-needed', works, 'quote, other-obl, abandon'], ['unfavourable', unfavourable, 'other-obl, new-visit, abandon'],
  ] as const)('that is %s asks the coordinator, once Ref.Tech has it', (outcome, input, choices) => {
    const site = givenSite(...asked);
    expect(site.when(answers('technical-visit', input))).toEqual(['taskCompleted', 'visitReported']);
    expect(site.state()).toMatchObject({ phase: 'technical-visit', visit: null, reported: { outcome }, effects: [{ kind: 'access-order' }, { kind: 'intervention' }] });
    expect(site.when(ended)).toEqual(['visitBlocked', 'taskOpened']);
    expect(site.state()).toMatchObject({ phase: 'visit-blocked', intervention: null, effects: [{ kind: 'access-order' }], tasks: { open: { [siteTask('visit-unfavourable')]: { owner: 'coordinator', context: { outcome, choices } } } } });
  });
  it('that needs works is made again once the customer has agreed to them, as another intervention', () => {
    const site = givenSite(...visited(works));
    expect(site.when(decided({ choice: 'quote', ...quote }))).toEqual(['taskCompleted', 'worksQuoted', 'taskOpened']);
    expect(site.when(does('works-quote'))).toEqual(['taskCompleted', 'planningReopened', 'taskOpened']);
    expect(site.events(answers('intervention-planning', later, 2))).toMatchObject([{ type: 'taskCompleted' }, { type: 'slotProposed', ordinal: 2 }]);
    expect(site.state().intervention?.key).toBe('AFF-2026-000123.S001.visit.2');
  });
  it('whose works the customer declines leaves another OBL or the abandonment', () => {
    const site = givenSite(...visited(works), decided({ choice: 'quote', ...quote }));
    expect(site.when(answers('works-quote', { agreed: false }))).toEqual(['taskCompleted', 'taskOpened']);
    expect(site.state().tasks.open[siteTask('visit-unfavourable', 2)]?.context).toMatchObject({ choices: 'other-obl, abandon' });
    expect(site.when(decided({ choice: 'new-visit', comment }, 2))).toBe('D-09.choice-not-open');
  });
  it('that leads to another OBL has the order cancelled before the next is placed: one runs at a time (D-08)', () => {
    const site = givenSite(...visited(unfavourable));
    expect(site.when(decided({ choice: 'other-obl', obl: 'covage', comment }))).toEqual(['taskCompleted', 'accessOrderGivenUp']);
    expect(site.state()).toMatchObject({ phase: 'reordering', effects: [{ kind: 'access-order', key: 'AFF-2026-000123.S001.1' }] });
    expect(site.when(told({ type: 'cancelled' }))).toEqual(['callbackIgnored']);
    expect(site.when({ type: 'effectSettled', effect: { kind: 'access-order', key: 'AFF-2026-000123.S001.1' }, outcome: 'undone' })).toEqual(['effectUndone']);
    expect(site.when({ type: 'orderAgain' })).toEqual(['accessOrderCorrected']);
    expect(site.state()).toMatchObject({ phase: 'access-order', order: { attempt: 2, obl: 'covage' }, effects: [{ key: 'AFF-2026-000123.S001.2' }] });
    expect(site.when({ type: 'orderAgain' })).toEqual([]);
  });
  it.each(['customer', 'obl', 'technician'] as const)('to which the %s did not come is planned again, and counted', (absent) => {
    const site = givenSite(...asked, { type: 'slotTold', ordinal: 1 }, answers('technical-visit', { outcome: 'no-show', absent }));
    expect(site.when(ended)).toEqual(['planningReopened', 'taskOpened']);
    expect(site.state()).toMatchObject({
      phase: 'intervention-planning', noShows: 1, slot: { status: 'dropped', isTold: false },
      tasks: { open: { [siteTask('intervention-planning', 2)]: { context: { why: 'no-show', reason: absent, noShows: 1 } } } },
    });
  });
  it('that found no way is left by what remains once the OBL has delivered (D-23)', () => {
    const site = givenSite(...visited(works));
    expect(site.when(told(delivered))).toEqual(['deliveryReported', 'taskWithdrawn', 'taskOpened']);
    expect(site.state().tasks.open[siteTask('visit-unfavourable', 2)]?.context).toMatchObject({ choices: 'quote' });
    const declined = givenSite(...visited(works), told(delivered), decided({ choice: 'quote', ...quote }, 2));
    declined.when(answers('works-quote', { agreed: false }));
    expect(declined.state().tasks.open[siteTask('visit-unfavourable', 3)]?.context).toMatchObject({ choices: 'new-visit' });
  });
  it('whose order the OBL refuses meanwhile is decided on as a refusal, with its works no longer asked for', () => {
    const site = givenSite(...visited(works), decided({ choice: 'quote', ...quote }));
    expect(site.when(told(refusal))).toEqual(['taskWithdrawn', 'accessOrderRefused', 'taskOpened']);
    expect(site.state()).toMatchObject({ phase: 'order-refused', works: null, block: null });
  });
  it('that was favourable is not made again for another order, though Ref.Tech has yet to hear of it', () => {
    const before = [...asked, does('technical-visit'), told(refusal), decides('correct-and-reorder', 'access-order-refused')];
    const site = givenSite(...siteUntil('technical-visit', before));
    expect(openTasks(site.state())).toEqual([]);
    expect(site.state().reported).toMatchObject({ key: 'AFF-2026-000123.S001.visit.1', outcome: 'favourable' });
    expect(site.when(ended)).toEqual(['stepDone', 'taskOpened']);
  });
});
