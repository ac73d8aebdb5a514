/** Every edge of a site's journey on the real engine: each outcome of each task and of each fact from outside, and a cancellation in each step; the laws hold over each. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPastCancelling } from '../../../domain/deployment/cancellation.ts';
import { sitePlan } from '../../../domain/deployment/progress.ts';
import type { OblFact, SiteCommand, SiteOpening, SitePhase, SiteState } from '../../../domain/deployment/site.ts';
import { siteSteps, steps, tasks, type StepKey, type TaskStep } from '../../../domain/deployment/steps.ts';
import { cancelSiteSignal } from '../../../workflows/deployment/messages.ts';
import { answers, questionnaire } from '../../support/answers.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, type TestJourney } from '../../support/journeys.ts';
import { factsOf } from '../../support/outside.ts';
import { playSite } from '../../support/people.ts';
import { beginSite, expectLawful } from '../../support/site-at.ts';
import { invoice, siteUntil } from '../../unit/deployment/straight.ts';

let house: House;
let journeys: Journeys;
beforeAll(async () => { house = await openHouse(); journeys = new Journeys(house); });
afterAll(async () => { await house.close(); });

const stateOf = (journey: TestJourney): Promise<SiteState> => eventually(() => journey.recordedState<SiteState>('S001'));
const asks = ({ tasks: { open } }: SiteState): string[] => Object.values(open).map(({ step }) => step);

/** D-08, D-18, D-20, D-23: what holds after each edge, by the record and by the simulators' books. */
async function expectInvariants(journey: TestJourney): Promise<void> {
  await expectLawful(house, `${journey.id}/S001`);
  const state = await stateOf(journey);
  for (let attempt = 1; attempt <= (state.order?.attempt ?? 0); attempt += 1) {
    expect((await factsOf(house, 'obl', `${journey.id}.S001.${attempt}`)).filter((fact) => fact === 'placed').length, `attempt ${attempt}`).toBeLessThanOrEqual(1);
  }
  const billed = await factsOf(house, 'billing', `${journey.id}.S001`);
  if (billed.includes('started')) expect(siteSteps.indexOf(state.phase as never) < 0 || siteSteps.indexOf(state.phase as never) >= siteSteps.indexOf('billing-start')).toBe(true);
  const isOver = (step: string): boolean => Object.hasOwn(state.endedSteps, step);
  for (const milestone of Object.keys(sitePlan(state)?.facts.doneOn ?? {})) {
    const own = siteSteps.filter((step) => stepMilestone(step) === milestone);
    if (own.length > 0) expect(own.some(isOver), `${milestone} is done in ${state.phase}`).toBe(true);
  }
}

const stepMilestone = (step: StepKey): string | null => steps[step].milestone;

describe.concurrent('A site that is cancelled', () => {
  it.each(siteSteps)('in the step %s leaves nothing outside, or goes on past its point of no return (D-23)', async (step) => {
    const journey = await beginSite(journeys, 'Lyon', (opening) => siteUntil(step, [], opening));
    const before = await stateOf(journey);
    await journey.handle('S001').signal(cancelSiteSignal, { reason: 'renonce', isWithdrawal: false });
    await eventually(async () => {
      const { phase } = await stateOf(journey);
      const types = await journey.eventTypes('S001');
      expect(isPastCancelling(before) ? types.includes('siteCancellationRefused') : phase === 'cancelled').toBe(true);
    });
    await expectInvariants(journey);
    await journey.expectOneStory(['S001']);
    // D-10: who was told of its slot is told that nobody comes.
    const recalled = step === 'technical-visit' ? ['delivered'] : [];
    expect(await factsOf(house, 'mail', `${journey.id}.slot-recalled.S001.1`)).toEqual(recalled);
    expect(await factsOf(house, 'mail', `${journey.id}.S001.slot.1.recalled.field-technician`)).toEqual(recalled);
  });
});

