/** The sample directory of the three desks: two teams at each level, so that a transfer has somewhere to go (T-10). Invented people. */
import { inventedPeople } from '../../domain/people/invented-people.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import type { Pool } from '../pool.ts';

const network = ['access', 'no-connection', 'intermittent', 'slow'];
const voice = ['telephony', 'no-voice', 'poor-voice'];

interface SampleTeam {
  readonly key: string;
  readonly label: { readonly fr: string; readonly en: string };
  readonly desk: 'operator' | 'managed-services' | 'integrator';
  readonly level: 1 | 2 | 3;
  readonly skills?: readonly string[];
  readonly members: readonly (readonly [subject: string, name: string, profile?: Profile])[];
}

/** Persons whose subject is a profile are users of the development sign-in. */
const sampleTeams: readonly SampleTeam[] = [
  { key: 'operator-n1-nord', desk: 'operator', level: 1, label: { fr: 'N1 Nord', en: 'N1 North' }, members: [['technician-n1', inventedPeople['technician-n1']], ['service-agent', inventedPeople['service-agent'], 'service-agent']] },
  { key: 'operator-n1-sud', desk: 'operator', level: 1, label: { fr: 'N1 Sud', en: 'N1 South' }, members: [['maud-rolland', 'Maud Rolland'], ['remi-castel', 'Rémi Castel']] },
  { key: 'operator-n2-reseau', desk: 'operator', level: 2, label: { fr: 'N2 Réseau', en: 'N2 Network' }, skills: network, members: [['technician-n2', inventedPeople['technician-n2']], ['gael-morvan', 'Gaël Morvan']] },
  { key: 'operator-n2-voix', desk: 'operator', level: 2, label: { fr: 'N2 Voix', en: 'N2 Voice' }, skills: voice, members: [['ines-carpentier', 'Inès Carpentier']] },
  { key: 'operator-n3-coeur', desk: 'operator', level: 3, label: { fr: 'N3 Cœur de réseau', en: 'N3 Core network' }, members: [['technician-n3', inventedPeople['technician-n3']]] },
  { key: 'operator-n3-ingenierie', desk: 'operator', level: 3, label: { fr: 'N3 Ingénierie', en: 'N3 Engineering' }, members: [['soline-vidal', 'Soline Vidal']] },
  { key: 'infogerance-n1', desk: 'managed-services', level: 1, label: { fr: 'Infogérance N1', en: 'Managed services N1' }, members: [['theo-lacroix', 'Théo Lacroix'], ['jade-ferrand', 'Jade Ferrand']] },
  { key: 'infogerance-n1-atelier', desk: 'managed-services', level: 1, label: { fr: 'Atelier', en: 'Workshop' }, skills: ['hardware', 'equipment-fault', 'workstation-set-up'], members: [['paul-hamon', 'Paul Hamon']] },
  { key: 'infogerance-n2-systemes', desk: 'managed-services', level: 2, label: { fr: 'Systèmes', en: 'Systems' }, skills: ['software', 'application-fault', 'access-right-added', 'access-right-removed'], members: [['nour-belkacem', 'Nour Belkacem']] },
  { key: 'infogerance-n2-sauvegardes', desk: 'managed-services', level: 2, label: { fr: 'Sauvegardes', en: 'Backups' }, skills: ['backup', 'backup-failed', 'hardware', 'equipment-fault'], members: [['eric-joubert', 'Éric Joubert']] },
  { key: 'infogerance-n3', desk: 'managed-services', level: 3, label: { fr: 'Infogérance N3', en: 'Managed services N3' }, members: [['lena-costa', 'Léna Costa']] },
  { key: 'infogerance-n3-securite', desk: 'managed-services', level: 3, label: { fr: 'Sécurité', en: 'Security' }, skills: ['suspicious-mail', 'download-check', 'scam-information', ...network], members: [['hugo-weber', 'Hugo Weber']] },
  { key: 'integration', desk: 'integrator', level: 1, label: { fr: 'Équipe d’intégration', en: 'Integration team' }, members: [['chloe-marin', 'Chloé Marin'], ['basile-rey', 'Basile Rey'], ['fanny-leduc', 'Fanny Leduc']] },
  { key: 'integration-formation', desk: 'integrator', level: 1, label: { fr: 'Formation', en: 'Training' }, members: [['oscar-blanc', 'Oscar Blanc']] },
  { key: 'developpement', desk: 'integrator', level: 2, label: { fr: 'Développement', en: 'Development' }, members: [['anouk-perez', 'Anouk Perez'], ['ivan-kozak', 'Ivan Kozak']] },
  { key: 'developpement-interfaces', desk: 'integrator', level: 2, label: { fr: 'Développement interfaces', en: 'Interface development' }, members: [['mina-roche', 'Mina Roche']] },
  { key: 'edition', desk: 'integrator', level: 3, label: { fr: 'Éditeur', en: 'Product makers' }, members: [['tom-guerin', 'Tom Guérin']] },
  { key: 'edition-donnees', desk: 'integrator', level: 3, label: { fr: 'Données', en: 'Data' }, members: [['rose-abadie', 'Rose Abadie']] },
];

