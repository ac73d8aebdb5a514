/** The access line when OBL, customer and technician do not agree at once: on the real engine, with the simulators' own books (D-08 to D-11, D-23). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvents } from '../../../db/journey/rebuild.ts';
import type { OblFact } from '../../../domain/deployment/site.ts';
import { abandonUpdate, replanUpdate, wishSlotUpdate } from '../../../workflows/deployment/messages.ts';
import { answers, questionnaire } from '../../support/answers.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, meta, testPolicy, type TestJourney } from '../../support/journeys.ts';
import { expectAsked, expectCompleted } from '../../support/obl.ts';
import { callsOf, factsOf, setFaults } from '../../support/outside.ts';
import { playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { skipTime } from '../../support/time.ts';

let house: House;
let journeys: Journeys;
beforeAll(async () => { house = await openHouse(); journeys = new Journeys(house); });
afterAll(async () => { await house.close(); });

const comment = 'vu avec le client';
const slot = { startsAt: '2030-01-15T08:00:00.000Z', endsAt: '2030-01-15T10:00:00.000Z' };
const later = { startsAt: '2030-01-17T08:00:00.000Z', endsAt: '2030-01-17T10:00:00.000Z' };
const latest = { startsAt: '2030-01-18T08:00:00.000Z', endsAt: '2030-01-18T10:00:00.000Z' };
const quote = { amountCents: 250_000, description: 'Tranchée de 12 mètres', comment };
const key = (journey: TestJourney, suffix: string) => `${journey.id}.S001.${suffix}`;

async function confirmed(journey: TestJourney, ordinal: number, what = slot, attempt = 1): Promise<void> {
  await eventually(async () => expect((await journey.siteState('S001')).slot).toMatchObject({ ordinal, status: 'proposed' }));
  const fact: OblFact = { type: 'slot-confirmed', ordinal, slot: what };
  await journey.oblTells('S001', fact, { attempt });
}

async function times(journey: TestJourney, type: string): Promise<number> {
  return (await journey.eventTypes('S001')).filter((each) => each === type).length;
}

describe('a site whose access is not had at once', () => {
  it('goes from the chosen OBL over quoted works, a moved slot, works on the site, a no-show and another OBL into service, and every book tells it (D-08 to D-11)', async () => {
    const journey = await journeys.begin(['SIM-NEVER-DELIVER'], { eligible: ['covage', 'axione'] });
    // D-08: nothing is ordered before the coordinator has chosen.
    await journey.completeTask('obl-choice', { obl: 'covage' }, 'S001');
    await journey.awaitSitePhase('S001', 'acknowledgement');
    // D-09: works are quoted to the customer, who agrees; the next order carries them.
    await journey.oblTells('S001', { type: 'refused', reason: 'works-needed', detail: null });
    await journey.completeTask('access-order-refused', { choice: 'quote-then-reorder', ...quote }, 'S001');
    await eventually(async () => expect((await journey.recordedState('S001'))).toMatchObject({ works: { isSent: true } }));
    await journey.completeTask('works-quote', { agreed: true }, 'S001');
    await playSite(journey, 'S001', 'intervention-planning');
    await journey.completeTask('intervention-planning', answers['intervention-planning'], 'S001');
    await confirmed(journey, 1, slot, 2);
    await journey.awaitSitePhase('S001', 'technical-visit');
    const announced = (ordinal: number) => eventually(async () => expect((await journey.siteState('S001')).slot).toMatchObject({ ordinal, isTold: true }));
    await announced(1);
    // D-10: the OBL moves it, the technician moves it again, the customer wishes for the first one.
    await journey.oblTells('S001', { type: 'slot-offered', offer: 1, slot: later }, { attempt: 2 });
    await journey.completeTask('intervention-planning', later, 'S001');
    await confirmed(journey, 2, later, 2);
    await announced(2);
    const replan = meta();
    await journey.handle('S001').executeUpdate(replanUpdate, { updateId: replan.commandId, args: [{ slot, askedBy: 'technician', reason: 'panne', meta: replan }] });
    const offTold = (ordinal: number) => eventually(async () => expect(await factsOf(house, 'mail', `${journey.id}.slot-off.S001.${ordinal}`)).toEqual(['delivered']));
    // Before the OBL has said anything of the next.
    await offTold(2);
    await eventually(async () => expect(await factsOf(house, 'mail', `${journey.id}.S001.slot.2.off.field-technician`)).toEqual(['delivered']));
    await confirmed(journey, 3, slot, 2);
    await announced(3);
    const wish = meta();
    await journey.handle('S001').executeUpdate(wishSlotUpdate, { updateId: wish.commandId, args: [{ slot: later, reason: 'fermé', meta: wish }] });
    // It holds until the coordinator has planned.
    await expectAsked(journey, 'technical-visit');
    expect(await factsOf(house, 'mail', `${journey.id}.slot-off.S001.3`)).toEqual([]);
    await journey.completeTask('intervention-planning', later, 'S001');
    await offTold(3);
    await confirmed(journey, 4, later, 2);
    await eventually(async () => expect(await factsOf(house, 'ref-tech', key(journey, 'visit.1'))).toEqual(['planned', 'moved', 'moved', 'moved']));
    // D-11: nobody there; then works; then another OBL.
    await journey.completeTask('technical-visit', { outcome: 'no-show', absent: 'customer' }, 'S001');
    await journey.completeTask('intervention-planning', slot, 'S001');
    await confirmed(journey, 5, slot, 2);
    await journey.completeTask('technical-visit', { outcome: 'works-needed', questionnaire, comment }, 'S001');
    await journey.completeTask('visit-unfavourable', { choice: 'quote', ...quote }, 'S001');
    await eventually(async () => expect((await journey.recordedState('S001'))).toMatchObject({ works: { ordinal: 2, isSent: true } }));
    await journey.completeTask('works-quote', { agreed: false }, 'S001');
    await journey.completeTask('visit-unfavourable', { choice: 'other-obl', obl: 'axione', comment }, 'S001');
    await eventually(async () => expect(await factsOf(house, 'obl', key(journey, '2'))).toContain('cancelled'));
    await playSite(journey, 'S001');
    await expectCompleted(journey);
    expect((await factsOf(house, 'ref-tech', key(journey, 'visit.1')))).toEqual(['planned', 'moved', 'moved', 'moved', 'visited']);
    expect((await factsOf(house, 'ref-tech', key(journey, 'visit.5')))).toEqual(['planned', 'visited']);
    expect(await times(journey, 'slotMoved')).toBe(3);
    expect([await times(journey, 'accessOrderPlaced'), await times(journey, 'visitReported'), await times(journey, 'worksQuoteSent')]).toEqual([3, 3, 2]);
    expect((await factsOf(house, 'mail', `${journey.id}.works-quote.S001.1`)).filter((fact) => fact === 'delivered')).toHaveLength(1);
    expect((await factsOf(house, 'mail', `${journey.id}.slot-off.S001.1`)).filter((fact) => fact === 'delivered')).toHaveLength(1);
  });

  it('has who keeps silent reminded, then the OBL’s support and the production manager told once per wait; the technician is reminded of his visit (D-09, D-11)', async () => {
    const journey = await journeys.begin(['SIM-ACK-AFTER-ESCALATION SIM-NEVER-DELIVER']);
    await journey.awaitSitePhase('S001', 'acknowledgement');
    const hour = 3_600_000;
    const remindedTimes = (count: number) => eventually(async () => expect(await times(journey, 'oblReminded')).toBe(count));
    await skipTime(house, journey.journeyId('S001'), 73 * hour);
    await remindedTimes(1);
    await skipTime(house, journey.journeyId('S001'), 48 * hour);
    await eventually(async () => expect(await factsOf(house, 'obl', key(journey, '1'))).toEqual(['placed', 'reminded', 'reminded', 'escalated', 'acknowledged']));
    await eventually(async () => expect(await times(journey, 'oblEscalated')).toBe(1));
    expect(await factsOf(house, 'mail', `${journey.id}.S001.${key(journey, '1')}.escalation.2.production-manager`)).toEqual(['delivered']);
    await playSite(journey, 'S001', 'technical-visit');
    // The slot's end, and the ladder after it; the journey's clock is ahead by what was skipped.
    await skipTime(house, journey.journeyId('S001'), Date.parse(slot.endsAt) - Date.now() - 121 * hour + 73 * hour);
    await remindedTimes(3);
    expect((await readEvents(house.pool, journey.journeyId('S001'))).findLast(({ event }) => event.type === 'oblReminded')?.event).toMatchObject({ awaited: 'intervention-report', reached: ['obl', 'field-technician'] });
    expect(await factsOf(house, 'mail', `${journey.id}.S001.${key(journey, '1')}.visit-reminder.3.field-technician`)).toEqual(['delivered']);
    await expectAsked(journey, 'technical-visit');
    const abandon = meta();
    await journey.handle('S001').executeUpdate(abandonUpdate, { updateId: abandon.commandId, args: [{ reason: 'renonce', meta: abandon }] });
    await expect(journey.result()).resolves.toBe('cancelled');
  });

  it('whose callbacks are lost is asked for: the OBL’s own slot and the reason of its refusal are found (D-09, D-10)', async () => {
    const journey = await journeys.begin(['SIM-SILENT SIM-MOVES-SLOT']);
    await eventually(async () => expect(await factsOf(house, 'obl', key(journey, '1'))).toEqual(['placed', 'acknowledged']));
    await journey.awaitSitePhase('S001', 'acknowledgement');
    await skipTime(house, journey.journeyId('S001'), 73 * 3_600_000);
    await journey.completeTask('intervention-planning', answers['intervention-planning'], 'S001');
    await eventually(async () => expect(await factsOf(house, 'obl', key(journey, '1'))).toEqual(['placed', 'acknowledged', 'slot-proposed', 'slot-confirmed', 'slot-offered']));
    await skipTime(house, journey.journeyId('S001'), 73 * 3_600_000);
    const taskId = await journey.openTask('intervention-planning', 'S001');
    expect((await journey.siteState('S001')).tasks.open[taskId]?.context).toMatchObject({ offeredBy: 'obl', offeredStartsAt: '2030-01-16T08:00:00.000Z' });
    const refused = await journeys.begin(['SIM-SILENT SIM-REFUSE-SATURATION']);
    await refused.awaitSitePhase('S001', 'acknowledgement');
    await eventually(async () => expect(await factsOf(house, 'obl', key(refused, '1'))).toEqual(['placed', 'refused']));
    await skipTime(house, refused.journeyId('S001'), 73 * 3_600_000);
    await refused.openTask('access-order-refused', 'S001');
    expect((await refused.siteState('S001')).refusal).toEqual({ reason: 'saturation', detail: null });
  });
});

it('a mail that is away holds neither the slots that the OBL is asked for, nor how long it is waited for; who counts on one hears that it is off when the mail is back (D-09, D-10, D-24)', async () => {
  const journey = await journeys.begin(['SIM-NEVER-DELIVER'], { policy: { ...testPolicy, outsideCalls: { tellAfterMs: 1_500, againEveryMs: 1_000 * 3_600_000 } } });
  await playSite(journey, 'S001', 'intervention-planning');
  await journey.completeTask('intervention-planning', slot, 'S001');
  await confirmed(journey, 1);
  await journey.awaitSitePhase('S001', 'technical-visit');
  await eventually(async () => expect((await journey.siteState('S001')).slot?.isTold).toBe(true));
  await setFaults(house, 'mail', { errorRate: 1, errorStatus: 422 });
  const asked = (ordinal: number) => eventually(async () => expect(await callsOf(house, 'obl', key(journey, '1'), 'propose-slot')).toBe(ordinal));
  const replan = async (to: typeof slot) => {
    const told = meta();
    await journey.handle('S001').executeUpdate(replanUpdate, { updateId: told.commandId, args: [{ slot: to, askedBy: 'customer', reason: 'fermé', meta: told }] });
  };
  await replan(later);
  await asked(2);
  const taskId = await journey.openTask('stuck-call', 'S001');
  expect((await journey.siteState('S001')).tasks.open[taskId]?.context).toMatchObject({ call: 'send-slot-off' });
  await skipTime(house, journey.journeyId('S001'), 73 * 3_600_000);
  // D-09: its confirmation was lost, and is asked for.
  await eventually(async () => expect((await journey.siteState('S001')).slot).toMatchObject({ ordinal: 2, status: 'agreed' }));
  await replan(latest);
  await asked(3);
  await confirmed(journey, 3, latest);
  await journey.awaitSitePhase('S001', 'technical-visit');
  await setFaults(house, 'mail', {});
  await journey.completeTask('stuck-call', { choice: 'retry', comment }, 'S001');
  await eventually(async () => expect((await journey.siteState('S001')).slot).toMatchObject({ ordinal: 3, isTold: true }));
  expect((await journey.eventTypes('S001')).filter((type) => type === 'slotOffTold' || type === 'slotTold')).toEqual(['slotTold', 'slotOffTold', 'slotTold']);
  for (const mail of ['slot-off.S001.1', 'S001.slot.1.off.field-technician', 'S001.slot.3.agreed.field-technician']) {
    expect(await factsOf(house, 'mail', `${journey.id}.${mail}`), mail).toEqual(['delivered']);
  }
});

it('the read models say what the events say', async () => { await expectRebuildChangesNothing(house); });
