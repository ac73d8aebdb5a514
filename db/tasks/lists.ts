/** The pages of baskets (C-07): each list is a few index scans in the order of its sort, merged; no page costs more than the one before. */
import { leastRankAt } from '../../domain/journey/basket.ts';
import type { BasketSort, Whose } from '../../domain/journey/basket-lists.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import type { HouseScope, Scope } from '../../domain/people/scope.ts';
import { accountAmounts } from '../../domain/ticket/payment.ts';
import { supportProfiles } from '../people/directory.ts';
import { customerName, personName } from '../people/names.ts';
import { inScope } from '../people/scope.ts';
import type { Pool } from '../pool.ts';
import type { TaskRead } from './reads.ts';

/** Whoever reads a basket, and what falls to him. */
export interface Reader {
  readonly subject: string;
  /** Where he is a customer as well. */
  readonly customerId: string | undefined;
  readonly holdings: readonly { readonly profile: Profile; readonly scope: Scope }[];
  /** How far he may look beyond his own. */
  readonly scope: Scope;
  /** Of which desk he is; null: of none. */
  readonly desk: { readonly desk: string; readonly team: string; readonly level: number } | null;
  /** Works for every desk: dispatchers, supervisors. */
  readonly isOfEveryDesk: boolean;
  /** All of his team, himself among them. */
  readonly mates: readonly string[];
  /** Takes the calls that keep failing (D-24). */
  readonly handlesStuckCalls: boolean;
  /** Towards whom he reads what billing knows of them (C-05); absent: of nobody. */
  readonly accounts?: HouseScope | undefined;
  /** Every desk of the house: a profile of support has a list at each. */
  readonly desks: readonly string[];
  readonly nowMs: number;
}

export interface BasketQuery {
  readonly whose: Whose;
  readonly sort: BasketSort;
  readonly owner?: Profile | undefined;
  readonly kind?: string | undefined;
  readonly step?: string | undefined;
  readonly customerId?: string | undefined;
  readonly deploymentId?: string | undefined;
  readonly dueBefore?: string | undefined;
  readonly atRisk?: boolean | undefined;
}

/** The last of the page before; `at` in epoch milliseconds, null: without a date. */
export interface BasketPosition {
  readonly rank: number;
  readonly at: number | null;
  readonly id: string;
}

export interface BasketPage {
  /** T-06: a `pro` ticket that came after it goes before the others. */
  readonly proFirstSinceMs: number;
  readonly after?: BasketPosition | undefined;
  readonly limit: number;
}

export interface BasketRead extends TaskRead {
  readonly kind: string;
  readonly journeyId: string;
  readonly desk: string | null;
  readonly team: string | null;
  readonly heldBy: string | null;
  readonly heldByName: string | null;
  readonly priority: number;
  readonly isAtRisk: boolean;
  readonly isOverdue: boolean;
  readonly position: BasketPosition;
}

/** The values of a query, to which each of its conditions adds its own. */
type Values = unknown[];

/** What of a list is read in one order. */
interface Part {
  readonly rank: string;
  readonly at: string;
  readonly where: string;
}

const overdueRank = -1;
const isNumber = /^-?\d+$/;

/** In the order of the sort; the parts of `urgency`: overdue the longest first, then what is due, young `pro` tickets among it by the rank of their youth. */
function partsOf(sort: BasketSort, nowMs: number, { proFirstSinceMs, after }: BasketPage, values: Values): Part[] {
  if (sort !== 'urgency') return [{ rank: '0', at: sort === 'due' ? 'b.due_key' : 'b.opened_at', where: 'true' }];
  const now = `${put(values, new Date(nowMs).toISOString())}::timestamptz`;
  const since = `${put(values, new Date(proFirstSinceMs).toISOString())}::timestamptz`;
  const isYoung = `(b.young_rank IS NOT NULL AND b.opened_at > ${since})`;
  const overdue = { rank: String(overdueRank), at: 'b.due_key', where: `b.due_key <= ${now}` };
  const rest = [
    { rank: 'b.young_rank', at: 'b.at', where: `b.young_rank IS NOT NULL AND b.opened_at > ${since} AND b.due_key > ${now}` },
    // What is not overdue is due today or later: the index is entered there.
    { rank: 'b.rank', at: 'b.at', where: `b.rank >= ${leastRankAt(nowMs)} AND b.due_key > ${now} AND NOT ${isYoung}` },
  ];
  return after !== undefined && after.rank !== overdueRank ? rest : [overdue, ...rest];
}

/** A part's rows behind the last of the page before, along its index. */
function afterIn({ rank, at }: Part, { after }: BasketPage, values: Values): string {
  if (after === undefined) return 'true';
  if (isNumber.test(rank) && Number(rank) > after.rank) return 'true';
  const last = `${put(values, after.at === null ? 'infinity' : new Date(after.at).toISOString())}::timestamptz, ${put(values, after.id)}`;
  if (isNumber.test(rank)) return `(${at}, b.id) > (${last})`;
  return `(${rank}, ${at}, b.id) > (${put(values, after.rank)}::int, ${last})`;
}

