/** The people of the big database: desks with their teams, agencies by centre, account managers with customers of their own. */
import type { Client } from '../../db/pool.ts';

export const desks = ['operator', 'managed-services', 'integrator'] as const;
export const centres = 20;
export const accountManagers = 100;
export const coordinators = 40;
const agents = 60;
const teamsEach = 4;
export const teamSize = 20;

/** Names of teams as SQL draws them: desk, level, place. */
export const teamKey = (desk: string, level: string, place: string): string => `${desk} || '-n' || ${level} || '-' || ${place}`;
export const drawnTeam = `(1 + floor(random() * ${teamsEach}))::int`;

export async function fillPeople(client: Client): Promise<void> {
  await client.query(`INSERT INTO centres (key, label, region) SELECT 'centre-' || n, jsonb_build_object('fr', 'Centre ' || n, 'en', 'Centre ' || n), 'region-' || n % 5 FROM generate_series(1, ${centres}) AS n`);
  await client.query(
    `INSERT INTO teams (key, label, desk, level) SELECT ${teamKey('desk', 'level', 'place')}, jsonb_build_object('fr', desk || place, 'en', desk || place), desk, level
     FROM unnest($1::text[]) AS desk, generate_series(1, 3) AS level, generate_series(1, ${teamsEach}) AS place`, [desks]);
  await client.query(
    `INSERT INTO team_members (subject, name, profile, team, centre)
     SELECT key || '-' || n, key || ' ' || n, 'technician-n' || level, key, 'centre-' || 1 + n % ${centres} FROM teams, generate_series(1, ${teamSize}) AS n
     UNION ALL SELECT 'service-agent-' || n, 'Agent ' || n, 'service-agent', 'agency-' || n % ${centres}, 'centre-' || 1 + n % ${centres} FROM generate_series(1, ${agents}) AS n
     UNION ALL SELECT 'coordinator-' || n, 'Coordinator ' || n, 'coordinator', 'production-' || n % 5, 'centre-' || 1 + n % ${centres} FROM generate_series(1, ${coordinators}) AS n
     UNION ALL SELECT 'account-manager-' || n, 'Account manager ' || n, 'account-manager', 'sales-' || n % 10, 'centre-' || 1 + n % ${centres} FROM generate_series(1, ${accountManagers}) AS n
     UNION ALL SELECT profile || '-' || n, profile || n, profile, profile, 'centre-' || 1 + n % ${centres} FROM unnest('{supervisor,dispatcher,field-technician,production-manager}'::text[]) AS profile, generate_series(1, 10) AS n`);
  // Who answers customers sees his centre; who sells to them sees his own; desks work for all.
  await client.query(
    `INSERT INTO assignments (subject, profile, centre, own_customers)
     SELECT subject, profile, CASE profile WHEN 'service-agent' THEN centre END, profile = 'account-manager' FROM team_members`);
}
