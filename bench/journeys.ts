/** Journeys per second and what each costs, beside the same journey on bare workflows, on the same server in the same run, by turns. */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { query } from '../cli/embedded/postgres.ts';
import { openContender, type Contender, type ContenderName } from './journeys/contender.ts';
import { allTransactions } from './journeys/counted-pool.ts';
import { openGround, type Ground } from './journeys/ground.ts';
import { engineCounts } from './journeys/histories.ts';
import { sitesPerJourney } from './journeys/play.ts';
import { figuresOf, table, type Run } from './journeys/report.ts';
import { playRound, warmUp, type Round } from './journeys/round.ts';
import { runToEnd, say } from './run-to-end.ts';

const usage = `npm run bench -- [--journeys N] [--rounds N] [--concurrency N] [--minutes N] [--json]
  --journeys     per round (8)
  --rounds       per contender, by turns (3)
  --concurrency  journeys at a time (50)
  --minutes      it ends by itself before (8): rounds that would not fit are left out, what hangs is given up
  --json         figures as JSON instead of a table
`;

/** Kept back for reading histories and stopping. */
const reserveMs = 20_000;
/** Journeys whose histories are read, per contender. */
const sampled = 20;

const { values: options } = parseArgs({
  options: {
    'journeys': { type: 'string', default: '8' }, 'rounds': { type: 'string', default: '3' }, 'concurrency': { type: 'string', default: '50' },
    'minutes': { type: 'string', default: '8' }, 'json': { type: 'boolean', default: false }, 'help': { type: 'boolean', default: false },
  },
});
const numbers = [options.journeys, options.rounds, options.concurrency, options.minutes].map(Number) as [number, number, number, number];
const [journeys, roundCount, concurrency, minutes] = numbers;
/** Reading and stopping take some of what is kept back, a round that is slower than the one before the rest. */
const lastRoundEndsBeforeMs = minutes * 60_000 - 2 * reserveMs;
const givenUpAfterMs = minutes * 60_000 - reserveMs;

async function bench(closers: (() => Promise<void>)[]): Promise<Run> {
  const loadBefore = loadavg()[0] ?? 0;
  const startedAt = performance.now();
  const elapsedMs = (): number => performance.now() - startedAt;
  const ground = await openGround(say);
  closers.push(ground.close);
  const entered: { contender: Contender; rounds: Round[]; bytesPerOpenJourney: number; commitsBefore: number }[] = [];
  for (const name of ['jalon', 'bare', 'empty'] satisfies ContenderName[]) {
    const contender = await openContender(name, ground);
    closers.push(contender.close);
    const commitsBefore = await commits(ground, name);
    const bytesPerOpenJourney = await warmUp(contender, Math.min(journeys, concurrency));
    entered.push({ contender, rounds: [], bytesPerOpenJourney, commitsBefore });
    say(`${seconds(elapsedMs())}  ${name} is warm.`);
  }
  let longestTurnMs = 0;
  let played = 0;
  for (; played < roundCount && (played === 0 || elapsedMs() + longestTurnMs < lastRoundEndsBeforeMs); played += 1) {
    const turnStartedAt = elapsedMs();
    for (const { contender, rounds } of entered) {
      const round = await playRound(ground, contender, journeys, concurrency);
      rounds.push(round);
      say(`${seconds(elapsedMs())}  round ${played + 1}, ${contender.name}: ${(journeys / round.seconds).toFixed(2)} journeys/s.`);
    }
    longestTurnMs = Math.max(longestTurnMs, elapsedMs() - turnStartedAt);
  }
  const figures = [];
  for (const { contender, rounds, bytesPerOpenJourney, commitsBefore } of entered) {
    const engine = await engineCounts(contender, rounds.at(-1)?.journeyIds.slice(0, sampled) ?? []);
    const { launchSql, workerSql } = await contender.look();
    const check = { counted: allTransactions(launchSql) + allTransactions(workerSql), committed: await commits(ground, contender.name) - commitsBefore };
    figures.push(figuresOf(contender.name, rounds, { engine, check, workerBytesPerOpenJourney: bytesPerOpenJourney }));
  }
  const [core] = cpus();
  return {
    journeysPerRound: journeys, concurrency, sitesPerJourney, cut: played < roundCount, figures,
    machine: { cores: cpus().length, model: core?.model.trim() ?? 'unknown', node: process.versions.node, loadBefore },
  };
}

/** As PostgreSQL counts; a session tells its last ones up to ten seconds late. */
async function commits({ embedded }: Ground, name: ContenderName): Promise<number> {
  const [row] = await query(embedded.databaseUrl, 'SELECT xact_commit FROM pg_stat_database WHERE datname = $1', [`bench_${name}`]);
  return Number(row?.['xact_commit'] ?? 0);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1).padStart(6)} s`;
}

const isWhole = numbers.every((value) => Number.isInteger(value) && value > 0);
process.exit(await runToEnd({
  usage, isHelp: options.help, fault: isWhole ? null : 'Whole numbers above 0, please.', givenUpAfterMs,
  async bench(closers) {
    const run = await bench(closers);
    process.stdout.write(options.json ? `${JSON.stringify(run, undefined, 2)}\n` : `\n${table(run)}`);
  },
}));
