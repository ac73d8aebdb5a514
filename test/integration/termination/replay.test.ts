/** The histories of terminations, and of a site that takes the place of a service, of this version are written; they are replayed with all others. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { editPolicy } from '../../../db/policy/store.ts';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { eventually } from '../../support/eventually.ts';
import { versionNow, writeHistory } from '../../support/histories.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys } from '../../support/journeys.ts';
import { factsOf, setFaults } from '../../support/outside.ts';
import { playSite } from '../../support/people.ts';
import { carrySuccessions } from '../../support/successions.ts';
import { Terminations, TestTermination } from '../../support/terminations.ts';

const day = 86_400_000;
const tomorrow = (): string => new Date(Date.now() + day).toISOString().slice(0, 10);

describe.runIf(inject('isUpdating'))('the histories of this version are written:', () => {
  let house: House;
  let journeys: Journeys;
  let terminations: Terminations;
  let version: string;
  beforeAll(async () => {
    house = await openHouse();
    journeys = new Journeys(house);
    terminations = await Terminations.open(house);
    version = await versionNow();
    await editPolicy(house.pool, { name: 'outside-calls', value: { tellAfter: 'PT2S', againEvery: 'P1D' }, author: 'admin', hasRead: () => true });
  });
  afterAll(async () => {
    await terminations.close();
    await house.close();
  });

  const handleOf = (journeyId: string) => house.client.workflow.getHandle(workflowIdOf(journeyId));
  const write = async (story: string, journeyId: string) => { await writeHistory(version, story, handleOf(journeyId)); };
  async function ends(story: string, termination: TestTermination): Promise<unknown> {
    await termination.reaches('closing');
    await termination.agree();
    const outcome: unknown = await handleOf(termination.id).result();
    await write(story, termination.id);
    return outcome;
  }

  it('a termination whose customer is won back', async () => {
    const termination = await terminations.open([await terminations.oldService('RDS-900101')]);
    await termination.does('win-back', { outcome: 'kept', comment: 'Remise de 10 %' }, 'sales-engineer');
    expect(await ends('won-back-termination', termination)).toBe('kept');
  });

  it('one that is withdrawn before its last day, with its stop of billing undone', async () => {
    const termination = await terminations.open([await terminations.oldService('RDS-900102')]);
    await termination.enter(tomorrow());
    await eventually(async () => expect((await termination.events()).map(({ type }) => type)).toContain('billingStopped'));
    expect((await termination.withdraw()).status).toBe(200);
    expect(await ends('withdrawn-termination', termination)).toBe('withdrawn');
  });

  it('one that ends with the deproduction of two services, a call of which is passed over, and equipment that does not come back', async () => {
    const journey = await journeys.begin(['Lyon', 'Brest']);
    await Promise.all(['S001', 'S002'].map((site) => playSite(journey, site)));
    const { rows } = await house.pool.query<{ rds: string }>('SELECT rds FROM services WHERE deployment_id = $1 ORDER BY rds', [journey.id]);
    const termination = await terminations.open(rows.map(({ rds }) => rds));
    // Nobody wins him back in time.
    await termination.reaches('win-back');
    await termination.skip(21 * day);
    await termination.does('termination-fee', { choice: 'amend', totalCents: 12_300, comment: 'Au prorata' }, 'billing-admin');
    await setFaults(house, 'jarvis', { errorRate: 1 });
    await termination.does('termination-entry', { effectiveOn: new Date(Date.now() + 30 * day).toISOString().slice(0, 10) }, 'billing-admin');
    await eventually(async () => expect((await termination.events()).filter(({ type }) => type === 'billingStopped')).toHaveLength(2));
    await termination.skip(12 * day);
    await eventually(async () => expect((await termination.events()).map(({ type }) => type)).toContain('callStuck'), 30_000);
    await setFaults(house, 'jarvis', {});
    await termination.does('stuck-call', { choice: 'skip', comment: 'JARVIS ne connaît plus ce service' }, 'supervisor');
    await termination.does('deproduction-by-hand', { comment: 'Retiré de JARVIS à la main' }, 'coordinator');
    await eventually(async () => expect((await termination.read()).returnDeadline).not.toBeNull());
    await termination.skip(16 * day);
    await eventually(async () => expect((await termination.events()).map(({ type }) => type)).toContain('returnReminded'));
    await termination.skip(15 * day);
    const { equipment } = await termination.read();
    await termination.does('equipment-return', { equipment: equipment.map(({ serialNumber }, index) => ({ serialNumber, condition: index === 0 ? 'missing' : 'returned' })) }, 'logistics');
    expect(await ends('deproduced-termination', termination)).toBe('terminated');
    expect(await factsOf(house, 'billing', termination.id)).toEqual(['final-invoice', 'equipment-invoice']);
  }, 120_000);

  it('a site that takes the place of a service, and the termination of the old one (C-08)', async () => {
    const journey = await journeys.begin(['Brest'], { replaces: [[await terminations.oldService('RDS-900103')]] });
    const becomes = (stage: string) => eventually(async () => {
      await carrySuccessions(house);
      const { rows: [half] } = await house.pool.query<{ termination: string; stage: string; told: string }>('SELECT termination, stage, told FROM successions WHERE deployment_id = $1', [journey.id]);
      expect(half).toMatchObject({ stage, told: stage });
      return half?.termination ?? '';
    }, 20_000);
    const id = await becomes('held');
    await playSite(journey, 'S001', 'invoice-validation');
    await becomes('released');
    await new TestTermination(terminations, id).does('deproduction-by-hand', { comment: 'Ligne résiliée à la main' }, 'coordinator');
    expect(await handleOf(id).result()).toBe('terminated');
    await becomes('ended');
    await playSite(journey, 'S001');
    await expect(journey.result()).resolves.toBe('completed');
    await journey.expectOneStory();
    await write('replacing-deployment', journey.id);
    await write('replacing-site', journey.journeyId('S001'));
    await write('replaced-termination', id);
  }, 60_000);
});
