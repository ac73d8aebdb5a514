/** The request of a command, put together from its arguments, options and file; and what can be said of it before it is sent. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { formOf } from '../../client/client.ts';
import { exitCodes, Failure } from '../failure.ts';
import type { ApiDocument, JsonSchema, Operation } from './document.ts';
import { fieldsOf, flagOf, optionOf, setAt, type Field } from './options.ts';

export interface Prepared {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly idempotencyKey: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the command line gave, by the name that commander files it under. */
export type Given = Readonly<Record<string, unknown>>;

/** Fields of the body that have an option; the file of a form is an argument, a dry run an option of every command. */
export function bodyFields({ body }: Operation, resolve: ApiDocument['resolve']): Field[] {
  return body === undefined ? [] : fieldsOf(body.schema, resolve).filter(({ name }) => name !== 'dryRun' && !(body.isForm && name === 'file'));
}

/** Whether the API itself can say what would become of it. */
export function hasDryRun({ body }: Operation, resolve: ApiDocument['resolve']): boolean {
  return body !== undefined && fieldsOf(body.schema, resolve).some(({ name }) => name === 'dryRun');
}

/**
 * Puts it together.
 * @param file the file argument, `-` for the standard input.
 * @throws {Failure} `usage`: the file cannot be read or is no JSON.
 */
export async function prepare(operation: Operation, path: Readonly<Record<string, string>>, query: Readonly<Record<string, unknown>>, given: Given, file: string | undefined, resolve: ApiDocument['resolve']): Promise<Prepared> {
  const idempotencyKey = operation.takesKey ? (given['idempotencyKey'] as string | undefined) ?? randomUUID() : undefined;
  const body = await bodyOf(operation, given, file, resolve);
  return {
    operation, path, query, body, idempotencyKey,
    headers: { ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }), ...(operation.takesVersion ? { 'If-Match': versionOf(String(given['ifMatch'])) } : {}) },
  };
}

/** A shell easily eats the quotes of an ETag. */
function versionOf(text: string): string {
  return /^(?:W\/)?"|^\*$/.test(text) ? text : `"${text}"`;
}

async function bodyOf(operation: Operation, given: Given, file: string | undefined, resolve: ApiDocument['resolve']): Promise<unknown> {
  if (operation.body === undefined) return undefined;
  const named = Object.fromEntries(bodyFields(operation, resolve).flatMap((field): [string, unknown][] => {
    const value = given[optionOf(field, false).attributeName()];
    return value === undefined ? [] : [[field.name, value]];
  }));
  if (operation.body.isForm) return formOf({ ...named, file: await readUpload(file) });
  const start = file === undefined ? {} : await readBody(file);
  const merged = Object.keys(named).length === 0 ? start : { ...(start as object), ...named };
  const body = (given['set'] as readonly string[] | undefined ?? []).reduce(setAt, merged);
  return given['dryRun'] === true && hasDryRun(operation, resolve) ? { ...(body as object), dryRun: true } : body;
}

async function readBody(file: string): Promise<unknown> {
  const text = file === '-' ? await readText(process.stdin) : await readFile(file, 'utf8').catch((thrown: unknown) => { throw unreadable(file, thrown); });
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new Failure(`${file === '-' ? 'The standard input' : file} is no JSON: ${thrown instanceof Error ? thrown.message : ''}`, exitCodes.usage);
  }
}

async function readUpload(file: string | undefined): Promise<File | undefined> {
  if (file === undefined) return undefined;
  return new File([await readFile(file).catch((thrown: unknown) => { throw unreadable(file, thrown); })], basename(file));
}

function unreadable(file: string, thrown: unknown): Failure {
  return new Failure(`${file} cannot be read: ${thrown instanceof Error ? thrown.message : ''}`, exitCodes.usage);
}

/** `POST http://…/api/v1/tickets`: the address with all that is in it. */
export function addressOf({ operation, path, query }: Prepared, baseUrl: string): string {
  const filled = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
  const search = new URLSearchParams(Object.entries(query).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]]))).toString();
  return `${baseUrl}${filled}${search === '' ? '' : `?${search}`}`;
}

/**
 * Holds a body against its schema, here and without the API.
 * @throws {Failure} `refused`, with each field at fault by its option.
 */
export async function demandValid({ operation, body }: Prepared, { schemas }: ApiDocument): Promise<void> {
  if (operation.body === undefined || operation.body.isForm) return;
  const { z } = await import('zod');
  const local = (schema: unknown): unknown => JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', '#/$defs/'));
  const schema = z.fromJSONSchema({ ...local(operation.body.schema) as JsonSchema, $defs: local(schemas) } as Parameters<typeof z.fromJSONSchema>[0]);
  const { error } = schema.safeParse(body);
  if (!error) return;
  const faults = error.issues.flatMap(closest).map(({ path, message }) => `  ${path.length === 0 ? 'body' : path.length === 1 ? flagOf({ name: String(path[0]) }) : path.join('.')}: ${message}`);
  throw new Failure(['The API would refuse this:', ...faults].join('\n'), exitCodes.refused);
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly errors?: readonly (readonly Issue[])[];
}

/** Of alternatives, the faults of the one that it comes nearest to. */
function closest(issue: Issue): Issue[] {
  const [nearest] = [...issue.errors ?? []].sort((one, other) => one.length - other.length);
  return nearest ? nearest.flatMap((below) => closest({ ...below, path: [...issue.path, ...below.path] })) : [issue];
}
