/** What else a customer has in the big database: ended and running terminations, moves and changes of offer, replacements, and what he was sent (C-01). */
import type { Scale } from './scale.ts';

/** One in so many of the running services is being terminated. */
const terminatedOneIn = 100;

const columns = 'id, customer_id, origin, belongs_to, phase, outcome, received_on, letter_reference, services, fee_cents, effective_on, calls_relay, opened_at, ended_at';

export function contractsOf({ services }: Pick<Scale, 'services'>): Record<string, string> {
  const year = (day: string) => `'RES-' || extract(year FROM ${day}) || '-'`;
  return {
    'ended terminations': `INSERT INTO terminations (${columns}) SELECT ${year('ended_on')} || rds, customer_id, 'customer', NULL, 'ended', 'terminated', ended_on - 100, 'RAR', ARRAY[rds], 0, ended_on, false, ended_on - 100, ended_on + 30
      FROM services WHERE ended_on IS NOT NULL`,
    'open terminations': `INSERT INTO terminations (${columns}) SELECT ${year('current_date')} || rds, customer_id, 'customer', NULL, (ARRAY['win-back','fee','entry','scheduled','equipment-return'])[1 + substr(rds, 5)::int % 5], NULL, current_date - 20, 'RAR', ARRAY[rds], 4900, current_date + 70, false, now() - interval '20 days', NULL
      FROM services WHERE ended_on IS NULL AND substr(rds, 5)::int % ${terminatedOneIn} = 0`,
    'moves and changes': `INSERT INTO successions (deployment_id, site, origin, services, termination, stage)
      SELECT d.id, s.site, CASE WHEN substr(d.id, 10)::int % 10 = 0 THEN 'move' ELSE 'change' END, ARRAY['RDS-' || lpad((1 + (substr(d.id, 10)::int * 7 + substr(s.site, 2)::int) % ${services})::text, 6, '0')], 'RES-' || d.id || s.site, 'held'
      FROM deployments AS d JOIN sites AS s ON s.deployment_id = d.id WHERE d.ended_at IS NULL AND substr(d.id, 10)::int % 5 = 0`,
    'their terminations': `INSERT INTO terminations (${columns}) SELECT s.termination, d.customer_id, s.origin, s.deployment_id || '/' || s.site, 'held', NULL, d.launched_at::date, NULL, s.services, NULL, NULL, false, d.launched_at, NULL FROM successions AS s JOIN deployments AS d ON d.id = s.deployment_id`,
    'their services': 'UPDATE services AS s SET termination = t.id, termination_since = t.opened_at FROM terminations AS t, unnest(t.services) AS one (rds) WHERE one.rds = s.rds AND t.ended_at IS NULL',
    'letters of terminations': `INSERT INTO termination_documents (id, termination, customer_id, kind, size_bytes, sha256, issued_at)
      SELECT gen_random_uuid(), id, customer_id, kind, 20000, md5(id), opened_at + day FROM terminations, (VALUES ('termination-confirmation', interval '1 day'), ('return-labels', interval '110 days')) AS letters (kind, day) WHERE origin = 'customer' AND opened_at + day < now()`,
    replacements: `INSERT INTO replacements (id, ticket, customer_id, phase, serial_number, is_billed, opened_at, ended_at, replaced_on)
      SELECT 'REP-' || number, number, customer_id, 'done', item, false, created_at, ended_at, ended_at::date FROM tickets WHERE item IS NOT NULL AND ended_at IS NOT NULL AND number LIKE '%5'`,
    notices: `INSERT INTO ticket_notices (ticket, customer_id, key, recipient, assignee, arose_at, content, status, look_at, ended_at)
      SELECT number, customer_id, kind, 'requester', assignee, at, jsonb_build_object('kind', kind), 'sent', at, at + interval '5 seconds'
      FROM tickets, LATERAL (VALUES ('acknowledgement', created_at), ('closed', ended_at)) AS told (kind, at) WHERE at IS NOT NULL`,
  };
}
