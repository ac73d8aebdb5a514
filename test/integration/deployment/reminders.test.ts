/** The reminder ladder (D-09) in the journey's own time, skipped: when, how often, under which key, and what it finds. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readEvents } from '../../../db/journey/rebuild.ts';
import { answers } from '../../support/answers.ts';
import { inHours } from '../../support/delivery-policies.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, testPolicy, type TestJourney } from '../../support/journeys.ts';
import { acknowledged, delivered, expectAsked } from '../../support/obl.ts';
import { callsOf, factsOf, setFaults } from '../../support/outside.ts';
import { playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { skipTime } from '../../support/time.ts';

let house: House;
let journeys: Journeys;
beforeAll(async () => { house = await openHouse(); journeys = new Journeys(house); });
beforeEach(async () => { await setFaults(house, 'obl', {}); });
afterAll(async () => { await house.close(); });

const hour = 3_600_000;
const first = 72 * hour;
const again = 48 * hour;
/** Room for the calls themselves, far below the ladder's steps. */
const slackMs = 60_000;

async function ordered(city: string): Promise<TestJourney> {
  const journey = await journeys.begin([city]);
  await journey.awaitSitePhase('S001', 'acknowledgement');
  return journey;
}

const site = (journey: TestJourney) => journey.journeyId('S001');

interface Reminder { readonly atMs: number; readonly ordinal: number; readonly awaited: string; readonly reached: readonly string[] }

async function reminders(journey: TestJourney): Promise<Reminder[]> {
  const events = await readEvents(house.pool, site(journey));
  return events.flatMap(({ event, atMs }) => (event.type === 'oblReminded' ? [{ ...(event as unknown as Omit<Reminder, 'atMs'>), atMs }] : []));
}

async function awaitReminders(journey: TestJourney, count: number): Promise<Reminder[]> {
  return await eventually(async () => {
    const found = await reminders(journey);
    expect(found).toHaveLength(count);
    return found;
  });
}

/** How each fact of the outside was heard of. */
async function heard(journey: TestJourney): Promise<unknown[]> {
  return (await readEvents(house.pool, site(journey))).flatMap(({ event }) => ('heard' in event ? [[event.type, event.heard]] : []));
}

async function atOf(journey: TestJourney, type: string): Promise<number> {
  const found = (await readEvents(house.pool, site(journey))).find(({ event }) => event.type === type);
  return found?.atMs ?? NaN;
}

