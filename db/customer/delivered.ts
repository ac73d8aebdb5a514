/** The equipment that a deployment delivered, in the customer's record (C-01), from where it is edited like any other piece. */
import type { Client } from '../pool.ts';

interface Delivery {
  readonly deploymentId: string;
  readonly site: string;
  readonly customerId: string;
  readonly rds: string | null;
  readonly atMs: number;
}

/**
 * What was installed, or else shipped, once its site is accepted and has its service; rented, as all that we deliver until his record says otherwise.
 * Once: said again, and by the rebuild, it changes nothing that was edited since, and brings nothing back that was removed. What he has in his record already is the same piece.
 */
export async function recordDelivered(client: Client, { deploymentId, site, customerId, rds, atMs }: Delivery): Promise<void> {
  await client.query({
    name: 'project-equipment-delivered',
    text: `WITH delivered AS (
             SELECT payload FROM events WHERE journey_id = $1 AND type IN ('equipmentInstalled', 'equipmentShipped') AND jsonb_array_length(payload -> 'serialNumbers') > 0
             ORDER BY type = 'equipmentInstalled' DESC, number DESC LIMIT 1
           ), pieces AS (
             SELECT DISTINCT md5($1 || ' ' || upper(serial))::uuid AS id, upper(serial) AS serial, (payload ->> 'installedOn')::date AS installed_on FROM delivered, jsonb_array_elements_text(payload -> 'serialNumbers') AS serial
           )
           INSERT INTO customer_equipment (id, customer_id, label, serial_number, ownership, rds, installed_on, since)
           SELECT id, survivor_of($2), 'Équipement livré (' || $1 || ')', serial, 'rented', $3, installed_on, $4 FROM pieces AS p
           WHERE EXISTS (SELECT FROM customers WHERE id = survivor_of($2))
             AND NOT EXISTS (SELECT FROM customer_equipment AS q WHERE q.customer_id = survivor_of($2) AND upper(q.serial_number) = p.serial AND q.returned_on IS NULL)
             AND NOT EXISTS (SELECT FROM customer_changes AS c WHERE c.customer_id = survivor_of($2) AND c.part_id = p.id)
           ON CONFLICT (id) DO NOTHING`,
    values: [`${deploymentId}/${site}`, customerId, rds, new Date(atMs)],
  });
}
