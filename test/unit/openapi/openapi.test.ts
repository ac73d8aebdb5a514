/** The OpenAPI document: the committed copy is the one we serve, and every route is in it with all it takes and answers. */
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../api/http/openapi.ts';
import { allRoutes } from '../../../api/routes.ts';
import type { Services } from '../../../api/services.ts';
import { sampleRoutes } from '../../support/sample-routes.ts';

interface Answer { readonly description?: string; readonly content?: Record<string, unknown>; readonly $ref?: string }

/** The part of a document the tests look at. */
interface Document {
  readonly paths: Record<string, Record<string, {
    readonly security: unknown;
    readonly parameters?: readonly ({ readonly $ref: string } | { readonly name: string; readonly in: string; readonly required: boolean })[];
    readonly requestBody?: { readonly content: Record<string, { readonly schema: unknown }> };
    readonly responses: Record<string, Answer>;
  }>>;
  readonly components: { readonly responses: Record<string, Answer>; readonly schemas: Record<string, { readonly required?: readonly string[]; readonly additionalProperties?: unknown }> };
}

const sample = openApiDocument(sampleRoutes()) as unknown as Document;

describe('the committed copy', () => {
  it('is what the API serves; after a change on purpose, "npm run openapi" writes it', async () => {
    const served = `${JSON.stringify(openApiDocument(allRoutes({} as Services)), undefined, 2)}\n`;
    await expect(served).toMatchFileSnapshot('../../../docs/openapi.json');
  });
});

describe('an operation', () => {
  const create = sample.paths['/api/v1/notes']?.['post'];

  it('names the permission it needs, and a callback the signature', () => {
    expect(create).toMatchObject({ 'security': [{ bearer: [] }, { session: [] }], 'x-permissions': ['deployment:launch'] });
    expect(sample.paths['/api/v1/callbacks/sample']?.['post']?.security).toEqual([{ webhookSignature: [] }]);
    expect(sample.paths['/api/v1/about']?.['get']?.security).toEqual([]);
  });

  it('lists every status it may answer, refusals as problems', () => {
    expect(Object.keys(create?.responses ?? {})).toEqual(['201', '400', '401', '403', '409', '413', '415', '422', '429', '503']);
    expect(create?.responses['422']?.description).toContain('D-01.target-date-past');
    expect(Object.keys(create?.responses['422']?.content ?? {})).toEqual(['application/problem+json']);
    expect(create?.responses['403']).toEqual({ $ref: '#/components/responses/forbidden' });
    expect(Object.keys(sample.components.responses['forbidden']?.content ?? {})).toEqual(['application/problem+json']);
  });

  it('takes Idempotency-Key when it is a command, and its own parameters', () => {
    expect(create?.parameters).toContainEqual({ $ref: '#/components/parameters/idempotencyKey' });
    expect(sample.paths['/api/v1/notes/{id}']?.['get']?.parameters?.[0]).toMatchObject({ name: 'id', in: 'path', required: true });
    expect(sample.paths['/api/v1/notes']?.['get']?.parameters?.[0]).toMatchObject({ name: 'limit', in: 'query', required: false });
  });

  it('refers to a schema with an id, whose defaults are not required of the sender', () => {
    expect(create?.requestBody?.content['application/json']?.schema).toEqual({ $ref: '#/components/schemas/SampleNote' });
    expect(sample.components.schemas['SampleNote']).toMatchObject({ required: ['title'], additionalProperties: false });
  });
});

describe('the whole document', () => {
  it('refers to nothing that is not in it', () => {
    const text = JSON.stringify(sample);
    for (const [, part, name] of text.matchAll(/#\/components\/(\w+)\/([\w.-]+)/g)) {
      expect((sample.components as Record<string, Record<string, unknown>>)[part ?? '']?.[name ?? ''], `${part}/${name}`).toBeDefined();
    }
    expect(text).not.toContain('$defs');
    for (const schema of Object.values(sample.components.schemas)) expect(schema).toMatchObject({ type: 'object', properties: expect.any(Object) });
  });
});
