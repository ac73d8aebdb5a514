/** All that we know of a customer by ourselves, and what was last heard of him outside, in one statement (C-01). */
import { shownOf, type Reading } from '../../domain/customer/view-blocks.ts';
import { scheduledParts, type ScheduledDeployment, type ScheduledSite } from '../../domain/deployment/progress.ts';
import type { Text } from '../../domain/errors/codes.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { personName } from '../people/names.ts';
import { inScope, reachOf } from '../people/scope.ts';
import type { Client } from '../pool.ts';
import { addressColumns, customerColumns, partTables } from './columns.ts';
import { listed, object } from './json.ts';
import { correspondence, type CorrespondenceRow } from './view-correspondence.ts';
import {
  appointmentsAhead, openFollowUps, openOpportunities, openComplaints, openTickets, openTerminations, ordersAhead, successionsUnderWay, totalDrop, withdrawalsUnderWay,
  type AppointmentRow, type FollowUpRow, type OpenComplaintRow, type OpenTicketRow, type OpportunityRow, type OrderAheadRow, type SuccessionRow, type OpenTerminationRow, type TotalDropRow, type WithdrawalRow,
} from './view-events.ts';

/** Which parts of it somebody sees: as far as a permission of his goes, or undefined for not at all. */
export interface Sight {
  readonly customer: Scope;
  /** Whether he may edit it. */
  readonly edit: Scope | undefined;
  readonly deployments: Scope | undefined;
  readonly tickets: Scope | undefined;
  readonly terminations: Scope | undefined;
  readonly complaints: Scope | undefined;
  readonly orders: Scope | undefined;
  readonly timeline: Scope | undefined;
  readonly account: Scope | undefined;
  readonly opportunities: Scope | undefined;
  readonly appointments: Scope | undefined;
  readonly drops: Scope | undefined;
  readonly backups: Scope | undefined;
}

/** One of the parts of a customer's record, with the fields of its kind. */
export interface PartRow {
  readonly id: string;
  readonly version: number;
  readonly [field: string]: unknown;
}

export interface Place {
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly country: string;
}

export interface OfferRow {
  readonly rds: string;
  readonly accessType: string;
  readonly deploymentId: string | null;
  readonly site: string | null;
  readonly endedOn: string | null;
  /** Null before billing has started, and of what is older than the record. */
  readonly inServiceSince: string | null;
  readonly monthlyCents: number | null;
  /** Last day, included. */
  readonly engagementEndsOn: string | null;
  readonly oblReference: string | null;
  /** Of the site in the order that it came from; null for a service that no deployment of ours made. */
  readonly ordered: { readonly label: string; readonly address: Place; readonly lines: readonly { readonly code: string; readonly label: string; readonly recurringCents: number }[] } | null;
  readonly engagementMonths: number | null;
}

export interface OrderRow {
  readonly id: string;
  readonly orderNumber: string;
  readonly phase: string;
  readonly targetActivationDate: string;
  readonly siteCount: number;
  readonly launchedAt: string;
  readonly isAtRisk: boolean;
  /** Null of so many sites that a schedule takes too long. */
  readonly states: { readonly deployment: ScheduledDeployment; readonly sites: readonly ScheduledSite[] } | null;
  readonly sites: readonly { readonly site: string; readonly phase: string; readonly accessType: string; readonly plannedDeliveryDate: string | null; readonly slotStartsAt: string | null; readonly rds: string | null; readonly endedAt: string | null }[];
  readonly tasks: readonly { readonly id: string; readonly step: string; readonly owner: string; readonly site: string | null; readonly dueAt: string | null }[];
}

/** What was done to a piece of equipment: a ticket on it, or its replacement. */
export interface InterventionRow {
  readonly kind: 'replacement' | 'ticket';
  readonly reference: string;
  readonly serialNumber: string;
  readonly phase: string;
  readonly openedAt: string;
  readonly endedAt: string | null;
  readonly replacedOn: string | null;
}

