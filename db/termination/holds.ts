/** Who has a service: the termination that ends it, or the deployment that takes its place (R-01, C-08). It is taken before the journey starts, by one at a time, however many ask at once. */
import type { Client } from '../pool.ts';

/** A journey that never started holds nothing for longer. */
const staleAfter = "interval '5 minutes'";

interface Held {
  readonly rds: string;
  /** Another termination has it. */
  readonly isLeaving: boolean;
  /** Another deployment takes its place. */
  readonly isReplaced: boolean;
}

/**
 * All or none.
 * @param deploymentId that the termination is a half of; null of a customer's own.
 * @returns those that another has; none when they are taken.
 */
export async function takeForTermination(client: Client, id: string, rds: readonly string[], deploymentId: string | null): Promise<Held[]> {
  const held = await heldByOthers(client, { termination: id, deploymentId }, rds);
  if (held.length === 0) await client.query('UPDATE services SET termination = $1, termination_since = now() WHERE rds = ANY ($2)', [id, rds]);
  return held;
}

/** All or none. @returns those that another has; none when they are taken. */
export async function takeForDeployment(client: Client, deploymentId: string, rds: readonly string[]): Promise<Held[]> {
  const held = await heldByOthers(client, { termination: null, deploymentId }, rds);
  if (held.length === 0) await client.query('UPDATE services SET replaced_by = $1, replaced_since = now() WHERE rds = ANY ($2)', [deploymentId, rds]);
  return held;
}

/** Terminations that have one of these for so long that they are thought never to have started, but for this one. */
export async function staleTerminationsOf(client: Pick<Client, 'query'>, rds: readonly string[], but: string | null): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT DISTINCT termination AS id FROM services AS v WHERE rds = ANY ($1) AND termination IS NOT NULL AND termination IS DISTINCT FROM $2 AND termination_since <= now() - ${staleAfter}
       AND NOT EXISTS (SELECT FROM journeys AS j WHERE j.id = v.termination)`, [rds, but]);
  return rows.map(({ id }) => id);
}

/** Read under a lock, taken in one order, so that two that ask at once wait and do not lock each other out. */
async function heldByOthers(client: Client, { termination, deploymentId }: { readonly termination: string | null; readonly deploymentId: string | null }, rds: readonly string[]): Promise<Held[]> {
  await client.query('SELECT FROM services WHERE rds = ANY ($1) ORDER BY rds FOR UPDATE', [rds]);
  const { rows } = await client.query<Held>(
    `SELECT v.rds,
       v.termination IS NOT NULL AND v.termination IS DISTINCT FROM $2 AND (v.termination_since > now() - ${staleAfter} OR EXISTS (SELECT FROM journeys AS j WHERE j.id = v.termination)) AS "isLeaving",
       (v.replaced_by IS NOT NULL AND v.replaced_by IS DISTINCT FROM $3 AND v.replaced_since > now() - ${staleAfter} AND NOT EXISTS (SELECT FROM journeys AS j WHERE j.id = v.replaced_by))
         OR EXISTS (SELECT FROM successions AS s WHERE s.services @> ARRAY[v.rds] AND s.deployment_id IS DISTINCT FROM $3 AND NOT s.is_given_up AND (s.stage IS NULL OR s.stage IN ('held', 'released'))) AS "isReplaced"
     FROM services AS v WHERE v.rds = ANY ($1) ORDER BY v.rds`, [rds, termination, deploymentId]);
  return rows.filter(({ isLeaving, isReplaced }) => isLeaving || isReplaced);
}
