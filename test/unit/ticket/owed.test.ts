/** What a ticket asks of sales, of the account manager and of the technician in charge, and what waits for their answers. */
import { describe, expect, it } from 'vitest';
import { decideTicket } from '../../../domain/ticket/decide.ts';
import { documentationLapsesAtMs } from '../../../domain/ticket/documentation.ts';
import { freezeTicketPolicy, ticketPolicies } from '../../../domain/ticket/freeze-policy.ts';
import type { Policies } from '../../../domain/policy/policies.schema.ts';
import type { Work } from '../../../domain/ticket/worksheets.ts';
import { stillHolds } from '../../../domain/ticket/notices.ts';
import type { TicketCommand } from '../../../domain/ticket/ticket.ts';
import { shippedPolicy } from '../../support/delivery-policies.ts';
import { agree, classify, close, confirm, hour, opening, refusalOf, resolve, someWork, take, told, typesOf, work, type Said } from './given.ts';

const number = opening.number;
const need = (category = 'licence-need'): TicketCommand => ({ type: 'classify', classification: { type: 'request', symptom: 'none', category } });
const done = (step: string, input: object, occurrence = 1): TicketCommand => ({ type: 'completeTask', taskId: `${number}.${step}.${occurrence}`, input: input as never });
const quoted = done('sales-need', { outcome: 'quoted', reference: 'DEV-12' });
const solved: Said[] = [[0, take], [hour, resolve], [hour, agree], [hour, confirm]];
const steps = (said: readonly Said[]) => Object.values(told(said).state.tasks.open).map(({ step, context }) => [step, context['category'] ?? context['worksheet'] ?? null]);
const change = (about: Partial<Work> = {}): TicketCommand => ({ type: 'recordWork', work: { ...someWork, kind: 'change', ...about } });

