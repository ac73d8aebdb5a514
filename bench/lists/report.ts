/** What was measured as a table, and the plans as a page of the documentation. */
import { quantile } from '../tickets/plan.ts';
import { kinds, type Asked } from './asked.ts';
import type { Timed } from './paced.ts';
import type { Explained } from './plans.ts';

const cell = (milliseconds: number): string => milliseconds.toFixed(1).padStart(9);

/** One line a pair, and one for all of a kind; the slowest request by name. */
export function figures(timed: readonly Timed[]): string {
  return kinds.flatMap((kind) => {
    const ofKind = timed.filter(({ asked }) => asked.kind === kind);
    if (ofKind.length === 0) return [];
    const pairs = [...new Set(ofKind.map(({ asked }) => asked))];
    const line = (label: string, of: readonly Timed[]) => {
      const slowest = of.reduce((one, other) => (other.tookMs > one.tookMs ? other : one));
      const took = of.map(({ tookMs }) => tookMs);
      return `${label.padEnd(40)}${String(of.length).padStart(7)}${[0.5, 0.99, 1].map((part) => cell(quantile(took, part))).join('')}   ${slowest.as} ${slowest.path}`;
    };
    return [`${kind.padEnd(40)}requests   p50 ms   p99 ms   max ms   the slowest`, ...pairs.map((asked) => line(`  ${asked.label}`, ofKind.filter((one) => one.asked === asked))), line(`  all of ${kind}`, ofKind), ''];
  }).join('\n');
}

export interface PlansOf {
  readonly asked: Asked;
  readonly path: string;
  readonly as: string;
  readonly explained: readonly Explained[];
}

/** Which index gives what, how many rows, in what order they are joined; not how they were held in memory. */
const toldOfAPlan = /->|Index Cond|^\S/;
const neverRun = /never executed/;

function shortened(plan: string): string {
  return plan.split('\n').filter((line) => toldOfAPlan.test(line) && !neverRun.test(line)).map((line) => line.replace(/^ +/, (indent) => ' '.repeat(indent.length / 2)).replaceAll('.00 ', ' ')).join('\n');
}

/** @param verdict what was read as a whole */
export function planPage(rows: string, verdict: string, plans: readonly PlansOf[]): string {
  return [
    '# Plans of lists and of the 360° view', '',
    `Written by \`npm run bench -- lists --plans docs/list-plans.md\` on ${rows}; never by hand. Each published pair of filter and sort, asked once over HTTP by a reader drawn for it, with the plans of the statements that touch a table of 2,000 rows or more (\`EXPLAIN (ANALYZE, COSTS OFF)\`, without sort keys, filters and branches that did not run).`,
    `${verdict} The figures stand in [benchmarks.md](benchmarks.md).`, '',
    ...kinds.flatMap((kind) => [
      `## ${kind}`, '',
      ...plans.filter(({ asked }) => asked.kind === kind).flatMap(({ asked, path, as, explained }) => [`### ${asked.label}`, `\`GET ${path.replace('/api/v1', '')}\` by \`${as}\``, '', '```', explained.map(({ plan }) => shortened(plan)).join('\n\n'), '```', '']),
    ]),
  ].join('\n');
}
