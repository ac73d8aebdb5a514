/** The doors to one site over real HTTP and engine: another slot for its visit, the visit's report with its photos, its abandonment; who may, and what is refused whole (D-10, D-11, D-23). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verifier } from '../../../api/sign-in/verify.ts';
import { readEvents } from '../../../db/journey/rebuild.ts';
import type { SiteState } from '../../../domain/deployment/site.ts';
import { questionnaire } from '../../support/answers.ts';
import { json, outcomeOf, problemIn, verifyByName, type RunningApi } from '../../support/api.ts';
import { openHouse, type House } from '../../support/house.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { Journeys, type TestJourney } from '../../support/journeys.ts';
import { playSite } from '../../support/people.ts';
import { samplePdf, samplePng } from '../../support/sample-files.ts';

let house: House;
let journeys: Journeys;
let api: RunningApi;
let journey: TestJourney;

/** Beside one person per profile: a second coordinator, the manager of another team, the user of another customer. */
const others: Readonly<Record<string, { profiles: ('coordinator' | 'production-manager' | 'customer')[]; customerId?: string }>> = {
  mate: { profiles: ['coordinator'] }, rita: { profiles: ['production-manager'] }, stranger: { profiles: ['customer'], customerId: 'CLI-000002' },
};
const verify: Verifier = async (header) => {
  const subject = header?.replace(/^Bearer /, '') ?? '';
  const other = others[subject];
  return other ? { outcome: 'signed-in', identity: { subject, ...other } } : await verifyByName(header);
};

beforeAll(async () => {
  house = await openHouse();
  journeys = new Journeys(house);
  await house.pool.query("INSERT INTO team_members (subject, name, profile, team) VALUES ('rita', 'Rita Morel', 'production-manager', 'east')");
  api = await startHouseApi(house, { verify });
  journey = await journeys.begin(['SIM-NEVER-DELIVER', 'SIM-NEVER-DELIVER', 'Lyon']);
  await Promise.all([playSite(journey, 'S001', 'technical-visit'), playSite(journey, 'S002', 'technical-visit'), playSite(journey, 'S003', 'activation')]);
});
afterAll(async () => {
  await api.close();
  await house.close();
});

const post = (who: string, path: string, body: unknown, headers: Record<string, string> = {}) => api.request(`/api/v1${path}`, json(body, { authorization: `Bearer ${who}`, ...headers }));
const atSite = (site: string, what: string) => `/deployments/${journey.id}/sites/${site}/${what}`;
const later = { startsAt: '2030-01-17T09:00:00+01:00', endsAt: '2030-01-17T11:00:00+01:00' };
const wish = { startsAt: '2030-01-22T09:00:00+01:00', endsAt: '2030-01-22T11:00:00+01:00' };
const replan = { ...later, askedBy: 'technician', reason: 'panne de véhicule' };
const countOf = async (type: string, site = 'S001') => (await journey.eventTypes(site)).filter((each) => each === type).length;

/** What persons have done at a site; the journey goes on meanwhile by itself. */
async function acts(site: string): Promise<readonly unknown[]> {
  return (await readEvents(house.pool, journey.journeyId(site))).filter(({ meta: { channel } }) => channel === 'api');
}

/** Refused as said, at these fields, and nothing is recorded of it. */
async function expectRefused(site: string, asked: () => Promise<Response>, status: number, code: string, pointers: readonly string[]): Promise<void> {
  const before = await acts(site);
  const refused = await problemIn(await asked());
  expect([refused.status, refused.code, refused.errors?.map(({ pointer }) => pointer) ?? []]).toEqual([status, code, pointers]);
  expect(await acts(site)).toEqual(before);
}

type Refused = [what: string, who: string, site: string, body: unknown, status: number, code: string, pointers?: string[]];