describe('A need of the customer (T-24)', () => {
  it('opens one task of sales, when the ticket is registered as such or becomes it', () => {
    expect(steps([[0, need()]])).toEqual([['sales-need', 'licence-need']]);
    const { state } = told([], { ...opening, classification: { type: 'request', symptom: 'none', category: 'software-need' } });
    expect(Object.values(state.tasks.open)).toMatchObject([{ id: `${number}.sales-need.1`, owner: 'sales-engineer', dueAtMs: 48 * hour, context: { category: 'software-need', rds: 'RDS-1' } }]);
    expect(steps([[0, classify]])).toEqual([]);
  });

  it('keeps its task while the need is another, and loses it once it is none', () => {
    expect(typesOf(told([[0, need()], [1, need('hardware-need')]])).slice(-2)).toEqual(['ticketClassified', 'taskChanged']);
    expect(steps([[0, need()], [1, need('hardware-need')]])).toEqual([['sales-need', 'hardware-need']]);
    expect(typesOf(told([[0, need()], [1, classify]])).at(-1)).toBe('taskWithdrawn');
    expect(steps([[0, need()], [1, classify], [2, need()]])).toEqual([['sales-need', 'licence-need']]);
  });

  it('is due when the policy says, counted from when it was asked for, whatever it has become since', () => {
    const { state } = told([[hour, need()], [9 * hour, need('hardware-need')]]);
    expect(Object.values(state.tasks.open)).toMatchObject([{ dueAtMs: 49 * hour, context: { category: 'hardware-need' } }]);
  });

  it('is not asked again once answered, unless it has become another', () => {
    expect(steps([[0, need()], [1, quoted], [2, need()]])).toEqual([]);
    expect(steps([[0, need()], [1, quoted], [2, classify], [3, need()]])).toEqual([]);
    expect(steps([[0, need()], [1, quoted], [2, need('hardware-need')]])).toEqual([['sales-need', 'hardware-need']]);
    // A slip of the one who classifies is no second question to sales.
    expect(steps([[0, need()], [1, quoted], [2, need('hardware-need')], [3, need()]])).toEqual([]);
  });

  it('begins and ends with a policy that is applied to its ticket', () => {
    const applied = (salesCategories: readonly string[], version: number): TicketCommand => ({ type: 'applyPolicy', applied: { policy: 'classification', version, frozen: { salesCategories } } });
    const begun: Said[] = [[0, classify], [1, applied(['access'], 2)]];
    expect(steps(begun)).toEqual([['sales-need', 'access']]);
    expect(typesOf(told([...begun, [2, applied([], 3)]])).slice(-2)).toEqual(['policyApplied', 'taskWithdrawn']);
    expect(steps([...begun, [2, done('sales-need', { outcome: 'declined', comment: 'x' })], [3, applied(['access'], 3)]])).toEqual([]);
    expect(steps([[0, classify], [1, applied(['access'], 0)]])).toEqual([]);
  });

  it('is told to who has the ticket when sales has answered', () => {
    const { state, notices } = told([[0, take], [0, need()], [hour, quoted]]);
    expect(state.sales).toEqual({ category: 'licence-need', outcome: 'quoted', reference: 'DEV-12' });
    expect(notices.at(-1)).toMatchObject({ to: 'assignee', assignee: 'technician-n1', key: 'sales-answered.1', content: { kind: 'sales-answered', outcome: 'quoted', reference: 'DEV-12' } });
    expect(told([[0, need()], [hour, done('sales-need', { outcome: 'declined', comment: 'Hors catalogue' })]]).state.sales).toEqual({ category: 'licence-need', outcome: 'declined', reference: null });
  });

  it('keeps its ticket open until sales has answered, be it closed with agreement or without', () => {
    const asked: Said[] = [[0, need()], ...solved, [hour, work]];
    expect(refusalOf([...asked, [hour, close]])).toBe('T-24.sales-task-open');
    expect(refusalOf([...asked, [hour, quoted], [hour, close]])).toBeNull();
    expect(refusalOf([...asked, [hour, classify], [hour, close]])).toBeNull();
    const silent = { ...told([[0, need()], [0, take], [0, { type: 'wait', reason: 'customer-answer' }], [0, work]]).state, isClosingProposed: true };
    expect(decideTicket(silent, { type: 'closeWithoutAgreement', reason: 'x', worksheet: `${number}-F1` }, hour)).toMatchObject({ refusal: { code: 'T-24.sales-task-open' } });
  });

  it('goes on in the other ticket when that is of the same need, and is answered before its ticket is merged into any other', () => {
    const merge = (category?: string | null): TicketCommand => ({ type: 'merge', into: 'TCK-2026-000001', ...(category === undefined ? {} : { category }) });
    for (const category of ['hardware-need', 'access', null, undefined]) expect(refusalOf([[0, need()], [1, merge(category)]]), String(category)).toBe('T-24.sales-task-open');
    expect(refusalOf([[0, need()], [1, quoted], [2, merge('access')]])).toBeNull();
    const { state, events } = told([[0, need()], [1, merge('licence-need')]]);
    expect(events.slice(-2).map(({ event }) => event)).toMatchObject([{ type: 'taskWithdrawn', reason: 'merged' }, { type: 'ticketMerged' }]);
    expect(state.tasks.open).toEqual({});
  });

  it('is of the categories that the shipped desks have, and none of the others is (T-24)', () => {
    const written = Object.fromEntries(ticketPolicies.map((name) => [name, shippedPolicy(name)])) as Pick<Policies, (typeof ticketPolicies)[number]>;
    expect(freezeTicketPolicy(written, {}, 'operator', Date.UTC(2026, 4, 4)).salesCategories).toEqual(['licence-need', 'hardware-need', 'software-need']);
    expect(Object.keys(written.classification.categories)).toEqual(expect.arrayContaining([
      'licence-need', 'hardware-need', 'software-need', 'move', 'staff-change', 'infrastructure-change', 'access-right-added', 'access-right-removed', 'workstation-set-up', 'suspicious-mail', 'download-check', 'scam-information', 'backup',
    ]));
  });
});

describe('A change, and who pays for it (T-18)', () => {
  const decides = (decision: 'included' | 'extra') => done('billing-decision', { decision, comment: 'Vu avec le client' });

  it('is decided by the account manager, whose task it becomes', () => {
    expect(steps([[0, take], [0, change()]])).toEqual([['billing-decision', `${number}-F1`]]);
    expect(Object.values(told([[0, take], [hour, change()]]).state.tasks.open)).toMatchObject([{ dueAtMs: 25 * hour }]);
    const { state, notices } = told([[0, take], [0, change()], [hour, decides('extra')]]);
    expect(state.worksheets).toMatchObject([{ proposed: 'account-manager', billing: 'extra' }]);
    expect(notices.at(-1)).toMatchObject({ to: 'assignee', content: { kind: 'billing-decided', reference: `${number}-F1`, billing: 'extra' } });
  });

  it('is no technician’s to decide, whatever his reason', () => {
    expect(refusalOf([[0, take], [0, change({ billing: 'included', billingReason: 'Geste commercial' })]])).toBe('T-18.account-manager-decides');
    expect(refusalOf([[0, take], [0, change({ isDuringProject: true, billing: 'included', billingReason: 'x' })]])).toBe('T-18.account-manager-decides');
    expect(steps([[0, take], [0, { type: 'recordWork', work: { ...someWork, billing: 'account-manager', billingReason: 'Plutôt un changement' } }]])).toEqual([['billing-decision', `${number}-F1`]]);
  });

  it('keeps its ticket open until then, each worksheet for itself; and unmerged', () => {
    const asked: Said[] = [...solved, [hour, change()], [hour, change()]];
    expect(refusalOf([...asked, [hour, decides('included')], [hour, close]])).toBe('T-18.billing-undecided');
    expect(refusalOf([...asked, [hour, decides('included')], [hour, done('billing-decision', { decision: 'extra', comment: 'x' }, 2)], [hour, close]])).toBeNull();
    expect(refusalOf([[0, take], [0, change()], [0, { type: 'merge', into: 'TCK-2026-000001' }]])).toBe('T-18.billing-undecided');
  });
});

