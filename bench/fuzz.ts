/** The whole contract under fire: schemathesis makes requests of every kind from the OpenAPI document and holds each answer against it, on an installation of its own with a life played in it. */
import { parseArgs } from 'node:util';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { openInstallation } from '../test/support/installation.ts';
import { accessOf } from './fuzz/access.ts';
import { playGround } from './fuzz/ground.ts';
import { makeSchemathesis } from './fuzz/schemathesis.ts';
import { runToEnd, say } from './run-to-end.ts';

const usage = `npm run fuzz -- [--examples N] [--phases LIST] [--only REGEX] [--seed N] [--report FOLDER]
  --examples  (40) requests at most of each operation in the fuzzing phase, and sequences in the stateful one
  --phases    (examples,coverage,fuzzing,stateful)
  --only      operations by their operationId
  --seed      of what is made by chance; another each time when not given
  --report    (.jalon/fuzz) where what was sent, answered and logged is written
`;

const { values: options } = parseArgs({
  options: {
    examples: { type: 'string', default: '40' }, phases: { type: 'string', default: 'examples,coverage,fuzzing,stateful' }, only: { type: 'string' }, seed: { type: 'string' },
    report: { type: 'string' }, help: { type: 'boolean', default: false },
  },
});
const folder = resolve(options.report ?? join(projectRoot(import.meta.url), '.jalon', 'fuzz'));
/** What is asked is how an answer looks, not how many one may have a minute. */
const unlimited = { JALON_REQUESTS_PER_MINUTE: '10000000', JALON_STRANGER_REQUESTS_PER_MINUTE: '10000000' };

process.exitCode = await runToEnd({
  usage, isHelp: options.help, fault: /^\d+$/.test(options.examples) && (options.seed === undefined || /^\d+$/.test(options.seed)) ? null : '--examples and --seed are numbers.',
  bench: async (closers) => {
    await mkdir(folder, { recursive: true });
    const schemathesis = await makeSchemathesis(say);
    say('Starting an installation …');
    const installation = await openInstallation({ env: unlimited });
    closers.push(async () => {
      for (const [name, lines] of Object.entries(await installation.logs())) await writeFile(join(folder, `${name}.log`), lines.join('\n'));
      await installation.close();
    });
    say('Playing a life into it …');
    await playGround(installation);
    const access = join(folder, 'access.json');
    await writeFile(access, JSON.stringify(await accessOf(installation)), { mode: 0o600 });
    const isClean = await schemathesis({
      baseUrl: new URL(installation.apiUrl).origin, access, folder, examples: options.examples, phases: options.phases,
      ...(options.only === undefined ? {} : { only: options.only }), ...(options.seed === undefined ? {} : { seed: options.seed }),
    });
    const bugs = ((await installation.logs())['api'] ?? []).filter((line) => line.includes('"msg":"bug"'));
    say(`${bugs.length} bugs in the log of the API${bugs.length === 0 ? '.' : `:\n${bugs.slice(0, 20).join('\n')}`}`);
    if (!isClean || bugs.length > 0) throw new Error(`What was found is in ${folder}.`);
  },
});