const comment = 'vu';
const quote = { amountCents: 185_000, description: 'Réfection du fourreau', comment };
const refusedFor = (reason: 'works-needed' | 'other'): OblFact => ({ type: 'refused', reason, detail: null });

/** One act, and where it leads: to a step, to a task, or both. */
interface Edge {
  readonly task?: readonly [step: TaskStep, input: unknown];
  readonly obl?: OblFact;
  /** Everybody does as on a good day until this step. */
  readonly play?: SitePhase;
  readonly to: SitePhase;
  readonly asks?: TaskStep;
}

/** In their order: each begins where the one before it led. */
const tour: readonly Edge[] = [
  { task: ['obl-choice', { obl: 'covage' }], to: 'acknowledgement' },
  { obl: refusedFor('works-needed'), to: 'order-refused', asks: 'access-order-refused' },
  { task: ['access-order-refused', { choice: 'quote-then-reorder', ...quote }], to: 'order-refused', asks: 'works-quote' },
  { task: ['works-quote', { agreed: false }], to: 'order-refused', asks: 'access-order-refused' },
  { task: ['access-order-refused', { choice: 'abandon', comment }], to: 'order-refused', asks: 'abandon-approval' },
  { task: ['abandon-approval', { approved: false, comment }], to: 'order-refused', asks: 'access-order-refused' },
  { task: ['access-order-refused', { choice: 'other-obl', obl: 'axione', comment }], to: 'acknowledgement' },
  { obl: refusedFor('other'), to: 'order-refused', asks: 'access-order-refused' },
  { task: ['access-order-refused', { choice: 'correct-and-reorder', comment }], to: 'acknowledgement' },
  { obl: refusedFor('works-needed'), to: 'order-refused', asks: 'access-order-refused' },
  { task: ['access-order-refused', { choice: 'quote-then-reorder', ...quote }], to: 'order-refused', asks: 'works-quote' },
  { task: ['works-quote', { agreed: true }], to: 'acknowledgement' },
  { play: 'technical-visit', to: 'technical-visit', asks: 'technical-visit' },
  { obl: { type: 'slot-offered', offer: 1, slot: { startsAt: '2030-01-17T08:00:00.000Z', endsAt: '2030-01-17T10:00:00.000Z' } }, to: 'intervention-planning', asks: 'intervention-planning' },
  { play: 'technical-visit', to: 'technical-visit', asks: 'technical-visit' },
  { task: ['technical-visit', { outcome: 'no-show', absent: 'obl' }], to: 'intervention-planning', asks: 'intervention-planning' },
  { play: 'technical-visit', to: 'technical-visit', asks: 'technical-visit' },
  { task: ['technical-visit', { outcome: 'unfavourable', comment }], to: 'visit-blocked', asks: 'visit-unfavourable' },
  { task: ['visit-unfavourable', { choice: 'new-visit', comment }], to: 'intervention-planning', asks: 'intervention-planning' },
  { play: 'technical-visit', to: 'technical-visit', asks: 'technical-visit' },
  { task: ['technical-visit', { outcome: 'works-needed', questionnaire, comment }], to: 'visit-blocked', asks: 'visit-unfavourable' },
  { task: ['visit-unfavourable', { choice: 'quote', ...quote }], to: 'visit-blocked', asks: 'works-quote' },
  { task: ['works-quote', { agreed: false }], to: 'visit-blocked', asks: 'visit-unfavourable' },
  { task: ['visit-unfavourable', { choice: 'abandon', comment }], to: 'visit-blocked', asks: 'abandon-approval' },
  { task: ['abandon-approval', { approved: false, comment }], to: 'visit-blocked', asks: 'visit-unfavourable' },
  // What the customer would not pay for is not asked again: another OBL, its own works.
  { task: ['visit-unfavourable', { choice: 'other-obl', obl: 'covage', comment }], to: 'acknowledgement' },
  { play: 'technical-visit', to: 'technical-visit', asks: 'technical-visit' },
  { task: ['technical-visit', { outcome: 'works-needed', questionnaire, comment }], to: 'visit-blocked', asks: 'visit-unfavourable' },
  { task: ['visit-unfavourable', { choice: 'quote', ...quote }], to: 'visit-blocked', asks: 'works-quote' },
  { task: ['works-quote', { agreed: true }], to: 'intervention-planning', asks: 'intervention-planning' },
  { play: 'technical-visit', to: 'technical-visit', asks: 'technical-visit' },
  { task: ['technical-visit', { outcome: 'favourable', questionnaire }], to: 'supplementary-collection', asks: 'supplementary-collection' },
  { task: ['supplementary-collection', answers['supplementary-collection']], to: 'configuration', asks: 'configuration' },
  { obl: { type: 'cancelled' }, to: 'order-refused', asks: 'access-order-refused' },
  { task: ['access-order-refused', { choice: 'correct-and-reorder', comment }], to: 'acknowledgement' },
  { play: 'configuration', to: 'configuration', asks: 'configuration' },
  { task: ['configuration', answers.configuration], to: 'dispatch', asks: 'dispatch' },
  { play: 'installation', to: 'installation', asks: 'installation' },
  { task: ['installation', answers.installation], to: 'delivery-report' },
  { obl: { type: 'delivered', oblReference: 'OBL-1', report: { reportReference: 'PV-1', deliveredOn: '2026-01-02', reservations: ['Prise à refixer'] } }, to: 'delivery-report', asks: 'delivery-reservations' },
  { task: ['delivery-reservations', { choice: 'lifted', liftedOn: '2026-01-03', comment }], to: 'activation', asks: 'activation' },
  // The first run of tests fails, the first observation ends with the link down.
  { task: ['activation', answers.activation], to: 'activation', asks: 'activation' },
  { task: ['activation', answers.activation], to: 'activation', asks: 'activation' },
  // The first simulation has a wrong total.
  { task: ['activation', answers.activation], to: 'invoice-simulation', asks: 'invoice-correction' },
  { task: ['invoice-correction', { choice: 'again', comment }], to: 'invoice-simulation', asks: 'invoice-simulation' },
  { task: ['invoice-simulation', { approved: false, comment }], to: 'invoice-simulation', asks: 'invoice-correction' },
  { task: ['invoice-correction', { choice: 'again', comment }], to: 'invoice-simulation', asks: 'invoice-simulation' },
  { task: ['invoice-simulation', answers['invoice-simulation']], to: 'invoice-validation', asks: 'invoice-validation' },
  { task: ['invoice-validation', { validated: false, reason: 'Remise oubliée' }], to: 'invoice-simulation', asks: 'invoice-correction' },
  { task: ['invoice-correction', { choice: 'again', comment }], to: 'invoice-simulation', asks: 'invoice-simulation' },
  { task: ['invoice-simulation', answers['invoice-simulation']], to: 'invoice-validation', asks: 'invoice-validation' },
  { task: ['invoice-validation', answers['invoice-validation']], to: 'handover', asks: 'handover' },
  { task: ['handover', answers.handover], to: 'in-service' },
];

