/** The commands of the API's resources: `./jalon <resource> [part] <verb>`, made from the OpenAPI document. */
import { Option, type Command } from 'commander';
import type { ApiDocument, Operation } from './document.ts';
import { commandNames } from './names.ts';
import { fieldOf, optionOf } from './options.ts';
import { formats } from './output.ts';
import { bodyFields, type Given } from './request.ts';

/** What was typed. */
export interface Typed {
  readonly operation: Operation;
  /** Path parameters by name. */
  readonly path: Readonly<Record<string, string>>;
  readonly file: string | undefined;
  readonly options: Given;
}

export type Run = (typed: Typed) => Promise<void>;

const group = 'Resources of the API:';

/** Adds every resource to the program; `only`: that one alone, which is all that a command needs. */
export function addResources(program: Command, document: ApiDocument, run: Run, only?: string): void {
  const names = commandNames(document.operations);
  const groups = new Map<string, Command>();
  const groupOf = (words: readonly string[]): Command => {
    if (words.length === 0) return program;
    const name = words.join(' ');
    const known = groups.get(name);
    if (known) return known;
    const made = groupOf(words.slice(0, -1)).command(words.at(-1) ?? '').helpCommand(false).showHelpAfterError('(add --help to see what there is)');
    if (words.length === 1) made.helpGroup(group);
    groups.set(name, made);
    return made;
  };
  for (const operation of document.operations) {
    const words = names.get(operation.id) ?? [];
    if (only !== undefined && words[0] !== only) continue;
    const parent = groupOf(words.slice(0, -1));
    addOperation(parent.command(words.at(-1) ?? ''), operation, document, run);
    // `./jalon tickets watch` is what people type.
    const isWatched = operation.query.some(({ name }) => name === 'cursor') && words.length === 2 && words[1] === 'list' && ![...names.values()].some(([resource, verb]) => resource === words[0] && verb === 'watch');
    if (isWatched) addOperation(parent.command('watch'), { ...operation, summary: `The same as list --watch: ${operation.summary}` }, document, async (typed) => await run({ ...typed, options: { ...typed.options, watch: true } }));
  }
  for (const [name, command] of groups) {
    const verbs = command.commands.map((one) => one.name());
    command.summary(summaryOf(verbs));
    command.description(`Resource ${name}.`);
  }
}

const verbsShown = 9;

function summaryOf(verbs: readonly string[]): string {
  return `${verbs.slice(0, verbsShown).join(', ')}${verbs.length > verbsShown ? ', …' : ''}`;
}

/** What `./jalon tasks` means: the list, or the one thing that there is to read. Undefined: nothing by itself. */
export function defaultVerb(document: ApiDocument, resource: string): string | undefined {
  const names = commandNames(document.operations);
  const verbs = document.operations.filter((operation) => names.get(operation.id)?.[0] === resource && names.get(operation.id)?.length === 2 && operation.arguments.length === 0 && operation.method === 'GET')
    .map((operation) => names.get(operation.id)?.[1]);
  return verbs.includes('list') ? 'list' : verbs.includes('read') ? 'read' : undefined;
}

function addOperation(command: Command, operation: Operation, document: ApiDocument, run: Run): void {
  const { resolve } = document;
  const isList = operation.query.some(({ name }) => name === 'cursor');
  const may = operation.permissions.length > 0 ? `Needs the permission ${operation.permissions.join(' or ')}${operation.also === undefined ? '' : ` and ${operation.also}`}.` : '';
  command.summary(operation.summary).description([operation.summary, operation.description, may].filter((part) => part !== undefined && part !== '').join('\n\n'))
    .showHelpAfterError('(add --help to see what it takes)').helpCommand(false).optionsGroup('What to send:');
  for (const { name, description } of operation.arguments) command.argument(`<${name}>`, description ?? '');
  for (const parameter of operation.query.filter(({ name }) => name !== 'limit' && name !== 'cursor')) {
    command.addOption(optionOf(fieldOf(parameter.name, { description: parameter.description ?? '', ...parameter.schema }, parameter.required, resolve), true));
  }
  if (operation.body) addBody(command, operation, document);
  if (operation.takesVersion) command.requiredOption('--if-match <etag>', 'the version that you have read, as the reading command’s --etag prints it; * for whatever there is');
  if (operation.takesKey) command.option('--idempotency-key <key>', 'what makes a repetition of this command the same act; a fresh one by default');
  if (operation.method !== 'GET') command.option('--dry-run', 'check it and show what would be sent, or what would become of it; do nothing', false);
  command.optionsGroup('What comes back:');
  if (operation.answersBytes) command.option('--save <file>', 'where to write it; the standard output by default');
  else if (!operation.answersStream) command.addOption(new Option('--output <format>', 'table for people, json or csv for programs').choices(formats).default('table')).option('--fields <names>', 'these fields only, with commas between, dots for what is within: number,dueAt.resolution');
  if (isList) command.option('--limit <rows>', 'so many rows, from as many pages as it takes').option('--all', 'all rows, from all pages', false);
  if (operation.method === 'GET' && !operation.answersBytes && !operation.answersStream) {
    command.option('--watch', 'again and again: a terminal is drawn anew, programs get rows that are new or have changed', false).option('--every <seconds>', 'with --watch: how often to look where nobody tells us of changes', '5');
    if (document.operations.some((other) => other.path === operation.path && other.takesVersion)) command.option('--etag', 'print the version instead, for --if-match', false);
  }
  command.optionsGroup('Where and who:');
  command.option('--api <url>', 'where the API is; JALON_API_URL by default')
    .option('--user <user>', 'as this user of the development identity provider, for this command alone')
    .addOption(new Option('--lang <language>', 'of labels and refusals; by default that of the environment').choices(['fr', 'en']));
  command.action(async (...given: unknown[]) => {
    const texts = given.slice(0, -2) as (string | undefined)[];
    const path = Object.fromEntries(operation.arguments.map(({ name }, index) => [name, texts[index] ?? '']));
    const options: Given = command.opts();
    await run({ operation, path, file: texts[operation.arguments.length] ?? (options['file'] as string | undefined), options });
  });
}

function addBody(command: Command, operation: Operation, { resolve }: ApiDocument): void {
  const isForm = operation.body?.isForm === true;
  command.argument(isForm ? '<file>' : '[file]', isForm ? 'the file to send' : 'a JSON file with what to send, - for the standard input; options come on top of it');
  for (const field of bodyFields(operation, resolve)) command.addOption(optionOf(field, true));
  if (isForm) return;
  command.option('--file <file>', 'the same as the argument')
    .addOption(new Option('--set <path=value>', 'a place in what is sent, for what has no option: caller.name=Durand, sites.0.label=Siège; may be repeated')
      .argParser((text, before: unknown) => [...(Array.isArray(before) ? before as unknown[] : []), text]));
}