/** Whose items these are, as conditions of which each is served by an index in the order of the sort, or is few. */
function sourcesOf(reader: Reader, { whose, owner }: BasketQuery, values: Values): string[] {
  const { subject, scope, mates, desk, desks } = reader;
  if (scope.reach === 'own') {
    if (whose === 'team' || (owner !== undefined && owner !== 'customer')) return [];
    const his = `b.basket = 'customer' AND ${inScope(scope, 'b.customer_id', values)}`;
    return [whose === 'mine' ? `${his} AND b.holder = ${put(values, subject)}` : whose === 'unclaimed' ? `${his} AND b.is_free` : his];
  }
  const ofOwner = (): string => (owner === undefined ? '' : ` AND b.owner = ${put(values, owner)}`);
  const mine = (): string => `b.holder = ${put(values, subject)}${ofOwner()} AND ${within(scope, values)}`;
  const unclaimed = (): string[] => openTo(reader, owner, values).map((open) => `${open} AND b.is_free`);
  switch (whose) {
    case 'mine': return [mine()];
    case 'open': return [mine(), ...unclaimed()];
    case 'unclaimed': return unclaimed();
    case 'team': return [
      `b.holder = ANY (${put(values, mates)})${ofOwner()} AND ${within(scope, values)}`,
      // A team of no desk shares what its people may do.
      ...(desk === null ? unclaimed() : [`b.team = ${put(values, desk.team)}${ofOwner()} AND ${within(scope, values)}`]),
    ];
    case 'all': return (owner === undefined ? ['true'] : listsOf(owner, desks, values)).map((all) => `${all} AND ${within(scope, values)}`);
  }
}

/** Each its own scan: of two lists together the index gives no order. */
function listsOf(owner: string, desks: readonly string[], values: Values): string[] {
  return [owner, ...(isOfDesk(owner) ? desks.map((desk) => `${owner}@${desk}`) : [])].map((basket) => `b.basket = ${put(values, basket)}`);
}

function isOfDesk(owner: string): boolean {
  return supportProfiles.includes(owner);
}

/** What somebody may do: of each profile, at his desk, of his deployments, for the customers that he has the profile for. */
function openTo(reader: Reader, owner: Profile | undefined, values: Values): string[] {
  const { subject, customerId, holdings, desk, desks, isOfEveryDesk, mates, handlesStuckCalls } = reader;
  const his = isOfEveryDesk ? desks : desk === null ? [] : [desk.desk];
  const asked = holdings.filter(({ profile }) => owner === undefined || profile === owner);
  const tasks = asked.flatMap(({ profile, scope }) => {
    const here = profile === 'customer' ? '' : ` AND ${within(scope, values)}`;
    switch (profile) {
      case 'customer': return customerId === undefined ? [] : [`b.basket = 'customer' AND ${within({ reach: 'own', customerId }, values)}`];
      case 'coordinator': return [`b.basket = 'coordinator' AND (b.coordinator IS NULL OR b.coordinator = ${put(values, subject)})${here}`];
      // D-03: of his own team, and what nobody of the house has.
      case 'production-manager': return [`b.basket = 'production-manager' AND (b.coordinator IS NULL OR b.coordinator = ANY (${put(values, mates)}) OR NOT EXISTS (SELECT FROM team_members AS m WHERE m.subject = b.coordinator))${here}`];
      case 'account-manager': return [`b.basket = 'account-manager' AND (b.step <> 'billing-decision' OR NOT EXISTS (${otherAccountManager(reader, values)}))${here}`];
      default: return listsOf(profile, his, values).map((list) => list + here);
    }
  });
  // T-11: what nobody has is in the dispatcher's queue, of whatever desk.
  const queue = holdings.filter(({ profile }) => profile === 'dispatcher').map(({ scope }) => `b.step = 'ticket' AND b.team IS NULL AND b.is_free AND ${within(scope, values)}`);
  // T-09: a desk's tickets are for who is of their level, whatever his profile.
  const levels = desk === null ? [] : holdings.filter(({ profile }) => isOfDesk(profile) && profile !== `technician-n${desk.level}`)
    .map(({ scope }) => `b.basket = ${put(values, `technician-n${desk.level}@${desk.desk}`)} AND b.step = 'ticket' AND ${within(scope, values)}`);
  const calls = handlesStuckCalls && !holdings.some(({ profile }) => profile === 'supervisor') ? [`b.basket = 'supervisor' AND b.step = 'stuck-call' AND ${within(reader.scope, values)}`] : [];
  const others = [...queue, ...levels, ...calls];
  return [...tasks, ...(owner === undefined ? others : others.map((other) => `${other} AND b.owner = ${put(values, owner)}`))];
}

/** T-18: where the customer has an account manager who is there, he decides. */
function otherAccountManager({ subject, nowMs }: Reader, values: Values): string {
  const now = `${put(values, new Date(nowMs).toISOString())}::timestamptz`;
  return `SELECT FROM customers AS c JOIN team_members AS m ON m.subject = c.account_manager AND m.profile = 'account-manager'
    WHERE c.id = b.customer_id AND m.subject <> ${put(values, subject)} AND NOT EXISTS (SELECT FROM absences AS a WHERE a.subject = m.subject AND a.starts_at <= ${now} AND a.ends_at > ${now})`;
}

