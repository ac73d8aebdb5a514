/** The durable sender of signed callbacks: at least once, in order per subject unless the fault mode says otherwise, over restarts. */
import type { Logger } from 'pino';
import { Webhook } from 'standardwebhooks';
import type { Entry, NewCallback, SubjectFact } from './entries.ts';
import type { Faults } from './faults.ts';

const firstRetryMs = 200;
/** The longest wait after a failure: soon enough for a receiver that comes back, and no storm while it is away. */
const longestRetryMs = 10_000;
const attemptTimeoutMs = 5_000;
const maxInFlight = 32;

/** One callback and what became of it; part of the book. */
export interface CallbackRecord {
  id: string;
  callback: NewCallback;
  status: 'pending' | 'done' | 'lost' | 'withdrawn';
  queuedAtMs: number;
  attempts: number;
  lastStatus: number | null;
  /** One instant per copy the receiver took (2xx). */
  takenAtMs: number[];
  copiesWanted: number;
  failures: number;
  nextAttemptAtMs: number;
}

export interface CallbackSender {
  apply(entry: Entry<SubjectFact>): void;
  /** Looks again at what of this subject is due; without a subject, of all. */
  wake(subject?: string): void;
  recordsOf(subject: string): CallbackRecord[];
  pendingCount(): number;
  stop(): void;
}

export interface CallbackTarget { url: string; secret: string }

export interface CallbackEnvironment {
  target: CallbackTarget | undefined;
  log: Logger;
  now: () => number;
  random: () => number;
  faults: () => Faults;
  commit: (entries: Entry<never>[]) => void;
  settled: () => Promise<void>;
}

