/** Who orders and who signs (S-02, S-04): kept beside the record, where it can be erased. */
import type { OrderParty, SignatureRequest } from '../../domain/order/party.schema.ts';
import { inTransaction, type Client, type Pool } from '../pool.ts';

/** The first one under a version stays. */
export async function keepParty(pool: Pick<Client, 'query'>, orderId: string, version: number, party: OrderParty): Promise<void> {
  await pool.query('INSERT INTO order_parties (journey_id, version, party) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [orderId, version, JSON.stringify(party)]);
}

/** @returns its number: the next. */
export async function addParty(pool: Pool, orderId: string, party: OrderParty): Promise<number> {
  // Of two at once the second waits for the first, whose number it must not have.
  return await inTransaction(pool, async (client) => {
    await client.query('SELECT FROM order_parties WHERE journey_id = $1 AND version = 1 FOR NO KEY UPDATE', [orderId]);
    const { rows: [row] } = await client.query<{ version: number }>(
      'INSERT INTO order_parties (journey_id, version, party) SELECT $1, coalesce(max(version), 0) + 1, $2 FROM order_parties WHERE journey_id = $1 RETURNING version', [orderId, JSON.stringify(party)]);
    return row?.version ?? 1;
  });
}

/** Of that version; undefined where there is none. */
export async function readParty(pool: Pick<Client, 'query'>, orderId: string, version: number): Promise<OrderParty | undefined> {
  const { rows: [row] } = await pool.query<{ party: OrderParty }>('SELECT party FROM order_parties WHERE journey_id = $1 AND version = $2', [orderId, version]);
  return row?.party;
}

/** As it was asked for, with the reference of the mandate. */
export type KeptSignature = Omit<SignatureRequest, 'mandate'> & { readonly mandate: (NonNullable<SignatureRequest['mandate']> & { readonly reference: string }) | null };

/** When, through what and from where it was signed. */
export interface Signing {
  readonly channel: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly by: string;
  readonly at: string;
}

/** By which terms an order is signed: what its journey has taken, and nothing else that was ever kept (S-04). Absent: as they were kept before. */
export type TermsId = string | undefined;

/** S-04: before the journey hears of it; nothing reads it until the journey has taken it. */
export async function keepSignature(pool: Pool, orderId: string, termsId: string, signature: KeptSignature): Promise<void> {
  await pool.query('INSERT INTO order_signature_terms (id, journey_id, signature) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [termsId, orderId, JSON.stringify(signature)]);
}

/** Of terms that the journey has refused: what is personal in them is nobody's. */
export async function forgetSignature(pool: Pool, termsId: string): Promise<void> {
  await pool.query('DELETE FROM order_signature_terms WHERE id = $1', [termsId]);
}

/** Before its journey hears of a right code: once it is signed, the evidence reads it. */
export async function keepSigning(pool: Pool, orderId: string, termsId: TermsId, signing: Signing): Promise<void> {
  const [table, key, id] = termsId === undefined ? ['order_signatures', 'journey_id', orderId] : ['order_signature_terms', 'id', termsId];
  await pool.query(`UPDATE ${table} SET signing = $2 WHERE ${key} = $1`, [id, JSON.stringify(signing)]);
}

export async function readSignature(pool: Pool, orderId: string, termsId: TermsId): Promise<{ readonly signature: KeptSignature; readonly signing: Signing | null } | undefined> {
  const [table, key, id] = termsId === undefined ? ['order_signatures', 'journey_id', orderId] : ['order_signature_terms', 'id', termsId];
  const { rows: [row] } = await pool.query<{ signature: KeptSignature; signing: Signing | null }>(`SELECT signature, signing FROM ${table} WHERE ${key} = $1`, [id]);
  return row;
}
