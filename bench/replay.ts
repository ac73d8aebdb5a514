/** How fast a worker replays recorded histories: what a journey costs that is in no cache, and what a new version's start costs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { Runtime, Worker } from '@temporalio/worker';
import { projectRoot } from '../project-root.ts';
import { recordedHistories } from '../test/support/histories.ts';
import { runToEnd, say } from './run-to-end.ts';

const usage = `npm run bench -- replay [--times N] [--json]
  --times  each recorded history is replayed so often (20), and ten times as often
`;

const { values: options } = parseArgs({ options: { times: { type: 'string', default: '20' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
const times = Number(options.times);

interface Line { readonly times: number; readonly histories: number; readonly events: number; readonly seconds: number }

async function bench(): Promise<string> {
  Runtime.install({ logger: { log: () => undefined, trace: () => undefined, debug: () => undefined, info: () => undefined, warn: (text) => say(text), error: (text) => say(text) } });
  const all = await recordedHistories();
  const code = readFileSync(join(projectRoot(import.meta.url), 'dist', 'bench', 'workflows-jalon.js'), 'utf8');
  async function replay(often: number): Promise<Line> {
    const beganMs = performance.now();
    let [histories, events] = [0, 0];
    function* again(): Generator<{ workflowId: string; history: (typeof all)[number]['history'] }> {
      for (let round = 0; round < often; round += 1) {
        for (const { workflowId, history } of all) {
          histories += 1;
          events += history.events?.length ?? 0;
          yield { workflowId: `${workflowId}#${round}`, history };
        }
      }
    }
    for await (const { error, workflowId } of Worker.runReplayHistories({ workflowBundle: { code } }, again())) if (error) throw new Error(`${workflowId} does not replay`, { cause: error });
    return { times: often, histories, events, seconds: (performance.now() - beganMs) / 1_000 };
  }
  await replay(1);
  const lines = [await replay(times), await replay(10 * times)];
  if (options.json) return `${JSON.stringify(lines)}\n`;
  return [
    `${all.length} recorded histories, one process; load ${(loadavg()[0] ?? 0).toFixed(1)}`, '', '| histories | events | seconds | journeys a second | events a second |', '|---|---|---|---|---|',
    ...lines.map(({ histories, events, seconds }) => `| ${histories} | ${events} | ${seconds.toFixed(1)} | ${(histories / seconds).toFixed(0)} | ${(events / seconds).toFixed(0)} |`), '',
  ].join('\n');
}

process.exit(await runToEnd({ usage, isHelp: options.help, fault: Number.isInteger(times) && times > 0 ? null : 'A whole number above 0, please.', bench: async () => void process.stdout.write(`\n${await bench()}`) }));
