/** The operations of the API as the command line needs them, read from the OpenAPI document that comes with this version. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The part of JSON Schema that our document uses. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly contentMediaType?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

export interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/api/v1/tickets/{number}`. */
  readonly path: string;
  readonly summary: string;
  readonly description: string | undefined;
  /** One of these, and `also`. */
  readonly permissions: readonly string[];
  readonly also: string | undefined;
  /** Asks nobody who he is: a signed link says it. */
  readonly isPublic: boolean;
  /** In the order of the path. */
  readonly arguments: readonly Parameter[];
  readonly query: readonly Parameter[];
  /** Undefined: it takes no body. */
  readonly body: { readonly schema: JsonSchema; readonly isForm: boolean; readonly isRequired: boolean } | undefined;
  readonly takesKey: boolean;
  /** An edit of what was read: it asks for the version. */
  readonly takesVersion: boolean;
  /** Of the JSON that is answered; undefined: bytes, or nothing. */
  readonly answer: JsonSchema | undefined;
  readonly answersBytes: boolean;
  /** It goes on answering, message by message. */
  readonly answersStream: boolean;
}

export interface ApiDocument {
  readonly operations: readonly Operation[];
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  /** A schema, by its name when it is only referred to. */
  readonly resolve: (schema: JsonSchema) => JsonSchema;
}

interface RawOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly 'security'?: readonly Readonly<Record<string, unknown>>[];
  readonly 'x-permissions'?: readonly string[];
  readonly 'x-also'?: string;
  readonly parameters?: readonly (Parameter & { readonly $ref?: string })[];
  readonly requestBody?: { readonly required: boolean; readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: JsonSchema }>> }>>;
}

interface RawDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

/** Reads the document of this copy of Jalon. */
export function readDocument(root: string): ApiDocument {
  return documentOf(JSON.parse(readFileSync(join(root, 'docs', 'openapi.json'), 'utf8')));
}

/** What persons and programs may call: callbacks are signed by outside systems, probes ask nobody who he is. */
export function documentOf(document: unknown): ApiDocument {
  const { paths, components: { schemas } } = document as RawDocument;
  const operations = Object.entries(paths).filter(([path]) => path.startsWith('/api/'))
    .flatMap(([path, methods]) => Object.entries(methods).filter(([, raw]) => !isSigned(raw)).map(([method, raw]) => operationOf(path, method, raw)));
  return { operations, schemas, resolve: (schema) => (schema.$ref === undefined ? schema : schemas[schema.$ref.slice('#/components/schemas/'.length)] ?? schema) };
}

function isSigned({ security = [] }: RawOperation): boolean {
  return security.some((scheme) => 'webhookSignature' in scheme);
}

function operationOf(path: string, method: string, raw: RawOperation): Operation {
  const { parameters = [], requestBody, responses } = raw;
  const refers = (name: string): boolean => parameters.some(({ $ref }) => $ref === `#/components/parameters/${name}`);
  const [bodyType, body] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const [, answer] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
  const [answerType, answered] = Object.entries(answer?.content ?? {})[0] ?? [];
  return {
    id: raw.operationId, method: method.toUpperCase() as Operation['method'], path, summary: raw.summary, description: raw.description, permissions: raw['x-permissions'] ?? [], also: raw['x-also'], isPublic: raw.security?.length === 0,
    arguments: parameters.filter((one) => one.in === 'path'), query: parameters.filter((one) => one.in === 'query'),
    body: body && requestBody ? { schema: body.schema, isForm: bodyType === 'multipart/form-data', isRequired: requestBody.required } : undefined,
    takesKey: refers('idempotencyKey'), takesVersion: refers('ifMatch'),
    answer: answerType === 'application/json' ? answered?.schema : undefined,
    answersBytes: answerType !== undefined && answerType !== 'application/json' && answerType !== 'text/event-stream', answersStream: answerType === 'text/event-stream',
  };
}
