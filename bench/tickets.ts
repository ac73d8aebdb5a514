/** How late the thresholds of N open tickets are told, spread over a while and all in one second; beside two job queues and the bare engine. And what a ticket costs. */
import { loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Pool } from '../db/pool.ts';
import { openContender, type Contender } from './journeys/contender.ts';
import { openGround, type Ground } from './journeys/ground.ts';
import { allTransactions } from './journeys/counted-pool.ts';
import { workflowIdOf } from '../workflows/journey/messages.ts';
import { runToEnd, say } from './run-to-end.ts';
import { costOf, type Cost, type Cpu } from './tickets/cost.ts';
import { liveTypically, openTicket } from './tickets/open.ts';
import { bareEngine, openGraphileWorker, openPgBoss, type Peer } from './tickets/peers.ts';
import { atOnce, instantsOf, planFrom, quantile, type Lateness, type Plan } from './tickets/plan.ts';

const usage = `npm run bench -- tickets [--tickets N] [--window N] [--small-cache N] [--only NAME,NAME]
  --tickets      open tickets (10000)
  --window       seconds over which their first thresholds fall evenly (300); the second ones fall together
  --small-cache  journeys that the worker keeps in the uncached run (100)
  --only         some of cached, small, bare, pg-boss, graphile (all of them)
`;

const { values: options } = parseArgs({
  options: { 'tickets': { type: 'string', default: '10000' }, 'window': { type: 'string', default: '300' }, 'small-cache': { type: 'string', default: '100' }, 'only': { type: 'string', default: 'cached,small,bare,pg-boss,graphile' }, 'help': { type: 'boolean', default: false } },
});
const [tickets, windowSeconds, smallCache] = [options.tickets, options.window, options['small-cache']].map(Number) as [number, number, number];

/** Opened beforehand, to know how long the opening takes. */
const warmUp = 20;
const openedAtOnce = 20;
const marginMs = 15_000;
/** JALON_OUTSIDE_CALLS_PER_SECOND as it is shipped: mails go at the pace that a mail server is asked for, and what they take does not hold up what is to be recorded. */
const outsideCallsPerSecond = 20;
/** A burst that has not been told by then is given up. */
const drainedWithinMs = 900_000;

interface Line extends Lateness { readonly label: string; readonly cost?: Cost; /** Notices that wait for the mail server's pace when the last threshold of the burst is on record. */ readonly toBeMailed?: number }

const only = options.only.split(',');

async function bench(closers: (() => Promise<void>)[]): Promise<string> {
  const loadBefore = loadavg()[0] ?? 0;
  const ground = await openGround(say);
  closers.push(ground.close);
  const lines: Line[] = [];
  const told: string[] = [];
  const keep = (line: Line): void => { lines.push(line); say(lineOf(line)); };
  if (only.includes('cached')) {
    const cached = await openContender('jalon', ground, { maxCachedWorkflows: tickets + 2 * warmUp, outsideCallsPerSecond });
    told.push(`a typical life of twelve acts, two waits and two thresholds: ${await lifeOf(cached)}`);
    const emptyBytes = (await cached.look()).workerResidentBytes;
    keep(await runTickets(ground, cached, 'Jalon, all cached'));
    const heldBytes = (await cached.look()).workerResidentBytes;
    told.push(`worker, resident: ${(emptyBytes / 1e6).toFixed(0)} MB empty, ${(heldBytes / 1e6).toFixed(0)} MB with ${tickets} tickets, ${((heldBytes - emptyBytes) / tickets / 1e3).toFixed(0)} kB each`);
    await cached.close();
  }
  if (only.includes('small')) {
    const small = await openContender('small', ground, { maxCachedWorkflows: smallCache, outsideCallsPerSecond });
    keep(await runTickets(ground, small, `Jalon, ${smallCache} cached`));
    await small.close();
  }
  if (only.includes('bare')) {
    const timer = await openContender('timer', ground, { maxCachedWorkflows: tickets });
    keep(await runPeer({ ...bareEngine(timer), close: () => timer.close() }, 25, (plan, ended) => costOf(ground, timer, plan, ended)));
  }
  if (only.includes('pg-boss')) keep(await runPeer(await openPgBoss(ground), 1_000));
  if (only.includes('graphile')) keep(await runPeer(await openGraphileWorker(ground), 1_000));
  return [
    `${tickets} tickets, first thresholds over ${windowSeconds} s, second ones together; load ${loadBefore.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after`, '',
    row('', 'even: p50', 'p99', 'max', 'burst: each s', 'last after', 'mails to go'),
    ...lines.map(lineOf), '',
    row('CPU ms per threshold', 'even: worker', 'engine', 'PostgreSQL', 'burst: worker', 'engine', 'PostgreSQL'),
    ...lines.flatMap(({ label, cost }) => (cost ? [row(label, ...cpuCells(cost.even), ...cpuCells(cost.burst))] : [])), '',
    ...told, '',
  ].join('\n');
}

function lineOf({ label, even, burst, toBeMailed }: Line): string {
  return row(label, seconds(quantile(even, 0.5)), seconds(quantile(even, 0.99)), seconds(quantile(even, 1)),
    (burst.length / (quantile(burst, 1) / 1_000)).toFixed(0), seconds(quantile(burst, 1)), ...(toBeMailed === undefined ? [] : [String(toBeMailed)]));
}

