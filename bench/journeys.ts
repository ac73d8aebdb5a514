/** Journeys per second and what each costs, beside the same journey on bare workflows, on the same server in the same run, by turns. */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { openContender, type Contender, type ContenderName } from './journeys/contender.ts';
import { openGround } from './journeys/ground.ts';
import { engineCounts } from './journeys/histories.ts';
import { sitesPerJourney } from './journeys/play.ts';
import { figuresOf, table, type Run } from './journeys/report.ts';
import { playRound, warmUp, type Round } from './journeys/round.ts';

const usage = `npm run bench -- [--journeys N] [--rounds N] [--concurrency N] [--json]
  --journeys     per round (40)
  --rounds       per contender, by turns (3)
  --concurrency  journeys at a time (50)
  --json         figures as JSON instead of a table
`;

/** Everything ends within three minutes, whatever happens: rounds that would not fit are left out, and what hangs is given up. */
const lastRoundStartsBeforeMs = 140_000;
const givenUpAfterMs = 165_000;
/** Journeys whose histories are read, per contender. */
const sampled = 20;

const { values: options } = parseArgs({
  options: {
    'journeys': { type: 'string', default: '40' }, 'rounds': { type: 'string', default: '3' }, 'concurrency': { type: 'string', default: '50' },
    'json': { type: 'boolean', default: false }, 'help': { type: 'boolean', default: false },
  },
});
const [journeys, roundCount, concurrency] = [options.journeys, options.rounds, options.concurrency].map(Number) as [number, number, number];
const say = (sentence: string): void => { process.stderr.write(`${sentence}\n`); };

async function bench(closers: (() => Promise<void>)[]): Promise<Run> {
  const loadBefore = loadavg()[0] ?? 0;
  const startedAt = performance.now();
  const elapsedMs = (): number => performance.now() - startedAt;
  const ground = await openGround(say);
  closers.push(ground.close);
  const entered: { contender: Contender; rounds: Round[]; bytesPerOpenJourney: number }[] = [];
  for (const name of ['jalon', 'bare', 'empty'] satisfies ContenderName[]) {
    const contender = await openContender(name, ground);
    closers.push(contender.close);
    const bytesPerOpenJourney = await warmUp(contender, Math.min(journeys, concurrency));
    entered.push({ contender, rounds: [], bytesPerOpenJourney });
    say(`${seconds(elapsedMs())}  ${name} is warm.`);
  }
  let longestTurnMs = 0;
  let played = 0;
  for (; played < roundCount && (played === 0 || elapsedMs() + longestTurnMs < lastRoundStartsBeforeMs); played += 1) {
    const turnStartedAt = elapsedMs();
    for (const { contender, rounds } of entered) {
      const round = await playRound(ground, contender, journeys, concurrency);
      rounds.push(round);
      say(`${seconds(elapsedMs())}  round ${played + 1}, ${contender.name}: ${(journeys / round.seconds).toFixed(2)} journeys/s.`);
    }
    longestTurnMs = Math.max(longestTurnMs, elapsedMs() - turnStartedAt);
  }
  const figures = [];
  for (const { contender, rounds, bytesPerOpenJourney } of entered) {
    const engine = await engineCounts(contender, rounds.at(-1)?.journeyIds.slice(0, sampled) ?? []);
    figures.push(figuresOf(contender.name, rounds, engine, bytesPerOpenJourney));
  }
  const [core] = cpus();
  return {
    journeysPerRound: journeys, concurrency, sitesPerJourney, cut: played < roundCount, figures,
    machine: { cores: cpus().length, model: core?.model.trim() ?? 'unknown', node: process.versions.node, loadBefore },
  };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1).padStart(6)} s`;
}

async function main(): Promise<number> {
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (![journeys, roundCount, concurrency].every((value) => Number.isInteger(value) && value > 0)) {
    say(`Whole numbers above 0, please.\n${usage}`);
    return 2;
  }
  const closers: (() => Promise<void>)[] = [];
  const ended = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('the benchmark did not end in time: give fewer --journeys or --rounds')), givenUpAfterMs).unref();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => reject(new Error(`stopped by ${signal}`)));
  });
  try {
    const run = await Promise.race([bench(closers), ended]);
    process.stdout.write(options.json ? `${JSON.stringify(run, undefined, 2)}\n` : `\n${table(run)}`);
    return 0;
  } catch (thrown) {
    say(thrown instanceof Error ? thrown.stack ?? thrown.message : String(thrown));
    return 1;
  } finally {
    for (const closer of closers.reverse()) await closer().catch((thrown: unknown) => say(String(thrown)));
  }
}

process.exit(await main());
