/** The gates when persons say no (D-02 to D-04), over real HTTP, engine, database and JARVIS: one deployment to its validated file, and one that changes hands while JARVIS is away. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verifier } from '../../../api/sign-in/verify.ts';
import type { DeploymentState } from '../../../domain/deployment/deployment.ts';
import { documentKindNames } from '../../../domain/documents/kinds.ts';
import { answers } from '../../support/answers.ts';
import { json, outcomeOf, verifyByName, type RunningApi } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { Journeys, testPolicy, type TestJourney } from '../../support/journeys.ts';
import { factsOf, setFaults } from '../../support/outside.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { samplePdf } from '../../support/sample-files.ts';

let house: House;
let journeys: Journeys;
let api: RunningApi;

/** Beside one person per profile, a second coordinator of the team, and the manager of another. */
const others = { mate: 'coordinator', rita: 'production-manager' } as const;
const verify: Verifier = async (header) => {
  const subject = header?.replace(/^Bearer /, '') as keyof typeof others;
  return Object.hasOwn(others, subject) ? { outcome: 'signed-in', identity: { subject, profiles: [others[subject]] } } : await verifyByName(header);
};

beforeAll(async () => {
  house = await openHouse();
  journeys = new Journeys(house);
  await house.pool.query("INSERT INTO team_members (subject, name, profile, team) SELECT 'mate', 'Paul Girard', 'coordinator', team FROM team_members WHERE subject = 'production-manager'");
  await house.pool.query("INSERT INTO team_members (subject, name, profile, team) VALUES ('rita', 'Rita Morel', 'production-manager', 'east'), ('nora', 'Nora Petit', 'coordinator', 'east')");
  api = await startHouseApi(house, { verify });
});
afterAll(async () => {
  await api.close();
  await house.close();
});

const as = (who: string) => ({ authorization: `Bearer ${who}` });
const post = (who: string, path: string, body: unknown = {}) => api.request(`/api/v1${path}`, json(body, as(who)));
const completes = async (journey: TestJourney, who: string, step: string, body: unknown) => await outcomeOf(post(who, `/tasks/${await journey.openTask(step)}/complete`, body));

async function uploads(journey: TestJourney, kind: string, who = 'sales-engineer'): Promise<string> {
  const form = new FormData();
  form.append('kind', kind);
  form.append('file', new File([new Uint8Array(samplePdf)], `${kind}.pdf`));
  const answer = await api.request(`/api/v1/deployments/${journey.id}/documents`, { method: 'POST', body: form, headers: as(who) });
  expect(answer.status).toBe(201);
  return (await answer.json() as { id: string }).id;
}

async function contextOf(journey: TestJourney, step: string, who = 'sales-engineer'): Promise<Record<string, unknown>> {
  const answer = await api.request(`/api/v1/tasks/${await journey.openTask(step)}`, { headers: as(who) });
  return (await answer.json() as { context: Record<string, unknown> }).context;
}

