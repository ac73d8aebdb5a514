/** The figures of a run, as JSON and as a table. */
import { contenders, type ContenderName } from './contender.ts';
import { allTransactions, type SqlCounts } from './counted-pool.ts';
import type { EngineCounts } from './histories.ts';
import type { Cpu, Round } from './round.ts';
import { sitesPerJourney } from './play.ts';

export interface Spread { readonly median: number; readonly min: number; readonly max: number }

export interface Figures {
  readonly contender: ContenderName;
  readonly rounds: number;
  readonly journeysPerSecond: Spread;
  /** Of all journeys of all rounds. */
  readonly journeySeconds: { readonly median: number; readonly p95: number };
  /** Means per workflow. */
  readonly engine: { readonly deployment: EngineCounts; readonly site: EngineCounts };
  /** Means per journey, site or deployment; statements are round trips, BEGIN and COMMIT included. */
  readonly sql: {
    readonly transactionsPerJourney: number; readonly statementsPerJourney: number;
    readonly recordsPerSite: number; readonly recordStatementsPerSite: number;
    readonly recordsPerDeployment: number; readonly recordStatementsPerDeployment: number;
    /** Launch, and the reading of the launch file before each outside call. */
    readonly otherPerJourney: number;
  };
  /** Transactions since the start, warm-up included: ours at the pools, and PostgreSQL's own `xact_commit`, in which starts of sessions and autovacuum count too, and which lags a little. */
  readonly check: { readonly counted: number; readonly committed: number };
  readonly cpuMillisecondsPerJourney: Cpu;
  readonly workerBytesPerOpenJourney: number;
}

export interface Run {
  readonly journeysPerRound: number;
  readonly concurrency: number;
  readonly sitesPerJourney: number;
  readonly machine: { readonly cores: number; readonly model: string; readonly node: string; readonly loadBefore: number };
  /** True when rounds were left out to end in time. */
  readonly cut: boolean;
  readonly figures: readonly Figures[];
}

export function figuresOf(contender: ContenderName, rounds: readonly Round[], seen: Pick<Figures, 'engine' | 'check' | 'workerBytesPerOpenJourney'>): Figures {
  const journeys = rounds.reduce((sum, { journeyIds }) => sum + journeyIds.length, 0);
  const sum = (of: (counts: SqlCounts) => number): number => rounds.reduce((total, { launchSql, workerSql }) => total + of(launchSql) + of(workerSql), 0);
  const per = (count: number, of: (counts: SqlCounts) => number): number => sum(of) / count;
  const waits = rounds.flatMap(({ journeySeconds }) => journeySeconds).toSorted((a, b) => a - b);
  const cpu = (name: keyof Cpu): number => rounds.reduce((total, round) => total + round.cpu[name], 0) * 1000 / journeys;
  return {
    ...seen, contender, rounds: rounds.length,
    journeysPerSecond: spread(rounds.map(({ journeyIds, seconds }) => journeyIds.length / seconds)),
    journeySeconds: { median: quantile(waits, 0.5), p95: quantile(waits, 0.95) },
    sql: {
      transactionsPerJourney: per(journeys, allTransactions),
      statementsPerJourney: per(journeys, (sql) => sql.deploymentRecordStatements + sql.siteRecordStatements + sql.otherStatements),
      recordsPerSite: per(journeys * sitesPerJourney, (sql) => sql.siteRecords),
      recordStatementsPerSite: per(journeys * sitesPerJourney, (sql) => sql.siteRecordStatements),
      recordsPerDeployment: per(journeys, (sql) => sql.deploymentRecords),
      recordStatementsPerDeployment: per(journeys, (sql) => sql.deploymentRecordStatements),
      otherPerJourney: per(journeys, (sql) => sql.otherTransactions),
    },
    cpuMillisecondsPerJourney: { temporal: cpu('temporal'), postgres: cpu('postgres'), postgresOwn: cpu('postgresOwn'), worker: cpu('worker'), bench: cpu('bench') },
  };
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 };
}

