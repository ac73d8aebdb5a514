/** Brings a database to where the processes can use it: schema, shipped policies, and for a first try a few customers. */
import { inventedPeople } from '../domain/people/invented-people.ts';
import type { Profile } from '../domain/people/profiles.ts';
import { migrate } from './migrate.ts';
import { addSampleDesks } from './people/samples.ts';
import { loadDefaultPolicies } from './policy/store.ts';
import { createPool, type Pool } from './pool.ts';

/** A small believable data set; the numbers are no real companies'. */
const sampleCustomers = [
  ['CLI-000001', 'Boulangeries Martin', '111111111'],
  ['CLI-000002', 'Clinique des Tilleuls', '222222222'],
  ['CLI-000003', 'Mairie de Saint-Aubin', '333333333'],
  ['CLI-000004', 'Transports Le Goff', '444444444'],
] as const;

/** The users of the development sign-in who form a team (D-03), named after their profiles. */
const sampleTeam: readonly Profile[] = [
  'production-manager', 'coordinator', 'sales-engineer', 'presales-engineer', 'account-manager', 'field-technician', 'specialist-technician', 'logistics', 'billing-admin', 'supervisor',
];

/**
 * Migrates, and loads the policies that are missing; several may do it at once.
 * @param samples adds sample customers, a sample team and the sample desks to a database that has none.
 * @returns what was applied, by name.
 */
export async function prepareDatabase(databaseUrl: string, { samples }: { samples: boolean }): Promise<string[]> {
  const applied = await migrate(databaseUrl);
  const pool = createPool(databaseUrl, () => undefined, 1);
  try {
    const policies = await loadDefaultPolicies(pool);
    if (samples) {
      await addSampleCustomers(pool);
      // After the team: it looks for nobody with an address.
      await addSampleTeam(pool);
      await addSampleDesks(pool);
    }
    return [...applied, ...policies.map((name) => `policy ${name}`)];
  } finally {
    await pool.end();
  }
}

async function addSampleCustomers(pool: Pool): Promise<void> {
  await pool.query(
    `INSERT INTO customers (id, name, siren) SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS sample
     WHERE NOT EXISTS (SELECT 1 FROM customers) ON CONFLICT DO NOTHING`,
    [sampleCustomers.map(([id]) => id), sampleCustomers.map(([, name]) => name), sampleCustomers.map(([, , siren]) => siren)]);
}

/** To a database that has no team with addresses. */
export async function addSampleTeam(pool: Pool): Promise<void> {
  await pool.query(
    `INSERT INTO team_members (subject, name, profile, team, email) SELECT subject, name, subject, 'production', subject || '@jalon.invalid' FROM unnest($1::text[], $2::text[]) AS sample (subject, name)
     WHERE NOT EXISTS (SELECT 1 FROM team_members WHERE email IS NOT NULL) ON CONFLICT (subject) DO UPDATE SET email = excluded.email`,
    [sampleTeam, sampleTeam.map((profile) => inventedPeople[profile])]);
}
