/** Questions at a steady pace, whether or not those before have been answered: who waits in line is part of what is measured. */
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

export type Question = (index: number) => { readonly url: string; readonly method?: 'GET' | 'POST'; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

export interface Answers {
  readonly asked: number;
  /** By HTTP status, or `none` where none came in time. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** From when it was to be sent to the end of its answer, of those that were answered at all. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Answers of 2xx a second, from the first question to the last answer. */
  readonly perSecond: number;
}

/** Whoever waits longer has gone. */
const patienceMs = 15_000;
/** As browsers and proxies do, connections are kept; as many as a proxy would open. */
const agent = new Agent({ keepAlive: true, maxSockets: 256 });

export async function askedAt(question: Question, rate: number, seconds: number): Promise<Answers> {
  const asked = Math.max(1, Math.round(rate * seconds));
  // Connections, plans and compiled code are there before it counts.
  for (let index = 0; index < 5; index += 1) await answerOf(question(-1 - index));
  const beganMs = performance.now();
  const running: Promise<{ status: string; tookMs: number }>[] = [];
  for (let index = 0; index < asked; index += 1) {
    const dueMs = beganMs + (index * 1_000) / rate;
    if (dueMs > performance.now()) await wait(dueMs - performance.now());
    running.push(answerOf(question(index)).then((status) => ({ status, tookMs: performance.now() - dueMs })));
  }
  const answers = await Promise.all(running);
  const tookSeconds = (performance.now() - beganMs) / 1_000;
  const byStatus: Record<string, number> = {};
  for (const { status } of answers) byStatus[status] = (byStatus[status] ?? 0) + 1;
  const sorted = answers.filter(({ status }) => status !== 'none').map(({ tookMs }) => tookMs).toSorted((one, other) => one - other);
  const quantile = (q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
  const good = answers.filter(({ status }) => status.startsWith('2')).length;
  return { asked, byStatus, p50Ms: quantile(0.5), p99Ms: quantile(0.99), maxMs: quantile(1), perSecond: good / tookSeconds };
}

async function answerOf({ url, method = 'GET', headers, body }: ReturnType<Question>): Promise<string> {
  return await new Promise((resolve) => {
    const sent = request(url, { method, agent, headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) }, signal: AbortSignal.timeout(patienceMs) }, (response) => {
      response.on('error', () => resolve('none'));
      response.on('end', () => resolve(String(response.statusCode)));
      response.resume();
    });
    sent.on('error', () => resolve('none'));
    sent.end(body);
  });
}
