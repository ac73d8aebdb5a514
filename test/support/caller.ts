/** Callers of the API who do what the contract asks of them: send again under the same key until they are told, and remember what they were told. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { LaunchFile } from '../../domain/deployment/launch.schema.ts';
import type { DocumentKind } from '../../domain/documents/kinds.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import type { Installation } from './installation.ts';
import { launchFileOf } from './launch-file.ts';

/** A document that goes as a multipart body. */
export interface Upload {
  readonly kind: DocumentKind;
  readonly fileName: string;
  readonly bytes: Buffer;
}

export interface Sent {
  readonly path: string;
  readonly key: string;
  /** What goes as JSON, or a document. */
  readonly sent: unknown;
  /** Who sends it. */
  readonly as: Profile;
}

export interface Told extends Sent {
  readonly status: number;
  readonly text: string;
  /** Answers before it, by status and code; 0 where no answer came. */
  readonly before: readonly string[];
}

export interface Caller {
  /** Everything they were told, in the order of the answers. */
  readonly told: readonly Told[];
  /** Sends until an answer other than "later" comes; a coordinator unless said otherwise. */
  post(path: string, body: unknown, by?: { readonly key?: string; readonly as?: Profile }): Promise<Told>;
  /** One attempt, whatever comes of it. */
  attempt(sent: Sent): Promise<Response>;
  /** One request, signed in. */
  request(path: string, init: RequestInit, as: Profile): Promise<Response>;
  /** Asks until it is answered. */
  get<T>(path: string, as?: Profile): Promise<T>;
  /** @returns the id of the deployment. */
  launch(cities: readonly string[]): Promise<string>;
  /** The first of the approvals (D-02). */
  approve(deploymentId: string): Promise<Told>;
  cancel(deploymentId: string): Promise<Told>;
}

const patienceMs = 150_000;
const againAfterMs = 100;

/** @param noted what is remembered of an answer, where a hundred thousand whole ones are too many */
export function createCaller({ apiUrl, tokenOf }: Pick<Installation, 'apiUrl' | 'tokenOf'>, noted: (told: Told) => Told = (told) => told): Caller {
  const told: Told[] = [];

  async function request(path: string, init: RequestInit, as: Profile): Promise<Response> {
    const headers = { 'authorization': `Bearer ${await tokenOf(as)}`, 'accept-language': 'en', ...init.headers as Record<string, string> };
    return await fetch(`${apiUrl}${path}`, { signal: AbortSignal.timeout(30_000), ...init, headers });
  }

  function attempt({ path, key, sent, as }: Sent): Promise<Response> {
    const headers = { 'idempotency-key': key };
    return request(path, isUpload(sent)
      ? { method: 'POST', headers, body: formOf(sent) }
      : { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(sent) }, as);
  }

  async function post(path: string, body: unknown, { key = randomUUID() as string, as = 'coordinator' as Profile } = {}): Promise<Told> {
    const [sent, before]: [Sent, string[]] = [{ path, key, sent: body, as }, []];
    for (const endMs = Date.now() + patienceMs; Date.now() < endMs;) {
      const answer = await attempt(sent).then(async (response) => ({ status: response.status, text: await response.text(), againAfterMs: againAfterMsOf(response) }), () => undefined);
      const code = answer === undefined ? undefined : codeOf(answer.text);
      if (answer === undefined || isLater(answer.status) || code === 'request-in-progress') {
        before.push(answer === undefined ? '0' : `${answer.status} ${code}`);
        await pause(answer?.againAfterMs ?? againAfterMs);
        continue;
      }
      const final: Told = { ...sent, status: answer.status, text: answer.text, before };
      told.push(noted(final));
      return final;
    }
    throw new Error(`${path} was never answered: ${[...new Set(before)].join(', ')}`);
  }

  return {
    told, post, attempt, request,
    async get<T>(path: string, as: Profile = 'coordinator') {
      for (const endMs = Date.now() + patienceMs; Date.now() < endMs; await pause(againAfterMs)) {
        const response = await request(path, {}, as).catch(() => undefined);
        if (response?.ok) return await response.json() as T;
        if (response && response.status < 500 && !isLater(response.status)) throw new Error(`${path} as ${as}: ${response.status} ${await response.text()}`);
      }
      throw new Error(`${path} as ${as} was never answered`);
    },
    async launch(cities) {
      const answer = await post('/deployments', orderOf(cities));
      if (answer.status !== 201) throw new Error(`launch: ${answer.status} ${answer.text}`);
      return (JSON.parse(answer.text) as { id: string }).id;
    },
    approve: (deploymentId) => post(`/tasks/${deploymentId}.techno-commercial-approval.1/complete`, { approved: true, comment: 'Architecture conforme' }, { as: 'presales-engineer' }),
    cancel: (deploymentId) => post(`/deployments/${deploymentId}/cancel`, { reason: 'Le client renonce' }),
  };
}

/** An order of its own number, by which JARVIS tells whose collection it pushes (D-26); signed electronically: two documents to bring instead of five (D-04). */
export function orderOf(cities: readonly string[]): LaunchFile {
  const file = launchFileOf(cities);
  // The first site is told its slot by text, the others by mail (D-10).
  const sites = file.sites.map((site, index) => (index > 0 ? site : { ...site, contacts: [{ role: 'site' as const, name: 'Paul Martin', phone: '+33 6 39 98 10 01' }] }));
  return { ...file, sites, orderNumber: `BC-${randomUUID()}`, electronicSignature: true, electronicMandate: true };
}

function isUpload(sent: unknown): sent is Upload {
  return typeof sent === 'object' && sent !== null && 'bytes' in sent;
}

function formOf({ kind, fileName, bytes }: Upload): FormData {
  const form = new FormData();
  form.append('kind', kind);
  form.append('file', new File([new Uint8Array(bytes)], fileName));
  return form;
}

/** Neither says that the command was refused: an attempt before it may have been accepted, and its answer lost. */
function isLater(status: number): boolean {
  return status === 429 || status === 503;
}

/** Whoever comes too often waits as long as he is told; a part of the API that is away may be back at once. */
function againAfterMsOf({ status, headers }: Response): number {
  return status === 429 ? Number(headers.get('retry-after')) * 1000 || againAfterMs : againAfterMs;
}

function codeOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { code?: string }).code;
  } catch {
    return undefined;
  }
}
