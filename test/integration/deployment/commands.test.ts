/** The flow of a command: decided once, recorded once and in order, answered when recorded; whatever comes together, again, or while something is away. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { readEvents, rebuild } from '../../../db/journey/rebuild.ts';
import { cancelUpdate, completeTaskUpdate } from '../../../workflows/deployment/messages.ts';
import { answers } from '../../support/answers.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys, meta, refusalOf, type TestJourney } from '../../support/journeys.ts';
import { acknowledged, deliver, delivered, expectAsked } from '../../support/obl.ts';
import { playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';

let house: House;
let journeys: Journeys;
beforeAll(async () => { house = await openHouse(); journeys = new Journeys(house); });
afterAll(async () => { await house.close(); });

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

async function waiting(): Promise<TestJourney> {
  const journey = await journeys.begin(['SIM-NEVER-ACK']);
  await journey.awaitSitePhase('S001', 'acknowledgement');
  return journey;
}

async function historyLength(journey: TestJourney, site?: string): Promise<number> {
  return (await journey.handle(site).describe()).historyLength;
}

/** Another connection that keeps the recorder from writing while it is open. */
async function holdTheRecord(sql: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: house.databaseUrl });
  await client.connect();
  await client.query('BEGIN');
  await client.query(sql);
  return async () => {
    await client.query('ROLLBACK');
    await client.end();
  };
}

describe('commands that come together', () => {
  it('fourteen at once to one journey are recorded in the order of their numbers, each once', async () => {
    const journey = await waiting();
    const ids = range(14).map((index) => `callback-${journey.id}-${index}`);
    const numbers = await Promise.all(ids.map((commandId) => journey.oblTells('S001', { ...acknowledged, oblReference: commandId }, { commandId })));
    // The one that is news brings the next step and its task with it.
    expect([...numbers].sort((a, b) => a - b)).toEqual(range(14).map((index) => index + 6));
    const recorded = await readEvents(house.pool as never, journey.journeyId('S001'));
    for (const [index, commandId] of ids.entries()) expect(recorded.find((event) => event.number === numbers[index])?.meta.commandId).toBe(commandId);
    expect(recorded.map(({ event }) => event.type)).toEqual(['siteOpened', 'oblChosen', 'accessOrderPlaced', 'accessOrderAcknowledged', 'stepDone', 'taskOpened', ...range(13).map(() => 'callbackIgnored')]);
    await journey.oblTells('S001', delivered);
    await expectAsked(journey, 'intervention-planning');
  });

  it('the same command fourteen times over is one act with one number', async () => {
    const journey = await waiting();
    const numbers = await Promise.all(range(14).map(() => journey.oblTells('S001', acknowledged, { commandId: `callback-${journey.id}` })));
    expect(new Set(numbers)).toEqual(new Set([6]));
    await journey.oblTells('S001', delivered);
    await expectAsked(journey, 'intervention-planning');
  });

  it('the same command under another update id has the number of the first', async () => {
    const journey = await waiting();
    const act = { orderKey: `${journey.id}.S001.1`, fact: acknowledged, meta: meta({ channel: 'callback' }) };
    const numbers = await Promise.all(range(3).map((index) => journey.handle('S001').executeUpdate('oblTold', { updateId: `${act.meta.commandId}-${index}`, args: [act] })));
    expect(numbers).toEqual(range(3).map(() => ({ number: 6 })));
    await journey.oblTells('S001', delivered);
    await expectAsked(journey, 'intervention-planning');
  });
});

describe('a command that the rules refuse', () => {
  it('leaves nothing in the history, and nothing in the record', async () => {
    const journey = await journeys.launch(['Lyon']);
    const taskId = await journey.openTask('techno-commercial-approval');
    const before = await historyLength(journey);
    const act = meta();
    await expect(refusalOf(journey.handle().executeUpdate(completeTaskUpdate, { updateId: act.commandId, args: [{ taskId: `${taskId}0`, input: answers['techno-commercial-approval'], meta: act }] })))
      .resolves.toBe('task-closed');
    expect(await historyLength(journey)).toBe(before);
    expect(await journey.eventTypes()).toEqual(['deploymentLaunched', 'taskOpened', 'taskOpened']);
    await journey.cancel();
    await expect(journey.result()).resolves.toBe('cancelled');
  });

  it('may come again later under the same id and be accepted then', async () => {
    const journey = await waiting();
    const act = meta();
    const complete = (taskId: string, updateId: string) => journey.handle().executeUpdate(completeTaskUpdate, { updateId, args: [{ taskId, input: { accepted: true }, meta: act }] });
    await expect(refusalOf(complete(`${journey.id}.technical-validation.2`, act.commandId))).resolves.toBe('task-closed');
    await journey.handle().executeUpdate(cancelUpdate, { updateId: act.commandId, args: [{ reason: 'autre', meta: act }] });
    await expect(journey.result()).resolves.toBe('cancelled');
    await journey.expectOneStory();
  });
});

