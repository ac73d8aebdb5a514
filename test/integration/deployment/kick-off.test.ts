/** The kick-off of one deployment over the API, with real mails and calendars: invitations, the customer's link, reminders, escalation, recall (D-05 to D-07, D-23). */
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvents } from '../../../db/journey/rebuild.ts';
import type { DeploymentState } from '../../../domain/deployment/deployment.ts';
import { answers } from '../../support/answers.ts';
import { json, problemIn, type RunningApi } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { linkSecret, openHouse, type House } from '../../support/house.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { Journeys, type TestJourney } from '../../support/journeys.ts';
import { mailsIn, type TakenMail } from '../../support/mails.ts';
import { playSite } from '../../support/people.ts';
import { setFaults } from '../../support/outside.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { skipTime } from '../../support/time.ts';

let house: House;
let journeys: Journeys;
let api: RunningApi;
beforeAll(async () => {
  house = await openHouse();
  journeys = new Journeys(house);
  api = await startHouseApi(house);
});
afterAll(async () => {
  await api.close();
  await house.close();
});

const hour = 3_600_000;
const post = (path: string, body: unknown, as = 'coordinator') => api.request(`/api/v1${path}`, json(body, { authorization: `Bearer ${as}` }));
/** Nobody signed in: the token is the credential. */
const byLink = (token: string, body?: unknown) => fetch(`${api.baseUrl}/api/v1/links/${token}`, body === undefined ? {} : { ...json(body) });
const plan = (journey: TestJourney, meeting: string, hourOfDay: number, as?: string) =>
  post(`/deployments/${journey.id}/meetings`, { meeting, startsAt: `2030-01-15T${hourOfDay}:00:00+01:00`, endsAt: `2030-01-15T${hourOfDay + 1}:00:00+01:00` }, as);
const complete = async (journey: TestJourney, step: 'internal-launch' | 'welcome-call', as: string, input: object = answers[step]): Promise<void> => {
  const answer = await post(`/tasks/${await journey.openTask(step)}/complete`, input, as);
  expect(answer.status, await answer.clone().text()).toBe(200);
};
const mailOf = async (journey: TestJourney, key: string): Promise<TakenMail> => await eventually(async () => {
  const mail = (await mailsIn(house)).find(({ messageKey }) => messageKey === `${journey.id}.${key}`);
  if (!mail) throw new Error(`no mail ${key}`);
  return mail;
});
const linkIn = ({ text }: TakenMail): string => /https:\/\/client\.jalon\.invalid\/f\/(\S+)/.exec(text)?.[1] ?? 'no link';
const eventsOf = async (journey: TestJourney, ...types: string[]) => (await readEvents(house.pool, journey.id)).filter(({ event }) => types.includes(event.type));

it('invites to each meeting, moves it, sets the customer launch, and takes the collection by a link that nobody can forge (D-05 to D-07)', async () => {
  const journey = await journeys.begin(['Lyon'], { at: 'internal-launch', isTechnicallyCollected: false });
  expect((await plan(journey, 'internal-launch', 10)).status).toBe(200);
  const moved = await plan(journey, 'internal-launch', 14);
  expect(await moved.json()).toMatchObject({ meetings: [{ meeting: 'internal-launch', startsAt: '2030-01-15T13:00:00.000Z', isCancelled: false }] });
  const invitation = await mailOf(journey, 'invitation.internal-launch.1');
  expect(invitation).toMatchObject({ to: ['sales-engineer@jalon.invalid', 'coordinator@jalon.invalid', 'presales-engineer@jalon.invalid'] });
  expect(invitation.attachments.map(({ mediaType }) => mediaType).toSorted()).toEqual(['application/ics', 'text/calendar']);
  // The sales engineer sets the hour of the welcome call, and of no other meeting.
  expect((await plan(journey, 'welcome-call', 16, 'sales-engineer')).status).toBe(200);
  expect(await problemIn(await plan(journey, 'internal-launch', 16, 'sales-engineer'))).toMatchObject({ status: 403, code: 'not-task-owner' });
  expect(await problemIn(await plan(journey, 'customer-launch', 16))).toMatchObject({ status: 409, code: 'wrong-state' });

  await complete(journey, 'internal-launch', 'coordinator');
  await complete(journey, 'welcome-call', 'sales-engineer', { calledOn: '2026-01-06', customerLaunchOn: '2030-01-21' });
  expect((await mailOf(journey, 'invitation.customer-launch.0')).to).toEqual(['sales-engineer@jalon.invalid', 'coordinator@jalon.invalid', 'jeanne.martin@client.invalid']);

  const token = linkIn(await mailOf(journey, 'welcome'));
  await journey.openTask('technical-collection');
  const shown = await (await byLink(token)).json() as Record<string, unknown>;
  expect(shown).toMatchObject({ state: 'open', deploymentId: journey.id, step: 'technical-collection', site: null, inputSchema: { type: 'object' } });
  expect(await problemIn(await byLink(token, { lanAddressing: 'dhcp' }))).toMatchObject({ status: 400, code: 'malformed-request' });
  const forge = (secret: string, expiresAt: number, customerId = 'CLI-000001') =>
    new SignJWT({ customerId }).setProtectedHeader({ alg: 'HS256' }).setSubject(String(shown['taskId'])).setExpirationTime(expiresAt).sign(new TextEncoder().encode(secret));
  const [past, future] = [Math.floor(Date.now() / 1000) - 60, Math.floor(Date.now() / 1000) + 60];
  expect(await problemIn(await byLink(await forge(linkSecret, past)))).toMatchObject({ status: 410, code: 'link-expired' });
  for (const forged of [await forge('another secret that is long enough too', future), await forge(linkSecret, future, 'CLI-000002'), `${token}x`, 'nonsense']) {
    expect(await problemIn(await byLink(forged, answers['technical-collection']))).toMatchObject({ status: 404, code: 'not-found' });
  }
  // Sent twice, as by somebody who saw no answer: it counts once.
  for (const answer of [await byLink(token, answers['technical-collection']), await byLink(token, answers['technical-collection'])]) expect(await answer.json()).toMatchObject({ state: 'completed' });
  expect(await problemIn(await byLink(token, { ...answers['technical-collection'], publicAddresses: 9 }))).toMatchObject({ status: 409, code: 'task-closed' });
  expect(await eventsOf(journey, 'taskCompleted')).toContainEqual(expect.objectContaining({ meta: expect.objectContaining({ actor: `customer-link:${journey.id}`, channel: 'link' }) }));
  expect((await journey.recordedState<DeploymentState>()).isTechnicallyCollected).toBe(true);
  expect((await mailsIn(house)).filter(({ copies }) => copies > 0)).toEqual([]);
  await journey.cancel();
  await journey.result();
});

