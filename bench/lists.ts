/** How fast baskets, lists of tickets and customers and the 360° view answer on a big database, each published pair of filter and sort; and the plans that make it so (C-01, C-07). */
import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Pool } from '../db/pool.ts';
import { drawsOf, everythingAsked, kinds, type Asked } from './lists/asked.ts';
import { openFilled } from './lists/database.ts';
import { openOutsideApart, type Outside } from './lists/outside.ts';
import { paced } from './lists/paced.ts';
import { bigTables, explaining, scannedWhole, type Explained } from './lists/plans.ts';
import { figures, planPage, type PlansOf } from './lists/report.ts';
import { scaleOf, timelineRowsOf } from './lists/scale.ts';
import { openService } from './lists/service.ts';
import { runToEnd, say } from './run-to-end.ts';

const usage = `npm run bench -- lists [--customers N] [--data FOLDER] [--times N] [--rate N] [--only KIND,KIND] [--plans FILE]
  --customers  (10000) with 3 services, 10 tickets and 200 rows of timelines each; 100000 takes some 15 GB and ten minutes to fill
  --data       keeps the database there, and uses it again; otherwise it is removed at the end
  --times      requests of each published pair of filter and sort (100); before them a fifth as many, not counted
  --rate       requests a second, kind after kind (20)
  --only       some of ${kinds.join(', ')} (all of them)
  --plans      writes the plans there, as a page
`;

const { values: options } = parseArgs({
  options: {
    'customers': { type: 'string', default: '10000' }, 'data': { type: 'string' }, 'times': { type: 'string', default: '100' }, 'rate': { type: 'string', default: '20' }, 'only': { type: 'string', default: kinds.join(',') },
    'plans': { type: 'string' }, 'help': { type: 'boolean', default: false },
  },
});
const [customers, times, rate] = [options.customers, options.times, options.rate].map(Number) as [number, number, number];
const seed = 7;

async function bench(closers: (() => Promise<void>)[]): Promise<string> {
  const scale = scaleOf(customers);
  const { pool } = await openFilled(scale, options.data === undefined ? undefined : resolve(options.data), say, closers);
  const rows = `${customers} customers, ${scale.services} services, ${scale.tickets} tickets and ${timelineRowsOf(scale)} rows of timelines`;
  const all = (await everythingAsked(pool)).filter(({ kind }) => options.only.split(',').includes(kind));
  const outside = await openOutsideApart();
  closers.push(outside.close);
  const plans = await plansOf(pool, all, outside);
  const verdict = plans.scanned.length === 0 ? 'No big table is read as a whole.' : `Read as a whole: ${plans.scanned.join('; ')}`;
  if (options.plans !== undefined) await writeFile(options.plans, planPage(rows, verdict, plans.plans));
  const service = await openService(pool, outside.at);
  closers.push(service.close);
  const loadBefore = loadavg()[0] ?? 0;
  const timed = [];
  for (const kind of kinds) {
    const ofKind = all.filter((one) => one.kind === kind);
    // Of one pair alone as many as of the others together, nearly.
    const each = ofKind.length === 1 ? 10 * times : times;
    if (ofKind.length === 0) continue;
    say(`${kind}: ${ofKind.length * each} requests, ${rate} a second.`);
    const draw = drawsOf(seed);
    await paced(service, ofKind, Math.ceil(each / 5), rate, draw);
    timed.push(...await paced(service, ofKind, each, rate, draw));
  }
  return [
    `${rows}; ${rate} requests a second; ${availableParallelism()} cores, load ${loadBefore.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after`, '', figures(timed),
    verdict, '',
  ].join('\n');
}

async function plansOf(pool: Pool, all: readonly Asked[], { at }: Outside): Promise<{ readonly plans: PlansOf[]; readonly scanned: string[] }> {
  const explained: Explained[] = [];
  const big = await bigTables(pool);
  const service = await openService(explaining(pool, explained, big), at);
  const draw = drawsOf(seed);
  const plans: PlansOf[] = [];
  try {
    for (const asked of all) {
      const { path, as } = asked.request(draw);
      const { status, body } = await service.ask(path, as);
      if (status !== 200) throw new Error(`${path} as ${as}: ${status} ${body.slice(0, 300)}`);
      plans.push({ asked, path, as, explained: explained.splice(0) });
    }
  } finally {
    await service.close();
  }
  return { plans, scanned: plans.flatMap(({ asked, explained: of }) => of.flatMap(({ plan }) => scannedWhole(plan, big)).map((table) => `${table} by ${asked.kind}: ${asked.label}`)) };
}

const isWhole = [customers, times, rate].every((value) => Number.isInteger(value) && value > 1);
process.exit(await runToEnd({ usage, isHelp: options.help, fault: isWhole ? null : 'Whole numbers above 1, please.', bench: async (closers) => void process.stdout.write(`\n${await bench(closers)}`) }));
