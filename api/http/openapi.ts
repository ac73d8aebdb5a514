/** The OpenAPI 3.1 document, made from the same schemas that check the requests. Its texts are English: its readers are programmers. */
import type { z } from 'zod';
import { errorCodes, type ErrorCode } from '../../domain/errors/codes.ts';
import { basePath, isForPersons, permissionsOfGuard, type Guard, type Route } from './route.ts';
import { schemaWriter, type Json, type SchemaOf } from './openapi-schemas.ts';
import { problemSchema } from './problem.schema.ts';
import { tagTexts } from './tags.ts';

/** What the frame itself refuses, by what the route takes. */
function frameRefusals({ guard, idempotent, conditional, method }: Route): ErrorCode[] {
  const takesBody = method !== 'GET';
  return [
    // An unknown name in the query is one everywhere.
    'malformed-request',
    ...(isForPersons(guard) ? ['unauthenticated', ...(guard === 'signed-in' ? [] : ['forbidden'] as const), 'identity-provider-away'] as const : []),
    ...(guard !== 'public' && !isForPersons(guard) ? ['invalid-signature'] as const : []),
    ...(takesBody ? ['payload-too-large', 'unsupported-media-type'] as const : []),
    ...(idempotent ? ['idempotency-key-reused', 'request-in-progress', 'outcome-unknown'] as const : []),
    ...(conditional ? ['version-required'] as const : []),
    'too-many-requests', 'dependency-away',
  ];
}

/**
 * The whole document.
 * @throws {Error} when two different schemas go by one `id`.
 */
export function openApiDocument(routes: readonly Route[]): Json {
  const schemas: Record<string, unknown> = {};
  const responses: Record<string, unknown> = {};
  const schemaOf = schemaWriter(schemas);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = `${basePath}${route.path}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, schemaOf, responses) };
  }
  schemaOf(problemSchema, 'output');
  return {
    openapi: '3.1.1',
    info: {
      title: 'Jalon', version: 'v1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: 'Durable workflows of a telecom operator. Errors are problem details (RFC 9457), in French or English by Accept-Language; their `code` is stable.',
    },
    servers: [{ url: '/' }],
    tags: [...new Set(['health', ...routes.flatMap(({ tags }) => tags)])].sort().map((name) => ({ name, ...(tagTexts[name] === undefined ? {} : { description: tagTexts[name] }) })),
    paths: sorted({ ...paths, ...healthPaths }),
    components: {
      schemas: sorted(schemas),
      responses: sorted(responses),
      parameters: { idempotencyKey, ifMatch, requestId, channel },
      headers: { requestId: { description: 'The X-Request-Id of the request, or a fresh one.', schema: { type: 'string' } }, traceparent: { description: 'W3C trace context.', schema: { type: 'string' } } },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An OpenID Connect token; in the embedded installation `./jalon token <user>` prints one. Or an API key, which `POST /api-keys` shows once.' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-jalon-session', description: 'Of a browser that signed in at `/sign-in`; without TLS its name is `jalon-<port>-session`. Whatever changes something also needs `X-Jalon-Console: 1` and comes from a page of ours.' },
        webhookSignature: { type: 'apiKey', in: 'header', name: 'webhook-signature', description: 'Standard Webhooks: webhook-id, webhook-timestamp and webhook-signature over the raw body.' },
      },
    },
  };
}

function operation(route: Route, schemaOf: SchemaOf, responses: Record<string, unknown>): Json {
  const { guard } = route;
  return {
    operationId: route.operationId,
    summary: route.summary.en,
    ...(route.description === undefined ? {} : { description: route.description.en }),
    tags: route.tags,
    ...securityOf(guard),
    parameters: [
      ...parametersOf('path', route.params, schemaOf), ...parametersOf('query', route.query, schemaOf),
      ...(route.idempotent ? [{ $ref: '#/components/parameters/idempotencyKey' }] : []),
      ...(route.conditional ? [{ $ref: '#/components/parameters/ifMatch' }] : []),
      { $ref: '#/components/parameters/requestId' },
      ...(isForPersons(guard) ? [{ $ref: '#/components/parameters/channel' }] : []),
    ],
    ...(route.body === undefined ? {} : { requestBody: { required: !route.body.safeParse(undefined).success, content: { [route.multipart ? 'multipart/form-data' : 'application/json']: { schema: schemaOf(route.body, 'input') } } } }),
    responses: { ...answersOf(route, schemaOf), ...refusalsOf(route, responses) },
  };
}

function securityOf(guard: Guard): Json {
  if (guard === 'public') return { security: [] };
  if (!isForPersons(guard)) return { security: [{ webhookSignature: [] }] };
  return { security: [{ bearer: [] }, { session: [] }], 'x-permissions': permissionsOfGuard(guard) ?? [], ...(typeof guard === 'object' && 'also' in guard ? { 'x-also': guard.also } : {}) };
}

const responseHeaders = { 'X-Request-Id': { $ref: '#/components/headers/requestId' }, traceparent: { $ref: '#/components/headers/traceparent' } };

function answersOf({ answers }: Route, schemaOf: SchemaOf): Json {
  return Object.fromEntries(Object.entries(answers).map(([status, { description, schema, mediaTypes, isStream, headers = {} }]) => [status, {
    description: description.en,
    headers: { ...responseHeaders, ...Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, { description: text.en, schema: { type: 'string' } }])) },
    // What we write is what a reader may rely on: of a schema with defaults, the filled-in form.
    ...(schema === undefined ? {} : { content: isStream ? { 'text/event-stream': { schema: messageOf(schemaOf(schema, 'output')) } } : { 'application/json': { schema: schemaOf(schema, 'output') } } }),
    ...(mediaTypes === undefined ? {} : { content: Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, {}])) }),
  }]));
}

/** A message of a stream as its reader takes it apart: one without a name holds what the route tells, named ones are of the stream itself. */
function messageOf(told: unknown): Json {
  const data = (contentSchema: unknown): Json => ({ type: 'string', contentMediaType: 'application/json', contentSchema });
  return {
    type: 'object', required: ['data'],
    anyOf: [
      { properties: { event: { const: 'message' }, id: { type: 'string' }, data: data(told) } },
      { required: ['event'], properties: { event: { enum: ['heartbeat', 'reset', 'presence'] }, id: { type: 'string' }, data: data({ type: 'object' }) } },
    ],
  };
}

/** One answer per status, naming the codes it may carry; what the frame alone refuses is the same everywhere, and stands once in `responses`. */
function refusalsOf(route: Route, responses: Record<string, unknown>): Json {
  const ofFrame = frameRefusals(route);
  const codes = [...new Set([...ofFrame, ...route.refusals])];
  const statuses = [...new Set(codes.map((code) => errorCodes[code].status))].sort((one, other) => one - other);
  return Object.fromEntries(statuses.map((status) => {
    const here = codes.filter((code) => errorCodes[code].status === status);
    if (!here.every((code) => ofFrame.includes(code))) return [status, refusal(status, here)];
    const name = here.join('.');
    responses[name] ??= refusal(status, here);
    return [status, { $ref: `#/components/responses/${name}` }];
  }));
}