describe('the OBL', () => {
  it('is reminded of the acknowledgement first after a while, then again and again, once each', async () => {
    const journey = await ordered('SIM-NEVER-ACK');
    await skipTime(house, site(journey), first - slackMs);
    expect(await reminders(journey)).toEqual([]);
    await skipTime(house, site(journey), 2 * slackMs);
    await awaitReminders(journey, 1);
    await skipTime(house, site(journey), again);
    await awaitReminders(journey, 2);
    await skipTime(house, site(journey), again);
    const [one, two, three] = await awaitReminders(journey, 3) as [Reminder, Reminder, Reminder];
    expect([one, two, three].map(({ ordinal, awaited, reached }) => [ordinal, awaited, reached])).toEqual([1, 2, 3].map((ordinal) => [ordinal, 'acknowledgement', ['obl']]));
    for (const [gapMs, wantedMs] of [[one.atMs - await atOf(journey, 'accessOrderPlaced'), first], [two.atMs - one.atMs, again], [three.atMs - two.atMs, again]] as const) {
      expect(gapMs).toBeGreaterThanOrEqual(wantedMs);
      expect(gapMs).toBeLessThan(wantedMs + slackMs);
    }
    expect(await factsOf(house, 'obl', `${journey.id}.S001.1`)).toEqual(['placed', 'reminded', 'reminded', 'escalated', 'reminded']);
    await journey.expectOneStory();
    await journey.cancel();
    await expect(journey.result()).resolves.toBe('cancelled');
  });

  it('is reminded of the slot and of the delivery report too, each counted anew, and never under the key of an earlier reminder', async () => {
    const journey = await ordered('SIM-NEVER-ACK');
    await skipTime(house, site(journey), first + slackMs);
    await awaitReminders(journey, 1);
    const plannedMs = Date.now() + 30 * 24 * hour;
    await journey.oblTells('S001', { ...acknowledged, plannedDeliveryDate: new Date(plannedMs).toISOString().slice(0, 10) });
    // Nothing is awaited of it before a slot is proposed.
    await skipTime(house, site(journey), first + slackMs);
    expect(await reminders(journey)).toHaveLength(1);
    await journey.completeTask('intervention-planning', answers['intervention-planning'], 'S001');
    await skipTime(house, site(journey), first + slackMs);
    await awaitReminders(journey, 2);
    await playSite(journey, 'S001', 'delivery-report');
    // Nine days have gone by: not before the planned date.
    await skipTime(house, site(journey), 20 * 24 * hour);
    expect(await reminders(journey)).toHaveLength(2);
    // The second of them is due two days after the first, whatever the hour of this day.
    await skipTime(house, site(journey), 2 * 24 * hour + slackMs);
    const all = await awaitReminders(journey, 3);
    expect(all.map(({ ordinal, awaited }) => [ordinal, awaited])).toEqual([[1, 'acknowledgement'], [1, 'slot'], [1, 'delivery-report']]);
    expect((await factsOf(house, 'obl', `${journey.id}.S001.1`)).filter((fact) => fact === 'reminded')).toHaveLength(3);
    await journey.oblTells('S001', delivered);
    await expectAsked(journey, 'activation');
  });

  it('that does not come on the day it promised is reminded while the equipment is still waited for, and others are told; the step of the report goes on from there (D-13)', async () => {
    const journey = await ordered('SIM-NEVER-DELIVER');
    await journey.oblTells('S001', { ...acknowledged, plannedDeliveryDate: '2026-01-01' });
    await playSite(journey, 'S001', 'configuration');
    for (const skip of [1, 2]) {
      await skipTime(house, site(journey), 5 * 24 * hour);
      await eventually(async () => expect((await reminders(journey)).filter(({ awaited }) => awaited === 'delivery-report').length).toBeGreaterThanOrEqual(skip));
    }
    await eventually(async () => expect(await journey.eventTypes('S001')).toContain('oblEscalated'));
    expect((await factsOf(house, 'obl', `${journey.id}.S001.1`))).toContain('escalated');
    const { order } = await journey.siteState('S001');
    await playSite(journey, 'S001', 'delivery-report');
    expect((await journey.siteState('S001')).order).toMatchObject({ reminders: order?.reminders, isEscalated: true });
    await journey.oblTells('S001', delivered);
    await expectAsked(journey, 'activation');
    await journey.expectOneStory();
  });

  it('whose callbacks are all lost is asked for the order at the next reminder: acknowledgement, slot and delivery are found', async () => {
    const journey = await ordered('SIM-ACK-AFTER-REMINDER');
    await skipTime(house, site(journey), first + slackMs);
    await awaitReminders(journey, 1);
    await eventually(async () => expect(await factsOf(house, 'obl', `${journey.id}.S001.1`)).toEqual(['placed', 'reminded', 'acknowledged']));
    await skipTime(house, site(journey), again);
    await journey.completeTask('intervention-planning', answers['intervention-planning'], 'S001');
    await eventually(async () => expect(await factsOf(house, 'obl', `${journey.id}.S001.1`)).toEqual(['placed', 'reminded', 'acknowledged', 'slot-proposed', 'slot-confirmed', 'delivered']));
    await skipTime(house, site(journey), first + slackMs);
    await expectAsked(journey, 'technical-visit');
    expect(await heard(journey)).toEqual([['accessOrderAcknowledged', 'asked'], ['slotAgreed', 'asked'], ['deliveryReported', 'asked']]);
    expect(await callsOf(house, 'obl', `${journey.id}.S001.1`, 'remind')).toBe(1);
  });

  it('that is silent is found out at the first reminder, which then is not sent', async () => {
    const journey = await ordered('SIM-SILENT');
    await eventually(async () => expect(await factsOf(house, 'obl', `${journey.id}.S001.1`)).toContain('acknowledged'));
    await skipTime(house, site(journey), first + slackMs);
    await expectAsked(journey, 'intervention-planning');
    expect(await callsOf(house, 'obl', `${journey.id}.S001.1`, 'remind')).toBe(0);
  });

  it('that has delivered is not reminded of the visit any more, nor its support told: the technician is, and the production manager (D-11)', async () => {
    const journey = await ordered('SIM-NEVER-ACK');
    await journey.oblTells('S001', acknowledged);
    const [startsAt, endsAt] = [hour, 2 * hour].map((fromNowMs) => new Date(Date.now() + fromNowMs).toISOString());
    await journey.completeTask('intervention-planning', { startsAt, endsAt }, 'S001');
    await journey.oblTells('S001', delivered);
    await expectAsked(journey, 'technical-visit');
    await skipTime(house, site(journey), 2 * hour + first + slackMs);
    await awaitReminders(journey, 1);
    await skipTime(house, site(journey), again + slackMs);
    await eventually(async () => expect(await journey.eventTypes('S001')).toContain('oblEscalated'));
    expect((await reminders(journey)).map(({ awaited, ordinal, reached }) => [awaited, ordinal, reached])).toEqual([1, 2].map((ordinal) => ['intervention-report', ordinal, ['field-technician']]));
    const key = `${journey.id}.S001.1`;
    expect(await callsOf(house, 'obl', key, 'remind')).toBe(0);
    expect((await factsOf(house, 'obl', key)).filter((fact) => fact === 'reminded' || fact === 'escalated')).toEqual([]);
    expect(await factsOf(house, 'mail', `${journey.id}.S001.${key}.visit-reminder.1.field-technician`)).toEqual(['delivered']);
  });

  it('whose callback comes while we ask about it makes the question needless', async () => {
    const journey = await ordered('SIM-NEVER-ACK');
    await setFaults(house, 'obl', { hang: true });
    const skipped = skipTime(house, site(journey), first + slackMs);
    await eventually(async () => expect(await callsOf(house, 'obl', `${journey.id}.S001.1`, 'state')).toBeGreaterThan(0));
    await journey.oblTells('S001', delivered);
    await expectAsked(journey, 'intervention-planning');
    await setFaults(house, 'obl', {});
    await skipped;
    expect(await journey.eventTypes('S001')).toEqual(['siteOpened', 'oblChosen', 'accessOrderPlaced', 'deliveryReported', 'stepDone', 'taskOpened']);
  });
});

