/** Fills a migrated, empty database by set-based statements: few customers with much, most tickets ended; drawn from a seed, so that it is the same again. */
import type { Client, Pool } from '../../db/pool.ts';
import { contractsOf } from './contracts.ts';
import { openStates } from './states.ts';
import { accountManagers, centres, coordinators, drawnTeam, fillPeople, teamKey, teamSize } from './people.ts';
import { eventsPerDeployment, eventsPerSite, sitesEach, type Scale } from './scale.ts';
import { withoutIndexes } from './indexes.ts';

/** The first customer has one in a hundred of everything. */
const skew = 2.5;
const years = '3 years';

export async function fill(pool: Pool, scale: Scale, say: (sentence: string) => void): Promise<void> {
  const client = await pool.connect();
  const step = async (what: string, statement: string, values: unknown[] = []): Promise<void> => {
    const beganMs = Date.now();
    const { rowCount } = await client.query(statement, values);
    say(`${what}: ${rowCount} rows in ${((Date.now() - beganMs) / 1_000).toFixed(1)} s`);
  };
  try {
    // Triggers guard what the application writes; here their work is done by the statements themselves.
    await client.query("SET session_replication_role = replica; SET work_mem = '256MB'; SET maintenance_work_mem = '1GB'; SELECT setseed(0.42)");
    await fillPeople(client);
    await withoutIndexes(client, say, async () => {
      for (const [what, statement] of Object.entries({ ...customersOf(scale), ...deploymentsOf(scale), ...ticketsOf(scale), ...contractsOf(scale), ...basketOf(scale) })) await step(what, statement);
      await fillStates(client);
      for (const [what, statement] of Object.entries(happenedOf(scale))) await step(what, statement);
    });
  } finally {
    // What was set for the session ends with it.
    client.release(true);
  }
  await pool.query('VACUUM ANALYZE');
}

const customerId = (number: string): string => `'CLI-' || lpad((${number})::text, 6, '0')`;
const drawn = (of: number): string => `(1 + floor(random() * ${of}))::int`;
const skewed = (of: number): string => `(1 + floor(${of} * power(random(), ${skew})))::int`;

function customersOf({ customers }: Scale): Record<string, string> {
  const words = "(ARRAY['Boulangerie','Clinique','Transports','Mairie','Atelier','Garage','Pharmacie','Librairie','Menuiserie','Brasserie'])";
  const syllables = "(ARRAY['mar','tin','les','gof','mor','van','rol','lan','cas','tel','vi','dal','ha','mon','jou','ber','cos','ta','we','le'])";
  return {
    customers: `INSERT INTO customers (id, name, siren, contract, centre, account_manager, phone, email, street, postal_code, city, country, created_at, event_number)
      SELECT ${customerId('n')}, ${words}[${drawn(10)}] || ' ' || initcap(${syllables}[${drawn(20)}] || ${syllables}[${drawn(20)}] || ${syllables}[${drawn(20)}]) || ' ' || n, lpad(n::text, 9, '1'), (ARRAY['pro','none','contract'])[least(1 + floor(random() * 10), 3)::int],
        'centre-' || ${drawn(centres)}, CASE WHEN random() < 0.3 THEN 'account-manager-' || ${drawn(accountManagers)} END, '+33 1 ' || lpad(n::text, 8, '0'), 'contact@c' || n || '.invalid',
        n || ' rue du Pont', lpad((n % 95000)::text, 5, '0'), 'Ville ' || n % 500, 'FR', now() - interval '${years}' - random() * interval '9 years', 1 FROM generate_series(1, ${customers}) AS n`,
    contacts: `INSERT INTO customer_contacts (id, customer_id, role, name, phones, emails, is_main) SELECT gen_random_uuid(), ${customerId('n')}, (ARRAY['administrative','technical'])[k], 'Contact ' || n || '-' || k,
      ARRAY['+33 6 ' || lpad(n::text, 8, '0')], ARRAY['contact' || k || '@c' || n || '.invalid'], k = 1 FROM generate_series(1, ${customers}) AS n, generate_series(1, 2) AS k`,
    'customer sites': `INSERT INTO customer_sites (id, customer_id, label, street, postal_code, city) SELECT gen_random_uuid(), id, 'Siège', street, postal_code, city FROM customers`,
    equipment: `INSERT INTO customer_equipment (id, customer_id, label, serial_number, ownership, warranty_until) SELECT gen_random_uuid(), id, 'Routeur', id || '-CPE-1', 'rented', '2027-01-01' FROM customers`,
    measures: `INSERT INTO customer_measures (id, customer_id, kind) SELECT gen_random_uuid(), id, 'vip' FROM customers WHERE random() < 0.05`,
  };
}