function refusal(status: number, codes: readonly ErrorCode[]): Json {
  const retryAfter = status === 429 || status === 503 || codes.includes('request-in-progress') ? { 'Retry-After': { description: 'Seconds.', schema: { type: 'string' } } } : {};
  return {
    description: codes.map((code) => `\`${code}\`: ${errorCodes[code].title.en}`).join('; '),
    headers: { ...responseHeaders, ...retryAfter },
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function parametersOf(place: 'path' | 'query', object: z.ZodObject, schemaOf: SchemaOf): Json[] {
  return Object.entries(object.shape).map(([name, field]) => {
    const schema = field as z.ZodType;
    const { description } = schema.meta() ?? {};
    return { name, in: place, required: place === 'path' || !schema.safeParse(undefined).success, ...(description === undefined ? {} : { description }), schema: schemaOf(schema, 'input') };
  });
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}

const idempotencyKey = { name: 'Idempotency-Key', in: 'header', required: false, description: 'The same key and request give the first answer again (for seven days), with `Idempotency-Replayed: true`.', schema: { type: 'string', minLength: 1, maxLength: 200 } };
const ifMatch = { name: 'If-Match', in: 'header', required: true, description: 'The ETag of the version that was read: an edit of what has changed since is refused with 412.', schema: { type: 'string' } };
const requestId = { name: 'X-Request-Id', in: 'header', required: false, description: 'Comes back with the answer and goes into the timeline: up to 128 letters, digits and `_.:/+=@-`. Anything else is replaced by an id of ours.', schema: { type: 'string' } };
const channel = { name: 'X-Jalon-Channel', in: 'header', required: false, description: 'Through what the person acts: `console` or `cli`; anything else counts as `api`.', schema: { type: 'string' } };

const statusBody = (status: string): Json => ({ 'application/json': { schema: { type: 'object', required: ['status'], properties: { status: { const: status }, checks: { type: 'object', additionalProperties: { enum: ['up', 'away'] } } } } } });

const healthPaths = {
  '/healthz': { get: { operationId: 'getLiveness', summary: 'Whether the process lives', tags: ['health'], security: [], responses: { 200: { description: 'It does', content: statusBody('alive') } } } },
  '/readyz': { get: { operationId: 'getReadiness', summary: 'Whether what it needs is there', tags: ['health'], security: [], responses: { 200: { description: 'All up', content: statusBody('ready') }, 503: { description: 'Says what is away', content: statusBody('away') } } } },
  '/metrics': { get: { operationId: 'getMetrics', summary: 'Prometheus metrics', tags: ['health'], security: [], responses: { 200: { description: 'Text format', content: { 'text/plain': { schema: { type: 'string' } } } } } } },
};