function cpuCells({ worker, engine, postgres }: Cpu): string[] {
  return [worker, engine, postgres].map((one) => one.toFixed(1));
}

/** Two thresholds pass, then people act; history and statements from creation to close. */
async function lifeOf(contender: Contender): Promise<string> {
  await openTicket(contender, [Date.now() + 3_600_000, Date.now() + 7_200_000]);
  const transactions = async (): Promise<number> => allTransactions((await contender.look()).workerSql);
  const before = await transactions();
  const number = await openTicket(contender, [Date.now() + 1_500, Date.now() + 3_000]);
  await until(async () => (await passedSoFar(contender)) >= 2, contender.name);
  await liveTypically(contender, number);
  const { historyLength, historySize, raw } = await contender.client.workflow.getHandle(workflowIdOf(number)).describe();
  return `${historyLength} history events, ${((historySize ?? 0) / 1e3).toFixed(0)} kB, ${Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0)} state transitions, ${await transactions() - before} transactions`;
}

async function runTickets(ground: Ground, contender: Contender, label: string): Promise<Line> {
  const before = await passedSoFar(contender);
  const far = Date.now() + 30 * 86_400_000;
  const openSome = () => atOnce(warmUp, openedAtOnce, () => openTicket(contender, [far, far + 60_000]));
  await openSome();
  // The first ones wait for compiled code and plans.
  const beganMs = Date.now();
  await openSome();
  const plan = planFrom(Date.now() + marginMs + Math.max((tickets * 1_000) / outsideCallsPerSecond, 1.5 * tickets * ((Date.now() - beganMs) / warmUp)), tickets, windowSeconds * 1_000);
  await atOnce(tickets, openedAtOnce, async (index) => {
    const { evenAtMs, burstAtMs } = instantsOf(plan, index);
    await openTicket(contender, [evenAtMs, burstAtMs]);
  });
  inTime(plan, label);
  const ended = until(async () => (await passedSoFar(contender)) >= before + 2 * tickets, label, plan.burstAtMs);
  const [cost, toBeMailed] = await Promise.all([costOf(ground, contender, plan, ended), ended.then(async () => await notYetTold(contender))]);
  const { rows } = await databaseOf(contender).query<{ late: number; due: number }>(`
    SELECT (extract(epoch FROM recorded_at) * 1000 - (payload ->> 'dueAtMs')::bigint)::double precision AS late, (payload ->> 'dueAtMs')::double precision AS due
    FROM events WHERE type = 'thresholdPassed' ORDER BY recorded_at OFFSET $1`, [before]);
  const isBurst = ({ due }: { due: number }): boolean => due > plan.untilMs + 1_000;
  return { label, cost, toBeMailed, even: rows.filter((one) => !isBurst(one)).map(({ late }) => late), burst: rows.filter(isBurst).map(({ late }) => late) };
}

async function runPeer(peer: Peer, preparedPerSecond: number, cost?: (plan: Plan, ended: Promise<void>) => Promise<Cost>): Promise<Line> {
  const plan = planFrom(Date.now() + marginMs + (tickets * 1_000) / preparedPerSecond, tickets, windowSeconds * 1_000);
  try {
    await peer.schedule(plan);
    inTime(plan, peer.label);
    const ended = until(async () => (await peer.done()) >= 2 * tickets, peer.label, plan.burstAtMs);
    const [spent] = await Promise.all([cost?.(plan, ended), ended]);
    return { label: peer.label, ...(spent ? { cost: spent } : {}), ...(await peer.lateness()) };
  } finally {
    await peer.close();
  }
}

function inTime({ fromMs, burstAtMs }: Plan, label: string): void {
  if (Date.now() > fromMs) throw new Error(`${label}: preparing took longer than foreseen`);
  say(`${label}: prepared; all is due in ${((burstAtMs - Date.now()) / 1_000).toFixed(0)} s.`);
}

function databaseOf({ pool, name }: Contender): Pool {
  if (!pool) throw new Error(`${name} has no database`);
  return pool;
}

async function passedSoFar(contender: Contender): Promise<number> {
  return (await databaseOf(contender).query<{ count: number }>("SELECT count(*) FROM events WHERE type = 'thresholdPassed'")).rows[0]?.count ?? 0;
}

async function notYetTold(contender: Contender): Promise<number> {
  return (await databaseOf(contender).query<{ count: number }>("SELECT count(*) FROM ticket_notices WHERE status = 'pending'")).rows[0]?.count ?? 0;
}

async function until(isSo: () => Promise<boolean>, label: string, dueMs = Date.now()): Promise<void> {
  const givenUpAtMs = dueMs + drainedWithinMs;
  while (!(await isSo())) {
    if (Date.now() > givenUpAtMs) throw new Error(`${label}: not everything was told`);
    await wait(1_000);
  }
}

function row(label: string, ...cells: string[]): string {
  return [label.padEnd(24), ...cells.map((cell) => cell.padStart(14))].join('').trimEnd();
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(2)} s`;
}

const isWhole = [tickets, windowSeconds, smallCache].every((value) => Number.isInteger(value) && value > 1);
process.exit(await runToEnd({ usage, isHelp: options.help, fault: isWhole ? null : 'Whole numbers above 1, please.', bench: async (closers) => void process.stdout.write(`\n${await bench(closers)}`) }));
