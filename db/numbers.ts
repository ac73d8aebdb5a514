/** Business numbers, from the database's sequences: unique, in their order, with gaps. */
import type { Client } from './pool.ts';

const sequences = {
  AFF: 'deployment_numbers', TCK: 'ticket_numbers', REP: 'replacement_numbers', RES: 'termination_numbers', PRO: 'proposal_numbers', CMD: 'order_numbers', REC: 'complaint_numbers', OPP: 'opportunity_numbers', REL: 'follow_up_numbers', RDV: 'appointment_numbers',
} as const;

/** The next `<prefix>-<year>-<number>`. Gaps are allowed, repeats are not. */
export async function nextNumber(client: Pick<Client, 'query'>, prefix: keyof typeof sequences, year: number): Promise<string> {
  const { rows: [row] } = await client.query<{ n: number }>('SELECT nextval($1::regclass) AS n', [sequences[prefix]]);
  return `${prefix}-${year}-${String(row?.n).padStart(6, '0')}`;
}
