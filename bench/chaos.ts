/** A chaos run: people launch deployments and register tickets while processes are killed, frozen and cut off and the outside misbehaves; then every book is compared with every other. */
import { parseArgs } from 'node:util';
import { openBook } from './chaos/book.ts';
import { collectBooks } from './chaos/collect.ts';
import { invariants } from './chaos/invariants/all.ts';
import { startLoad } from './chaos/load.ts';
import { faultKinds, planOf, type FaultKind } from './chaos/plan.ts';
import { figuresText, holds, jsonOf, planText, tableOf, type Figures, type Result } from './chaos/report.ts';
import { settle } from './chaos/settle.ts';
import { addServices, shortenWaits } from './chaos/short-waits.ts';
import { openStage } from './chaos/stage.ts';
import { playPlan } from './chaos/strike.ts';
import { runToEnd, say } from './run-to-end.ts';

const usage = `./jalon chaos [--journeys N] [--tickets N] [--minutes M] [--seed S] [--every SECONDS] [--only KIND,KIND] [--plan] [--output text|json]
  --journeys  deployments that are launched, each with its sites (20)
  --tickets   tickets that are registered (100)
  --minutes   over which they begin and faults come (3)
  --seed      of the plan of faults, printed at the start: the same again gives the same plan (drawn when not given)
  --every     seconds from one fault to the next (8)
  --only      some of ${faultKinds.join(', ')} (all that this machine can have)
  --plan      prints the plan and does nothing
  --output    text for people, json for programs: one object at the end
`;

const { values: options } = parseArgs({
  options: {
    'journeys': { type: 'string', default: '20' }, 'tickets': { type: 'string', default: '100' }, 'minutes': { type: 'string', default: '3' }, 'every': { type: 'string', default: '8' },
    'seed': { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) }, 'only': { type: 'string', default: faultKinds.join(',') }, 'plan': { type: 'boolean', default: false },
    'output': { type: 'string', default: 'text' }, 'help': { type: 'boolean', default: false },
  },
});
const [deployments, tickets, seed] = [options.journeys, options.tickets, options.seed].map(Number) as [number, number, number];
const [durationMs, everyMs] = [Number(options.minutes) * 60_000, Number(options.every) * 1_000];
const only = options.only.split(',') as FaultKind[];

/** From one thing that an outside system does by itself to the next. */
const delayMs = 300;
/** A person's pause between two acts, as part of the run. */
const thinkMs = Math.round(Math.min(5_000, Math.max(500, durationMs / 40)));
/** A Pro ticket is promised in so many of them: many are done in time, and no run is without thresholds; not so soon that they fall due faster than they can be told. */
const [thinksToResolve, resolvedWithinAtLeastSeconds] = [16, 8];
/** A sixtieth of the run: a long run has many deployments open, and each that waits is reminded. */
const remindedAfterAtLeastSeconds = 15;
const services = 200;
/** Longer than anything takes that is not stuck: a call that is tried again after it was given up for a while. */
const patienceMs = 180_000;
/** Commands that are sent again at the end, about. */
const askedAgain = 300;

async function bench(closers: (() => Promise<void>)[]): Promise<void> {
  const plan = (kinds: readonly FaultKind[]): ReturnType<typeof planOf> => planOf({ seed, durationMs, everyMs, kinds });
  if (options.plan) {
    process.stdout.write(`${options.output === 'json' ? JSON.stringify(plan(only)) : planText(plan(only))}\n`);
    return;
  }
  const stage = await openStage(delayMs);
  let isHeld = false;
  closers.push(() => stage.close(!isHeld));
  const { on } = stage;
  for (const [kind, why] of Object.entries(stage.leftOut)) say(`Left out: ${kind}, for ${why}.`);
  const faults = plan(only.filter((kind) => stage.leftOut[kind] === undefined));
  say(`Seed ${seed}, ${faults.length} faults:\n${planText(faults)}`);
  await shortenWaits(on, { resolutionSeconds: Math.max(resolvedWithinAtLeastSeconds, Math.round((thinksToResolve * thinkMs) / 1_000)), reminderSeconds: Math.max(remindedAfterAtLeastSeconds, Math.round(durationMs / 60_000)) });
  const book = openBook(on, Math.max(1, Math.round((25 * deployments + 9 * tickets) / askedAgain)));

  const startedMs = Date.now();
  const stopping = new AbortController();
  closers.push(() => Promise.resolve(stopping.abort()));
  const sinceStart = (sentence: string): void => say(`${((Date.now() - startedMs) / 1_000).toFixed(1).padStart(8)} s  ${sentence}`);
  const load = startLoad(book.caller, { deployments, tickets, durationMs, thinkMs, seed, services: await addServices(on, services) });
  closers.push(load.stop);
  let hasEnded = false;
  void load.ended.then(() => { hasEnded = true; });
  const struck = await playPlan(stage, faults, sinceStart, stopping.signal);
  const [begun, loadSeconds] = [load.begun(), Math.round((Date.now() - startedMs) / 1_000)];
  sinceStart(`all faults are over; ${begun.deployments} deployments and ${begun.tickets} tickets have begun, ${book.told.length} commands were answered`);
  await on.ready();
  const settlingMs = Date.now();
  const unfinished = await settle(on, { hasEnded: () => hasEnded, say: sinceStart, patienceMs, signal: stopping.signal });
  await load.stop();
  const settlingSeconds = Math.round((Date.now() - settlingMs) / 1_000);
  const books = await collectBooks(on, book, unfinished, sinceStart);
  const results = invariants.map((invariant): Result => ({ invariant, finding: invariant.check(books) }));
  const figures: Figures = {
    seed, deployments, tickets, commands: book.told.length, repeats: book.repeats(), events: books.journeys.reduce((sum, { recorded }) => sum + recorded.length, 0),
    strikes: struck.filter(({ failed }) => failed === null).length, loadSeconds, settlingSeconds,
  };
  isHeld = results.every(holds);
  for (const [complaint, times] of load.complaints) say(`${String(times).padStart(6)} × ${complaint}`);
  process.stdout.write(options.output === 'json' ? `${jsonOf(figures, results, struck, load.complaints)}\n` : `\n${tableOf(results)}\n\n${figuresText(figures)}\n`);
  if (!isHeld) throw new Error(`Seed ${seed} broke ${results.filter((result) => !holds(result)).map(({ invariant }) => invariant.name).join(', ')}; data and logs are kept in ${on.folder}.`);
}

const areNumbers = [deployments, tickets, seed].every((value) => Number.isInteger(value) && value >= 0) && durationMs > 0 && everyMs >= 500;
const fault = !areNumbers ? 'Numbers, please; a fault every half second at most.' : only.some((kind) => !faultKinds.includes(kind)) ? `Of the kinds of fault: ${faultKinds.join(', ')}.` : null;
process.exit(await runToEnd({ usage, isHelp: options.help, fault, bench }));