describe('another slot for a visit (D-10)', () => {
  it.each<Refused>([
    ['by another coordinator', 'mate', 'S001', replan, 403, 'D-03.other-coordinator'],
    ['by a technician himself', 'field-technician', 'S001', replan, 403, 'forbidden'],
    ['by the production manager', 'production-manager', 'S001', replan, 403, 'forbidden'],
    ['by the user of another customer', 'stranger', 'S001', { ...replan, askedBy: 'customer' }, 404, 'not-found'],
    ['by the customer for somebody else', 'customer', 'S001', { ...replan, askedBy: 'obl' }, 400, 'malformed-request', ['/askedBy']],
    ['of a site that is none', 'coordinator', 'S009', replan, 404, 'not-found'],
    ['without who asked', 'coordinator', 'S001', { ...later, reason: 'panne' }, 400, 'malformed-request', ['/askedBy']],
    ['asked by nobody known', 'coordinator', 'S001', { ...replan, askedBy: 'neighbour' }, 400, 'malformed-request', ['/askedBy']],
    ['without a reason', 'coordinator', 'S001', { ...replan, reason: ' ' }, 400, 'malformed-request', ['/reason']],
    ['with an unknown field', 'coordinator', 'S001', { ...replan, surprise: true }, 400, 'malformed-request', ['/surprise']],
    ['at an hour of no time zone', 'coordinator', 'S001', { ...replan, startsAt: '2030-01-17T09:00:00' }, 400, 'malformed-request', ['/startsAt']],
    ['that ends before it starts', 'coordinator', 'S001', { ...replan, endsAt: '2030-01-17T08:00:00+01:00' }, 422, 'D-10.slot-ends-before-it-starts'],
    ['in the past', 'customer', 'S001', { ...replan, askedBy: 'customer', startsAt: '2020-01-17T09:00:00+01:00' }, 422, 'D-10.slot-in-the-past'],
    ['of a visit that is reported', 'coordinator', 'S003', replan, 409, 'wrong-state'],
  ])('is refused whole %s', async (_what, who, site, body, status, code, pointers = []) => {
    await expectRefused(site === 'S009' ? 'S001' : site, () => post(who, atSite(site, 'replan'), body), status, code, pointers);
  });

  it('is proposed once however often its coordinator sends it, and a wish of the customer waits for him', async () => {
    const send = () => outcomeOf(post('coordinator', atSite('S001', 'replan'), replan, { 'idempotency-key': `replan-${journey.id}` }));
    expect([await send(), await send()]).toEqual([200, 200]);
    expect(await countOf('slotMoved')).toBe(1);
    expect(await outcomeOf(post('customer', atSite('S001', 'replan'), { ...wish, askedBy: 'customer', reason: 'fermé ce jour-là' }))).toBe(200);
    const taskId = await journey.openTask('intervention-planning', 'S001');
    expect((await journey.recordedState<SiteState>('S001')).tasks.open[taskId]?.context).toMatchObject({ offeredBy: 'customer', offeredStartsAt: '2030-01-22T08:00:00.000Z' });
    await playSite(journey, 'S001', 'technical-visit');
  });
});

