/** Answers as people, programs and spreadsheets are given them; refusals as what to do, with an exit code of their own. */
import { describe, expect, it } from 'vitest';
import { readFields, render, type Rendering } from '../../../cli/api/output.ts';
import { exitCodeOf, failureOf } from '../../../cli/api/refusal.ts';
import { table } from '../../../cli/api/table.ts';
import { exitCodes, exitCodeTexts } from '../../../cli/failure.ts';
import { ApiFailure, type Problem } from '../../../client/failure.ts';

const row = {
  type: 'object', properties: {
    number: { type: 'string' }, title: { anyOf: [{ type: 'string' }, { type: 'null' }] }, cents: { type: 'integer' }, label: { type: 'object', properties: { fr: {}, en: {} } },
    due: { type: 'object', properties: { resolution: { type: 'string' } } }, sites: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } },
  },
};
const list = { type: 'object', properties: { items: { type: 'array', items: row } } };
const one = { number: 'TCK-1', title: null, cents: -1200, label: { fr: 'Panne', en: 'Outage' }, due: { resolution: '2026-05-04T08:00:00Z' }, sites: [{ id: 'S001' }] };
const two = { ...one, number: 'TCK-2', title: '=HYPERLINK("http://evil.invalid")' };
const resolve = <T>(schema: T): T => schema;
const shown = (body: unknown, rendering: Partial<Rendering> = {}): string => render(body, 'items' in (body as object) ? list : row, resolve, { format: 'table', language: 'en', ...rendering });

describe('A table', () => {
  it('has the fields of the rows, none that is empty in all of them, labels in the reader’s language', () => {
    expect(shown({ items: [one] })).toBe('NUMBER  CENTS  LABEL\nTCK-1   -1200  Outage\n');
    expect(shown({ items: [one] }, { language: 'fr' })).toContain('Panne');
  });

  it('has the fields that are asked for, from within as well', () => {
    expect(shown({ items: [one] }, { fields: [['due', 'resolution'], ['number']] })).toBe('DUE.RESOLUTION        NUMBER\n2026-05-04T08:00:00Z  TCK-1\n');
  });

  it('names what does not fit the terminal', () => {
    expect(shown({ items: [one] }, { width: 14 })).toBe('NUMBER  CENTS\nTCK-1   -1200\n(also: label)\n');
  });

  it('shows one thing line by line, its lists below', () => {
    expect(shown(one)).toBe('number          TCK-1\ncents           -1200\nlabel           Outage\ndue.resolution  2026-05-04T08:00:00Z\n\nsites\nID\nS001\n');
  });

  it('lets no text steer the terminal', () => {
    const text = table([{ name: 'text', cells: ['red \u001B[31m\u0007 \u202Egnp', 'two\nlines'] }], undefined);
    expect(text).toBe('TEXT\nred \uFFFD[31m\uFFFD \uFFFDgnp\ntwo lines\n');
  });

  it('of no rows is its header', () => {
    expect(shown({ items: [] }, { format: 'csv' })).toBe('number,title,cents,label,due.resolution\r\n');
  });
});

describe('CSV', () => {
  it('quotes, and lets no spreadsheet compute a text; a negative number stays a number', () => {
    expect(shown({ items: [two] }, { format: 'csv' })).toBe(`number,title,cents,label,due.resolution\r\nTCK-2,"'=HYPERLINK(""http://evil.invalid"")",-1200,Outage,2026-05-04T08:00:00Z\r\n`);
  });

  it.each(['=1+1', '+33601020304', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1'])('marks %j as text', (title) => {
    expect(shown({ items: [{ title }] }, { format: 'csv', fields: [['title']] })).toMatch(/^title\r\n"?'/);
  });
});

describe('JSON', () => {
  it('is what the API answered, or the fields of it', () => {
    expect(JSON.parse(shown({ items: [one], total: 1 }, { format: 'json' }))).toEqual({ items: [one], total: 1 });
    expect(JSON.parse(shown({ items: [one], total: 1 }, { format: 'json', fields: [['number'], ['sites', 'id']] }))).toEqual({ items: [{ number: 'TCK-1', sites: [{ id: 'S001' }] }], total: 1 });
  });
});

describe('--fields', () => {
  it('refuses what no row has, and says what there is', () => {
    expect(readFields('number, due.resolution,sites.id,due', list, resolve)).toEqual([['number'], ['due', 'resolution'], ['sites', 'id'], ['due']]);
    expect(() => readFields('numero', list, resolve)).toThrow(expect.objectContaining({ exitCode: exitCodes.usage, message: expect.stringContaining('due.resolution') }));
  });
});

describe('A refusal', () => {
  const asked = { baseUrl: 'http://127.0.0.1:4000', idempotencyKey: 'k-1' };
  type Errors = NonNullable<Problem['errors']>;
  const refused = (status: number, problem: Partial<Problem> = {}, retryAfter?: number) => failureOf(new ApiFailure(status, { type: '', title: '', status, detail: 'No.', code: 'wrong-state', traceId: '', ...problem }, undefined, retryAfter), asked);

  it.each([[null, 3], [401, 5], [403, 5], [404, 6], [409, 7], [412, 7], [428, 7], [400, 8], [413, 8], [415, 8], [422, 8], [429, 9], [503, 9], [500, 1]])('of status %s ends with %i', (status, code) => {
    expect(exitCodeOf(status)).toBe(code);
  });

  it('names each field by its option, and what lies deeper by its place', () => {
    const errors = [{ in: 'body', pointer: '/customerId', code: 'too-small', message: 'is missing' }, { in: 'body', pointer: '/sites/0/label', code: 'too-small', message: 'is empty' }, { in: 'path', pointer: '/number', code: 'invalid-format', message: 'is no number' }] as Errors;
    expect(refused(400, { errors }).message).toBe('No. (400 wrong-state)\n  --customer-id: is missing\n  sites.0.label: is empty\n  <number>: is no number');
  });

  it('says what to do', () => {
    expect(refused(401).message).toContain('./jalon sign-in');
    expect(refused(412).message).toContain('--if-match');
    expect(refused(503, { code: 'outcome-unknown' }, 2).message).toContain('in 2 s with --idempotency-key k-1');
    expect(failureOf(new ApiFailure(null, null), asked).message).toContain('JALON_API_URL');
    expect(failureOf(new ApiFailure(502, null), asked)).toMatchObject({ exitCode: exitCodes.environment });
  });

  it('has exit codes that are all explained, each once', () => {
    expect(Object.keys(exitCodeTexts)).toEqual(Object.keys(exitCodes));
    expect(new Set(Object.values(exitCodes)).size).toBe(Object.keys(exitCodes).length);
  });
});
