/** What every simulator is made of: calls with token, idempotency and fault mode; a durable journal; callbacks; the book. */
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import express from 'express';
import type { Express, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { createBook } from './book.ts';
import { createCallbackSender } from './callbacks.ts';
import type { CallbackTarget } from './callbacks.ts';
import type { CallOutcome, Entry, NewCallback, SubjectFact } from './entries.ts';
import { faultSettings, noFaults } from './faults.ts';
import type { Faults } from './faults.ts';
import { createAnswerMemory, requestDigest } from './idempotency.ts';
import { createJournal } from './journal.ts';
import { Problem, createProblemHandler, sendProblem } from './problem.ts';

export interface SimulatorSettings {
  /** File of the journal; one per simulator. */
  file: string;
  /** Bearer token asked of every caller. */
  token: string;
  log: Logger;
  now: () => number;
  /** A number in [0, 1), for the fault mode's rates. */
  random: () => number;
}

export interface Call {
  params: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
  idempotencyKey: string | undefined;
  nowMs: number;
}

/** What a call does, decided without doing it. */
export interface Decision<Fact> {
  status: number;
  body?: unknown;
  facts?: Fact[];
  callbacks?: NewCallback[];
  /** Callbacks of the subject not yet sent are not sent any more. */
  withdrawsCallbacks?: boolean;
}

export interface Route<Fact> {
  operation: string;
  method: 'get' | 'post';
  path: string;
  /** The key under which the book files the call, even a wrong one. */
  subjectOf(call: Call): unknown;
  /**
   * Asks another system first. An answer that did not come leaves nothing behind, so that the same call asks again.
   * @throws {Problem} where that system refuses or fails
   */
  ask?(call: Call): Promise<unknown>;
  /** @throws {Problem} where a real system refuses */
  decide(call: Call, asked: unknown): Decision<Fact>;
}

/** What a person does in the system itself: `POST` with the token, without key and fault mode. */
export interface Act<Fact> {
  /** Below `/sim/`. */
  path: string;
  /** @throws {Problem} where the system would not let him */
  decide(body: unknown, nowMs: number): { fact: Fact; callbacks: NewCallback[] };
}

/** Something that happens without a call of ours. */
export type Happen<Fact> = (fact: Fact, callbacks: NewCallback[]) => void;

export interface SimulatorDefinition<Fact extends SubjectFact> {
  name: string;
  routes: Route<Fact>[];
  acts?: Act<Fact>[];
  callbackTarget?: CallbackTarget;
  /** Applies a fact to the simulator's state. */
  apply(fact: Fact): void;
  reset(): void;
  /** Called after a subject changed, and for each at start: arms what is due by itself. */
  wake?(subject: string, happen: Happen<Fact>): void;
  stop?(): void;
}

/** One simulated system, to be put behind an address. */
export interface SimulatorPart {
  readonly app: Express;
  /** Rejects once its journal cannot be written. */
  healthy(): Promise<void>;
  /** Replays the journal and goes on with what was under way; once the address is bound. */
  begin(): void;
  end(): Promise<void>;
}

export interface Simulator {
  /** Binds 127.0.0.1, replays the journal and goes on with what was under way. Port 0 takes a free one. Returns the port. */
  listen(port: number): Promise<number>;
  close(): Promise<void>;
}

export function createSimulatorPart<Fact extends SubjectFact>(definition: SimulatorDefinition<Fact>, settings: SimulatorSettings): SimulatorPart {
  const { token, log, now, random } = settings;
  const journal = createJournal<Entry<Fact>>(settings.file);
  const book = createBook<Fact>();
  const memory = createAnswerMemory();
  const sender = createCallbackSender({ target: definition.callbackTarget, log, now, random, faults: () => faults, commit, settled: () => journal.settled() });
  const held = new Set<Response>();
  let faults: Faults = noFaults;
  let isClosing = false;

  function applyAll(entries: Entry<Fact>[]): void {
    for (const entry of entries) {
      if (entry.kind === 'fact') definition.apply(entry.fact);
      else if (entry.kind === 'faults') faults = entry.faults;
      else if (entry.kind === 'reset') {
        faults = noFaults;
        definition.reset();
      }
      book.apply(entry);
      memory.apply(entry);
      sender.apply(entry);
    }
  }

  function commit(entries: Entry<Fact>[]): void {
    applyAll(entries);
    journal.write(entries);
  }

  const happen: Happen<Fact> = (fact, callbacks) => {
    commit([{ kind: 'fact', fact }, ...callbacks.map((callback) => callbackEntry(callback, fact.atMs))]);
    log.info({ subject: fact.subject, callbacks: callbacks.map((callback) => callback.payload.type) }, 'happened');
    wake(fact.subject);
  };

  function wake(subject: string): void {
    if (isClosing) return;
    definition.wake?.(subject, happen);
    sender.wake(subject);
  }

  function handle(route: Route<Fact>): RequestHandler {
    return async (request, response) => {
      const call: Call = { params: textsOf(request.params), query: textsOf(request.query), body: request.body as unknown, idempotencyKey: request.get('idempotency-key'), nowMs: now() };
      const filedUnder = route.subjectOf(call);
      const subject = typeof filedUnder === 'string' ? filedUnder : '?';
      const callEntry = (outcome: CallOutcome, status: number, isAnswerSpoiled = false): Entry<Fact> =>
        ({ kind: 'call', subject, operation: route.operation, outcome, status, isAnswerSpoiled, atMs: call.nowMs });

      if (faults.slowMs > 0) await wait(faults.slowMs);
      if (faults.hang) {
        commit([callEntry('faulted', 0, true)]);
        return void held.add(response);
      }
      const failures = book.subjects().get(subject)?.calls[route.operation]?.faulted ?? 0;
      if (faults.failNext > 0 || failures < faults.failFirst || random() < faults.errorRate) {
        const { errorStatus, retryAfterSeconds, failNext } = faults;
        commit([callEntry('faulted', errorStatus), ...(failNext > 0 ? [faultsEntry({ failNext: failNext - 1 })] : [])]);
        await journal.settled();
        if (retryAfterSeconds !== null) response.set('retry-after', String(retryAfterSeconds));
        return sendProblem(response, errorStatus, 'fault-mode', 'failed on purpose, before any effect');
      }

      try {
        const answerKey = route.method === 'post' ? `${route.operation} ${requiredKey(call)}` : undefined;
        const digest = requestDigest(request.path, call.body);
        const asked = answerKey && memory.find(answerKey, digest) ? undefined : await route.ask?.(call);
        // Looked up after the asking: the same call may have come twice, and its twin have been answered meanwhile.
        const remembered = answerKey && memory.find(answerKey, digest);
        const decision: Decision<Fact> = remembered || route.decide(call, asked);
        const isSpoiled = route.method === 'post' && faults.failAfterEffect > 0;
        const { failAfterEffectMode, answerDelayMs } = faults;
        commit([
          callEntry(remembered ? 'replayed' : 'done', decision.status, isSpoiled),
          ...(remembered ? [] : effects(decision, subject, call.nowMs)),
          ...(answerKey && !remembered ? [answerEntry({ key: answerKey, digest }, decision)] : []),
          ...(isSpoiled ? [faultsEntry({ failAfterEffect: faults.failAfterEffect - 1 })] : []),
        ]);
        wake(subject);
        await journal.settled();
        log.info({ operation: route.operation, subject, status: decision.status, isReplayed: Boolean(remembered), isSpoiled }, 'call');
        if (answerDelayMs > 0) await wait(answerDelayMs);
        if (isSpoiled) return spoil(response, failAfterEffectMode);
        response.status(decision.status);
        if (decision.body === undefined) response.end();
        else response.json(decision.body);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        commit([callEntry('refused', error.status)]);
        await journal.settled();
        throw error;
      }
    };
  }

  function effects(decision: Decision<Fact>, subject: string, atMs: number): Entry<Fact>[] {
    return [
      ...(decision.facts ?? []).map((fact): Entry<Fact> => ({ kind: 'fact', fact })),
      ...(decision.withdrawsCallbacks ? [{ kind: 'callback-withdrawn', subject } as const] : []),
      ...(decision.callbacks ?? []).map((callback) => callbackEntry(callback, atMs)),
    ];
  }

  function faultsEntry(change: Partial<Faults>): Entry<Fact> {
    return { kind: 'faults', faults: { ...faults, ...change } };
  }

  function spoil(response: Response, mode: Faults['failAfterEffectMode']): void {
    if (mode === 'hang') held.add(response);
    else if (mode === 'cut') response.destroy();
    else sendProblem(response, 500, 'fault-mode', 'failed on purpose, after the effect');
  }

  function letGo(): void {
    for (const response of held) response.destroy();
    held.clear();
  }

  const app = express().disable('x-powered-by');
  app.get('/healthz', async (_request, response) => {
    // A journal that cannot be written is no health: every answer would be 500.
    await journal.settled();
    response.json({ status: 'ok' });
  });
  app.use(tokenGuard(token), express.json({ limit: '100kb', strict: false }));
  for (const route of definition.routes) app[route.method](route.path, handle(route));
  for (const act of definition.acts ?? []) {
    app.post(act.path, async (request, response) => {
      const { fact, callbacks } = act.decide(request.body as unknown, now());
      happen(fact, callbacks);
      await journal.settled();
      response.status(202).end();
    });
  }
  app.get('/sim/faults', (_request, response) => void response.json(faults));
  app.put('/sim/faults', async (request, response) => {
    const parsed = faultSettings.safeParse(request.body);
    if (!parsed.success) throw new Problem(400, 'bad-body', parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
    commit([{ kind: 'faults', faults: parsed.data }]);
    await journal.settled();
    if (!faults.hang) letGo();
    sender.wake();
    log.warn({ faults }, 'fault mode set');
    response.json(faults);
  });
  app.get('/sim/book', async (_request, response) => {
    await journal.settled();
    const subjects = [...book.subjects()].map(([subject, record]) => [subject, { ...record, callbacks: sender.recordsOf(subject) }] as const);
    response.json({ simulator: definition.name, calls: book.totals(), pendingCallbacks: sender.pendingCount(), subjects: Object.fromEntries(subjects) });
  });
  app.post('/sim/reset', async (_request, response) => {
    commit([{ kind: 'reset' }]);
    await journal.settled();
    letGo();
    response.status(204).end();
  });
  app.use((_request, response) => sendProblem(response, 404, 'not-found', 'no such route'));
  app.use(createProblemHandler(log));

  return {
    app,
    healthy: () => journal.settled(),
    // Synchronous: a second process on the same port never touches the file, and no call comes before the past is known.
    begin() {
      journal.open(applyAll);
      for (const subject of book.subjects().keys()) wake(subject);
      log.info({ subjects: book.subjects().size, pendingCallbacks: sender.pendingCount() }, `${definition.name} simulator begins`);
    },
    async end() {
      isClosing = true;
      definition.stop?.();
      sender.stop();
      await journal.close();
    },
  };
}

/** A simulator with an address of its own. */
export function createSimulator<Fact extends SubjectFact>(definition: SimulatorDefinition<Fact>, settings: SimulatorSettings): Simulator {
  const part = createSimulatorPart(definition, settings);
  return hosted(part.app, [part]);
}

/** Several behind one address, each below its name: what one is asked, told and taught to do wrong is none of the others' business. */
export function hostSimulators(parts: Readonly<Record<string, SimulatorPart>>): Simulator {
  const app = express().disable('x-powered-by');
  app.get('/healthz', async (_request, response) => {
    await Promise.all(Object.values(parts).map((part) => part.healthy()));
    response.json({ status: 'ok' });
  });
  for (const [name, part] of Object.entries(parts)) app.use(`/${name}`, part.app);
  return hosted(app, Object.values(parts));
}

function hosted(app: Express, parts: readonly SimulatorPart[]): Simulator {
  const server = createServer(app);
  return {
    async listen(port) {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      for (const part of parts) part.begin();
      return (server.address() as AddressInfo).port;
    },
    async close() {
      server.close();
      const ended = parts.map((part) => part.end());
      server.closeAllConnections();
      await Promise.all(ended);
    },
  };
}

function callbackEntry(callback: NewCallback, atMs: number): Entry<never> {
  return { kind: 'callback', id: `msg_${randomUUID()}`, callback, atMs };
}

function answerEntry(request: { key: string; digest: string }, { status, body }: Decision<unknown>): Entry<never> {
  return { kind: 'answer', answer: { ...request, status, body } };
}

function requiredKey(call: Call): string {
  if (!call.idempotencyKey) throw new Problem(400, 'idempotency-key-missing', 'the header Idempotency-Key is required');
  return call.idempotencyKey;
}

function textsOf(values: Request['params'] | Request['query']): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

function tokenGuard(token: string): RequestHandler {
  const digestOf = (text: string) => createHash('sha256').update(text).digest();
  const expected = digestOf(`Bearer ${token}`);
  return (request, response, next) => {
    if (timingSafeEqual(digestOf(request.get('authorization') ?? ''), expected)) return next();
    response.set('www-authenticate', 'Bearer');
    sendProblem(response, 401, 'unauthorized', 'a known bearer token is required');
  };
}