function deploymentsOf({ deployments, customers }: Scale): Record<string, string> {
  const id = `'AFF-2025-' || lpad(n::text, 6, '0')`;
  return {
    deployments: `INSERT INTO deployments (id, customer_id, order_number, market, phase, target_date, site_count, launched_at, ended_at, coordinator)
      SELECT id, customer, 'BC-' || id, 'private', CASE WHEN is_open THEN 'techno-commercial-approval' ELSE 'completed' END, launched::date + 90, ${sitesEach}, launched, CASE WHEN NOT is_open THEN launched + interval '80 days' END, 'coordinator-' || coordinator
      FROM (SELECT ${id} AS id, ${customerId(skewed(customers))} AS customer, n > 0.97 * ${deployments} AS is_open, now() - interval '${years}' * (1 - n::float / ${deployments}) AS launched, ${drawn(coordinators)} AS coordinator FROM generate_series(1, ${deployments}) AS n) AS x`,
    sites: `INSERT INTO sites (deployment_id, site, access_type, phase, opened_at, ended_at, delivered_on, rds)
      SELECT id, 'S00' || k, (ARRAY['ftth','ftto','sdsl','4g'])[1 + k % 4], CASE WHEN ended_at IS NULL THEN 'obl-choice' ELSE 'in-service' END, launched_at, ended_at, ended_at::date, 'RDS-' || lpad((${sitesEach} * (substr(id, 10)::int - 1) + k)::text, 6, '0')
      FROM deployments, generate_series(1, ${sitesEach}) AS k`,
    services: `INSERT INTO services (rds, customer_id, access_type, deployment_id, site, ended_on, in_service_on, monthly_cents, engagement_ends_on)
      SELECT s.rds, d.customer_id, s.access_type, d.id, s.site, CASE WHEN random() < 0.1 THEN current_date - 30 END, s.delivered_on, 4900, s.delivered_on + 1096 FROM sites AS s JOIN deployments AS d ON d.id = s.deployment_id`,
    'launch files': `INSERT INTO launch_files (deployment_id, file) SELECT id, jsonb_build_object('engagementMonths', 36, 'sites', (SELECT jsonb_agg(jsonb_build_object('label', 'Agence ' || k, 'accessType', 'ftth', 'contacts', '[]'::jsonb,
        'address', jsonb_build_object('street', k || ' rue de la Gare', 'postalCode', '69001', 'city', 'Lyon', 'country', 'FR'), 'lines', jsonb_build_array(jsonb_build_object('code', 'FTTH-1G', 'label', 'Accès fibre 1 Gb/s', 'recurringCents', 4900)))) FROM generate_series(1, ${sitesEach}) AS k)) FROM deployments`,
    documents: `INSERT INTO documents (id, deployment_id, customer_id, kind, media_type, size_bytes, sha256, status, added_by, added_at) SELECT gen_random_uuid(), id, customer_id, 'delivery-notice', 'application/pdf', 20000, md5(id), 'issued', 'system', ended_at FROM deployments WHERE ended_at IS NOT NULL`,
    'inbound mails': `INSERT INTO inbound_mails (inbox_id, desk, sender_address, subject, text, raw_sha256, raw_size_bytes, files_left_out, received_at, customer_id, status) SELECT 'mail-' || n, 'operator', 'x@c.invalid', 'Question ' || n, 'Bonjour', md5(n::text), 2000, 0,
      now() - interval '${years}' * random(), ${customerId(skewed(customers))}, 'registered' FROM generate_series(1, ${customers}) AS n`,
  };
}