/** Instants as PostgreSQL's JSON writes them, dates in ISO; null what may not be seen. Each list has one more than is shown of it, where it goes on. */
export interface CustomerViewRow {
  readonly id: string;
  readonly version: number;
  /** Of the records that were merged into it (C-09). */
  readonly formerIds: readonly string[];
  readonly createdAt: Date;
  /** Of the operator. */
  readonly timeZone: string;
  readonly policy: unknown;
  readonly remembered: Readonly<Partial<Record<Reading, { readonly answer: unknown; readonly readAt: string }>>>;
  readonly identity: { readonly address: Place | null; readonly centreLabel: Text | null; readonly [field: string]: unknown };
  readonly contacts: readonly PartRow[];
  readonly sites: readonly (PartRow & Place & { readonly label: string })[];
  readonly equipment: readonly (PartRow & { readonly serialNumber: string | null })[];
  readonly measures: readonly (PartRow & { readonly kind: string })[];
  readonly interests: readonly PartRow[];
  readonly offers: readonly OfferRow[];
  readonly interventions: readonly InterventionRow[] | null;
  readonly orders: readonly OrderRow[] | null;
  readonly tickets: readonly OpenTicketRow[] | null;
  readonly terminations: readonly OpenTerminationRow[] | null;
  readonly complaints: readonly OpenComplaintRow[] | null;
  readonly ordersAhead: readonly OrderAheadRow[] | null;
  readonly successions: readonly SuccessionRow[] | null;
  readonly withdrawals: readonly WithdrawalRow[] | null;
  readonly correspondence: readonly CorrespondenceRow[] | null;
  /** S-09. */
  readonly opportunities: readonly OpportunityRow[] | null;
  readonly appointments: readonly AppointmentRow[] | null;
  readonly followUps: readonly FollowUpRow[] | null;
  /** Null: none, or not for the reader. */
  readonly totalDrop: TotalDropRow | null;
  readonly seesAccount: boolean;
  readonly mayEdit: boolean;
}

/** PostgreSQL tells names of statements apart by their first 63 characters. */
const reachLetters = { 'all': 'a', 'own': 'o', 'part': 'p', 'own-customers': 'c' } as const satisfies Record<ReturnType<typeof reachOf>, string>;

/** Under whatever id he was known (C-09). Undefined where there is none, or none that may be seen. */
export async function readCustomerView(pool: Pick<Client, 'query'>, id: string, sight: Sight): Promise<CustomerViewRow | undefined> {
  const values: unknown[] = [id];
  const seen = (scope: Scope | undefined) => (scope === undefined ? 'false' : inScope(scope, 'c.id', values));
  const where = seen(sight.customer);
  const [deployments, tickets, terminations, complaints, ordered, timeline, account, opportunities, appointments, drops, backups, edit] = [seen(sight.deployments), seen(sight.tickets), seen(sight.terminations), seen(sight.complaints), seen(sight.orders), seen(sight.timeline), seen(sight.account), seen(sight.opportunities), seen(sight.appointments), seen(sight.drops), seen(sight.backups), seen(sight.edit)];
  const reaches = [sight.customer, sight.deployments, sight.tickets, sight.terminations, sight.complaints, sight.orders, sight.timeline, sight.account, sight.opportunities, sight.appointments, sight.drops, sight.backups, sight.edit].map((scope) => (scope === undefined ? '-' : reachLetters[reachOf(scope)]));
  const { rows: [row] } = await pool.query<CustomerViewRow>({
    name: `customer-view-${reaches.join('')}`,
    text: `
      SELECT c.id, c.version, c.created_at AS "createdAt", ${account} AS "seesAccount", ${edit} AS "mayEdit",
        ARRAY(SELECT id FROM customers WHERE merged_into = c.id ORDER BY id) AS "formerIds",
        (SELECT value #>> ARRAY['calendars', value ->> 'operatorCalendar', 'timeZone'] FROM policies WHERE name = 'calendars' ORDER BY version DESC LIMIT 1) AS "timeZone",
        (SELECT value FROM policies WHERE name = 'customer-view' ORDER BY version DESC LIMIT 1) AS policy,
        (SELECT coalesce(json_object_agg(reading, json_build_object('answer', answer, 'readAt', read_at)), '{}') FROM outside_answers WHERE customer = c.id) AS remembered,
        ${identity} AS identity,
        ${Object.entries(partTables).map(([part, { table, columns }]) => `${partsIn(table, columns)} AS ${part}`).join(', ')},
        ${offers} AS offers,
        CASE WHEN ${tickets} THEN ${interventions} END AS interventions,
        CASE WHEN ${deployments} THEN ${orders} END AS orders,
        CASE WHEN ${tickets} THEN ${openTickets} END AS tickets,
        CASE WHEN ${terminations} THEN ${openTerminations} END AS terminations,
        CASE WHEN ${complaints} THEN ${openComplaints} END AS complaints,
        CASE WHEN ${ordered} THEN ${ordersAhead} END AS "ordersAhead",
        CASE WHEN ${deployments} THEN ${successionsUnderWay} END AS successions,
        CASE WHEN ${deployments} THEN ${withdrawalsUnderWay} END AS withdrawals,
        CASE WHEN ${timeline} THEN ${correspondence({ deployments, tickets, terminations, complaints, orders: ordered, appointments, backups })} END AS correspondence,
        CASE WHEN ${opportunities} THEN ${openOpportunities} END AS opportunities,
        CASE WHEN ${appointments} THEN ${appointmentsAhead} END AS appointments,
        CASE WHEN ${opportunities} THEN ${openFollowUps} END AS "followUps",
        CASE WHEN ${drops} THEN ${totalDrop} END AS "totalDrop"
      FROM customers AS c WHERE c.id = survivor_of($1) AND ${where}`,
    values,
  });
  return row;
}