it('equipment whose arrival nobody tells is asked for, and so is a delivery report (D-12, D-13)', async () => {
  const journey = await ordered('SIM-REFTECH-SILENT');
  await journey.oblTells('S001', { ...acknowledged, plannedDeliveryDate: '2026-01-01' });
  await playSite(journey, 'S001', 'dispatch');
  await journey.completeTask('dispatch', answers.dispatch, 'S001');
  await eventually(async () => expect(await factsOf(house, 'ref-tech', `${journey.id}.S001.equipment.1`)).toContain('received'));
  await skipTime(house, site(journey), 24 * hour + slackMs);
  await playSite(journey, 'S001', 'activation');
  await expectAsked(journey, 'activation');
  expect((await heard(journey)).toSorted()).toEqual([['accessOrderAcknowledged', 'callback'], ['deliveryReported', 'asked'], ['equipmentReceived', 'asked'], ['slotAgreed', 'callback']]);
  expect(await callsOf(house, 'obl', `${journey.id}.S001.1`, 'remind')).toBe(0);
});

it('a ladder whose first instant has passed is caught up with at once', async () => {
  const past = { ...testPolicy, reminders: { ...testPolicy.reminders, 'obl-acknowledgement': inHours('obl-acknowledgement', 0, 48) } };
  const journey = await journeys.begin(['SIM-NEVER-ACK'], { policy: past });
  await awaitReminders(journey, 1);
  await journey.cancel();
  await expect(journey.result()).resolves.toBe('cancelled');
});

it('the read models say what the events say', async () => { await expectRebuildChangesNothing(house); });