describe('a customer who keeps silent', () => {
  it('is reminded with a fresh link, then coordinator and sales are told, once; a cancellation recalls the meeting and ends the reminders (D-07, D-23)', async () => {
    const journey = await journeys.begin(['Lyon'], { at: 'customer-launch', isTechnicallyCollected: false });
    expect((await plan(journey, 'customer-launch', 10)).status).toBe(200);
    await mailOf(journey, 'invitation.customer-launch.0');
    await skipTime(house, journey.id, 73 * hour);
    const first = await mailOf(journey, 'technical-collection.1.reminder.1');
    expect((await byLink(linkIn(first))).status).toBe(200);
    expect(await eventsOf(journey, 'escalated')).toEqual([]);
    await skipTime(house, journey.id, 49 * hour);
    for (const to of ['coordinator', 'sales-engineer']) expect((await mailOf(journey, `technical-collection.1.${to}`)).to).toEqual([`${to}@jalon.invalid`]);
    await skipTime(house, journey.id, 49 * hour);
    await mailOf(journey, 'technical-collection.1.reminder.3');
    await eventually(async () => {
      const told = (await eventsOf(journey, 'collectionReminded', 'escalated')).map(({ event }) => [event.type, (event as unknown as { ordinal: number }).ordinal]);
      expect(told).toEqual([['collectionReminded', 1], ['collectionReminded', 2], ['escalated', 2], ['collectionReminded', 3]]);
    });

    await setFaults(house, 'mail', { hang: true });
    await journey.cancel();
    // Nobody is left with the meeting: the journey goes on until the recall is out.
    expect((await journey.recordedState<DeploymentState>()).phase).toBe('cancelling');
    await setFaults(house, 'mail', {});
    await mailOf(journey, 'invitation.customer-launch.1');
    await journey.result();
    expect((await journey.eventTypes()).slice(-2)).toEqual(['invitationSent', 'deploymentCancelled']);
    await expectRebuildChangesNothing(house);
  });

  it('is reminded of a site’s supplementary collection by the same ladder, and answers by its link (D-11)', async () => {
    const journey = await journeys.begin(['Lyon']);
    await playSite(journey, 'S001', 'supplementary-collection');
    await skipTime(house, journey.journeyId('S001'), 73 * hour);
    const token = linkIn(await mailOf(journey, 'S001.supplementary-collection.1.reminder.1'));
    expect(await (await byLink(token, answers['supplementary-collection'])).json()).toMatchObject({ state: 'completed', site: { site: 'S001', label: 'Agence de Lyon' } });
    await journey.cancel();
    await journey.result();
  });
});

it('was not held tomorrow, and sets no launch for yesterday (D-05, D-06, D-13)', async () => {
  const late = await startHouseApi(house, { nowMs: () => Date.parse('2029-07-01T18:30:00Z') });
  const journey = await journeys.begin(['Lyon'], { at: 'internal-launch' });
  const task = await journey.openTask('internal-launch');
  const send = (heldOn: string) => late.request(`/api/v1/tasks/${task}/complete`, json({ ...answers['internal-launch'], heldOn }, { authorization: 'Bearer coordinator' }));
  for (const date of ['2029-07-02', '2092-07-01']) expect(await problemIn(await send(date))).toMatchObject({ status: 422, code: 'D-13.done-in-the-future', errors: [{ pointer: '/heldOn' }] });
  expect((await send('2029-07-01')).status).toBe(200);
  const call = await journey.openTask('welcome-call');
  const welcome = (customerLaunchOn: string) => late.request(`/api/v1/tasks/${call}/complete`, json({ calledOn: '2029-06-29', customerLaunchOn }, { authorization: 'Bearer sales-engineer' }));
  expect(await problemIn(await welcome('2029-06-30'))).toMatchObject({ status: 422, code: 'D-06.launch-in-the-past', errors: [{ pointer: '/customerLaunchOn' }] });
  expect((await welcome('2029-07-01')).status).toBe(200);
  await late.close();
});
