/** The previews: pure what-if, nothing stored (api.md, "previews"). */
import { simulateInvoice } from '../../domain/billing/invoice.ts';
import { previewInvoiceRequest, simulatedInvoice } from '../../domain/billing/invoice.schema.ts';
import { previewClock } from '../../domain/calendar/preview.ts';
import { previewClockAnswer, previewClockRequest } from '../../domain/calendar/preview.schema.ts';
import { faultyBody } from '../http/domain-faults.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { attributionPreviewRoute } from './attribution.ts';
import { feePreviewRoute } from './early-termination-fee.ts';
import { schedulePreviewRoute } from './schedule.ts';

export function previewRoutes(services: Pick<Services, 'pool' | 'nowMs'>): Route[] {
  return [
    schedulePreviewRoute(services), attributionPreviewRoute(services), feePreviewRoute(services),
    defineRoute({
      method: 'POST', path: '/previews/clock', operationId: 'previewClock', tags: ['previews'],
      summary: { fr: 'Calculer une échéance sur un calendrier (T-06 à T-08)', en: 'Compute a due date on a calendar (T-06 to T-08)' },
      description: {
        fr: 'Rien n’est enregistré. Une cible qui s’achève à une fermeture est due à cet instant ; une heure locale sautée par un changement d’heure est prise au changement, une heure répétée à sa première fois.',
        en: 'Nothing is stored. A target that ends at a closing instant is due at that instant; a wall-clock time that a DST change skips is taken at the change, one that it repeats at the first.',
      },
      guard: { permission: 'preview:use' }, body: previewClockRequest, idempotent: false,
      answers: { 200: { description: { fr: 'Échéance, seuils et temps compté', en: 'Due instant, thresholds and what was counted' }, schema: previewClockAnswer } },
      refusals: ['T-06.impossible-clock'],
      handle: async ({ body }) => {
        const result = previewClock(body);
        if (!result.ok) return faultyBody('T-06.impossible-clock', result.faults);
        return { status: 200, body: result.answer };
      },
    }),
    defineRoute({
      method: 'POST', path: '/previews/invoice', operationId: 'previewInvoice', tags: ['previews'],
      summary: { fr: 'Simuler la première facture d’une commande (D-30)', en: 'Simulate the first invoice of an order (D-30)' },
      description: {
        fr: 'Rien n’est enregistré. Les montants mensuels sont proratisés par jours calendaires, de la date de MAD comprise à la fin du mois ; chaque ligne est arrondie au centime, le demi-centime en s’éloignant de zéro ; la TVA est prise une fois, sur le total HT.',
        en: 'Nothing is stored. Monthly amounts are prorated by calendar days, from the MAD date included to the end of the month; each line is rounded to the cent, half a cent away from zero; VAT is taken once, on the total before tax.',
      },
      guard: { permission: 'preview:use' }, body: previewInvoiceRequest, idempotent: false,
      answers: { 200: { description: { fr: 'La facture simulée', en: 'The simulated invoice' }, schema: simulatedInvoice } },
      refusals: [],
      handle: async ({ body }) => {
        const invoice = simulateInvoice(body);
        return { status: 200, body: { ...invoice, lines: invoice.lines.slice() } };
      },
    }),
  ];
}
