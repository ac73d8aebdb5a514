/** Successions (C-08): the rows that both halves write, what one half has to tell the other, and what is read of them. */
import type { DeploymentEvent, DeploymentState } from '../../domain/deployment/deployment.ts';
import type { SiteState } from '../../domain/deployment/site.ts';
import type { SuccessionOrigin, SuccessionStage } from '../../domain/deployment/succession.ts';
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import { terminationSteps } from '../../domain/termination/steps.ts';
import type { TerminationState } from '../../domain/termination/termination.ts';
import type { Client, Pool } from '../pool.ts';

/** Of the launch, and of sites that never start. */
export async function projectSuccessions(client: Client, { launch, phase, sites }: DeploymentState, events: readonly RecordedEvent[]): Promise<void> {
  if (!launch?.succession) return;
  const { deploymentId, succession: { origin, endsOldOn } } = launch;
  for (const { site, replaces } of events.some(({ event }) => (event as DeploymentEvent).type === 'deploymentLaunched') ? launch.sites : []) {
    if (replaces) await client.query('INSERT INTO successions (deployment_id, site, origin, services, ends_old_on) VALUES ($1, $2, $3, $4, $5)', [deploymentId, site, origin, replaces, endsOldOn]);
  }
  if (!['cancelling', 'cancelled', 'withdrawn', 'completed'].includes(phase)) return;
  const waiting = Object.entries(sites).filter(([, milestone]) => milestone === 'waiting').map(([site]) => site);
  await client.query({ name: 'successions-not-started', text: 'UPDATE successions SET is_given_up = true WHERE deployment_id = $1 AND site = ANY ($2) AND NOT is_given_up', values: [deploymentId, waiting] });
}

/** A site that has ended hears nothing any more: there is nothing left to tell it. Its end always writes the row, for which a termination that ends at the same moment waits. */
export async function projectSuccessionOfSite(client: Client, { opening, phase, noticedMadOn, succession, endedAtMs }: SiteState): Promise<void> {
  if (!opening?.replaces) return;
  await client.query({
    name: 'succession-of-site',
    text: `UPDATE successions SET accepted_on = $3, is_given_up = $4, told = CASE WHEN $6 THEN stage ELSE $5 END
           WHERE deployment_id = $1 AND site = $2 AND ((accepted_on, is_given_up, told) IS DISTINCT FROM ($3::date, $4::boolean, CASE WHEN $6 THEN stage ELSE $5::text END) OR $6)`,
    values: [opening.deploymentId, opening.site, noticedMadOn, phase === 'undoing' || phase === 'cancelled', succession?.stage ?? null, endedAtMs !== null],
  });
}

export async function projectSuccessionOfTermination(client: Client, state: TerminationState): Promise<void> {
  const { opening } = state;
  if (!opening || opening.origin === 'customer' || opening.belongsTo === null) return;
  const [deploymentId, site] = opening.belongsTo.split('/');
  // Waits for a site that is just ending, whose end the next statement then sees: else nobody would ever mark that it has nothing left to hear.
  await client.query({ name: 'succession-lock', text: 'SELECT FROM successions WHERE deployment_id = $1 AND site = $2 FOR UPDATE', values: [deploymentId, site] });
  await client.query({
    name: 'succession-of-termination',
    text: `UPDATE successions AS s SET termination = $3, stage = $4,
             told = CASE WHEN EXISTS (SELECT FROM sites AS e WHERE e.deployment_id = s.deployment_id AND e.site = s.site AND e.ended_at IS NOT NULL) THEN $4 ELSE told END
           WHERE deployment_id = $1 AND site = $2 AND (termination, stage) IS DISTINCT FROM ($3, $4)`,
    values: [deploymentId, site, opening.id, stageOf(state)],
  });
}

function stageOf({ phase, outcome }: TerminationState): SuccessionStage {
  if (outcome === 'terminated') return 'ended';
  if (outcome !== null) return 'kept';
  return phase === 'held' ? 'held' : 'released';
}

