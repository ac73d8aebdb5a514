/** What a customer has in service, and had (C-01). */
import type { Pool } from '../pool.ts';

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

/** Whether any service, of whomever, in service or not, has that reference. */
export async function isServiceKnown(pool: Pool, rds: string): Promise<boolean> {
  const { rowCount } = await pool.query({ name: 'service-known', text: 'SELECT FROM services WHERE rds = $1', values: [rds] });
  return (rowCount ?? 0) > 0;
}