function within(scope: Scope, values: Values): string {
  return inScope(scope, 'b.customer_id', values);
}

/** The name of a value in the text. */
function put(values: Values, value: unknown): string {
  return `$${values.push(value)}`;
}

function narrowedBy({ kind, step, customerId, deploymentId, dueBefore, atRisk }: BasketQuery, values: Values): string {
  return [
    kind === undefined ? [] : [`b.kind = ${put(values, kind)}`],
    step === undefined ? [] : [`b.step = ${put(values, step)}`],
    customerId === undefined ? [] : [`b.customer_id = (SELECT survivor_of(${put(values, customerId)}))`],
    deploymentId === undefined ? [] : [`b.deployment_id = ${put(values, deploymentId)}`],
    dueBefore === undefined ? [] : [`b.due_key < ${put(values, dueBefore)}::timestamptz`],
    atRisk === undefined ? [] : [atRisk ? 'b.is_at_risk' : 'NOT b.is_at_risk'],
  ].flat().map((condition) => ` AND ${condition}`).join('');
}

/** The statement of a page, for who runs it and for who explains it. */
export function basketStatement(reader: Reader, query: BasketQuery, page: BasketPage): { readonly text: string; readonly values: unknown[] } | undefined {
  const values: Values = [];
  const parts = partsOf(query.sort, reader.nowMs, page, values).map((part) => ({ ...part, after: afterIn(part, page, values) }));
  const narrowed = narrowedBy(query, values);
  const limit = put(values, page.limit);
  const scans = sourcesOf(reader, query, values).flatMap((source) => parts.map(({ rank, at, where, after }) => {
    const order = isNumber.test(rank) ? `${at}, b.id` : `${rank}, ${at}, b.id`;
    return `(SELECT b.id, ${rank} AS rank, ${at} AS at FROM basket_items AS b WHERE ${source} AND ${where}${narrowed} AND ${after} ORDER BY ${order} LIMIT ${limit})`;
  }));
  if (scans.length === 0) return undefined;
  const now = put(values, new Date(reader.nowMs).toISOString());
  const readsAccount = reader.accounts ? inScope(reader.accounts, 'b.customer_id', values) : 'false';
  const context = `CASE WHEN t.step <> 'payment-question' OR ${readsAccount} THEN t.context ELSE t.context - ${put(values, accountAmounts)}::text[] END`;
  const text = `
    SELECT b.id, b.deployment_id AS "deploymentId", b.site, b.customer_id AS "customerId", ${customerName('b.customer_id')} AS "customerName", b.step, b.owner, 'open' AS status, b.opened_at AS "openedAt", b.due_at AS "dueAt",
      NULL AS "closedAt", NULL AS "closedBy", coalesce(b.claimed_by, k.assignee) AS "claimedBy",
      coalesce(${context}, jsonb_build_object('phase', k.phase, 'priority', k.priority, 'contract', k.contract, 'impact', k.impact, 'category', k.category, 'rds', k.rds, 'item', k.item)) AS context, b.kind, b.journey_id AS "journeyId", b.desk, b.team, b.holder AS "heldBy", ${personName('b.holder')} AS "heldByName", b.priority, b.is_at_risk AS "isAtRisk", b.due_key <= ${now}::timestamptz AS "isOverdue",
      jsonb_build_object('rank', page.rank, 'at', CASE WHEN isfinite(page.at) THEN floor(extract(epoch FROM page.at) * 1000) END, 'id', page.id) AS position
    FROM (SELECT id, rank, at FROM (${scans.join(' UNION ')}) AS found ORDER BY rank, at, id LIMIT ${limit}) AS page
      JOIN basket_items AS b USING (id) LEFT JOIN tasks AS t ON t.id = b.id LEFT JOIN tickets AS k ON b.step = 'ticket' AND k.number = b.id
    ORDER BY page.rank, page.at, page.id`;
  return { text, values };
}

export async function listBasket(pool: Pool, reader: Reader, query: BasketQuery, page: BasketPage): Promise<BasketRead[]> {
  const statement = basketStatement(reader, query, page);
  return statement === undefined ? [] : (await pool.query<BasketRead>(statement)).rows;
}

/** How many there are in all, on request: it reads them all. */
export async function countBasket(pool: Pool, reader: Reader, query: BasketQuery): Promise<number> {
  const values: Values = [];
  const narrowed = narrowedBy(query, values);
  const sources = sourcesOf(reader, query, values);
  if (sources.length === 0) return 0;
  const found = sources.map((source) => `SELECT b.id FROM basket_items AS b WHERE ${source}${narrowed}`);
  const { rows: [row] } = await pool.query<{ n: number }>(`SELECT count(*) AS n FROM (${found.join(' UNION ')}) AS found`, values);
  return row?.n ?? 0;
}