describe('while the record can’t be written', () => {
  it.each([
    ['locked', 'LOCK TABLE journeys IN ACCESS EXCLUSIVE MODE'],
    ['half written', 'LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE'],
  ])('(%s) callers wait, nothing is lost, and the order is kept', async (_, sql) => {
    const journey = await waiting();
    const release = await holdTheRecord(sql);
    let answered = 0;
    const acts = range(5).map((index) => journey.oblTells('S001', acknowledged, { commandId: `held-${journey.id}-${index}` }).then((number) => { answered += 1; return number; }));
    // Decided by the journey, and not yet recorded.
    await eventually(async () => expect((await journey.siteState('S001')).phase).toBe('intervention-planning'));
    expect(answered).toBe(0);
    await release();
    const numbers = await Promise.all(acts);
    expect([...numbers].sort((a, b) => a - b)).toEqual(range(5).map((index) => index + 6));
    await journey.oblTells('S001', delivered);
    await expectAsked(journey, 'intervention-planning');
  });

  it('(the database away, its connections cut) the journey goes on outside and the record follows', async () => {
    const journey = await waiting();
    const database = new URL(house.databaseUrl).pathname.slice(1);
    const admin = new pg.Client({ connectionString: house.databaseUrl.replace(/\/[^/]*$/, '/postgres') });
    await admin.connect();
    await admin.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database]);
    const first = journey.oblTells('S001', acknowledged);
    // Two calls sent together may arrive in either order: the second goes out once the journey has taken the first.
    await eventually(async () => expect((await journey.siteState('S001')).phase).toBe('intervention-planning'));
    const acts = Promise.all([first, journey.oblTells('S001', delivered)]);
    await eventually(async () => expect((await journey.siteState('S001')).report).not.toBeNull());
    await admin.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
    await admin.end();
    await acts;
    await expectAsked(journey, 'intervention-planning');
    expect(await journey.eventTypes('S001')).toEqual(['siteOpened', 'oblChosen', 'accessOrderPlaced', 'accessOrderAcknowledged', 'stepDone', 'taskOpened', 'deliveryReported']);
  });
});

describe('workers', () => {
  it('stopped in the middle and started again go on where the journeys were', async () => {
    const journey = await journeys.begin(['Lyon', 'Brest']);
    for (const site of ['S001', 'S002']) await journey.awaitSitePhase(site, 'acknowledgement');
    await house.stopWorkers();
    const acts = Promise.all(['S001', 'S002'].map((site) => journey.oblTells(site, acknowledged)));
    await house.startWorkers();
    await acts;
    await house.stopWorkers();
    await house.startWorkers();
    for (const site of ['S001', 'S002']) await journey.oblTells(site, delivered);
    await expectAsked(journey, 'intervention-planning');
  });

  it('without a cache replay every task and tell the same story', async () => {
    await house.stopWorkers();
    await house.startWorkers({ maxCachedWorkflows: 0 });
    const journey = await journeys.begin(['Lyon']);
    await playSite(journey, 'S001', 'configuration');
    await expectAsked(journey, 'configuration');
    await house.stopWorkers();
    await house.startWorkers();
  });
});

it('a rebuild in the middle of journeys loses none of them', async () => {
  const running = range(3).map(async () => {
    const journey = await journeys.begin(['Lyon']);
    await deliver(journey, 'S001');
    await playSite(journey, 'S001', 'configuration');
    await journey.expectOneStory();
  });
  await rebuildAgain(5);
  await Promise.all(running);
  await expectRebuildChangesNothing(house);
});

async function rebuildAgain(times: number): Promise<void> {
  for (let done = 0; done < times; done += 1) await rebuild(house.pool);
}
