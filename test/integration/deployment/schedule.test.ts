/** The schedule over the real API (D-20, D-22): as figures, calendar and document, for the house and for the customer; and what a change would do. */
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dateOf, dayMs, dayNumber } from '../../../domain/clock/localDate.ts';
import { frozenBusinessDays } from '../../../domain/clock/frozenDays.ts';
import { latestDates } from '../../../domain/deployment/progress.ts';
import { json, outcomeOf, problemIn, type RunningApi } from '../../support/api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { Journeys, testPolicy, type TestJourney } from '../../support/journeys.ts';
import { launchFileOf } from '../../support/launch-file.ts';
import { playSite } from '../../support/people.ts';

let house: House;
let api: RunningApi;
let journey: TestJourney;
const days = frozenBusinessDays(testPolicy.days);
const today = dateOf(Math.floor(Date.now() / dayMs));
const target = days.add(today, 60);

beforeAll(async () => {
  house = await openHouse();
  api = await startHouseApi(house);
  journey = await new Journeys(house).begin(['SIM-NEVER-ACK', 'SIM-NEVER-ACK'], { schedule: latestDates(testPolicy, target) });
  for (const site of ['S001', 'S002']) await journey.awaitSitePhase(site, 'acknowledgement');
  await playSite(journey, 'S001', 'technical-visit');
});
afterAll(async () => { await api.close(); await house.close(); });

const as = (who: string) => ({ headers: { authorization: `Bearer ${who}` } });
const read = (path: string, who = 'coordinator') => api.request(`/api/v1/deployments/${journey.id}/${path}`, as(who));
interface Line { milestone: string; latestOn: string; expectedOn: string; doneOn: string | null; floatDays: number }
interface Figures { milestones: Line[]; criticalPath: string[]; activationOn: string }
type Shown = Figures & { sites: (Figures & { site: string })[] };
const line = ({ milestones }: Figures, milestone: string) => milestones.find((other) => other.milestone === milestone);

describe('the schedule of a deployment', () => {
  it('shows what is done, what is expected, and what is left, of the whole and of each site (D-20)', async () => {
    const shown = await (await read('schedule')).json() as Shown;
    expect(line(shown, 'customer-launch')).toMatchObject({ doneOn: today });
    expect(shown.sites.map(({ site }) => site)).toEqual(['S001', 'S002']);
    const [first, second] = shown.sites as [Shown['sites'][number], Shown['sites'][number], ...Shown['sites']];
    expect([line(first, 'obl-acknowledgement')?.doneOn, line(second, 'obl-acknowledgement')?.doneOn]).toEqual([today, null]);
    expect(line(second, 'obl-acknowledgement')).toMatchObject({ expectedOn: days.add(today, 5) });
    // A milestone of the sites is done when it is at all of them.
    expect(line(shown, 'obl-acknowledgement')).toMatchObject({ doneOn: null, expectedOn: days.add(today, 5) });
    expect(shown.criticalPath.at(-1)).toBe('activation');
  });

  it('is shown to its customer in the milestones that concern him, and to no other (D-22)', async () => {
    const shown = await (await read('schedule', 'customer')).json() as Shown;
    expect(shown.milestones.map(({ milestone }) => milestone)).not.toContain('obl-acknowledgement');
    expect(shown.milestones.map(({ milestone }) => milestone)).toContain('technical-visit');
    expect(shown.sites[0]?.milestones.map(({ milestone }) => milestone)).not.toContain('obl-order');
  });

  it('is exported as a calendar of all-day events under lasting names, with an ordinal that grows (D-22)', async () => {
    const response = await read('schedule.ics');
    expect(response.headers.get('content-type')).toMatch(/^text\/calendar/);
    const text = (await response.text()).replaceAll('\r\n ', '');
    expect(text).toContain(`UID:${journey.id}.S002.obl-acknowledgement@jalon.invalid`);
    expect(text).toContain(`DTSTART;VALUE=DATE:${days.add(today, 5).replaceAll('-', '')}`);
    expect(Number(/SEQUENCE:(\d+)/.exec(text)?.[1])).toBeGreaterThan(10);
    expect((await (await read('schedule.ics', 'customer')).text()).replaceAll('\r\n ', '')).not.toContain('obl-');
  });

  it('is exported as a document (D-22)', async () => {
    const response = await read('schedule.pdf');
    expect(response.headers.get('content-type')).toMatch(/^application\/pdf/);
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(await response.arrayBuffer())), { mergePages: true });
    for (const word of ['Planning du déploiement', 'Visite technique', 'Accusé de réception OBL', 'Site S002', journey.id]) expect(text).toContain(word);
  });
});

