/** What is read of deployments: one, a page of them, a timeline. */
import type { DeploymentState, MilestoneDate } from '../../domain/deployment/deployment.ts';
import type { Meetings } from '../../domain/deployment/meetings.ts';
import type { DeliveryRisk, SiteState } from '../../domain/deployment/site.ts';
import type { JeopardyRow } from '../../domain/deployment/views.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { actorName, customerName, personName } from '../people/names.ts';
import { inScope } from '../people/scope.ts';
import type { Client, Pool } from '../pool.ts';

export interface DeploymentRead {
  readonly id: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly orderNumber: string;
  readonly market: string;
  readonly phase: string;
  readonly targetActivationDate: string;
  readonly siteCount: number;
  /** Subject of the coordinator who has it (D-03). */
  readonly coordinator: string | null;
  readonly coordinatorName: string | null;
  /** D-21: it, or one of its sites. */
  readonly atRisk: boolean;
  /** Its own. */
  readonly jeopardies: readonly JeopardyRow[];
  readonly launchedAt: Date;
  readonly endedAt: Date | null;
}

export interface SiteRead {
  readonly site: string;
  /** As its launch file says now. */
  readonly label: string | null;
  readonly city: string | null;
  readonly accessType: string;
  readonly phase: string;
  readonly obl: string | null;
  readonly oblName: string | null;
  readonly orderKey: string | null;
  readonly oblReference: string | null;
  readonly plannedDeliveryDate: string | null;
  readonly slotStartsAt: Date | null;
  readonly deliveredOn: string | null;
  readonly rds: string | null;
  readonly subscriptionReference: string | null;
  readonly nextReminderAt: Date | null;
  /** D-12. */
  readonly risk: DeliveryRisk | null;
  readonly jeopardies: readonly JeopardyRow[];
  readonly endedAt: Date | null;
}

export interface TimelineRead {
  readonly journeyId: string;
  readonly number: number;
  readonly at: Date;
  readonly type: string;
  readonly actor: string;
  /** As it is now; null for programs, customers and strangers. */
  readonly actorName: string | null;
  readonly channel: string;
  readonly requestId: string | null;
  readonly payload: unknown;
}

const isAtRisk = '(deployments.at_risk OR EXISTS (SELECT 1 FROM sites WHERE sites.deployment_id = deployments.id AND sites.at_risk))';
const columns = `id, customer_id AS "customerId", ${customerName('customer_id')} AS "customerName", order_number AS "orderNumber", market, phase, target_date AS "targetActivationDate",
  site_count AS "siteCount", coordinator, ${personName('coordinator')} AS "coordinatorName", ${isAtRisk} AS "atRisk", jeopardies, launched_at AS "launchedAt", ended_at AS "endedAt"`;

export async function readDeployment(pool: Pick<Client, 'query'>, id: string): Promise<DeploymentRead | undefined> {
  const { rows: [row] } = await pool.query<DeploymentRead>({ name: 'deployment-read', text: `SELECT ${columns} FROM deployments WHERE id = $1`, values: [id] });
  return row;
}

/** The latest date of each milestone, as it was computed at the launch (D-20), and the meetings of its kick-off, as far as they were planned (D-05 to D-07). */
export async function readPlan(pool: Pick<Client, 'query'>, deploymentId: string): Promise<{ readonly schedule: MilestoneDate[]; readonly meetings: Meetings }> {
  const { rows: [row] } = await pool.query<{ schedule: MilestoneDate[] | null; meetings: Meetings | null }>({
    name: 'plan-read', text: "SELECT state -> 'launch' -> 'schedule' AS schedule, state -> 'meetings' AS meetings FROM journeys WHERE id = $1", values: [deploymentId],
  });
  return { schedule: row?.schedule ?? [], meetings: row?.meetings ?? {} };
}

/** The states that a schedule is made from (D-20): the deployment's, and those of the sites that were opened, in their order; `version`: how many events they are made of. */
export async function readStates(pool: Pool, deploymentId: string): Promise<{ readonly deployment: DeploymentState; readonly sites: readonly SiteState[]; readonly version: number } | undefined> {
  const { rows } = await pool.query<{ state: unknown; version: number }>({
    name: 'deployment-states',
    // The deployment's id begins those of its sites.
    text: "SELECT state, version FROM journeys WHERE id = ANY (ARRAY(SELECT $1 UNION ALL SELECT deployment_id || '/' || site FROM sites WHERE deployment_id = $1)) ORDER BY id",
    values: [deploymentId],
  });
  const [deployment, ...sites] = rows.map(({ state }) => state);
  // Each came from the journey of its kind.
  if (deployment === undefined) return undefined;
  return { deployment: deployment as DeploymentState, sites: sites as SiteState[], version: rows.reduce((sum, { version }) => sum + version, 0) };
}

