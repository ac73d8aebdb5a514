/** Adds to the program what belongs to the API: signing in and out, completion, and the resources, which are read only when they are asked for. */
import { text as readText } from 'node:stream/consumers';
import { Argument, type Command } from 'commander';
import { readSettings } from '../../config.ts';
import { projectRoot } from '../../project-root.ts';
import { exitCodes, Failure } from '../failure.ts';
import { clientSettings } from '../settings.ts';
import { completions, completionScripts, shells, type Shell } from './completion.ts';
import { readDocument, type ApiDocument } from './document.ts';
import { addResources, defaultVerb } from './program.ts';
import { runner } from './run.ts';
import { keepToken, signIn, signOut } from './session.ts';

/** @returns the words to parse: a resource alone stands for its list. */
export function addApiCommands(program: Command, words: readonly string[]): readonly string[] {
  program.enablePositionalOptions();
  addSession(program);
  const addAll = (only?: string): ApiDocument => {
    const document = readDocument(projectRoot());
    addResources(program, document, runner(document), only);
    return document;
  };
  program.command('completion').description('print what makes a shell complete our commands: source <(./jalon completion bash)')
    .addArgument(new Argument('<shell>').choices(shells)).action((shell: Shell) => { process.stdout.write(completionScripts[shell]); });
  program.command('__complete', { hidden: true }).argument('[words...]').helpOption(false).allowUnknownOption().passThroughOptions()
    .action((typed: string[]) => { process.stdout.write(completions(program, typed).map((word) => `${word}\n`).join('')); });
  const [first = '', second] = words;
  if (first === '__complete') addAll(words.length > 2 ? second : undefined);
  else if (first === '' || first.startsWith('-') || first === 'help') addAll();
  else if (!program.commands.some((command) => command.name() === first)) {
    const read = addAll(first);
    // A word that is no resource either: the whole list makes the suggestion.
    if (!program.commands.some((command) => command.name() === first)) addResources(program, read, runner(read));
    const isAlone = second === undefined || (second.startsWith('-') && second !== '-h' && second !== '--help');
    const verb = isAlone ? defaultVerb(read, first) : undefined;
    if (verb !== undefined) return [first, verb, ...words.slice(1)];
  }
  return words;
}

function addSession(program: Command): void {
  const until = (end: Date | undefined): string => (end === undefined ? '' : ` until ${end.toISOString()}`);
  program.command('sign-in')
    .description('sign in for the commands to come: as a user of the development identity provider, or with a token or API key from the standard input')
    .argument('[user]', 'named after the profile: coordinator, supervisor, admin, …').option('--token', 'read a token or API key from the standard input instead', false)
    .action(async (user: string | undefined, { token }: { token: boolean }) => {
      const settings = readSettings(clientSettings);
      if (token === (user !== undefined)) throw new Failure('Say who: "./jalon sign-in coordinator", or "./jalon sign-in --token < file".', exitCodes.usage);
      if (user === undefined && process.stdin.isTTY) process.stderr.write('jalon  Paste the token, then Enter and Ctrl-D:\n');
      const end = user === undefined ? await keepToken(settings, await readText(process.stdin)) : await signIn(settings, user);
      process.stdout.write(`Signed in at ${settings.baseUrl}${user === undefined ? '' : ` as ${user}`}${until(end)}.\n`);
    });
  program.command('sign-out').description('forget the token of the last sign-in').action(async () => {
    const settings = readSettings(clientSettings);
    process.stdout.write(await signOut(settings) ? `Signed out at ${settings.baseUrl}.\n` : `You were not signed in at ${settings.baseUrl}.\n`);
  });
}
