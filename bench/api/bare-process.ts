/** What the API is measured beside: Express and one statement, without sign-in, scope, idempotency, journey or record. */
import express from 'express';
import { createPool } from '../../db/pool.ts';

const pool = createPool(process.argv[2] ?? '', () => undefined, 20);
await pool.query('CREATE TABLE IF NOT EXISTS bench_notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, ticket text NOT NULL, note text NOT NULL, at timestamptz NOT NULL DEFAULT now())');
const app = express();
app.get('/tickets/:number', async (request, response) => {
  const { rows: [ticket] } = await pool.query({ name: 'one', text: 'SELECT * FROM tickets WHERE number = $1', values: [request.params.number] });
  response.json(ticket);
});
app.get('/basket', async (_request, response) => {
  const { rows } = await pool.query({ name: 'basket', text: 'SELECT * FROM basket_items ORDER BY rank DESC LIMIT 50' });
  response.json({ items: rows });
});
app.post('/tickets/:number/messages', express.json(), async (request, response) => {
  const { rows: [note] } = await pool.query({ name: 'note', text: 'INSERT INTO bench_notes (ticket, note) VALUES ($1, $2) RETURNING *', values: [request.params.number, (request.body as { text: string }).text] });
  response.status(201).json(note);
});
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});
process.on('disconnect', () => process.exit(0));