/** Between the two nearest; of sorted values. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
}

const engineRows: readonly (readonly [label: string, key: keyof EngineCounts])[] = [
  ['history events', 'events'], ['state transitions', 'transitions'], ['history bytes', 'bytes'], ['workflow tasks', 'workflowTasks'], ['recordings', 'recordings'],
  ['outside calls', 'outsideCalls'],
  ['updates', 'updates'], ['signals received', 'signalsIn'], ['signals sent', 'signalsOut'], ['timers', 'timers'], ['search-attribute upserts', 'upserts'],
];

/** Fixed width, for a terminal. */
export function table(run: Run): string {
  const { figures, machine } = run;
  const row = (label: string, of: (one: Figures) => string): string[] => [label, ...figures.map(of)];
  const number = (value: number, digits = 1): string => value.toFixed(digits);
  const journeyTotal = (key: keyof EngineCounts) => ({ engine: { deployment, site } }: Figures) => number(deployment[key] + sitesPerJourney * site[key]);
  const lines = [
    row('', ({ contender }) => contenders[contender].label),
    row('journeys/s, median', ({ journeysPerSecond }) => number(journeysPerSecond.median, 2)),
    row('  lowest–highest round', ({ journeysPerSecond: { min, max } }) => `${number(min, 2)}–${number(max, 2)}`),
    row('seconds a journey, median / p95', ({ journeySeconds: { median, p95 } }) => `${number(median)} / ${number(p95)}`),
    ['PER JOURNEY'],
    ...engineRows.slice(0, 6).map(([label, key]) => row(`  ${label}`, journeyTotal(key))),
    row('  SQL transactions', ({ sql }) => number(sql.transactionsPerJourney)),
    row('    in the run, counted / by PostgreSQL', ({ check }) => `${check.counted} / ${check.committed}`),
    row('  SQL statements', ({ sql }) => number(sql.statementsPerJourney)),
    row('  CPU Temporal, ms', ({ cpuMillisecondsPerJourney: cpu }) => number(cpu.temporal, 0)),
    row('  CPU PostgreSQL, ms', ({ cpuMillisecondsPerJourney: cpu }) => number(cpu.postgres, 0)),
    row('    of it for our own database', ({ cpuMillisecondsPerJourney: cpu }) => number(cpu.postgresOwn, 0)),
    row('  CPU worker, ms', ({ cpuMillisecondsPerJourney: cpu }) => number(cpu.worker, 0)),
    row('  CPU benchmark and simulators, ms', ({ cpuMillisecondsPerJourney: cpu }) => number(cpu.bench, 0)),
    row('  worker memory while open, MB', ({ workerBytesPerOpenJourney }) => number(workerBytesPerOpenJourney / 1e6, 2)),
    ['PER SITE'],
    ...engineRows.map(([label, key]) => row(`  ${label}`, ({ engine }) => number(engine.site[key]))),
    row('  recorder transactions', ({ sql }) => number(sql.recordsPerSite)),
    row('  recorder statements', ({ sql }) => number(sql.recordStatementsPerSite)),
    ['PER DEPLOYMENT, ITS SITES NOT COUNTED'],
    ...engineRows.map(([label, key]) => row(`  ${label}`, ({ engine }) => number(engine.deployment[key]))),
    row('  recorder transactions', ({ sql }) => number(sql.recordsPerDeployment)),
    row('  recorder statements', ({ sql }) => number(sql.recordStatementsPerDeployment)),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const text = lines.map((line) => line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd());
  const head = `${run.journeysPerRound} journeys of ${run.sitesPerJourney} sites a round, ${run.concurrency} at a time, ${figures[0]?.rounds ?? 0} rounds by turns${run.cut ? ' (fewer than asked, to end in time)' : ''}; `
    + `${machine.cores} cores (${machine.model}), Node ${machine.node}, load ${number(machine.loadBefore, 2)} before.`;
  return `${head}\n\n${text.join('\n')}\n`;
}
