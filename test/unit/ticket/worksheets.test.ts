/** What was worked on a ticket, and who pays for it; and a ticket for what was handled without one. */
import { describe, expect, it } from 'vitest';
import { nextOnTheClocks } from '../../../domain/ticket/clocks.ts';
import { proposeBilling, type Work } from '../../../domain/ticket/worksheets.ts';
import { confirm, agree, close, hour, opening, policy, refusalOf, resolve, someWork, take, told, type Said } from './given.ts';

const does = (about: Partial<Work> = {}): Said => [hour, { type: 'recordWork', work: { ...someWork, startedAtMs: hour, ...about } }];
const noContract = { ...opening, contract: 'none' } as const;
const agreed = (atMs: number) => ({ by: 'customer', channel: 'phone', atMs }) as const;

describe('Who pays (T-18)', () => {
  const facts = { isDuringProject: false, isUnderWarranty: false, isCustomersError: false, hasContract: true };
  it.each([
    ['bug', { isDuringProject: true }, 'correction'], ['help', { isDuringProject: true }, 'included'], ['change', { isDuringProject: true }, 'account-manager'], ['hardware', { isDuringProject: true }, 'included'],
    ['bug', {}, 'warranty-with-update'], ['hardware', { isUnderWarranty: true }, 'warranty'], ['hardware', {}, 'repair'], ['hardware', { isUnderWarranty: true, isCustomersError: true }, 'repair'],
    ['bug', { isCustomersError: true }, 'repair'], ['help', {}, 'against-contract'], ['help', { hasContract: false }, 'repair'], ['help', { isCustomersError: true }, 'repair'],
    ['change', {}, 'account-manager'], ['change', { isCustomersError: true }, 'account-manager'],
  ] as const)('%s %j: %s', (kind, about, billing) => { expect(proposeBilling({ kind, ...facts, ...about })).toBe(billing); });

  it('a repair only what was agreed to before the work began', () => {
    expect(refusalOf([[0, take], does()], noContract)).toBe('T-18.not-agreed-before');
    expect(refusalOf([[0, take], does({ repairAgreement: agreed(hour + 1) })], noContract)).toBe('T-18.not-agreed-before');
    expect(refusalOf([[0, take], does({ repairAgreement: agreed(hour) })], noContract)).toBeNull();
  });

  it('otherwise than proposed for a reason only', () => {
    expect(refusalOf([[0, take], does({ billing: 'included' })])).toBe('T-18.reason-missing');
    expect(told([[0, take], does({ billing: 'included', billingReason: 'Geste commercial' })]).state.worksheets).toMatchObject([{ proposed: 'against-contract', billing: 'included' }]);
  });
});

describe('Worksheets', () => {
  it('are numbered within their ticket, and told to the account manager and the desk, each once (T-17)', () => {
    const { state, notices } = told([[0, take], does(), does({ minutes: 45 })]);
    expect(state.worksheets.map(({ reference, minutes }) => [reference, minutes])).toEqual([[`${opening.number}-F1`, 30], [`${opening.number}-F2`, 45]]);
    expect(notices.filter(({ content }) => content.kind === 'work-report').map(({ to, key }) => [to, key])).toEqual(
      [1, 2].flatMap((n) => ['account-manager', 'manager'].map((to) => [to, `work-report.${opening.number}-F${n}.${to}`])));
  });

  it('are there before the ticket is closed, and named by it (T-16)', () => {
    const solved: Said[] = [[0, take], [hour, resolve], [hour, agree], [hour, confirm]];
    expect(refusalOf([...solved, [hour, close]])).toBe('T-16.unknown-worksheet');
    expect(refusalOf([...solved, does(), [hour, close]])).toBeNull();
  });
});

it('A retroactive ticket is on no clock, nor under the first line’s limit (T-25)', () => {
  const { state } = told([], { ...opening, handledAtMs: -hour, policy: { ...policy, firstLineLimitMs: hour } });
  expect(nextOnTheClocks(state)).toEqual({ outcome: 'nothing' });
  expect(refusalOf([[0, take], [hour, resolve], [hour, agree]], { ...opening, handledAtMs: -hour })).toBeNull();
});