/** In the order of the launch file; a site that has not been opened yet has no row. */
export async function readSites(pool: Pick<Client, 'query'>, deploymentId: string): Promise<SiteRead[]> {
  const { rows } = await pool.query<SiteRead>({
    name: 'sites-read',
    text: `WITH ordered AS (SELECT place, launched FROM launch_files, jsonb_array_elements(file -> 'sites') WITH ORDINALITY AS sites (launched, place) WHERE deployment_id = $1),
             known AS (SELECT value -> 'obls' AS obls FROM policies WHERE name = 'obls' ORDER BY version DESC LIMIT 1)
           SELECT site, launched ->> 'label' AS label, launched #>> '{address,city}' AS city, access_type AS "accessType", phase, obl,
             (SELECT obls #>> ARRAY[obl, 'name'] FROM known) AS "oblName", order_key AS "orderKey", obl_reference AS "oblReference",
             planned_delivery_date AS "plannedDeliveryDate", slot_starts_at AS "slotStartsAt", delivered_on AS "deliveredOn", rds, subscription_reference AS "subscriptionReference",
             next_reminder_at AS "nextReminderAt", jeopardies, ended_at AS "endedAt", (SELECT state -> 'risk' FROM journeys WHERE id = deployment_id || '/' || site) AS risk
           FROM sites LEFT JOIN ordered ON place = substr(site, 2)::integer WHERE deployment_id = $1 ORDER BY site`,
    values: [deploymentId],
  });
  return rows;
}

/** C-08: the sites whose service runs (D-14). */
export async function activatedSites(pool: Pool, deploymentId: string): Promise<string[]> {
  const { rows } = await pool.query<{ site: string }>({
    name: 'sites-activated',
    text: "SELECT s.site FROM sites s JOIN journeys j ON j.id = s.deployment_id || '/' || s.site WHERE s.deployment_id = $1 AND (j.state -> 'endedSteps' ? 'activation' OR EXISTS (SELECT FROM tasks AS t WHERE t.journey_id = j.id AND t.step = 'line-migration' AND t.status = 'open')) AND s.phase NOT IN ('undoing', 'cancelled') ORDER BY s.site",
    values: [deploymentId],
  });
  return rows.map(({ site }) => site);
}

export interface DeploymentFilter {
  /** Of the reader, whatever is asked. */
  readonly scope: Scope;
  readonly customerId?: string | undefined;
  /** One of these. */
  readonly phases?: readonly string[] | undefined;
  readonly atRisk?: boolean | undefined;
  /** Of the customer, now (C-06). */
  readonly centre?: string | undefined;
  /** C-08. */
  readonly isMove?: boolean | undefined;
  /** The last id of the page before. */
  readonly beforeId?: string | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function listDeployments(pool: Pool, { scope, customerId, phases, atRisk, centre, isMove, beforeId, limit }: DeploymentFilter): Promise<DeploymentRead[]> {
  const values: unknown[] = [customerId ?? null, phases ?? null, beforeId ?? null, limit, atRisk ?? null, isMove ?? null, centre ?? null];
  const { rows } = await pool.query<DeploymentRead>(
    `SELECT ${columns} FROM deployments
     WHERE ($1::text IS NULL OR customer_id = (SELECT survivor_of($1))) AND ($2::text[] IS NULL OR phase = ANY ($2)) AND ($3::text IS NULL OR id < $3) AND ${inScope(scope, 'customer_id', values)}
       AND ($5::boolean IS NULL OR ${isAtRisk} = $5) AND ($7::text IS NULL OR customer_id IN (SELECT id FROM customers WHERE centre = $7))
       AND ($6::boolean IS NULL OR EXISTS (SELECT FROM successions WHERE successions.deployment_id = deployments.id AND origin = 'move') = $6)
     ORDER BY id DESC LIMIT $4`, values);
  return rows;
}

export interface TimelinePage {
  readonly after?: { readonly at: string; readonly journeyId: string; readonly number: number } | undefined;
  readonly limit: number;
}

/** All journeys of the deployment together, oldest first; without the frozen days, which are marks for the engine and tell a reader nothing. */
export async function readTimeline(pool: Pool, deploymentId: string, { after, limit }: TimelinePage): Promise<TimelineRead[]> {
  const { rows } = await pool.query<TimelineRead>(
    `SELECT t.journey_id AS "journeyId", t.number, t.at, t.type, t.actor, ${actorName('t.actor')} AS "actorName", t.channel, e.request_id AS "requestId",
       e.payload #- '{launch,policy,days}' #- '{opening,policy,days}' #- '{applied,frozen,days}' AS payload
     FROM timeline t JOIN events e USING (journey_id, number)
     WHERE t.deployment_id = $1 AND ($2::timestamptz IS NULL OR (t.at, t.journey_id, t.number) > ($2, $3, $4))
     ORDER BY t.at, t.journey_id, t.number LIMIT $5`,
    [deploymentId, after?.at ?? null, after?.journeyId ?? '', after?.number ?? 0, limit]);
  return rows;
}

/** Null for a stranger. */
export async function readCustomerName(pool: Pool, id: string): Promise<string | null> {
  const { rows: [row] } = await pool.query<{ name: string }>('SELECT name FROM customers WHERE id = survivor_of($1)', [id]);
  return row?.name ?? null;
}

/** Where a customer belongs (C-06): `centre` null of none; undefined where there is no such customer. */
export async function readCustomerPlace(pool: Pool, id: string): Promise<{ readonly centre: string | null } | undefined> {
  const { rows: [row] } = await pool.query<{ centre: string | null }>('SELECT centre FROM customers WHERE id = survivor_of($1)', [id]);
  return row;
}