/** Ends of their own: each from where its commands lead. */
const endings: readonly (Edge & { readonly name: string; readonly from: (opening: SiteOpening) => readonly SiteCommand[]; readonly before?: readonly Edge[] })[] = [
  {
    name: 'an abandonment that is approved', from: (opening) => siteUntil('acknowledgement', [], opening), before: [
      { obl: refusedFor('other'), to: 'order-refused', asks: 'access-order-refused' },
      { task: ['access-order-refused', { choice: 'abandon', comment }], to: 'order-refused', asks: 'abandon-approval' },
    ], task: ['abandon-approval', { approved: true, comment }], to: 'cancelled',
  },
  { name: 'reservations that are accepted', from: (opening) => siteUntil('delivery-report', [], opening), before: [
    { obl: { type: 'delivered', oblReference: 'OBL-1', report: { reportReference: 'PV-1', deliveredOn: '2026-01-02', reservations: ['Étiquette'] } }, to: 'delivery-report', asks: 'delivery-reservations' },
  ], task: ['delivery-reservations', { choice: 'accept-with-reservations', comment }], to: 'activation', asks: 'activation' },
  {
    name: 'a start of billing that is sent again', from: (opening) => [...siteUntil('billing-start', [], opening), { type: 'billingAnswered', subscriptionReference: null }],
    task: ['billing-not-started', answers['billing-not-started']], to: 'handover', asks: 'handover',
  },
  { name: 'controls that are overridden', from: (opening) => [...siteUntil(({ simulation }) => simulation?.stage === 'asked', [], opening), { type: 'invoiceSimulated', reference: 'SIM-1', invoice, faults: ['line-missing'] }], task: ['invoice-correction', { choice: 'override', comment }], to: 'invoice-simulation', asks: 'invoice-simulation' },
];

