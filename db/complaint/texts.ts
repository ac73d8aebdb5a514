/** What is said in a complaint and where its customer is written to: kept beside the record, where it can be erased (S-08). */
import type { Client, Pool } from '../pool.ts';

/** What the customer complains of; or what he was answered. */
export type ComplaintText = { readonly contact: { readonly name: string; readonly email: string }; readonly comment: string } | { readonly text: string };

/** Before its journey hears of it; the first under an id stays. */
export async function keepComplaintText(pool: Pool, journeyId: string, id: string, content: ComplaintText): Promise<void> {
  await pool.query('INSERT INTO complaint_texts (id, journey_id, content) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [id, journeyId, JSON.stringify(content)]);
}

/** By id; without those that were erased. */
export async function readComplaintTexts(pool: Pick<Client, 'query'>, journeyId: string): Promise<ReadonlyMap<string, ComplaintText>> {
  const { rows } = await pool.query<{ id: string; content: ComplaintText }>({ name: 'complaint-texts', text: 'SELECT id, content FROM complaint_texts WHERE journey_id = $1 ORDER BY at, id', values: [journeyId] });
  return new Map(rows.map(({ id, content }) => [id, content]));
}

/** What it was opened with; null once it was erased. */
export async function readComplaintOpening(pool: Pick<Client, 'query'>, journeyId: string): Promise<Extract<ComplaintText, { comment: string }> | null> {
  return [...(await readComplaintTexts(pool, journeyId)).values()].find((one) => 'comment' in one) ?? null;
}
