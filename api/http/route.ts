/** A route is data: the Express application, the OpenAPI document and the tests are made from the same list. */
import { z } from 'zod';
import type { ErrorCode, Language, Text } from '../../domain/errors/codes.ts';
import type { Channel } from '../../domain/journey/journey.ts';
import type { Permission } from '../../domain/people/permissions.ts';
import type { Principal } from '../../domain/people/principal.ts';
import type { Scope } from '../../domain/people/scope.ts';
import type { Problem, Stream } from './problem.ts';

/** Where every route of the list begins. */
export const basePath = '/api/v1';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The outside systems that call back, by the name their address and their secrets go by. */
export type CallbackSender = 'obl' | 'ref-tech' | 'jarvis' | 'inventory' | 'monitoring' | 'hardware' | 'backups';

/** Who may come in; there is no default, so a route without one is no route. */
export type Guard =
  /** `also`: without it the door stays shut too; towards whose object the handler looks (`demandTowards`). */
  | { readonly permission: Permission; readonly also?: Permission }
  /** One of these opens the door; the scope is what they reach together. */
  | { readonly anyOf: readonly [Permission, ...Permission[]] }
  /** A Standard Webhooks signature of this sender over the raw body. */
  | { readonly callbackFrom: CallbackSender }
  /** Whoever signs in, whatever he may. */
  | 'signed-in'
  | 'public';

export type PersonGuard = Extract<Guard, { permission: Permission } | { anyOf: readonly Permission[] } | 'signed-in'>;

/** What opens a door, beside `also`: one of these; null: being signed in is enough. */
export function permissionsOfGuard(guard: PersonGuard): readonly Permission[] | null {
  if (guard === 'signed-in') return null;
  return 'permission' in guard ? [guard.permission] : guard.anyOf;
}

export interface AnswerSpec {
  readonly description: Text;
  /** Of the JSON body; absent: an answer without a body, or of bytes. */
  readonly schema?: z.ZodType;
  /** Of an answer of bytes, which names the one it has in `content-type`. */
  readonly mediaTypes?: readonly string[];
  /** Server-sent events, of which `schema` is the data. */
  readonly isStream?: true;
  /** Headers the answer carries beside those that all carry, by name. */
  readonly headers?: Readonly<Record<string, Text>>;
}

export type AnswerSpecs = Readonly<Record<number, AnswerSpec>>;

/** What a handler answers: one of the statuses its route declares, with the body declared for it. */
export type AnswerOf<A extends AnswerSpecs> = {
  [S in keyof A]: { readonly status: S; readonly headers?: Readonly<Record<string, string>> }
    & (A[S] extends { readonly isStream: true } ? { readonly stream: Stream } : A[S] extends { readonly schema: infer B extends z.ZodType } ? { readonly body: z.input<B> } : unknown)
    & (A[S] extends { readonly mediaTypes: readonly string[] } ? { readonly bytes: Uint8Array; readonly headers: Readonly<Record<'content-type', string>> } : unknown);
}[keyof A];

/** A callback whose signature holds. */
export interface ReceivedCallback {
  readonly sender: CallbackSender;
  /** The sender's id of the message, the same each time it is sent. */
  readonly webhookId: string;
  readonly sentAtMs: number;
  /** As received: a callback is stored before anything in it is judged. Valid UTF-8. */
  readonly rawBody: Buffer;
}

type Permitted<G extends Guard, T> = G extends { readonly permission: Permission } | { readonly anyOf: readonly Permission[] } ? T : undefined;
type SignedIn<G extends Guard, T> = G extends 'signed-in' ? T : Permitted<G, T>;

/** What a handler is given: everything checked, nothing of Express. */
export interface RouteRequest<P, Q, B, G extends Guard> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly principal: SignedIn<G, Principal>;
  /** How far the permission of the route's guard goes. */
  readonly scope: Permitted<G, Scope>;
  readonly callback: G extends { readonly callbackFrom: CallbackSender } ? ReceivedCallback : undefined;
  readonly channel: Channel;
  /** Of the connection; evidence of a signature (S-04). */
  readonly sentFrom: { readonly address: string | null; readonly userAgent: string | null };
  readonly requestId: string;
  readonly traceId: string;
  readonly language: Language;
  /** Temporal's update id: the same for every repetition of a request under one idempotency key, else fresh. */
  readonly commandId: string;
  /** Whether the caller's `If-Match` names this ETag; on a conditional route there always is one. */
  readonly matches: (etag: string) => boolean;
  /** Logs a bug of ours that the handler answers for itself, one of many acts perhaps; whatever it throws is logged anyway. */
  readonly noteBug: (thrown: unknown) => void;
  /** The id this request makes: `make` is called once, and the same id comes back whenever the same key does. One id per request. */
  readonly allocate: (make: () => Promise<string>) => Promise<string>;
}