function partsIn(table: string, columns: Readonly<Record<string, string>>): string {
  return listed(`SELECT * FROM ${table} WHERE customer_id = c.id ORDER BY id LIMIT ${shownOf.parts + 1}`, object({ id: 'id', version: 'version', ...columns }, 'x'), 'x.id');
}

const identity = `to_jsonb(${object(customerColumns, 'c')}) || jsonb_build_object(
  'address', CASE WHEN c.street IS NOT NULL THEN ${object(addressColumns, 'c')} END,
  'centreLabel', (SELECT label FROM centres WHERE key = c.centre), 'accountManager', c.account_manager,
  'accountManagerName', ${personName('c.account_manager')})`;

/** Those that run first. What it costs and how long it binds is what its termination counts with (R-03). Its site's place in the order is in its key: S001 is the first. */
const offers = listed(
  `SELECT s.*, si.obl_reference, f.file #> ARRAY['sites', (substr(s.site, 2)::integer - 1)::text] AS ordered, (f.file ->> 'engagementMonths')::integer AS engagement
   FROM (SELECT rds FROM services WHERE customer_id = c.id ORDER BY ended_on DESC NULLS FIRST, rds LIMIT ${shownOf.services + 1}) AS first JOIN services AS s USING (rds)
     LEFT JOIN sites AS si ON si.deployment_id = s.deployment_id AND si.site = s.site LEFT JOIN launch_files AS f ON f.deployment_id = s.deployment_id`,
  `json_build_object('rds', x.rds, 'accessType', x.access_type, 'deploymentId', x.deployment_id, 'site', x.site, 'endedOn', x.ended_on, 'inServiceSince', x.in_service_on, 'monthlyCents', x.monthly_cents, 'engagementEndsOn', x.engagement_ends_on,
    'oblReference', x.obl_reference, 'engagementMonths', x.engagement,
    'ordered', CASE WHEN x.ordered IS NOT NULL THEN json_build_object('label', x.ordered -> 'label', 'address', x.ordered -> 'address', 'lines', x.ordered -> 'lines') END)`,
  'x.ended_on DESC NULLS FIRST, x.rds');

const interventions = listed(
  `(SELECT 'replacement' AS kind, id AS reference, serial_number, phase, opened_at, ended_at, replaced_on FROM replacements WHERE customer_id = c.id AND serial_number IS NOT NULL ORDER BY opened_at DESC LIMIT ${shownOf.interventions + 1})
   UNION ALL (SELECT 'ticket', number, item, phase, created_at, ended_at, NULL FROM tickets WHERE customer_id = c.id AND item IS NOT NULL ORDER BY created_at DESC LIMIT ${shownOf.interventions + 1})`,
  object({ kind: 'kind', reference: 'reference', serialNumber: 'serial_number', phase: 'phase', openedAt: 'opened_at', endedAt: 'ended_at', replacedOn: 'replaced_on' }, 'x'), 'x.opened_at DESC, x.reference');

