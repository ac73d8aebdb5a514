/** What open site deliveries weigh in the worker's cache: each is played to the middle of its path, its technical visit, and stays there. */
import { loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { siteJourneyId, siteKey } from '../domain/deployment/deployment.ts';
import { deploymentStateQuery, siteStateQuery } from '../workflows/deployment/messages.ts';
import { workflowIdOf } from '../workflows/journey/messages.ts';
import { openContender, type Contender } from './journeys/contender.ts';
import { openGround } from './journeys/ground.ts';
import { play } from './journeys/play.ts';
import { runToEnd, say } from './run-to-end.ts';

const usage = `npm run bench -- memory [--sites N] [--sites-each N] [--at-once N]
  --sites        open site deliveries in the end (1000)
  --sites-each   sites of one deployment (20)
  --at-once      deployments on their way at a time (3)
`;

/** The last workflow tasks end a moment after what they recorded, and V8 gives back what it no longer needs later still. */
const settleMs = 30_000;
const limitBytes = 600e6;

const { values: options } = parseArgs({
  options: { 'sites': { type: 'string', default: '1000' }, 'sites-each': { type: 'string', default: '20' }, 'at-once': { type: 'string', default: '3' }, 'help': { type: 'boolean', default: false } },
});
const [sites, sitesEach, atOnce] = [options.sites, options['sites-each'], options['at-once']].map(Number) as [number, number, number];
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

async function bench(closers: (() => Promise<void>)[]): Promise<void> {
  const ground = await openGround(say);
  closers.push(ground.close);
  const deployments = Math.ceil(sites / sitesEach);
  const contender = await openContender('jalon', ground, { maxCachedWorkflows: deployments * (sitesEach + 1) });
  closers.push(contender.close);
  const resident = async (): Promise<number> => (await contender.look()).workerResidentBytes;
  const emptyBytes = await resident();
  let begun = 0;
  let held = 0;
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (begun < deployments) {
      begun += 1;
      await hold(contender);
      held += sitesEach;
      if (held % 100 === 0) say(`${held} sites open: ${megabytes(await resident())}`);
    }
  }));
  const filledBytes = await resident();
  await wait(settleMs);
  const settledBytes = await resident();
  const weights = await weigh(contender, await deploymentIds(contender));
  process.stdout.write([
    `${held} site deliveries of ${deployments} deployments open, load ${(loadavg()[0] ?? 0).toFixed(1)}`,
    `worker, resident: ${megabytes(emptyBytes)} empty, ${megabytes(filledBytes)} at the last arrival, ${megabytes(settledBytes)} settled (limit ${megabytes(limitBytes)})`,
    `per open site: ${((settledBytes - emptyBytes) / held / 1e3).toFixed(0)} kB resident`,
    ...weights, '',
  ].join('\n'));
  if (settledBytes > limitBytes) throw new Error(`more than ${megabytes(limitBytes)}`);
}

/** One deployment, until all its sites are at their technical visit; there it stays. */
async function hold(contender: Contender): Promise<void> {
  let missing = sitesEach;
  await new Promise<void>((resolve, reject) => {
    const arrive = (): void => {
      missing -= 1;
      if (missing === 0) resolve();
    };
    play(contender, { sites: sitesEach, gate: { arrive, opened: new Promise(() => undefined) } }).catch(reject);
  });
}

async function deploymentIds({ pool }: Contender): Promise<string[]> {
  const found = await pool?.query<{ id: string }>('SELECT id FROM deployments ORDER BY id LIMIT 5');
  return found?.rows.map(({ id }) => id) ?? [];
}

async function weigh({ client }: Contender, ids: readonly string[]): Promise<string[]> {
  const line = async (what: string, journeys: readonly string[], asked: typeof siteStateQuery | typeof deploymentStateQuery): Promise<string> => {
    const each = await Promise.all(journeys.map(async (id) => {
      const handle = client.workflow.getHandle(workflowIdOf(id));
      const [{ raw, historyLength, historySize }, state] = await Promise.all([handle.describe(), handle.query<unknown>(asked.name)]);
      return { events: historyLength, bytes: historySize ?? 0, transitions: Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0), state: JSON.stringify(state).length };
    }));
    const mean = (of: keyof (typeof each)[number]): string => (each.reduce((sum, one) => sum + one[of], 0) / each.length).toFixed(0);
    return `per open ${what}: state ${mean('state')} B, history ${mean('events')} events, ${mean('bytes')} B, ${mean('transitions')} state transitions so far`;
  };
  return [await line('site', ids.map((id) => siteJourneyId(id, siteKey(0))), siteStateQuery), await line('deployment', ids, deploymentStateQuery)];
}

const isWhole = [sites, sitesEach, atOnce].every((value) => Number.isInteger(value) && value > 0);
process.exit(await runToEnd({ usage, isHelp: options.help, fault: isWhole ? null : 'Whole numbers above 0, please.', bench }));
