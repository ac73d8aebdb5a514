/** Brings a database to where the processes can use it: schema, shipped policies, and for a first try a few customers. */
import { inventedPeople } from '../domain/people/invented-people.ts';
import type { Profile } from '../domain/people/profiles.ts';
import { migrate } from './migrate.ts';
import { addSampleDesks } from './people/samples.ts';
import { loadDefaultPolicies } from './policy/store.ts';
import { createPool, type Pool } from './pool.ts';

/** Where customers and people belong (C-06); two of them in one region, so that there is something to compare. */
const sampleCentres = [
  ['lille', { fr: 'Lille', en: 'Lille' }, 'nord'], ['amiens', { fr: 'Amiens', en: 'Amiens' }, 'nord'], ['lyon', { fr: 'Lyon', en: 'Lyon' }, 'sud-est'],
] as const;

/** A small believable data set; the numbers are no real companies'. */
const sampleCustomers = [
  ['CLI-000001', 'Boulangeries Martin', '111111111', 'contract', 'lille'],
  ['CLI-000002', 'Clinique des Tilleuls', '222222222', 'pro', 'lyon'],
  ['CLI-000003', 'Mairie de Saint-Aubin', '333333333', 'contract', 'amiens'],
  ['CLI-000004', 'Transports Le Goff', '444444444', 'none', 'lyon'],
] as const;

/** Services from before there was a record: a ticket or a termination can be tried at once (T-03, R-01); with what they cost a month and the end of their engagement, of one of them past, of one unknown. */
const sampleServices = [
  ['RDS-900001', 'CLI-000001', 'ftth', 4_900, '2027-06-30'], ['RDS-900002', 'CLI-000002', 'ftto', 39_000, '2028-12-31'], ['RDS-900003', 'CLI-000002', 'sdsl', 12_000, '2024-03-31'],
  ['RDS-900004', 'CLI-000003', 'ftth', 4_500, '2027-01-31'], ['RDS-900005', 'CLI-000004', '4g', null, null],
] as const;

/** What is backed up every night (T-21); one of ours, and one of a customer that fails, so that there is something to see. */
const sampleBackups = [
  ['martin-caisse', 'Boulangeries Martin, caisse', 'CLI-000001', false], ['tilleuls-dossiers', 'Clinique des Tilleuls, dossiers', 'CLI-000002', true],
  ['saint-aubin-sim-fails', 'Mairie de Saint-Aubin, bureautique', 'CLI-000003', false], ['interne-facturation', 'Facturation', null, true],
] as const;

/** The users of the development sign-in who form a team (D-03), named after their profiles. */
const sampleTeam: readonly Profile[] = [
  'production-manager', 'coordinator', 'sales-engineer', 'presales-engineer', 'account-manager', 'field-technician', 'specialist-technician', 'logistics', 'billing-admin', 'network-admin', 'supervisor',
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
      await addSampleBackups(pool);
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
    'INSERT INTO centres (key, label, region) SELECT key, label, region FROM jsonb_populate_recordset(NULL::centres, $1) WHERE NOT EXISTS (SELECT 1 FROM centres) ON CONFLICT DO NOTHING',
    [JSON.stringify(sampleCentres.map(([key, label, region]) => ({ key, label, region })))]);
  await pool.query(
    `WITH added AS (
       INSERT INTO customers (id, name, siren, contract, centre)
       SELECT sample.id, name, siren, contract, centres.key FROM jsonb_to_recordset($1) AS sample (id text, name text, siren text, contract text, centre text) LEFT JOIN centres ON centres.key = centre
       WHERE NOT EXISTS (SELECT 1 FROM customers) ON CONFLICT DO NOTHING RETURNING id
     )
     INSERT INTO services (rds, customer_id, access_type, monthly_cents, engagement_ends_on)
     SELECT * FROM jsonb_to_recordset($2) AS sample (rds text, "customerId" text, "accessType" text, "monthlyCents" bigint, "engagementEndsOn" date)
     WHERE "customerId" IN (SELECT id FROM added) ON CONFLICT DO NOTHING`,
    [
      JSON.stringify(sampleCustomers.map(([id, name, siren, contract, centre]) => ({ id, name, siren, contract, centre }))),
      JSON.stringify(sampleServices.map(([rds, customerId, accessType, monthlyCents, engagementEndsOn]) => ({ rds, customerId, accessType, monthlyCents, engagementEndsOn }))),
    ]);
}

/** To a database that watches none, for the sample customers that it has. */
async function addSampleBackups(pool: Pool): Promise<void> {
  await pool.query(
    `INSERT INTO backup_jobs (job, label, customer_id, is_critical)
     SELECT job, label, "customerId", "isCritical" FROM jsonb_to_recordset($1) AS sample (job text, label text, "customerId" text, "isCritical" boolean)
     WHERE NOT EXISTS (SELECT 1 FROM backup_jobs) AND ("customerId" IS NULL OR EXISTS (SELECT 1 FROM customers WHERE id = "customerId")) ON CONFLICT DO NOTHING`,
    [JSON.stringify(sampleBackups.map(([job, label, customerId, isCritical]) => ({ job, label, customerId, isCritical })))]);
}

/** To a database that has no team with addresses. */
export async function addSampleTeam(pool: Pool): Promise<void> {
  await pool.query(
    `INSERT INTO team_members (subject, name, profile, team, email, centre) SELECT subject, name, subject, 'production', subject || '@jalon.invalid', (SELECT key FROM centres WHERE key = 'lille') FROM unnest($1::text[], $2::text[]) AS sample (subject, name)
     WHERE NOT EXISTS (SELECT 1 FROM team_members WHERE email IS NOT NULL) ON CONFLICT (subject) DO UPDATE SET email = excluded.email`,
    [sampleTeam, sampleTeam.map((profile) => inventedPeople[profile])]);
}