describe('What a closed ticket adds to the documentation (T-23)', () => {
  const closed: Said[] = [[0, classify], ...solved, [hour, work], [hour, close]];
  const text = `Ticket ${number}\nService : RDS-1\nCatégorie : access (no-connection)\nCause : Port en erreur (responsabilité : opérateur)\nSolution : Port remis en service`;

  it('is proposed to the technician in charge, who is told', () => {
    const { state, events, notices } = told(closed);
    expect(events.at(-1)?.event.type).toBe('ticketClosed');
    expect(Object.values(state.tasks.open)).toMatchObject([{ id: `${number}.documentation.1`, owner: 'technician-n1', dueAtMs: 121 * hour, context: { text, technician: 'technician-n1' } }]);
    expect(state.documentation).toEqual({ phase: 'proposed', text, reference: null });
    expect(notices.find(({ key }) => key === 'documentation-proposed')).toMatchObject({ to: 'assignee', assignee: 'technician-n1', content: { text } });
  });

  it('is taken as it is, corrected, or dismissed for a reason; then he is told no more', () => {
    const decided = (input: object) => told([...closed, [2 * hour, done('documentation', input)]]);
    expect(decided({ choice: 'accept' }).state.documentation).toEqual({ phase: 'accepted', text, reference: null });
    expect(decided({ choice: 'accept', text: 'Port 3 fragile' }).state.documentation).toMatchObject({ phase: 'accepted', text: 'Port 3 fragile' });
    const { state: dismissed, notices } = decided({ choice: 'dismiss', reason: 'Connu' });
    expect(dismissed.documentation?.phase).toBe('dismissed');
    for (const notice of notices) expect(stillHolds(dismissed, notice), notice.key).toBe(notice.key !== 'documentation-proposed' && notice.content.kind !== 'agreement');
    expect(told([...closed, [2 * hour, done('documentation', { choice: 'accept' })], [3 * hour, { type: 'documentationAdded', reference: 'DOC-1' }]]).state.documentation).toMatchObject({ phase: 'added', reference: 'DOC-1' });
  });

  it('lapses where nobody decides, and not before its time; then it is nobody’s task, and the ticket is done with', () => {
    const lapses = (atMs: number) => told([...closed, [atMs, { type: 'documentationLapsed' }]]);
    expect(documentationLapsesAtMs(told(closed).state)).toBe(481 * hour);
    expect(lapses(481 * hour - 1).state).toMatchObject({ documentation: { phase: 'proposed' }, tasks: { open: { [`${number}.documentation.1`]: {} } } });
    const { state, events } = lapses(481 * hour);
    expect(events.slice(-2).map(({ event }) => event)).toEqual([{ type: 'taskWithdrawn', taskId: `${number}.documentation.1`, reason: 'lapsed' }, { type: 'documentationLapsed' }]);
    expect([state.documentation?.phase, state.tasks.open, documentationLapsesAtMs(state)]).toEqual(['lapsed', {}, null]);
    expect(refusalOf([...closed, [481 * hour, { type: 'documentationLapsed' }], [482 * hour, done('documentation', { choice: 'accept' })]])).toBe('task-closed');
    expect(typesOf(told([...closed, [2 * hour, done('documentation', { choice: 'accept' })], [481 * hour, { type: 'documentationLapsed' }]])).at(-1)).toBe('documentationDecided');
  });

  it('is nothing where nothing was found and nothing done: merged, or closed on a silent customer', () => {
    expect(told([[0, { type: 'merge', into: 'TCK-2026-000001' }]]).state.documentation).toBeNull();
    const silent = { ...told([[0, take], [0, { type: 'wait', reason: 'customer-answer' }], [0, work]]).state, isClosingProposed: true };
    expect(decideTicket(silent, { type: 'closeWithoutAgreement', reason: 'x', worksheet: `${number}-F1` }, hour)).toMatchObject({ events: [{ type: 'ticketClosed' }] });
  });
});
