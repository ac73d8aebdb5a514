/**
 * Tells programs outside what happens: each subscription in the order of the positions, again until it is taken, by one relay at a time. A subscription that does not take
 * anything holds up itself alone. A crash repeats what was under way, under the same id.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { lastPosition, readChanges } from '../db/outbox/changes.ts';
import type { Pool } from '../db/pool.ts';
import { dueWebhooks, forgetOldDeliveries, giveBack, moveOn, noteAttempt, noteTold, settleWaiting, takeWebhook, untoldWebhooks, waitingDeliveries, type DueWebhook, type Taken } from '../db/webhooks/deliveries.ts';
import type { WebhookRead } from '../db/webhooks/webhooks.ts';
import type { Change } from '../domain/live/change.ts';
import { bodyOf, concerns, messageIdOf, retryAfterMs, typeOf } from '../domain/live/webhook.ts';
import type { MailPort } from '../ports/mail.ts';
import type { SendWebhook, WebhookOutcome } from '../ports/webhooks.ts';

const atOnce = 100;
const pageSize = 500;
/** Longer than anything that is done between two looks at the clock. */
const leaseMs = 60_000;
/** Then others have their turn. */
const turnMs = 20_000;
const deliveriesKeptMs = 30 * 86_400_000;

export interface WebhookParts {
  readonly pool: Pool;
  readonly logger: Logger;
  readonly send: SendWebhook;
  readonly mail: Pick<MailPort, 'send'>;
  /** One that took nothing for so long is disabled. */
  readonly giveUpAfterMs: number;
  readonly nowMs: () => number;
}

export interface Webhooks {
  /** Starts to deliver what is due; returns how many subscriptions it started. */
  start(): Promise<number>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Writes to the contacts of subscriptions that were disabled; returns how many. */
  tellContacts(): Promise<number>;
  /** Forgets deliveries of long ago; returns how many. */
  forget(): Promise<number>;
}

