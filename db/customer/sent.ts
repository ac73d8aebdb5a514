/** The book of what was sent to customers by itself (C-01, C-04). */
import type { ToCustomer } from '../../domain/customer/sent.ts';
import type { Client } from '../pool.ts';

/** Once for each key, whatever is repeated. A journey of the house's own has no customer, and is in nobody's book. */
export async function keepSent(pool: Pick<Client, 'query'>, messageKey: string, channel: 'mail' | 'sms', { kind, journeyId, customerId }: ToCustomer): Promise<void> {
  await pool.query({
    name: 'sent-messages-keep',
    text: `INSERT INTO sent_messages (message_key, journey_id, customer_id, kind, channel)
           SELECT $1, $2, customer, $4, $5 FROM (SELECT coalesce($3, (SELECT customer_id FROM timeline WHERE journey_id = $2 ORDER BY number LIMIT 1)) AS customer) AS whose WHERE customer IS NOT NULL
           ON CONFLICT (message_key) DO NOTHING`,
    values: [messageKey, journeyId, customerId ?? null, kind, channel],
  });
}
