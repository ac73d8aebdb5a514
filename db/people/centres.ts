/** The centres that customers and people belong to, and their regions (C-05, C-06). */
import { inTransaction, type Pool } from '../pool.ts';
import { recordAct, type Doer } from './acts.ts';

export interface CentreRead {
  readonly key: string;
  readonly label: { readonly fr: string; readonly en: string };
  readonly region: string;
  readonly version: number;
}

/** By key. */
export async function listCentres(pool: Pool): Promise<CentreRead[]> {
  const { rows } = await pool.query<CentreRead>({ name: 'centres', text: 'SELECT key, label, region, version FROM centres ORDER BY key' });
  return rows;
}

/** What an edit that could overwrite another's came to: the version there is now. */
export interface Kept {
  readonly outcome: 'kept' | 'stale';
  readonly version: number;
}

/** Makes a centre, or changes it. @param hasRead of version 0: that there was none */
export async function keepCentre(pool: Pool, { key, label, region }: Omit<CentreRead, 'version'>, hasRead: (version: number) => boolean, doer: Doer): Promise<Kept> {
  return await inTransaction(pool, async (client) => {
    // Two who make the same one at once: the second waits, and finds it.
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`centre ${key}`]);
    const { rows: [before] } = await client.query<CentreRead>('SELECT key, label, region, version FROM centres WHERE key = $1 FOR UPDATE', [key]);
    const version = before?.version ?? 0;
    if (!hasRead(version)) return { outcome: 'stale', version };
    await client.query('INSERT INTO centres (key, label, region) VALUES ($1, $2, $3) ON CONFLICT (key) DO UPDATE SET label = excluded.label, region = excluded.region, version = centres.version + 1', [key, label, region]);
    await recordAct(client, doer, { act: 'centre-kept', object: `centre:${key}`, before: before ? { region: before.region } : null, after: { region } });
    return { outcome: 'kept', version: version + 1 };
  });
}
