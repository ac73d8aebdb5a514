/** `./jalon`: the command line of operators and developers. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { databaseSettings, readSettings } from '../config.ts';
import type { DemoChoice } from './demo/command.ts';
import { demoOutputs } from './demo/output.ts';
import { addApiCommands } from './api/attach.ts';
import { exitCodes, exitCodeTexts, Failure, sentenceOf } from './failure.ts';
import { tokenSettings, upSettings } from './settings.ts';

// Each command loads what it needs when it is called: all of it would cost `./jalon token` most of its time.
async function prepareWithSamples(databaseUrl: string): Promise<void> {
  const { prepareDatabase } = await import('../db/prepare.ts');
  await prepareDatabase(databaseUrl, { samples: true });
}

function countOf(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('a number from 0 to 999999');
  return Number(text);
}

const program = new Command('jalon')
  .description('Durable deployments, tickets and terminations for telecom operators.')
  .showHelpAfterError()
  .exitOverride((thrown) => process.exit(thrown.exitCode === 0 ? exitCodes.ok : exitCodes.usage))
  .addHelpText('after', `
Every resource of the API: ./jalon <resource> --help (docs/cli.md).

Exit codes:
${Object.entries(exitCodes).map(([name, code]) => `  ${String(code).padEnd(4)} ${exitCodeTexts[name as keyof typeof exitCodes]}`).join('\n')}

Settings are environment variables (JALON_API_URL, JALON_TOKEN, JALON_API_PORT, JALON_DATA, DATABASE_URL, TEMPORAL_ADDRESS, …): see config.ts and cli/settings.ts.`);

program.command('up')
  .description('start everything and stay in the foreground: PostgreSQL, Temporal, simulators, worker, relay, API')
  .option('--stack', 'as in production: Temporal in four processes, and two each of worker, relay and API behind one address', false)
  .action(async ({ stack }: { stack: boolean }) => {
    const { runUp } = await import('./up/command.ts');
    process.exitCode = await runUp({ prepareDatabase: prepareWithSamples, isStack: stack });
  });

program.command('demo')
  .description('play a whole deployment of two sites as every person, on the Jalon that runs or on one started for it; it ends in under a minute')
  .addOption(new Option('--output <format>', 'text for people, json for programs: one object per line').choices(demoOutputs).default('text'))
  .option('--rough', 'the same with four sites in which things go wrong', false)
  .addOption(new Option('--life', 'then a ticket, a move, a withdrawal and a termination, and whether the outside systems hold what we say').default(false).conflicts('rough'))
  .addOption(new Option('--sale', 'from an opportunity over a signed order to its deployment, and a complaint on it').default(false).conflicts(['rough', 'life']))
  .action(async (options: DemoChoice) => {
    const { runDemo } = await import('./demo/command.ts');
    process.exitCode = await runDemo(options, { prepareDatabase: prepareWithSamples, isStack: false });
  });

program.command('migrate')
  .description('bring the database DATABASE_URL to this version, and give the namespace of TEMPORAL_ADDRESS, if that is set, its search attributes')
  .action(async () => {
    const { prepareDatabase } = await import('../db/prepare.ts');
    const applied = await prepareDatabase(readSettings(databaseSettings).DATABASE_URL, { samples: false });
    process.stdout.write(applied.length === 0 ? 'The database is up to date.\n' : `Applied: ${applied.join(', ')}\n`);
    if (readSettings(upSettings.pick({ TEMPORAL_ADDRESS: true })).TEMPORAL_ADDRESS === undefined) return;
    const { prepareOutsideTemporal } = await import('./up/up.ts');
    await prepareOutsideTemporal((sentence) => { throw new Failure(sentence, exitCodes.environment); });
    process.stdout.write('The namespace has its search attributes.\n');
  });

program.command('rebuild')
  .description('make the read models of the database DATABASE_URL anew from the recorded events')
  .action(async () => {
    const [{ createPool }, { rebuild }] = await Promise.all([import('../db/pool.ts'), import('../db/journey/rebuild.ts')]);
    const pool = createPool(readSettings(databaseSettings).DATABASE_URL, () => undefined, 1, 0);
    let toldMs = Date.now();
    const journeys = await rebuild(pool, (done, all) => {
      if (Date.now() - toldMs < 2_000) return;
      toldMs = Date.now();
      process.stderr.write(`${done} of ${all} journeys\n`);
    }).finally(() => pool.end());
    process.stdout.write(`Rebuilt ${journeys} journey${journeys === 1 ? '' : 's'}.\n`);
  });

program.command('check')
  .description('compare every open journey of DATABASE_URL with its recorded events and with its workflow at TEMPORAL_ADDRESS; ends with 1 where they differ')
  .action(async () => {
    const { runCheck } = await import('./check/command.ts');
    process.exitCode = await runCheck();
  });

program.command('reconcile')
  .description('after a restore, before worker, relay and API are started: make the record of DATABASE_URL and the engine at TEMPORAL_ADDRESS of one story again; ends with 1 where something is left to a person')
  .addOption(new Option('--skip-numbers <count>', 'of each kind that are left out, for the outside may know them from after the backup').default(1_000).argParser(countOf))
  .action(async ({ skipNumbers }: { skipNumbers: number }) => {
    const { runReconcile } = await import('./check/command.ts');
    process.exitCode = await runReconcile(skipNumbers);
  });

program.command('test')
  .description('run lint, types and all tests, as CI does; the last line says how many passed and failed')
  .argument('[filters...]', 'only the tests whose file names contain one of these')
  .action(async (filters: string[]) => {
    const { runTests } = await import('./test/command.ts');
    process.exitCode = await runTests(filters);
  });

program.command('chaos')
  .description('play deployments and tickets on an installation of their own while processes die and the outside misbehaves, and compare all books; ends with 1 where they differ (--help says more)')
  .argument('[options...]', '--journeys N, --tickets N, --minutes M, --seed S, …')
  .allowUnknownOption().helpOption(false)
  .action(async (options: string[]) => {
    const { runChaos } = await import('./chaos/command.ts');
    process.exitCode = await runChaos(options);
  });

program.command('token')
  .description('print an access token of the development identity provider')
  .argument('<user>', 'named after the profile: coordinator, supervisor, admin, …')
  .action(async (user: string) => {
    const { printToken } = await import('./token.ts');
    await printToken(readSettings(tokenSettings).issuer, user, process.stdout);
  });

// Whoever reads our output may have had enough of it (`./jalon tickets | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => { process.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes.failed); });
try {
  await program.parseAsync(addApiCommands(program, process.argv.slice(2)), { from: 'user' });
} catch (thrown) {
  process.stderr.write(`jalon  ${sentenceOf(thrown)}\n`);
  process.exitCode = thrown instanceof Failure ? thrown.exitCode : exitCodes.failed;
}
