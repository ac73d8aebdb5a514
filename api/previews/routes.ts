/** The previews: pure what-if, nothing stored (api.md, "previews"). */
import { previewClock } from '../../domain/calendar/preview.ts';
import { previewClockAnswer, previewClockRequest } from '../../domain/calendar/preview.schema.ts';
import { faultyBody } from '../http/domain-faults.ts';
import { defineRoute, type Route } from '../http/route.ts';

export function previewRoutes(): Route[] {
  return [
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
  ];
}
