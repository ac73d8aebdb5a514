/** Runs one command of the API from what was typed to what is printed. */
import { open } from 'node:fs/promises';
import { createApi, type Api } from '../../client/client.ts';
import { ApiFailure } from '../../client/failure.ts';
import { readSettings } from '../../config.ts';
import type { Language } from '../../domain/errors/codes.ts';
import { exitCodes, Failure } from '../failure.ts';
import { clientSettings } from '../settings.ts';
import { send, sendList } from './call.ts';
import type { ApiDocument } from './document.ts';
import { followChanges, messagesOf } from './live.ts';
import { fieldOf, optionOf } from './options.ts';
import { readFields, render, type Format, type Rendering } from './output.ts';
import type { Run, Typed } from './program.ts';
import { failureOf } from './refusal.ts';
import { addressOf, demandValid, hasDryRun, prepare, type Prepared } from './request.ts';
import { tokenOf } from './session.ts';
import { rowsOf, valueAt } from './shape.ts';
import { watch } from './watch.ts';

/** How commands are run in this process, on its streams. */
export function runner(document: ApiDocument): Run {
  return async (typed) => {
    const { operation, options } = typed;
    const settings = readSettings(clientSettings);
    const baseUrl = addressGiven(options['api']) ?? settings.baseUrl;
    const language = (options['lang'] as Language | undefined) ?? settings.language;
    const rendering: Rendering = {
      format: (options['output'] as Format | undefined) ?? 'table', language, width: process.stdout.isTTY ? process.stdout.columns : undefined,
      fields: readFields(options['fields'] as string | undefined, operation.answer, document.resolve),
    };
    const prepared = await prepare(operation, typed.path, queryOf(typed, document), options, typed.file, document.resolve);
    if (options['dryRun'] === true && !hasDryRun(operation, document.resolve)) {
      await demandValid(prepared, document);
      return write(shown(prepared, baseUrl, rendering.format));
    }
    const user = options['user'] as string | undefined;
    const signIn = async () => await tokenOf({ ...settings, baseUrl }, user);
    // Before anything is sent: not to be signed in is no failure of the API. A user's token is had once, a kept one is read anew while a watch goes on.
    const first = operation.isPublic ? undefined : await signIn();
    const token = async () => (operation.isPublic || user !== undefined ? first : await signIn());
    const api = createApi({ baseUrl, channel: 'cli', token, language: () => language });
    try {
      await answer(api, prepared, { document, options, rendering });
    } catch (thrown) {
      throw thrown instanceof ApiFailure ? failureOf(thrown, { baseUrl, idempotencyKey: prepared.idempotencyKey }) : thrown;
    }
  };
}

interface Wanted {
  readonly document: ApiDocument;
  readonly options: Typed['options'];
  readonly rendering: Rendering;
}

async function answer(api: Api, prepared: Prepared, { document, options, rendering }: Wanted): Promise<void> {
  const { operation } = prepared;
  const draw = (body: unknown, drawing = rendering): string => render(body, operation.answer, document.resolve, drawing);
  const fetched = async () => await sendList(api, prepared, rowsWanted(options));
  if (operation.answersBytes) return await save(Buffer.from((await send(api, prepared)).data as ArrayBuffer), options['save'] as string | undefined);
  if (options['etag'] === true) return write(`${(await send(api, prepared)).etag ?? ''}\n`);
  if (operation.answersStream) return await follow(api, prepared);
  if (options['watch'] === true) {
    const changes = followChanges(api);
    return await watch({ fetch: async () => (await fetched()).body, draw, rendering, everyMs: secondsOf(options['every']) * 1000, changes, write, isScreen: process.stdout.isTTY }).finally(changes.stop);
  }
  const { body, hasMore, isPartial } = operation.method === 'GET' ? { ...await fetched(), isPartial: false } : await sent(api, prepared);
  write(draw(body));
  if (isPartial) throw new Failure(`What became of some is not known: the same command with --idempotency-key ${prepared.idempotencyKey ?? ''} says it, and does nothing twice.`, exitCodes.later);
  const refused = refusedOf(body);
  if (refused > 0) throw new Failure(`Not all of it was done: ${refused} refused.`, exitCodes.refused);
  if (hasMore && options['limit'] === undefined) process.stderr.write('jalon  There are more rows: --limit <rows> or --all.\n');
}