function ticketsOf({ tickets, services, openTickets }: Scale): Record<string, string> {
  const half = tickets / 2;
  // Three quarters of the open ones are of late, the others are old.
  const isOpen = `(n > ${tickets - 1.5 * openTickets} AND n % 2 = 0) OR (n <= ${tickets - 1.5 * openTickets} AND n % ${Math.max(2, Math.floor((tickets - 1.5 * openTickets) / (openTickets / 4)))} = 0)`;
  return {
    tickets: `INSERT INTO tickets (number, customer_id, desk, rds, item, contact, phase, priority, contract, impact, category, team, level, assignee, waiting_reason, due_at, next_threshold_at, is_breached, reopenings, created_at, taken_at, ended_at, held_since, urgent_by, importance)
      SELECT CASE WHEN n <= ${half} THEN 'TCK-2025-' || lpad(n::text, 6, '0') ELSE 'TCK-2026-' || lpad((n - ${half})::text, 6, '0') END, s.customer_id, desk, CASE WHEN NOT is_on_item THEN s.rds END, CASE WHEN is_on_item THEN s.customer_id || '-CPE-1' END,
        (ARRAY['phone','mail','extranet','monitoring'])[1 + n % 4], phase, 'P' || priority, contract, (ARRAY['administrative-change','degradation','outage'])[1 + n % 3], (ARRAY['no-connection','slow','no-voice','equipment-fault'])[1 + n % 4],
        CASE WHEN has_team THEN ${teamKey('desk', 'level', 'place')} END, level, CASE WHEN has_team AND (phase <> 'registered') THEN ${teamKey('desk', 'level', 'place')} || '-' || person END,
        CASE phase WHEN 'waiting' THEN 'customer' END, CASE WHEN contract <> 'none' THEN created + priority * interval '8 hours' + pause * interval '1 day' END, CASE WHEN is_open AND contract <> 'none' THEN created + priority * interval '6 hours' END, n % 11 = 0, (n % 23 = 0)::int,
        created, created + interval '1 hour', CASE WHEN NOT is_open THEN created + interval '3 days' * pause END, CASE WHEN is_open THEN created + interval '1 hour' END,
        CASE WHEN n % 7 = 0 THEN created + interval '2 days' END, CASE WHEN n % 3 = 0 THEN (ARRAY['inconvenience','work-slowed','work-stopped','revenue-lost'])[1 + n % 4] END
      FROM (SELECT *, CASE WHEN NOT is_open THEN CASE WHEN chance < 0.03 THEN 'merged' ELSE 'closed' END WHEN chance < 0.3 THEN 'registered' WHEN chance < 0.7 THEN 'in-progress' WHEN chance < 0.9 THEN 'waiting' WHEN chance < 0.97 THEN 'agreement' ELSE 'resolved' END AS phase
        FROM (SELECT n, ${isOpen} AS is_open, date_trunc('milliseconds', now() - interval '${years}' * (1 - n::float / ${tickets})) AS created, random() AS chance, random() AS pause, (ARRAY['operator','operator','managed-services','integrator'])[${drawn(4)}] AS desk,
          least(3, 1 + floor(random() * random() * 4))::int AS level, ${drawnTeam} AS place, ${drawn(teamSize)} AS person, least(5, 1 + floor(5 * sqrt(random())))::int AS priority, (ARRAY['pro','none','contract'])[least(1 + floor(random() * 10), 3)::int] AS contract,
          random() < 0.1 AS is_on_item, random() < 0.97 AS has_team, 'RDS-' || lpad(${drawn(services)}::text, 6, '0') AS service FROM generate_series(1, ${tickets}) AS n OFFSET 0) AS drawn) AS x JOIN services AS s ON s.rds = x.service`,
  };
}

/** Ranks as domain/journey/basket.ts makes them. */
function basketOf({ basketItems }: Scale): Record<string, string> {
  const rank = (day: string, priority: string, turn: string): string => `(coalesce(floor(extract(epoch FROM ${day}) / 86400), 99999) * 1000 + CASE WHEN at_risk THEN 0 ELSE 100 END + ${priority} * 10 + ${turn})::int`;
  const columns = 'id, kind, journey_id, deployment_id, site, customer_id, step, owner, desk, team, named, coordinator, claimed_by, is_at_risk, priority, opened_at, due_at, rank, young_rank';
  return {
    'done tasks': `INSERT INTO tasks (id, journey_id, deployment_id, site, customer_id, step, owner, status, context, opened_at, due_at, closed_at, closed_by)
      SELECT s.deployment_id || '.' || s.site || '.technical-visit.1', s.deployment_id || '/' || s.site, s.deployment_id, s.site, d.customer_id, 'technical-visit', 'field-technician', 'completed', '{}', s.opened_at, s.opened_at + interval '9 days', s.ended_at, 'field-technician-1'
      FROM sites AS s JOIN deployments AS d ON d.id = s.deployment_id WHERE s.ended_at IS NOT NULL`,
    'tickets in baskets': `INSERT INTO basket_items (${columns})
      SELECT number, 'ticket', number, NULL, NULL, customer_id, 'ticket', 'technician-n' || level, desk, team, assignee, NULL, NULL, at_risk, priority, created_at, due_at, ${rank('due_at', 'priority', "CASE contract WHEN 'none' THEN 2 ELSE 1 END")}, CASE contract WHEN 'pro' THEN ${rank('created_at', 'priority', '0')} END
      FROM (SELECT number, customer_id, level, desk, team, assignee, created_at, contract, substr(priority, 2)::int AS priority, number LIKE '%3' AS at_risk,
        -- What is overdue is a small part of what is open.
        CASE WHEN due_at IS NOT NULL THEN now() + (random() * 6 - 0.4) * interval '1 day' END AS due_at FROM tickets WHERE ended_at IS NULL AND phase IN ('registered', 'in-progress', 'resolved')) AS x`,
    'open tasks': `INSERT INTO tasks (id, journey_id, deployment_id, site, customer_id, step, owner, status, context, opened_at, due_at)
      SELECT d.id || '.' || step || '.' || k, d.id, d.id, NULL, d.customer_id, step, (ARRAY['presales-engineer','coordinator','account-manager','production-manager'])[${drawn(4)}], 'open', '{}', d.launched_at, now() + (random() * 20 - 2) * interval '1 day'
      FROM deployments AS d, unnest('{assignment,welcome-call}'::text[]) AS step, generate_series(1, 2) AS k WHERE d.ended_at IS NULL
      LIMIT greatest(0, ${basketItems} - (SELECT count(*) FROM basket_items))`,
    'claims': "INSERT INTO task_claims (task_id, person) SELECT id, owner || '-1' FROM tasks WHERE status = 'open' AND random() < 0.3",
    'tasks in baskets': `INSERT INTO basket_items (${columns})
      SELECT id, 'deployment', deployment_id, deployment_id, NULL, customer_id, step, owner, NULL, NULL, NULL, coordinator, person, at_risk, 3, opened_at, due_at, ${rank('due_at', '3', '1')}, NULL
      FROM (SELECT t.*, d.coordinator, c.person, t.id LIKE '%3%' AS at_risk FROM tasks AS t JOIN deployments AS d ON d.id = t.deployment_id LEFT JOIN task_claims AS c ON c.task_id = t.id WHERE t.status = 'open') AS x`,
  };
}