export function createWebhooks({ pool, logger, send, mail, giveUpAfterMs, nowMs }: WebhookParts): Webhooks {
  const underWay = new Map<string, Promise<void>>();
  /** Up to where nothing after its position concerns it: not written down, for that would cost a write for each event of others. */
  const passed = new Map<string, { readonly version: number; readonly from: number; readonly upTo: number }>();
  let isStopping = false;

  /** Of one that was edited or rewound meanwhile, nothing is known. */
  function reached({ id, version, position }: WebhookRead): number {
    const known = passed.get(id);
    return known && known.version === version && known.from === position ? known.upTo : position;
  }

  /** The next that concerns it. */
  async function nextFor(webhook: WebhookRead): Promise<Change | undefined> {
    for (let after = reached(webhook); ;) {
      const changes = await readChanges(pool, after, pageSize);
      const found = changes.find((change) => concerns(webhook, change));
      after = (found ? found.position - 1 : changes.at(-1)?.position) ?? after;
      passed.set(webhook.id, { version: webhook.version, from: webhook.position, upTo: after });
      if (found || changes.length < pageSize) return found;
    }
  }

  async function deliver(due: DueWebhook, isDueInTurn: boolean): Promise<void> {
    let taken: Taken | undefined;
    try {
      if (!due.hasWaiting && !(await nextFor(due))) {
        // Now and then it is: whoever takes it up after a crash need not look through everything.
        if (reached(due) - due.position >= pageSize) await moveOn(pool, due.id, due.position, reached(due));
        return;
      }
      taken = await takeWebhook(pool, due.id, leaseMs);
      if (!taken) return;
      if (due.hasWaiting) await sendWaiting(taken);
      if (isDueInTurn && taken.webhook.status === 'active') await sendInTurn(taken);
    } catch (error) {
      logger.warn({ webhook: due.id, reason: (error as Error).message }, 'webhook not dealt with');
      await sleep(1_000);
    } finally {
      if (taken) await giveBack(pool, due.id, taken.lease).catch(() => undefined);
      underWay.delete(due.id);
    }
  }

  async function sendInTurn({ webhook, lease, secrets }: Taken): Promise<void> {
    const { id, url } = webhook;
    let [position, attempts, failingSince] = [webhook.position, webhook.attempts, webhook.failingSince];
    for (const untilMs = performance.now() + turnMs; performance.now() < untilMs && !isStopping;) {
      const change = await nextFor({ ...webhook, position });
      if (!change) return;
      const messageId = messageIdOf(id, change.position);
      const sent = await send({ url, id: messageId, body: bodyOf(change), secrets, at: new Date(nowMs()) });
      const isDelivered = sent.outcome === 'delivered';
      attempts = isDelivered ? 0 : attempts + 1;
      failingSince = isDelivered ? null : failingSince ?? new Date(nowMs());
      const disabledFor = isDelivered ? null : reasonToEnd(sent, failingSince);
      const nextAt = isDelivered || disabledFor !== null ? null : new Date(nowMs() + retryAfterMs(attempts, Math.random(), sent.askedMs));
      const isOurs = await noteAttempt(pool, id, lease, {
        position: change.position, messageId, type: typeOf(change), subject: change.id, isDelivered, answer: sent.answer, fault: sent.fault, tookMs: sent.tookMs ?? 0, nextAt, disabledFor,
      });
      if (!isDelivered) logger.info({ webhook: id, position: change.position, answer: sent.answer, fault: sent.fault, attempts, disabledFor }, 'webhook not taken');
      if (!isDelivered || !isOurs) return;
      position = change.position;
    }
  }

  function reasonToEnd({ outcome }: WebhookOutcome, failingSince: Date | null): string | null {
    if (outcome === 'gone') return 'gone';
    return failingSince !== null && nowMs() - failingSince.getTime() >= giveUpAfterMs ? 'failing-too-long' : null;
  }

  /** Each once: who asks for it looks at what became of it. */
  async function sendWaiting({ webhook, secrets }: Taken): Promise<void> {
    for (const { id, position, messageId } of await waitingDeliveries(pool, webhook.id)) {
      if (isStopping) return;
      const body = position === null ? JSON.stringify({ type: 'webhook.test', timestamp: new Date(nowMs()).toISOString(), data: {} }) : await bodyAt(position);
      const { outcome, answer, fault, tookMs = 0 } = await send({ url: webhook.url, id: messageId, body, secrets, at: new Date(nowMs()) });
      await settleWaiting(pool, id, { isDelivered: outcome === 'delivered', answer, fault, tookMs });
    }
  }

  async function bodyAt(position: number): Promise<string> {
    const [change] = await readChanges(pool, position - 1, 1);
    if (!change) throw new Error(`no event at position ${position}`);
    return bodyOf(change);
  }

  return {
    async start() {
      const due = await dueWebhooks(pool);
      if (due.length === 0) return 0;
      const last = await lastPosition(pool);
      let started = 0;
      for (const webhook of due) {
        if (underWay.size >= atOnce || underWay.has(webhook.id)) continue;
        const isDueInTurn = webhook.status === 'active' && (webhook.nextAt === null || webhook.nextAt.getTime() <= nowMs()) && reached(webhook) < last;
        if (!isDueInTurn && !webhook.hasWaiting) continue;
        underWay.set(webhook.id, deliver(webhook, isDueInTurn));
        started += 1;
      }
      return started;
    },
    async idle() {
      isStopping = true;
      await Promise.all(underWay.values());
    },
    async tellContacts() {
      const untold = await untoldWebhooks(pool);
      for (const webhook of untold) {
        if (webhook.contact !== null) await mail.send(noticeOf(webhook, webhook.contact));
        await noteTold(pool, webhook.id);
      }
      return untold.length;
    },
    forget: () => forgetOldDeliveries(pool, new Date(nowMs() - deliveriesKeptMs)),
  };
}

function noticeOf({ id, url, version, reason, failingSince }: WebhookRead, contact: string): Parameters<MailPort['send']>[0] {
  const why = reason === 'gone' ? 'le destinataire a répondu qu’il n’en veut plus (410)' : `rien n’a été pris depuis le ${failingSince?.toISOString() ?? '–'}`;
  return {
    messageKey: `webhook.${id}.${version}`, to: [contact], attachments: [], subject: `Webhook désactivé : ${new URL(url).host}`,
    text: `L’abonnement ${id} vers ${url} est désactivé : ${why}.\n\nRien n’est perdu : réactivé (« status »: « active »), il reprend où il s’est arrêté.\n`,
  };
}