/** Everything about one route; `Empty*` where it takes nothing of the kind. */
export interface RouteSpec<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, G extends Guard, A extends AnswerSpecs> {
  readonly method: Method;
  /** Below `/api/v1`, parameters as `{id}`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: Text;
  readonly description?: Text;
  readonly tags: readonly [string, ...string[]];
  readonly guard: G;
  /** Keys as in `path`. */
  readonly params?: P;
  /** Unknown names are refused, whatever the schema says. */
  readonly query?: Q;
  /** Of a callback: what the document shows; the handler is given the raw body. */
  readonly body?: B;
  /** True when the body comes as `multipart/form-data`; its one file is an `uploadedFile` of the schema. */
  readonly multipart?: boolean;
  /** False for a POST that changes nothing (a preview): its answers are not remembered. */
  readonly idempotent?: boolean;
  /** True for an edit that could overwrite another's: `If-Match` is required. */
  readonly conditional?: boolean;
  readonly answers: A;
  /** What `handle` may refuse with, beyond what the frame itself refuses. */
  readonly refusals: readonly ErrorCode[];
  readonly handle: (request: RouteRequest<z.output<P>, z.output<Q>, z.output<B>, G>) => Promise<AnswerOf<A> | Problem>;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly bytes?: Uint8Array;
  readonly stream?: Stream;
}

export type AnyRequest = RouteRequest<unknown, unknown, unknown, Guard>;

/** A route of the list, its types forgotten. */
export interface Route extends Omit<RouteSpec<z.ZodObject, z.ZodObject, z.ZodType, Guard, AnswerSpecs>, 'handle' | 'multipart' | 'idempotent' | 'conditional'> {
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly multipart: boolean;
  /** Whether it takes `Idempotency-Key` and remembers its answers. */
  readonly idempotent: boolean;
  readonly conditional: boolean;
  readonly handle: (request: AnyRequest) => Promise<Answer | Problem>;
}

type Empty = z.ZodObject<Record<never, never>>;

/**
 * Makes a route of the list.
 * @throws {Error} when the parameters in the path are not those of the schema, or when bytes would have to be remembered: found at start, not by a caller.
 */
export function defineRoute<
  const G extends Guard, const A extends AnswerSpecs,
  P extends z.ZodObject = Empty, Q extends z.ZodObject = Empty, B extends z.ZodType = z.ZodUndefined,
>(spec: RouteSpec<P, Q, B, G, A>): Route {
  const inPath = parameterNames(spec.path).join();
  const inSchema = Object.keys(spec.params?.shape ?? {}).join();
  if (inPath !== inSchema) throw new Error(`Route ${spec.method} ${spec.path}: the path has the parameters (${inPath}), the schema (${inSchema}).`);
  const idempotent = spec.idempotent ?? (spec.method === 'POST' && isForPersons(spec.guard));
  if (idempotent && Object.values<AnswerSpec>(spec.answers).some(({ mediaTypes }) => mediaTypes !== undefined)) {
    throw new Error(`Route ${spec.method} ${spec.path}: an answer of bytes cannot be remembered under an idempotency key.`);
  }
  // The one place where a handler's types are forgotten: the frame parses with the very schemas they come from.
  const handle = spec.handle as unknown as Route['handle'];
  return {
    ...spec,
    params: spec.params ?? z.strictObject({}),
    query: (spec.query ?? z.object({})).strict(),
    multipart: spec.multipart ?? false,
    idempotent,
    conditional: spec.conditional ?? false,
    handle,
  };
}

/** Whether somebody must be signed in. */
export function isForPersons(guard: Guard): guard is PersonGuard {
  return guard !== 'public' && (guard === 'signed-in' || !('callbackFrom' in guard));
}

/** The names between braces, in their order. */
export function parameterNames(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}
