/** What a customer has in service, and had (C-01). */
import { inTransaction, type Pool } from '../pool.ts';

export interface ServiceRead {
  readonly rds: string;
  readonly accessType: string;
  readonly deploymentId: string | null;
  readonly site: string | null;
  readonly endedOn: string | null;
}

/** By reference. @param customerId of the surviving record */
export async function listServices(pool: Pool, customerId: string): Promise<ServiceRead[]> {
  const { rows } = await pool.query<ServiceRead>({
    name: 'customer-services', text: 'SELECT rds, access_type AS "accessType", deployment_id AS "deploymentId", site, ended_on AS "endedOn" FROM services WHERE customer_id = $1 ORDER BY rds LIMIT 1000', values: [customerId],
  });
  return rows;
}

/** The first key of the locks on references that are being given; the second is the reference's. */
const serviceLock = 7_252_571;

/**
 * D-16: has a reference given to a site while nobody else can give it: of two sites that are given one at once, the second waits, and finds it known.
 * @param give resolves once it is recorded
 * @returns false, and nothing is given, where another service has it, of whomever, in service or not
 */
export async function giveReference(pool: Pool, { rds, deploymentId, site }: Pick<ServiceRead, 'rds' | 'deploymentId' | 'site'>, give: () => Promise<void>): Promise<boolean> {
  return await inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [serviceLock, rds]);
    const { rowCount } = await client.query({ name: 'service-of-another', text: 'SELECT FROM services WHERE rds = $1 AND (deployment_id, site) IS DISTINCT FROM ($2::text, $3::text)', values: [rds, deploymentId, site] });
    if (rowCount) return false;
    await give();
    return true;
  });
}