const siteFields = { site: 'site', phase: 'phase', accessType: 'access_type', plannedDeliveryDate: 'planned_delivery_date', slotStartsAt: 'slot_starts_at', rds: 'rds', endedAt: 'ended_at' };
const taskFields = { id: 'id', step: 'step', owner: 'owner', site: 'site', dueAt: 'due_at' };
/** Of a state only what its schedule is made from, and each state unpacked once: whole ones are three times as much to read, send and parse. */
function scheduled(kind: 'deployment' | 'site', opening: 'launch' | 'opening'): string {
  const fields = (from: string, names: readonly string[]): string => names.map((name) => `'${name}', ${from}."${name}"`).join(', ');
  const record = (name: string, names: readonly string[]): string => `${name}(${names.map((field) => `"${field}" jsonb`).join(', ')})`;
  return `(SELECT json_build_object(${fields('s', scheduledParts[kind])}, '${opening}', CASE WHEN jsonb_typeof(s."${opening}") = 'object' THEN (
    SELECT json_build_object(${fields('o', scheduledParts[opening])}, 'policy', (SELECT json_build_object(${fields('p', scheduledParts.policy)}) FROM jsonb_to_record(o.policy) AS ${record('p', scheduledParts.policy)}))
    FROM jsonb_to_record(s."${opening}") AS ${record('o', [...scheduledParts[opening], 'policy'])}) END)
    FROM jsonb_to_record(j.state) AS ${record('s', [...scheduledParts[kind], opening])})`;
}

/** What moves its schedule is in the states. It is computed of no more sites than are shown; of more, the deployment's own page tells it. */
const orders = listed(
  `SELECT * FROM deployments WHERE customer_id = c.id AND ended_at IS NULL ORDER BY id DESC LIMIT ${shownOf.orders + 1}`,
  `json_build_object('id', x.id, 'orderNumber', x.order_number, 'phase', x.phase, 'targetActivationDate', x.target_date, 'siteCount', x.site_count, 'launchedAt', x.launched_at,
    'isAtRisk', x.at_risk OR EXISTS (SELECT FROM sites WHERE deployment_id = x.id AND at_risk),
    'states', CASE WHEN x.site_count <= ${shownOf.sites} THEN json_build_object('deployment', (SELECT ${scheduled('deployment', 'launch')} FROM journeys AS j WHERE id = x.id),
      'sites', (SELECT coalesce(json_agg(${scheduled('site', 'opening')} ORDER BY id), '[]') FROM journeys AS j WHERE id = ANY (ARRAY(SELECT x.id || '/' || site FROM sites WHERE deployment_id = x.id)))) END,
    'sites', (SELECT coalesce(json_agg(${object(siteFields, 's')} ORDER BY s.site), '[]') FROM (SELECT * FROM sites WHERE deployment_id = x.id ORDER BY ended_at NULLS FIRST, site LIMIT ${shownOf.sites + 1}) AS s),
    'tasks', (SELECT coalesce(json_agg(${object(taskFields, 't')} ORDER BY t.due_at NULLS LAST, t.id), '[]') FROM (SELECT * FROM tasks WHERE deployment_id = x.id AND status = 'open' ORDER BY due_at NULLS LAST, id LIMIT ${shownOf.tasks + 1}) AS t))`,
  'x.id DESC');

/** What was heard just now; an answer that was heard later stays. Nobody waits until it is on the disk: lost with the machine, it is heard again. Of a customer whose personal data was erased nothing is kept. */
export async function rememberAnswers(pool: Pick<Client, 'query'>, customerId: string, answers: readonly { readonly reading: Reading; readonly answer: unknown; readonly readAt: Date }[]): Promise<void> {
  await pool.query({
    name: 'outside-answers-remember',
    text: `INSERT INTO outside_answers (customer, reading, answer, read_at) SELECT $1, reading, answer, "readAt" FROM set_config('synchronous_commit', 'off', true), jsonb_to_recordset($2) AS heard (reading text, answer jsonb, "readAt" timestamptz)
           WHERE EXISTS (SELECT FROM customers WHERE id = $1 AND erased_at IS NULL)
           ON CONFLICT (customer, reading) DO UPDATE SET answer = excluded.answer, read_at = excluded.read_at WHERE outside_answers.read_at < excluded.read_at`,
    values: [customerId, JSON.stringify(answers)],
  });
}
