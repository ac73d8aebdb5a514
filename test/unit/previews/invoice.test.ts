/** `POST /previews/invoice` as a caller meets it: an invoice worked out, and a pointer to each fault of a body. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { previewRoutes } from '../../../api/previews/routes.ts';
import { createPool } from '../../../db/pool.ts';
import { awayDatabaseUrl, json, problemIn, startApi, type RunningApi } from '../../support/api.ts';

let api: RunningApi;
beforeAll(async () => { api = await startApi({ routes: previewRoutes({ pool: createPool(awayDatabaseUrl, () => undefined), nowMs: () => Date.now() }) }); });
afterAll(() => api.close());

const line = { code: 'FTTO-1G', label: 'Accès fibre', recurringCents: 4_900, oneOffCents: 15_000 };
const example = { from: '2026-04-14', lines: [line, { code: 'REMISE', label: 'Remise', recurringCents: -490, oneOffCents: 0 }], vatBasisPoints: 2_000 };

it('an invoice preview answers lines and totals', async () => {
  const response = await api.request('/api/v1/previews/invoice', json(example));
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    periodEnd: '2026-04-30',
    lines: [{ kind: 'one-off', htCents: 15_000 }, { kind: 'recurring', daysBilled: 17, daysInPeriod: 30, htCents: 2_777 }, { code: 'REMISE', htCents: -278 }],
    totals: { htCents: 17_499, vatCents: 3_500, ttcCents: 20_999 },
  });
});

it.each<readonly [string, unknown, string, string]>([
  ['a date that does not exist', { ...example, from: '2026-02-30' }, '/from', 'invalid-format'],
  ['half a cent', { ...example, lines: [{ ...line, recurringCents: 0.5 }] }, '/lines/0/recurringCents', 'wrong-type'],
  ['no line', { ...example, lines: [] }, '/lines', 'too-small'],
  ['a VAT rate above the whole', { ...example, vatBasisPoints: 10_001 }, '/vatBasisPoints', 'too-big'],
  ['a field that does not exist', { ...example, currency: 'EUR' }, '/currency', 'unknown-field'],
])('an invoice preview refuses %s', async (_what, body, pointer, code) => {
  const problem = await problemIn(await api.request('/api/v1/previews/invoice', json(body)));
  expect(problem).toMatchObject({ status: 400, code: 'malformed-request' });
  expect(problem.errors?.map((error) => [error.pointer, error.code])).toContainEqual([pointer, code]);
});