describe('a deployment whose file is refused at every gate', () => {
  it('goes back to sales each time with the reason, and on once all is right (D-02, D-03, D-04)', async () => {
    const journey = await journeys.launch(['Lyon']);
    for (const [step, who] of [['techno-commercial-approval', 'presales-engineer'], ['financial-approval', 'business-director']] as const) {
      expect(await completes(journey, who, step, { approved: false, comment: 'marge trop faible' })).toBe(200);
      expect(await contextOf(journey, 'approval-refused')).toMatchObject({ refusedStep: step, reason: 'marge trop faible' });
      expect(await completes(journey, 'sales-engineer', 'approval-refused', { comment: 'prix revu' })).toBe(200);
      expect(await contextOf(journey, step)).toMatchObject({ resubmittedWith: 'prix revu' });
      expect(await completes(journey, who, step, answers[step])).toBe(200);
    }
    expect(await completes(journey, 'sales-engineer', 'sales-collection', answers['sales-collection'])).toBe(200);
    expect(await completes(journey, 'production-manager', 'assignment', answers.assignment)).toBe(200);

    expect(await contextOf(journey, 'missing-documents')).toMatchObject({ missingDocuments: 'purchase-order, deal-simulator, eligibility-evidence, bank-details, sepa-mandate' });
    const kinds = documentKindNames.filter((kind) => ['purchase-order', 'deal-simulator', 'eligibility-evidence', 'bank-details', 'sepa-mandate'].includes(kind));
    const documents = [];
    for (const kind of kinds) documents.push(await uploads(journey, kind));
    const [order = ''] = documents;
    const rejected = await post('coordinator', `/documents/${order}/reject`, { reason: 'non contresigné' });
    expect([rejected.status, await rejected.json()]).toEqual([200, expect.objectContaining({ status: 'rejected', rejectedBy: 'coordinator', rejectionReason: 'non contresigné', acceptedBy: null })]);
    expect(await contextOf(journey, 'missing-documents')).toMatchObject({ missingDocuments: '', refusedDocuments: 'purchase-order', refusalReasons: 'purchase-order : non contresigné' });
    expect(await (await api.request(`/api/v1/deployments/${journey.id}/documents`, { headers: as('sales-engineer') })).json())
      .toMatchObject({ required: expect.arrayContaining([expect.objectContaining({ kind: 'purchase-order', status: 'rejected', reason: 'non contresigné' })]) });
    const replaced = [await uploads(journey, 'purchase-order'), ...documents.slice(1)];
    for (const id of replaced) expect(await outcomeOf(post('coordinator', `/documents/${id}/accept`))).toBe(200);
    expect((await journey.recordedState<DeploymentState>()).tasks.open).not.toHaveProperty(`${journey.id}.missing-documents.1`);

    expect(await completes(journey, 'coordinator', 'technical-validation', { accepted: false })).toEqual([400, 'malformed-request']);
    expect(await completes(journey, 'coordinator', 'technical-validation', { accepted: false, comment: 'horaires faux' })).toBe(200);
    expect(await completes(journey, 'sales-engineer', 'collection-correction', answers['collection-correction'])).toBe(200);

    const reassign = (coordinator: string, who = 'production-manager') => outcomeOf(post(who, `/deployments/${journey.id}/reassign`, { coordinator, reason: 'absence', comment: 'congé' }));
    expect([await reassign('mate', 'coordinator'), await reassign('production-manager'), await reassign('mate')]).toEqual([[403, 'forbidden'], [422, 'D-03.not-of-the-team'], 200]);
    // Another team's manager takes nothing over for his own, as long as its coordinator is of the house.
    expect(await reassign('nora', 'rita')).toEqual([422, 'D-03.not-of-the-team']);
    expect(await completes(journey, 'coordinator', 'technical-validation', answers['technical-validation'])).toEqual([403, 'D-03.other-coordinator']);
    expect(await outcomeOf(post('coordinator', `/documents/${order}/reject`, { reason: 'encore' }))).toEqual([403, 'D-03.other-coordinator']);
    expect(await completes(journey, 'mate', 'technical-validation', answers['technical-validation'])).toBe(200);
    await journey.openTask('internal-launch');
    await eventually(async () => expect(await factsOf(house, 'jarvis', journey.id)).toEqual(['registered', 'assigned', 'assigned']));
    await house.pool.query("UPDATE team_members SET subject = 'gone' WHERE subject = 'mate'");
    expect(await reassign('nora', 'rita')).toBe(200);
    await house.pool.query("UPDATE team_members SET subject = 'mate' WHERE subject = 'gone'");
    await eventually(async () => expect(await factsOf(house, 'jarvis', journey.id)).toHaveLength(4));
    await journey.expectOneStory([]);
    await expectRebuildChangesNothing(house);
  });
});

describe('a deployment that changes hands while JARVIS is away (D-03, D-24)', () => {
  it('goes on with the new coordinator, of whom JARVIS hears when it is back, and of nobody in between', async () => {
    const journey = await journeys.begin(['Lyon'], { at: 'internal-launch', policy: { ...testPolicy, outsideCalls: { tellAfterMs: 1_500, againEveryMs: 3_600_000 } } });
    // It was launched in its middle: JARVIS never heard of it.
    expect((await fetch(`${house.urls.jarvis}/v1/deployments`, {
      method: 'POST', headers: { 'authorization': `Bearer ${house.token}`, 'content-type': 'application/json', 'idempotency-key': journey.id },
      body: JSON.stringify({ deploymentId: journey.id, orderNumber: 'BC-1', customerId: 'CLI-000001', market: 'private', siteCount: 1 }),
    })).ok).toBe(true);
    await setFaults(house, 'jarvis', { errorRate: 1 });
    const reassign = (coordinator: string) => outcomeOf(post('production-manager', `/deployments/${journey.id}/reassign`, { coordinator, reason: 'load' }));
    expect(await reassign('mate')).toBe(200);
    await journey.openTask('stuck-call');
    expect(await completes(journey, 'mate', 'internal-launch', answers['internal-launch'])).toBe(200);
    expect([await reassign('coordinator'), await reassign('coordinator'), await reassign('mate')]).toEqual([200, 200, 200]);
    await setFaults(house, 'jarvis', {});
    await eventually(async () => {
      const { assignments, stuck } = await journey.recordedState<DeploymentState>();
      if (stuck['tell-assignment']?.verdict === null) await completes(journey, 'supervisor', 'stuck-call', answers['stuck-call']);
      expect([assignments, stuck]).toEqual([{ made: 4, told: 4 }, {}]);
    });
    const { rows } = await house.pool.query("SELECT payload ->> 'ordinal' AS ordinal FROM events WHERE journey_id = $1 AND type = 'assignmentTold' ORDER BY number", [journey.id]);
    expect(rows.map(({ ordinal }) => ordinal)).toEqual(['1', '4']);
    await journey.expectOneStory([]);
  });
});