/** Tasks of sites that the tour does not do itself: told of elsewhere, or done while everybody plays. */
const playedOnly: readonly TaskStep[] = ['intervention-planning', 'dispatch'];
const elsewhere: readonly TaskStep[] = ['stuck-call', 'undo-by-hand', 'line-migration', 'service-not-registered'];

describe('The tour of a site', () => {
  it('walks every edge, and the laws hold over each (D-08 to D-19, D-23, D-31)', async () => {
    const lines = [{ code: 'SIM-WRONG-TOTAL', label: 'Accès fibre 1 Gb/s', recurringCents: 4_900, oneOffCents: 15_000 }];
    const journey = await journeys.begin(['Lille SIM-NEVER-DELIVER SIM-TEST-FAILS-ONCE SIM-LINK-DOWN'], { eligible: ['covage', 'axione'], lines });
    for (const edge of tour) await walk(journey, edge);
    await expect(journey.result()).resolves.toBe('completed');
    await journey.expectOneStory();
    expect(await factsOf(house, 'billing', `${journey.id}.S001`)).toEqual(['started']);
  }, 240_000);

  it.each(endings)('ends with $name (D-09, D-13, D-18, D-31)', async ({ from, before = [], ...edge }) => {
    const journey = await beginSite(journeys, 'Lyon', from);
    for (const earlier of before) await walk(journey, earlier);
    await walk(journey, edge);
    expect((await stateOf(journey)).phase).toBe(edge.to);
  });

  it('forgets no task of a site', () => {
    const walked = new Set([...tour, ...endings].flatMap(({ task }) => (task ? [task[0]] : [])));
    const ofSites = (Object.keys(tasks) as TaskStep[]).filter((step) => !ofDeployments.includes(step));
    expect(ofSites.filter((step) => !walked.has(step) && !playedOnly.includes(step) && !elsewhere.includes(step))).toEqual([]);
  });
});

const ofDeployments: readonly TaskStep[] = [
  'techno-commercial-approval', 'financial-approval', 'sales-collection', 'assignment', 'technical-validation', 'approval-refused', 'missing-documents', 'collection-correction',
  'internal-launch', 'welcome-call', 'customer-launch', 'technical-collection',
];

async function walk(journey: TestJourney, { task, obl, play, to, asks: asked }: Edge): Promise<void> {
  const before = await stateOf(journey);
  const name = JSON.stringify(task ?? obl ?? play);
  if (task) await journey.completeTask(task[0], task[1], 'S001');
  if (obl) await journey.oblTells('S001', obl, { attempt: before.order?.attempt ?? 1 });
  if (play) await playSite(journey, 'S001', play);
  await eventually(async () => {
    const now = await stateOf(journey);
    const open = asks(now).filter((step) => asked === undefined || step === asked);
    // The same task asked anew has another number.
    const isNew = Object.keys(now.tasks.open).some((id) => !Object.hasOwn(before.tasks.open, id));
    expect([name, now.phase, open, asked === undefined || play !== undefined || isNew]).toEqual([name, to, asked === undefined ? open : [asked], true]);
  }, 30_000);
  await expectInvariants(journey);
}