/** A 207 leaves open what became of a part. */
async function sent(api: Api, prepared: Prepared): Promise<{ body: unknown; hasMore: boolean; isPartial: boolean }> {
  const { data, response } = await send(api, prepared);
  return { body: data, hasMore: false, isPartial: response.status === 207 };
}

/** How many of many were refused, each for itself: an act on several has not succeeded because the request has. */
function refusedOf(body: unknown): number {
  return (rowsOf(body) ?? []).filter((row) => valueAt(row, ['outcome']) === 'refused').length;
}

/** Prints what comes, a line each; its heartbeats are its own affair. */
async function follow(api: Api, prepared: Prepared): Promise<void> {
  const { data } = await send(api, prepared);
  for await (const { event, data: line } of messagesOf(data as ReadableStream<Uint8Array>)) if (event !== 'heartbeat') write(`${line}\n`);
}

function queryOf({ operation, options }: Typed, { resolve }: ApiDocument): Record<string, unknown> {
  return Object.fromEntries(operation.query.filter(({ name }) => name !== 'limit' && name !== 'cursor').map(({ name, schema, required }) => [name, options[optionOf(fieldOf(name, schema, required, resolve), false).attributeName()]]));
}

function rowsWanted({ all, limit }: Typed['options']): number | undefined {
  if (all === true) return Infinity;
  if (limit === undefined) return undefined;
  const rows = Number(limit);
  if (!Number.isInteger(rows) || rows < 1) throw new Failure('--limit is a number of rows, from 1.', exitCodes.usage);
  return rows;
}

function secondsOf(every: unknown): number {
  const seconds = Number(every);
  if (!Number.isFinite(seconds) || seconds < 1) throw new Failure('--every is a number of seconds, from 1.', exitCodes.usage);
  return seconds;
}

function addressGiven(url: unknown): string | undefined {
  if (typeof url !== 'string') return undefined;
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw new Failure('--api is an address: https://jalon.example.fr', exitCodes.usage);
  return url.replace(/\/+$/, '');
}

/** The request as it would go out; who sends it is not shown. */
function shown(prepared: Prepared, baseUrl: string, format: Format): string {
  const { operation: { method, body: takes }, headers, body } = prepared;
  const url = addressOf(prepared, baseUrl);
  const sent = body instanceof FormData ? Object.fromEntries([...body].map(([name, value]) => [name, typeof value === 'string' ? value : `(${value.name}, ${value.size} bytes)`])) : body;
  if (format === 'json') return `${JSON.stringify({ method, url, headers, ...(takes ? { body: sent } : {}) }, undefined, 2)}\n`;
  const lines = Object.entries({ Authorization: 'Bearer (yours)', ...headers }).map(([name, value]) => `${name}: ${value}\n`).join('');
  return `${method} ${url}\n${lines}${takes ? `\n${JSON.stringify(sent, undefined, 2)}\n` : ''}`;
}

async function save(bytes: Buffer, file: string | undefined): Promise<void> {
  if (file === undefined) return write(bytes);
  const handle = await open(file, 'w').catch((thrown: unknown) => { throw new Failure(`${file} cannot be written: ${thrown instanceof Error ? thrown.message : ''}`, exitCodes.usage); });
  await handle.writeFile(bytes).finally(async () => await handle.close());
  process.stderr.write(`jalon  ${file}: ${bytes.length} bytes.\n`);
}

function write(text: string | Buffer): void {
  process.stdout.write(text);
}
