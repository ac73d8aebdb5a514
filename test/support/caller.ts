/** A caller of the API that does what the contract asks of it: sends again under the same key until it is told, and remembers what it was told. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { launchFileOf } from './journeys.ts';
import type { Installation } from './installation.ts';

export interface Told {
  readonly path: string;
  readonly key: string;
  readonly sent: unknown;
  readonly status: number;
  readonly text: string;
  /** Answers before it, by status and code; 0 where no answer came. */
  readonly before: readonly string[];
}

export interface Caller {
  /** Everything it was told, in the order of the answers. */
  readonly told: readonly Told[];
  /** Sends until an answer other than "later" comes. */
  post(path: string, body: unknown, key?: string): Promise<Told>;
  /** One attempt, whatever comes of it. */
  attempt(path: string, body: unknown, key: string): Promise<Response>;
  get<T>(path: string, token?: string): Promise<T>;
  /** @returns the id of the deployment. */
  launch(cities: readonly string[]): Promise<string>;
  validate(deploymentId: string): Promise<Told>;
}

const patienceMs = 150_000;
const againAfterMs = 100;

export function createCaller(installation: Pick<Installation, 'apiUrl' | 'token'>): Caller {
  const { apiUrl, token } = installation;
  const told: Told[] = [];

  function attempt(path: string, body: unknown, key: string): Promise<Response> {
    return fetch(`${apiUrl}${path}`, {
      method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(30_000),
      headers: { 'authorization': `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key, 'accept-language': 'en' },
    });
  }

  async function post(path: string, body: unknown, key: string = randomUUID()): Promise<Told> {
    const before: string[] = [];
    for (const endMs = Date.now() + patienceMs; Date.now() < endMs; await pause(againAfterMs)) {
      const answer = await attempt(path, body, key).then(async (response) => ({ status: response.status, text: await response.text() }), () => undefined);
      const code = answer === undefined ? undefined : codeOf(answer.text);
      if (answer === undefined || answer.status === 503 || code === 'request-in-progress') {
        before.push(answer === undefined ? '0' : `${answer.status} ${code}`);
        continue;
      }
      const final: Told = { path, key, sent: body, ...answer, before };
      told.push(final);
      return final;
    }
    throw new Error(`${path} was never answered: ${[...new Set(before)].join(', ')}`);
  }

  return {
    told, post, attempt,
    async get<T>(path: string, by = token) {
      const response = await fetch(`${apiUrl}${path}`, { headers: { authorization: `Bearer ${by}` } });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return await response.json() as T;
    },
    async launch(cities) {
      const answer = await post('/deployments', launchFileOf(cities));
      if (answer.status !== 201) throw new Error(`launch: ${answer.status} ${answer.text}`);
      return (JSON.parse(answer.text) as { id: string }).id;
    },
    validate: (deploymentId) => post(`/tasks/${deploymentId}.technical-validation.1/complete`, { accepted: true }),
  };
}

function codeOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { code?: string }).code;
  } catch {
    return undefined;
  }
}