describe('a preview of a schedule (D-20)', () => {
  const preview = (body: unknown, who = 'coordinator') => api.request('/api/v1/previews/schedule', json(body, as(who).headers));

  it('computes it from nothing but a target, over the holidays of May 2026', async () => {
    const answer = await (await preview({ targetActivationDate: '2026-05-12', from: '2026-03-13' })).json() as Figures & { impact: null };
    expect(line(answer, 'technical-visit')).toMatchObject({ latestOn: '2026-04-16', expectedOn: '2026-04-16', floatDays: 0 });
    expect(answer).toMatchObject({ activationOn: '2026-05-12', impact: null });
    const slipped = await (await preview({ targetActivationDate: '2026-05-12', from: '2026-03-13', moved: { 'technical-visit': '2026-04-22' } })).json() as Figures;
    expect(slipped.activationOn).toBe('2026-05-19');
  });

  it('is computed over a calendar that lists two thousand of its only days as holidays', async () => {
    const mondays = Array.from({ length: 2_000 }, (_, week) => dateOf(dayNumber(2026, 1, 5) + 7 * week));
    const calendar = { timeZone: 'Europe/Paris', weekly: { mon: [['08:00', '12:00']] }, holidays: mondays };
    const answer = await preview({ targetActivationDate: '2026-05-12', from: '2026-03-13', calendar });
    expect([answer.status, (await answer.json() as Figures).activationOn > '2064']).toEqual([200, true]);
  });

  it('says what a change would do to a deployment: dates before and after, alerts raised; nothing is stored', async () => {
    const answer = await (await preview({ deploymentId: journey.id, changes: { targetActivationDate: days.add(today, 26) } })).json() as { impact: { milestones: { site: string | null; milestone: string }[]; raised: { site: string; milestone: string }[]; cleared: unknown[] } };
    expect(answer.impact.milestones).toContainEqual(expect.objectContaining({ site: 'S002', milestone: 'activation', before: expect.objectContaining({ latestOn: target }) as unknown, after: expect.objectContaining({ latestOn: days.add(today, 26) }) as unknown }));
    expect(answer.impact.raised).toContainEqual(expect.objectContaining({ site: 'S002', milestone: 'obl-acknowledgement' }));
    expect(answer.impact.cleared).toEqual([]);
    expect(line(await (await read('schedule')).json() as Shown, 'activation')?.latestOn).toBe(target);
  });

  it('refuses what no schedule can be computed from, by pointer, and hides deployments from who may not see them', async () => {
    const refused = await preview({ targetActivationDate: '2026-05-12', done: { 'no-such-milestone': '2026-05-01' } });
    expect(refused.status).toBe(422);
    expect(await problemIn(refused)).toMatchObject({ code: 'D-20.impossible-schedule', errors: [{ pointer: '/done/no-such-milestone', code: 'unknown-milestone' }] });
    expect((await preview({ targetActivationDate: '2026-05-12', when: 'soon' })).status).toBe(400);
    expect((await preview({ deploymentId: journey.id, changes: {} }, 'admin')).status).toBe(404);
  });
});

describe('an hour past midnight in Paris, which is yesterday in UTC', () => {
  let late: RunningApi;
  const isoToday = '2029-07-02';
  beforeAll(async () => { late = await startHouseApi(house, { nowMs: () => Date.parse('2029-07-01T23:30:00Z') }); });
  afterAll(() => late.close());
  const preview = async (body: object) => await (await late.request('/api/v1/previews/schedule', json(body))).json() as Figures;

  it('is today to the document, and to a schedule that begins today (D-20, D-22)', async () => {
    const response = await late.request(`/api/v1/deployments/${journey.id}/schedule.pdf`);
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(await response.arrayBuffer())), { mergePages: true });
    expect(text.replaceAll('\u00A0', ' ')).toContain(`${journey.id}, au 2 juillet 2029`);
    expect(await preview({ targetActivationDate: '2029-12-03' })).toEqual(await preview({ targetActivationDate: '2029-12-03', from: isoToday }));
    expect(await preview({ targetActivationDate: '2029-12-03' })).not.toEqual(await preview({ targetActivationDate: '2029-12-03', from: '2029-06-29' }));
    const calendar = { timeZone: 'UTC', weekly: { sun: [['08:00', '12:00']] }, holidays: [] };
    expect(await preview({ targetActivationDate: '2029-12-03', calendar })).toEqual(await preview({ targetActivationDate: '2029-12-03', calendar, from: '2029-07-01' }));
  });

  it('is today to a launch: yesterday’s date is past (D-01)', async () => {
    const launch = (targetActivationDate: string) => outcomeOf(late.request('/api/v1/deployments', json({ ...launchFileOf(['SIM-NEVER-ACK']), targetActivationDate })));
    expect([await launch('2029-07-01'), await launch(isoToday)]).toEqual([[422, 'D-01.target-date-past'], 201]);
  });
});