describe('the report of a visit (D-11)', () => {
  const report = (photos: readonly string[]) => ({ outcome: 'favourable', questionnaire: { ...questionnaire, photos } });
  const upload = async (to: string, bytes: Buffer = samplePng): Promise<string> => {
    const form = new FormData();
    form.append('kind', 'other');
    form.append('file', new File([new Uint8Array(bytes)], 'baie.png'));
    const answer = await api.request(`/api/v1/deployments/${to}/documents`, { method: 'POST', body: form, headers: { authorization: 'Bearer field-technician' } });
    expect(answer.status).toBe(201);
    return (await answer.json() as { id: string }).id;
  };
  const complete = async (who: string, body: unknown) => await post(who, `/tasks/${await journey.openTask('technical-visit', 'S001')}/complete`, body);

  it('is refused whole with what is no image, and with one that was rejected', async () => {
    const [plan, blurred] = [await upload(journey.id, samplePdf), await upload(journey.id)];
    expect(await outcomeOf(post('coordinator', `/documents/${blurred}/reject`, { reason: 'floue' }))).toBe(200);
    for (const photo of [plan, blurred]) await expectRefused('S001', () => complete('field-technician', report([photo])), 422, 'D-11.unknown-photo', ['/questionnaire/photos']);
  });

  it('is refused whole with a photo that is no document of the deployment, from another profile, or with a bad body', async () => {
    const elsewhere = await upload((await journeys.begin(['SIM-NEVER-ACK'])).id);
    await expectRefused('S001', () => complete('field-technician', report([randomUUID()])), 422, 'D-11.unknown-photo', ['/questionnaire/photos']);
    await expectRefused('S001', () => complete('field-technician', report([elsewhere])), 422, 'D-11.unknown-photo', ['/questionnaire/photos']);
    await expectRefused('S001', () => complete('coordinator', report([])), 403, 'not-task-owner', []);
    await expectRefused('S001', () => complete('field-technician', report([''])), 400, 'malformed-request', ['/questionnaire/photos/0']);
    await expectRefused('S001', () => complete('field-technician', { outcome: 'favourable' }), 400, 'malformed-request', ['/questionnaire']);
  });

  it('is taken with photos that were added to the deployment', async () => {
    const photo = await upload(journey.id);
    expect(await outcomeOf(complete('field-technician', report([photo])))).toBe(200);
    expect(await countOf('visitReported')).toBe(1);
  });
});

describe('abandoning a site (D-23)', () => {
  const reason = 'le client ferme ce dépôt';

  it.each<Refused>([
    ['by another coordinator', 'mate', 'S002', { reason }, 403, 'D-03.other-coordinator'],
    ['by the manager of another team', 'rita', 'S002', { reason }, 422, 'D-03.not-of-the-team'],
    ['by a sales engineer', 'sales-engineer', 'S002', { reason }, 403, 'forbidden'],
    ['by the customer', 'customer', 'S002', { reason }, 403, 'forbidden'],
    ['without a reason', 'production-manager', 'S002', {}, 400, 'malformed-request', ['/reason']],
    ['with an unknown field', 'production-manager', 'S002', { reason, undo: false }, 400, 'malformed-request', ['/undo']],
    ['that is none', 'production-manager', 'S009', { reason }, 404, 'not-found'],
    ['past the point of no return', 'production-manager', 'S003', { reason }, 422, 'D-23.point-of-no-return', ['/site']],
    ['past the point of no return, when only asked for', 'coordinator', 'S003', { reason }, 422, 'D-23.point-of-no-return', ['/site']],
  ])('is refused whole %s', async (_what, who, site, body, status, code, pointers = []) => {
    await expectRefused(site === 'S009' ? 'S002' : site, () => post(who, atSite(site, 'abandon'), body), status, code, pointers);
  });

  it('waits for the manager of the team where its coordinator asks for it, whoever else would approve', async () => {
    expect(await outcomeOf(post('coordinator', atSite('S002', 'abandon'), { reason }))).toBe(200);
    const task = await journey.openTask('abandon-approval', 'S002');
    const approve = (who: string) => post(who, `/tasks/${task}/complete`, { approved: true, comment: 'vu' });
    await expectRefused('S002', () => approve('rita'), 422, 'D-03.not-of-the-team', []);
    expect(await outcomeOf(post('rita', `/tasks/${task}/claim`, {}))).toEqual([422, 'D-03.not-of-the-team']);
    await expectRefused('S002', () => approve('coordinator'), 403, 'not-task-owner', []);
    expect(await outcomeOf(approve('production-manager'))).toBe(200);
    await journey.awaitSitePhase('S002', 'cancelled');
    await expectRefused('S002', () => post('production-manager', atSite('S002', 'abandon'), { reason }), 409, 'wrong-state', []);
  });

  it('is done at once by the manager of the team', async () => {
    expect(await outcomeOf(post('production-manager', atSite('S001', 'abandon'), { reason }))).toBe(200);
    await journey.awaitSitePhase('S001', 'cancelled');
    expect(await countOf('abandonmentRequested')).toBe(0);
  });
});