/** What the relay does next for one succession. */
export type SuccessionDue = { readonly journeyId: string; readonly deploymentId: string } & (
  | { readonly act: 'open'; readonly origin: SuccessionOrigin; readonly services: readonly string[] }
  | { readonly act: 'withdraw'; readonly termination: string }
  /** `endsOldOn`: chosen by the customer; `acceptedOn`: first day of the new service. */
  | { readonly act: 'release'; readonly termination: string; readonly endsOldOn: string | null; readonly acceptedOn: string | null }
  | { readonly act: 'tell'; readonly termination: string; readonly stage: SuccessionStage }
);

/** The phases in which a termination can still be taken back. */
const withdrawable = Object.entries(terminationSteps).filter(([, { mayWithdraw }]) => mayWithdraw).map(([phase]) => phase);

/** @param except that were tried a moment ago, by journey */
export async function successionsDue(pool: Pool, limit: number, except: readonly string[]): Promise<SuccessionDue[]> {
  const { rows } = await pool.query<SuccessionDue>({
    name: 'successions-due',
    text: `
      SELECT * FROM (
        SELECT s.deployment_id || '/' || s.site AS "journeyId", s.deployment_id AS "deploymentId", s.origin, s.services, s.termination, s.stage, s.ends_old_on AS "endsOldOn", s.accepted_on AS "acceptedOn",
          CASE
            WHEN s.termination IS NULL THEN CASE WHEN s.is_given_up THEN NULL ELSE 'open' END
            WHEN s.is_given_up AND t.phase = ANY ($3) THEN 'withdraw'
            WHEN s.stage = 'held' AND NOT s.is_given_up AND (s.accepted_on IS NOT NULL OR s.ends_old_on IS NOT NULL) THEN 'release'
            WHEN s.told IS DISTINCT FROM s.stage AND j.is_open THEN 'tell'
          END AS act
        FROM successions AS s LEFT JOIN terminations AS t ON t.id = s.termination LEFT JOIN journeys AS j ON j.id = s.deployment_id || '/' || s.site
        WHERE (s.termination IS NULL AND NOT s.is_given_up) OR s.stage IN ('held', 'released') OR s.told IS DISTINCT FROM s.stage
      ) AS due
      WHERE act IS NOT NULL AND NOT "journeyId" = ANY ($2) ORDER BY "journeyId" LIMIT $1`,
    values: [limit, except, withdrawable],
  });
  return rows;
}

/** The number of the termination of a succession: `make` is asked once, and its answer remembered. */
export async function terminationNumberFor(pool: Pool, journeyId: string, make: () => Promise<string>): Promise<string> {
  const read = async (): Promise<string | undefined> => (await pool.query<{ termination: string }>('SELECT termination FROM succession_terminations WHERE journey_id = $1', [journeyId])).rows[0]?.termination;
  const known = await read();
  if (known !== undefined) return known;
  const made = await make();
  await pool.query('INSERT INTO succession_terminations (journey_id, termination) VALUES ($1, $2) ON CONFLICT DO NOTHING', [journeyId, made]);
  return (await read()) ?? made;
}

export interface SuccessionRead {
  readonly site: string;
  readonly origin: SuccessionOrigin;
  readonly services: string[];
  readonly endsOldOn: string | null;
  readonly acceptedOn: string | null;
  readonly isGivenUp: boolean;
  readonly termination: string | null;
  readonly stage: SuccessionStage | null;
  /** Last day of the old services; null before it is known. */
  readonly oldEndsOn: string | null;
}

/** In the order of the launch file. */
export async function readSuccessions(pool: Pick<Client, 'query'>, deploymentId: string): Promise<SuccessionRead[]> {
  const { rows } = await pool.query<SuccessionRead>({
    name: 'successions-read',
    text: `SELECT s.site, s.origin, s.services, s.ends_old_on AS "endsOldOn", s.accepted_on AS "acceptedOn", s.is_given_up AS "isGivenUp", s.termination, s.stage, t.effective_on AS "oldEndsOn"
           FROM successions AS s LEFT JOIN terminations AS t ON t.id = s.termination WHERE s.deployment_id = $1 ORDER BY s.site`,
    values: [deploymentId],
  });
  return rows;
}
