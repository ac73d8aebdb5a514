/** The document passes the linter that its readers would hold against it, and a fault that is planted in it is found. */
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../api/http/openapi.ts';
import { allRoutes } from '../../../api/routes.ts';
import type { Services } from '../../../api/services.ts';

/** Redocly's own choice, each of them an error, and what it leaves to choose that is our habit. */
const config = createConfig({
  extends: ['recommended-strict'],
  rules: {
    'operation-singular-tag': 'error', 'operation-tag-defined': 'error', 'tags-alphabetical': 'error', 'path-params-defined': 'error', 'no-unused-components': 'error',
    'operation-4xx-problem-details-rfc7807': 'error',
  },
});

/** What is not asked of these places, and why not. */
const exempt: readonly { readonly rule: string; readonly at: RegExp; readonly why: string }[] = [
  { rule: 'operation-4xx-response', at: /^#\/paths\/~1(?:healthz|readyz|metrics)\//, why: 'probes take nothing that could be wrong, and ask nobody who he is' },
];

type Operations = Record<string, Record<string, Record<string, unknown>>>;

const document = openApiDocument(allRoutes({} as Services));

async function faultsOf(checked: unknown): Promise<{ rule: string; at: string; message: string }[]> {
  const problems = await lintFromString({ source: JSON.stringify(checked), absoluteRef: '/openapi.json', config: await config });
  return problems.map(({ ruleId, message, location }) => ({ rule: ruleId, at: location[0]?.pointer ?? '', message }));
}

const isExempt = ({ rule, at }: { rule: string; at: string }): boolean => exempt.some((one) => one.rule === rule && one.at.test(at));

describe('The OpenAPI document', () => {
  it('passes the linter; what is exempt needs to be', async () => {
    const faults = await faultsOf(document);
    expect(faults.filter((fault) => !isExempt(fault))).toEqual([]);
    for (const { rule, at } of exempt) expect(faults.some((fault) => fault.rule === rule && at.test(fault.at)), rule).toBe(true);
  });

  it.each([
    ['operation-operationId', (paths: Operations) => { delete paths['/api/v1/tickets']?.['get']?.['operationId']; }],
    ['operation-operationId-unique', (paths: Operations) => { (paths['/api/v1/tickets']?.['get'] ?? {})['operationId'] = 'listTasks'; }],
    ['operation-4xx-response', (paths: Operations) => { (paths['/api/v1/tickets']?.['get'] ?? {})['responses'] = { 200: { description: 'A page' } }; }],
    ['operation-summary', (paths: Operations) => { delete paths['/api/v1/me']?.['get']?.['summary']; }],
    ['operation-tag-defined', (paths: Operations) => { (paths['/api/v1/me']?.['get'] ?? {})['tags'] = ['nobody-knows']; }],
    ['security-defined', (paths: Operations) => { delete paths['/api/v1/me']?.['get']?.['security']; }],
    ['no-unresolved-refs', (paths: Operations) => { (paths['/api/v1/me']?.['get'] ?? {})['parameters'] = [{ $ref: '#/components/parameters/nothing' }]; }],
  ])('is refused by «%s» when that is broken', async (rule, breakIt) => {
    const planted = structuredClone(document) as { paths: Operations };
    breakIt(planted.paths);
    expect((await faultsOf(planted)).filter((fault) => !isExempt(fault)).map((fault) => fault.rule)).toContain(rule);
  });
});
