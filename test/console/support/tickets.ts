/** Tickets for the console's tests: registered by others, each on a service of its own. */
import pg from 'pg';
import { inject } from 'vitest';
import type { Profile } from '../../../domain/people/profiles.ts';
import { api } from './browser.ts';

export async function sql(text: string, values: readonly unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: inject('consoleDatabaseUrl') });
  await client.connect();
  await client.query(text, [...values]);
  await client.end();
}

/** @returns its number. */
export async function aTicket(overrides: object = {}): Promise<string> {
  const rds = `RDS-CT-${crypto.randomUUID().slice(0, 8)}`;
  await sql("INSERT INTO services (rds, customer_id, access_type) VALUES ($1, 'CLI-000001', 'ftth') ON CONFLICT DO NOTHING", [rds]);
  const { status, text } = await api().post('/tickets', {
    customerId: 'CLI-000001', rds, impact: 'outage', description: 'Plus de connexion depuis ce matin.', classification: { type: 'incident', symptom: 'no-connection', category: 'access' },
    caller: { name: 'Jeanne Martin', phone: '+33601020304', relation: 'self' }, ...overrides,
  }, { as: 'service-agent' });
  if (status !== 201) throw new Error(text);
  return (JSON.parse(text) as { number: string }).number;
}

export async function act(number: string, verb: string, body: object = {}, as: Profile = 'technician-n1'): Promise<void> {
  const { status, text } = await api().post(`/tickets/${number}/${verb}`, body, { as });
  if (status !== 200 && status !== 201) throw new Error(`${verb}: ${text}`);
}