/** Of what is open the 360° view computes the schedule. */
async function fillStates(client: Client): Promise<void> {
  const { deployment, site } = openStates();
  await client.query(
    `INSERT INTO journeys (id, kind, version, state) SELECT id, 'deployment', 2, jsonb_set($1, '{launch,deploymentId}', to_jsonb(id)) FROM deployments WHERE ended_at IS NULL`, [JSON.stringify(deployment)]);
  await client.query(
    `INSERT INTO journeys (id, kind, version, state) SELECT s.deployment_id || '/' || s.site, 'site', 2, $1::jsonb || jsonb_build_object('opening', ($1::jsonb -> 'opening') || jsonb_build_object('site', s.site, 'deploymentId', s.deployment_id))
     FROM sites AS s WHERE ended_at IS NULL`, [JSON.stringify(site)]);
}

/** What happened, twice: as events, and in the timelines that are read with them. */
function happenedOf({ eventsPerTicket }: Scale): Record<string, string> {
  const types = "(ARRAY['ticketOpened','classified','attributed','taken','messageAdded','workRecorded','waitingBegan','messageAdded','waitingEnded','workRecorded','thresholdPassed','transferOffered','transferAccepted','workRecorded','solved','agreed','closed'])";
  const ofTickets = `SELECT number AS journey, n, customer_id AS customer, NULL AS deployment, created_at + n * interval '3 hours' AS at, ${types}[n] AS type, coalesce(assignee, 'dispatcher-1') AS actor, CASE n WHEN 11 THEN 'timer' ELSE 'api' END AS channel FROM tickets, generate_series(1, ${eventsPerTicket}) AS n`;
  const ofSites = `SELECT s.deployment_id || '/' || s.site, n, d.customer_id, d.id, s.opened_at + n * interval '5 days', (ARRAY['siteOpened','taskOpened','taskCompleted','accessOrderPlaced','accessDelivered','equipmentShipped','visitDone','serviceStarted'])[n], 'coordinator-1', 'api'
    FROM sites AS s JOIN deployments AS d ON d.id = s.deployment_id, generate_series(1, ${eventsPerSite}) AS n`;
  const ofDeployments = `SELECT id, n, customer_id, id, launched_at + n * interval '8 days', (ARRAY['launched','taskOpened','taskCompleted','documentAdded','completed'])[n], coordinator, 'api' FROM deployments, generate_series(1, ${eventsPerDeployment}) AS n`;
  const ofCustomers = "SELECT id, 1, id, NULL, created_at, 'customerContacted', 'service-agent-1', 'api' FROM customers";
  const all = `FROM (${[ofTickets, ofSites, ofDeployments, ofCustomers].join(' UNION ALL ')}) AS x`;
  const payload = `CASE type WHEN 'messageAdded' THEN '{"message":{"id":"00000000-0000-7000-8000-000000000000","direction":"in","channel":"mail","files":[]}}' WHEN 'customerContacted' THEN '{"reason":"breakdown","contactChannel":"phone","direction":"in"}'
    ELSE '{"level":1,"team":"operator-n1-1","reason":"as the classification says","untilMs":1790000000000}' END::jsonb`;
  return {
    timeline: `INSERT INTO timeline (journey_id, number, customer_id, deployment_id, at, type, actor, channel) SELECT journey, n, customer, deployment, at, type, actor, channel ${all}`,
    events: `INSERT INTO events (journey_id, number, type, payload, actor, channel, command_id, at, recorded_at) SELECT journey, n, type, ${payload}, actor, channel, journey || '-' || n, at, at ${all}`,
  };
}
