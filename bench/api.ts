/** How long the API takes to answer reads and commands at 10, 100 and 1,000 requests a second, beside a bare Express route over the same PostgreSQL. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../project-root.ts';
import { createCaller } from '../test/support/caller.ts';
import { openInstallation } from '../test/support/installation.ts';
import { askedAt, type Answers, type Question } from './api/open-loop.ts';
import { runToEnd, say } from './run-to-end.ts';

const usage = `npm run bench -- api [--rates N,N] [--seconds N] [--tickets N] [--json]
  --rates    requests a second (10,100,1000)
  --seconds  for each question and rate (10)
  --tickets  open ones that are read and written to (100)
`;

const { values: options } = parseArgs({
  options: { rates: { type: 'string', default: '10,100,1000' }, seconds: { type: 'string', default: '10' }, tickets: { type: 'string', default: '100' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const rates = options.rates.split(',').map(Number);
const [seconds, tickets] = [options.seconds, options.tickets].map(Number) as [number, number];

interface Line extends Answers { readonly what: string; readonly rate: number }

async function bench(closers: (() => Promise<void>)[]): Promise<string> {
  const on = await openInstallation();
  closers.push(on.close);
  const caller = createCaller(on);
  say(`Registering ${tickets} tickets …`);
  const { rows: services } = await on.pool.query<{ rds: string; customerId: string }>('SELECT rds, customer_id AS "customerId" FROM services ORDER BY rds');
  const numbers: string[] = [];
  for (let index = 0; index < tickets; index += 1) {
    const told = await caller.post('/tickets', {
      ...services[index % services.length], impact: 'outage', description: 'Plus de connexion depuis ce matin.', despiteDuplicates: true,
      caller: { name: 'Jeanne Martin', phone: '+33601020304', relation: 'self' },
    }, { as: 'service-agent' });
    numbers.push((JSON.parse(told.text) as { number: string }).number);
  }
  const peer = fork(join(projectRoot(import.meta.url), 'dist', 'bench', 'api', 'bare-process.js'), [on.databaseUrl]);
  closers.push(async () => { const ended = once(peer, 'exit'); peer.disconnect(); await ended; });
  const [port] = await once(peer, 'message') as [number];
  const bareUrl = `http://127.0.0.1:${port}`;

  const authorization = `Bearer ${await on.tokenOf('service-agent')}`;
  const json = { 'content-type': 'application/json' };
  const numberOf = (index: number): string => numbers[index % numbers.length] ?? '';
  const text = JSON.stringify({ to: 'house', text: 'Le client rappelle à 14 h.' });
  const questions: Readonly<Record<string, Question>> = {
    'a ticket': (index) => ({ url: `${on.apiUrl}/tickets/${numberOf(index)}`, headers: { authorization } }),
    'a row, bare': (index) => ({ url: `${bareUrl}/tickets/${numberOf(index)}` }),
    'the basket, 50 lines': () => ({ url: `${on.apiUrl}/tasks?limit=50`, headers: { authorization } }),
    '50 rows, bare': () => ({ url: `${bareUrl}/basket` }),
    'a note (command)': (index) => ({ url: `${on.apiUrl}/tickets/${numberOf(index)}/messages`, method: 'POST', headers: { authorization, ...json, 'idempotency-key': `bench-${Date.now()}-${index}` }, body: text }),
    'a row written, bare': (index) => ({ url: `${bareUrl}/tickets/${numberOf(index)}/messages`, method: 'POST', headers: json, body: text }),
  };
  const loadBefore = loadavg()[0] ?? 0;
  const lines: Line[] = [];
  for (const rate of rates) {
    for (const [what, question] of Object.entries(questions)) {
      const answers = await askedAt(question, rate, seconds);
      lines.push({ what, rate, ...answers });
      say(lineOf({ what, rate, ...answers }));
    }
  }
  if (options.json) return `${JSON.stringify({ seconds, tickets, loadBefore, lines }, undefined, 2)}\n`;
  return [
    `${tickets} tickets, ${seconds} s each, API, worker, engine, PostgreSQL, peer and who asks on one machine; milliseconds from when it was to be sent to the end of its answer; load ${loadBefore.toFixed(1)} before`, '',
    '| | asked each s | p50 | p99 | max | answered | in order |', '|---|---|---|---|---|---|---|', ...lines.map(lineOf), '',
  ].join('\n');
}

function lineOf({ what, rate, p50Ms, p99Ms, maxMs, perSecond, asked, byStatus }: Line): string {
  const good = Object.entries(byStatus).reduce((sum, [status, count]) => sum + (status.startsWith('2') ? count : 0), 0);
  const others = Object.entries(byStatus).filter(([status]) => !status.startsWith('2')).map(([status, count]) => `${count} × ${status}`).join(', ');
  return `| ${what} | ${rate} | ${p50Ms.toFixed(1)} | ${p99Ms.toFixed(1)} | ${maxMs.toFixed(0)} | ${perSecond.toFixed(0)}/s | ${good} of ${asked}${others === '' ? '' : ` (${others})`} |`;
}

const isRight = [...rates, seconds, tickets].every((value) => Number.isInteger(value) && value > 0);
process.exit(await runToEnd({ usage, isHelp: options.help, fault: isRight ? null : 'Whole numbers above 0, please.', bench: async (closers) => void process.stdout.write(`\n${await bench(closers)}`) }));