/** The Pro customers among the sample ones (T-11). */
const sampleReferents = [['operator', 'CLI-000002', 'technician-n1'], ['operator', 'CLI-000004', 'remi-castel'], ['managed-services', 'CLI-000002', 'jade-ferrand']] as const;

/** To a database that knows no team of a desk. */
export async function addSampleDesks(pool: Pool): Promise<void> {
  const teams = sampleTeams.map(({ members: _people, skills = [], ...team }) => ({ ...team, skills, manager: 'supervisor' }));
  const members = sampleTeams.flatMap(({ key, level, members: people }) => people.map(([subject, name, profile = `technician-n${level}`]) => ({ subject, name, profile, team: key })));
  const { rowCount: added } = await pool.query(
    `WITH added AS (
       INSERT INTO teams (key, label, desk, level, skills, manager) SELECT key, label, desk, level, skills, manager FROM jsonb_populate_recordset(NULL::teams, $1) WHERE NOT EXISTS (SELECT 1 FROM teams) ON CONFLICT DO NOTHING RETURNING key
     )
     INSERT INTO team_members (subject, name, profile, team, email, centre)
     SELECT subject, name, profile, team, subject || '@jalon.invalid', (SELECT key FROM centres WHERE key = CASE WHEN team LIKE '%sud' OR team LIKE 'infogerance%' THEN 'lyon' ELSE 'lille' END)
     FROM jsonb_to_recordset($2) AS sample (subject text, name text, profile text, team text)
     WHERE EXISTS (SELECT 1 FROM added) ON CONFLICT DO NOTHING`,
    [JSON.stringify(teams), JSON.stringify([...members, { subject: 'dispatcher', name: inventedPeople.dispatcher, profile: 'dispatcher', team: 'dispatching' }])]);
  // What was taken away since is not brought back.
  if (added === 0) return;
  await addAssignments(pool);
  await pool.query(
    `INSERT INTO referents (desk, customer_id, subject, entered_by)
     SELECT desk, id, sample.subject, 'system:samples' FROM unnest($1::text[], $2::text[], $3::text[]) AS sample (desk, customer, subject) JOIN customers ON id = customer JOIN team_members USING (subject)
     ON CONFLICT DO NOTHING`,
    [sampleReferents.map(([desk]) => desk), sampleReferents.map(([, customer]) => customer), sampleReferents.map(([,, subject]) => subject)]);
  await pool.query("INSERT INTO projects (key, customer_id, technicians) SELECT 'lina-tilleuls', id, '{anouk-perez,basile-rey}' FROM customers WHERE id = 'CLI-000002' ON CONFLICT DO NOTHING");
}

/** Who has none may do what his work is, in his centre. */
async function addAssignments(pool: Pool): Promise<void> {
  await pool.query('INSERT INTO assignments (subject, profile, centre) SELECT subject, profile, centre FROM team_members AS m WHERE NOT EXISTS (SELECT FROM assignments AS a WHERE a.subject = m.subject) ON CONFLICT DO NOTHING');
}
