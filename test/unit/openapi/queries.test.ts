/** What the document says of a query is what the API asks of it: whoever keeps to the document is not refused. */
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { openApiDocument } from '../../../api/http/openapi.ts';
import { basePath } from '../../../api/http/route.ts';
import { allRoutes } from '../../../api/routes.ts';
import type { Services } from '../../../api/services.ts';
import { indicatorKeys } from '../../../domain/steering/indicators.ts';

interface Said { readonly type?: string; readonly format?: string; readonly enum?: unknown; readonly minLength?: number; readonly maxLength?: number; readonly pattern?: string }
interface Document { readonly paths: Record<string, Record<string, { readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Said }[] }>> }

const routes = allRoutes({} as Services);
const { paths } = openApiDocument(routes) as unknown as Document;
/** Texts in a query, each as the document has it and as the API takes it. */
const texts = routes.flatMap(({ method, path, operationId, query }) => (paths[`${basePath}${path}`]?.[method.toLowerCase()]?.parameters ?? [])
  .filter(({ in: place, schema }) => place === 'query' && schema.type === 'string' && schema.format === undefined && schema.enum === undefined)
  .map(({ name, schema }) => ({ operationId, name, said: schema, isTaken: (text: string) => (query.shape[name] as z.ZodType).safeParse(text).success })));

const isSaid = ({ minLength = 0, maxLength = Infinity, pattern = '' }: Said, text: string): boolean => text.length >= minLength && text.length <= maxLength && new RegExp(pattern, 'u').test(text);
const textOf = (operationId: string, name: string) => {
  const found = texts.find((one) => one.operationId === operationId && one.name === name);
  if (!found) throw new Error(`${operationId} has no text ${name}`);
  return found;
};

describe('a text in a query', () => {
  const awkward = ['', ' ', '   ', 'x', 'x ', ' x', 'x  ', ' x ', 'x y', '\t\n\u00A0', '\u00A0x\u2003', ',', 'x,', ',x', 'x,y', '-', '0', "'", '%', '*', 'x'.repeat(30), `${'x'.repeat(30)},`, ' '.repeat(40)];

  it('that the document takes is taken, whatever the query', () => {
    const refused = texts.flatMap(({ operationId, name, said, isTaken }) => awkward.filter((text) => isSaid(said, text) && !isTaken(text)).map((text) => `${operationId} ${name} ${JSON.stringify(text)}`));
    expect(texts.length).toBeGreaterThan(30);
    expect(refused).toEqual([]);
  });

  it.each([['', false], ['abc', true], ['a b', true], ['  abc  ', true], ['ab ', false], [' a ', false], ['   ', false], ['\u00A0ab', false]])('%j is searched for: %s, in the document as in the API', (text, isTaken) => {
    const search = textOf('listCustomers', 'search');
    expect([isSaid(search.said, text), search.isTaken(text)]).toEqual([isTaken, isTaken]);
  });

  const [first, second] = ['tickets-opened', 'drops'] as const;
  const most = (n: number) => Array.from({ length: n }, () => 'drops').join(',');
  it.each([['', false], [first, true], [`${first},${second}`, true], [`${first},`, false], [`,${first}`, false], [`${first}, ${second}`, false], [`${first}s`, false], ['x', false], [most(indicatorKeys.length), true], [most(indicatorKeys.length + 1), false]])('%j is a list of indicators: %s, in the document as in the API (C-06)', (text, isTaken) => {
    for (const operationId of ['readIndicators', 'exportIndicators']) {
      const indicators = textOf(operationId, 'indicators');
      expect([isSaid(indicators.said, text), indicators.isTaken(text)]).toEqual([isTaken, isTaken]);
    }
  });
});