/** The sender starts nothing before the first `wake`, so that a replay is silent. */
export function createCallbackSender(environment: CallbackEnvironment): CallbackSender {
  const { target, log, now, random, faults, commit, settled } = environment;
  const webhook = target && new Webhook(target.secret);
  const queues = new Map<string, CallbackRecord[]>();
  const byId = new Map<string, CallbackRecord>();
  const timers = new Map<string, NodeJS.Timeout>();
  const inFlight = new Set<string>();
  const waitingForRoom = new Set<string>();
  const stopping = new AbortController();

  function wakeSubject(subject: string): void {
    clearTimeout(timers.get(subject));
    timers.delete(subject);
    if (stopping.signal.aborted || inFlight.has(subject)) return;
    const next = nextToSend(queues.get(subject) ?? [], faults());
    if (!next) return;
    const waitMs = next.dueAtMs - now();
    if (waitMs > 0) timers.set(subject, setTimeout(() => wakeSubject(subject), waitMs));
    else if (inFlight.size >= maxInFlight) waitingForRoom.add(subject);
    else void attempt(subject, next.record);
  }

  async function attempt(subject: string, record: CallbackRecord): Promise<void> {
    inFlight.add(subject);
    try {
      // The fact is on disk before anyone is told of it.
      await settled();
      const status = isLost(record) ? undefined : await send(record);
      if (stopping.signal.aborted) return;
      // A reset may have come in between.
      if (status !== undefined && byId.get(record.id) === record) commit([attemptEntry(record, status)]);
      await settled();
    } catch (error) {
      if (!stopping.signal.aborted) log.error({ err: error, callbackId: record.id }, 'callbacks of this subject stop: the journal cannot be written');
      return;
    } finally {
      inFlight.delete(subject);
    }
    wakeSubject(subject);
    for (const other of [...waitingForRoom].slice(0, maxInFlight - inFlight.size)) {
      waitingForRoom.delete(other);
      wakeSubject(other);
    }
  }

  function isLost(record: CallbackRecord): boolean {
    if (record.attempts > 0) return false;
    const { loseNext, loseRate } = faults();
    if (loseNext === 0 && random() >= loseRate) return false;
    const used: Entry<never>[] = loseNext > 0 ? [{ kind: 'faults', faults: { ...faults(), loseNext: loseNext - 1 } }] : [];
    commit([{ kind: 'callback-lost', id: record.id, atMs: now() }, ...used]);
    log.warn({ subject: record.callback.subject, type: record.callback.payload.type, callbackId: record.id }, 'callback lost on purpose');
    return true;
  }

  async function send(record: CallbackRecord): Promise<number | null> {
    if (!target || !webhook) return null;
    const copy = record.takenAtMs.length;
    const id = copy > 0 && faults().duplicateAs === 'new-id' ? `${record.id}_${copy + 1}` : record.id;
    const payload = JSON.stringify(record.callback.payload);
    // Receivers check the timestamp against their own clock: it is that of the attempt.
    const at = new Date(now());
    try {
      const response = await fetch(target.url, {
        method: 'POST',
        body: payload,
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': webhook.sign(id, at, payload),
        },
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(attemptTimeoutMs)]),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return null;
    }
  }

  function attemptEntry(record: CallbackRecord, status: number | null): Entry<never> {
    const isTaken = status !== null && status >= 200 && status < 300;
    const atMs = now();
    const { duplicate, duplicateAfterMs } = faults();
    log.info({ subject: record.callback.subject, type: record.callback.payload.type, callbackId: record.id, status }, isTaken ? 'callback taken' : 'callback not taken');
    return {
      kind: 'callback-attempt', id: record.id, isTaken, status, atMs,
      copiesWanted: record.takenAtMs.length === 0 ? 1 + duplicate : record.copiesWanted,
      nextAttemptAtMs: atMs + (isTaken ? duplicateAfterMs : Math.min(firstRetryMs * 2 ** Math.min(record.failures, 16), longestRetryMs)),
    };
  }

  return {
    apply(entry) {
      if (entry.kind === 'callback') {
        const { id, callback, atMs } = entry;
        const record: CallbackRecord = {
          id, callback, status: 'pending', queuedAtMs: atMs, attempts: 0, lastStatus: null, takenAtMs: [], copiesWanted: 1, failures: 0, nextAttemptAtMs: atMs,
        };
        byId.set(id, record);
        queues.set(callback.subject, [...(queues.get(callback.subject) ?? []), record]);
      } else if (entry.kind === 'callback-withdrawn') {
        for (const record of queues.get(entry.subject) ?? []) withdraw(record);
      } else if (entry.kind === 'callback-lost') {
        const record = byId.get(entry.id);
        if (record) record.status = 'lost';
      } else if (entry.kind === 'callback-attempt') {
        const record = byId.get(entry.id);
        if (record) applyAttempt(record, entry);
      } else if (entry.kind === 'reset') {
        for (const timer of timers.values()) clearTimeout(timer);
        for (const map of [queues, byId, timers, waitingForRoom]) map.clear();
      }
    },
    wake(subject) {
      if (subject !== undefined) wakeSubject(subject);
      else for (const each of queues.keys()) wakeSubject(each);
    },
    recordsOf: (subject) => queues.get(subject) ?? [],
    pendingCount: () => [...byId.values()].filter((record) => record.status === 'pending').length,
    stop() {
      stopping.abort();
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

function withdraw(record: CallbackRecord): void {
  if (record.status === 'pending') record.status = record.takenAtMs.length > 0 ? 'done' : 'withdrawn';
}

function applyAttempt(record: CallbackRecord, attempt: Extract<Entry<never>, { kind: 'callback-attempt' }>): void {
  record.attempts += 1;
  record.lastStatus = attempt.status;
  record.nextAttemptAtMs = attempt.nextAttemptAtMs;
  record.failures = attempt.isTaken ? 0 : record.failures + 1;
  if (!attempt.isTaken) return;
  record.takenAtMs.push(attempt.atMs);
  record.copiesWanted = attempt.copiesWanted;
  // A callback withdrawn while on its way stays withdrawn.
  if (record.status === 'pending' && record.takenAtMs.length >= record.copiesWanted) record.status = 'done';
}

/** What of a subject's queue goes next, and when: the first one not yet gone, unless held back to come out of order, and copies of those gone. */
export function nextToSend(queue: readonly CallbackRecord[], faults: Faults): { record: CallbackRecord; dueAtMs: number } | undefined {
  let next: { record: CallbackRecord; dueAtMs: number } | undefined;
  let isBlocked = false;
  queue.forEach((record, index) => {
    if (record.status !== 'pending') return;
    const isCopy = record.takenAtMs.length > 0;
    if (!isCopy) {
      const isOvertaken = queue.slice(index + 1).some((later) => later.takenAtMs.length > 0 || later.status === 'lost');
      if (isBlocked || (faults.reorder && !record.callback.isFinal && !isOvertaken)) return;
      isBlocked = true;
    }
    const dueAtMs = isCopy ? record.nextAttemptAtMs : Math.max(record.nextAttemptAtMs, record.queuedAtMs + faults.lateMs);
    if (!next || dueAtMs < next.dueAtMs) next = { record, dueAtMs };
  });
  return next;
}
