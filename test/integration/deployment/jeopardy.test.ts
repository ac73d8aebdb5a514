/** The watch over a schedule (D-21) in the journey's own time, skipped: each alert once, also after the workers were stopped, and taken back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDeployment, readSites } from '../../../db/deployment/reads.ts';
import { readEvents } from '../../../db/journey/rebuild.ts';
import { dateOf, dayMs } from '../../../domain/clock/localDate.ts';
import { frozenBusinessDays } from '../../../domain/clock/frozenDays.ts';
import type { SiteState } from '../../../domain/deployment/site.ts';
import { applyPolicyUpdate } from '../../../workflows/deployment/messages.ts';
import { answers } from '../../support/answers.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, meta, testPolicy, type TestJourney } from '../../support/journeys.ts';
import { callsOf, factsOf, setFaults } from '../../support/outside.ts';
import { playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { skipTime } from '../../support/time.ts';

let house: House;
let journeys: Journeys;
beforeAll(async () => {
  house = await openHouse();
  journeys = new Journeys(house);
});
afterAll(async () => { await house.close(); });

const hour = 3_600_000;
const slackMs = 60_000;
/** The test policy knows no holiday, and no zone but UTC. */
const days = frozenBusinessDays(testPolicy.days);
const today = dateOf(Math.floor(Date.now() / dayMs));
const eight = (date: string): number => Date.parse(`${date}T08:00:00Z`);

const jeopardies = async (journey: TestJourney) => (await readEvents(house.pool, journey.journeyId('S001'))).map(({ event }) => event as unknown as Record<string, unknown>)
  .filter(({ type }) => String(type).startsWith('jeopardy'));
const awaitJeopardies = (journey: TestJourney, types: readonly string[]) =>
  eventually(async () => expect((await jeopardies(journey)).map(({ type }) => type)).toEqual(types));
const mailed = (journey: TestJourney, ordinal: number, to: string) => factsOf(house, 'mail', `${journey.id}.S001.jeopardy.${ordinal}.${to}`);
const isShownAtRisk = async (journey: TestJourney) => (await journey.handle('S001').describe()).searchAttributes['JalonAtRisk'];

describe('a site whose visit slips (D-21)', () => {
  it('is raised as its date comes near, and again when it has passed, once each, over stopped workers; other lead times take it back', async () => {
    const latestOn = days.add(today, 6);
    const journey = await journeys.begin(['Lyon'], { schedule: [{ milestone: 'technical-visit', latestOn }, { milestone: 'delivery', latestOn: days.add(latestOn, 15) }] });
    await playSite(journey, 'S001', 'technical-visit');
    await skipTime(house, journey.journeyId('S001'), eight(days.add(latestOn, -2)) - Date.now() - slackMs);
    expect(await jeopardies(journey)).toEqual([]);

    await skipTime(house, journey.journeyId('S001'), 2 * slackMs);
    await awaitJeopardies(journey, ['jeopardyRaised', 'jeopardyTold']);
    expect(await jeopardies(journey)).toMatchObject([{ milestone: 'technical-visit', threshold: 'approaching', latestOn, to: ['field-technician'] }, { ordinal: 1 }]);
    expect(await mailed(journey, 1, 'field-technician')).toHaveLength(1);
    await eventually(async () => expect(await isShownAtRisk(journey)).toEqual([true]));

    await house.stopWorkers();
    await house.startWorkers();
    await skipTime(house, journey.journeyId('S001'), eight(days.add(latestOn, 1)) - eight(days.add(latestOn, -2)));
    await awaitJeopardies(journey, ['jeopardyRaised', 'jeopardyTold', 'jeopardyRaised', 'jeopardyTold']);
    expect((await jeopardies(journey))[2]).toMatchObject({ milestone: 'technical-visit', threshold: 'passed', to: ['field-technician', 'production-manager'], cause: { milestone: 'technical-visit' } });
    for (const to of ['field-technician', 'production-manager']) expect(await mailed(journey, 2, to)).toHaveLength(1);
    expect(await callsOf(house, 'mail', `${journey.id}.S001.jeopardy.1.field-technician`, 'send')).toBeLessThanOrEqual(1);
    expect((await readSites(house.pool, journey.id))[0]?.jeopardies).toMatchObject([{ milestone: 'technical-visit', threshold: 'passed', latestOn }]);
    expect((await readDeployment(house.pool, journey.id))?.atRisk).toBe(true);

    // The target is far away, and so are the dates that are computed anew.
    const act = meta();
    await journey.handle('S001').executeUpdate(applyPolicyUpdate, {
      updateId: act.commandId, args: [{ applied: { policy: 'lead-times', version: 2, frozen: { leadTimes: testPolicy.leadTimes } }, meta: act }],
    });
    expect((await jeopardies(journey)).at(-1)).toMatchObject({ type: 'jeopardyCleared', milestone: 'technical-visit', reason: 'replanned' });
    expect((await readDeployment(house.pool, journey.id))?.atRisk).toBe(false);
    await eventually(async () => expect(await isShownAtRisk(journey)).toEqual([false]));
    await skipTime(house, journey.journeyId('S001'), 48 * hour);
    expect(await jeopardies(journey)).toHaveLength(5);
    await journey.expectOneStory();
    await journey.cancel();
    await expect(journey.result()).resolves.toBe('cancelled');
  });
});

it('a mail that is stuck keeps no later threshold from being raised; each is told once it goes out (D-21, D-24)', async () => {
  const [near, later] = [days.add(today, 4), days.add(today, 5)];
  const policy = { ...testPolicy, outsideCalls: { tellAfterMs: 3_000, againEveryMs: 1_000 * hour } };
  const journey = await journeys.begin(['Lyon'], { policy, schedule: [{ milestone: 'technical-visit', latestOn: near }, { milestone: 'delivery', latestOn: later }] });
  await playSite(journey, 'S001', 'technical-visit');
  await setFaults(house, 'mail', { errorRate: 1 });
  await skipTime(house, journey.journeyId('S001'), eight(days.add(near, -2)) - Date.now() + slackMs);
  await awaitJeopardies(journey, ['jeopardyRaised']);
  await journey.openTask('stuck-call', 'S001');
  await skipTime(house, journey.journeyId('S001'), eight(days.add(later, -2)) - eight(days.add(near, -2)));
  await awaitJeopardies(journey, ['jeopardyRaised', 'jeopardyRaised']);
  await setFaults(house, 'mail', {});
  await eventually(async () => {
    const { stuck } = await journey.recordedState<SiteState>('S001');
    // On a slow machine a try may come to nothing even so.
    if (stuck['send-jeopardy']?.verdict === null) await journey.completeTask('stuck-call', answers['stuck-call'], 'S001');
    expect((await jeopardies(journey)).map(({ type }) => type)).toEqual(['jeopardyRaised', 'jeopardyRaised', 'jeopardyTold', 'jeopardyTold']);
  }, 40_000);
  expect((await jeopardies(journey)).map(({ ordinal }) => ordinal)).toEqual([1, 2, 1, 2]);
  expect(await mailed(journey, 1, 'field-technician')).toHaveLength(1);
  await journey.expectOneStory();
  await journey.cancel();
  await expect(journey.result()).resolves.toBe('cancelled');
});

it('the read models say what the events say', async () => { await expectRebuildChangesNothing(house); });
