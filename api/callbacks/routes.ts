/** Callbacks in: kept first, never refused once the signature holds; and the inbox, shown. */
import { z } from 'zod';
import { keepCallback } from '../../db/callbacks/inbox.ts';
import { listCallbacks } from '../../db/callbacks/reads.ts';
import type { Text } from '../../domain/errors/codes.ts';
import { backupCallback } from '../../ports/backups.ts';
import { hardwareCallback } from '../../ports/hardware.ts';
import { inventoryCallback } from '../../ports/inventory.ts';
import { jarvisCallback } from '../../ports/jarvis.ts';
import { monitoringCallback } from '../../ports/monitoring.ts';
import { oblCallback } from '../../ports/obl.ts';
import { refTechCallback } from '../../ports/ref-tech.ts';
import { traceparentNow } from '../../ports/tracing.ts';
import { unsafeParts } from '../http/body.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { defineRoute, type CallbackSender, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';

const inboxEntry = z.object({
  source: z.string(), id: z.string(), status: z.enum(['pending', 'unmatched', 'delivered', 'ignored']), reason: z.string().nullable(),
  journeyId: z.string().nullable(), attempts: z.int(), receivedAt: z.iso.datetime(), settledAt: z.iso.datetime().nullable(),
}).meta({ id: 'Callback' });

export function callbackRoutes({ pool }: Services): Route[] {
  return [
    receiveFrom(pool, 'obl', {
      operationId: 'receiveOblCallback', body: oblCallback,
      summary: { fr: 'Recevoir un rappel de l’OBL (AR, créneau, refus, PV)', en: 'Receive a callback of the OBL (acknowledgement, slot, refusal, delivery report)' },
    }),
    receiveFrom(pool, 'ref-tech', {
      operationId: 'receiveRefTechCallback', body: refTechCallback,
      summary: { fr: 'Recevoir un rappel de Ref.Tech (équipement expédié, reçu)', en: 'Receive a callback of Ref.Tech (equipment shipped, received)' },
    }),
    receiveFrom(pool, 'jarvis', {
      operationId: 'receiveJarvisCallback', body: jarvisCallback,
      summary: { fr: 'Recevoir un rappel de JARVIS (collecte d’un BC web)', en: 'Receive a callback of JARVIS (collection of a web order)' },
    }),
    receiveFrom(pool, 'inventory', {
      operationId: 'receiveInventoryCallback', body: inventoryCallback,
      summary: { fr: 'Recevoir un rappel de l’inventaire (équipement créé, refusé)', en: 'Receive a callback of the inventory (equipment created, refused)' },
    }),
    receiveFrom(pool, 'monitoring', {
      operationId: 'receiveMonitoringCallback', body: monitoringCallback,
      summary: { fr: 'Recevoir un rappel de la supervision (alarme levée, retombée)', en: 'Receive a callback of the monitoring (alarm raised, cleared)' },
    }),
    receiveFrom(pool, 'hardware', {
      operationId: 'receiveHardwareCallback', body: hardwareCallback,
      summary: { fr: 'Recevoir un rappel de CSDP (pièce expédiée, reçue, retournée)', en: 'Receive a callback of CSDP (part shipped, received, returned)' },
    }),
    receiveFrom(pool, 'backups', {
      operationId: 'receiveBackupCallback', body: backupCallback,
      summary: { fr: 'Recevoir le rapport d’une sauvegarde', en: 'Receive the report of a backup' },
    }),
    defineRoute({
      method: 'GET', path: '/callbacks', operationId: 'listCallbacks', tags: ['callbacks'],
      summary: { fr: 'Lire la boîte des rappels reçus', en: 'Read the inbox of callbacks' },
      guard: { permission: 'callback:read' },
      query: pageQuery.extend({ status: z.enum(['pending', 'unmatched', 'delivered', 'ignored']).optional() }),
      answers: { 200: { description: { fr: 'Les plus récents d’abord', en: 'Newest first' }, schema: z.object({ items: z.array(inboxEntry) }) } },
      refusals: [],
      handle: async ({ query, scope }) => {
        const before = readCursor(query.cursor, z.object({ receivedAt: z.iso.datetime(), source: z.string(), id: z.string() }));
        const rows = await listCallbacks(pool, { scope, status: query.status, before, limit: query.limit });
        const items = rows.map((row) => ({
          ...row, status: row.status as 'pending', receivedAt: row.receivedAt.toISOString(), settledAt: row.settledAt?.toISOString() ?? null,
        }));
        const last = items.at(-1);
        return {
          status: 200, body: { items },
          headers: nextLink('/callbacks', query, rows, query.limit, () => ({ receivedAt: last?.receivedAt, source: last?.source, id: last?.id })),
        };
      },
    }),
  ];
}

/** Where one outside system calls back; `body` is what the document shows. */
function receiveFrom(pool: Services['pool'], sender: CallbackSender, { operationId, summary, body }: { operationId: string; summary: Text; body: z.ZodType }): Route {
  return defineRoute({
    method: 'POST', path: `/callbacks/${sender}`, operationId, tags: ['callbacks'], summary,
    guard: { callbackFrom: sender }, body,
    answers: { 202: { description: { fr: 'Gardé ; sera remis à son dossier', en: 'Kept; will be delivered to its journey' } } },
    refusals: [],
    handle: async ({ callback }) => {
      await keepCallback(pool, { source: callback.sender, id: callback.webhookId, payload: payloadOf(callback.rawBody), traceparent: traceparentNow() });
      return { status: 202 };
    },
  });
}

/** What is no JSON, or JSON that can't be stored as such, is kept as text: it is a fact too, and somebody must see it. NUL is shown instead. */
export function payloadOf(rawBody: Buffer): unknown {
  const text = rawBody.toString('utf8');
  const unreadable = { unreadable: text.replaceAll('\0', '\\u0000') };
  try {
    const payload: unknown = JSON.parse(text);
    return unsafeParts(payload).length > 0 ? unreadable : payload;
  } catch {
    return unreadable;
  }
}
