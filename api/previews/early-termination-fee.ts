/** The early-termination fee as a pure what-if: nothing stored. */
import { currentPolicies } from '../../db/policy/store.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { earlyTerminationFee } from '../../domain/termination/fee.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { feePreviewRequest, feeView } from '../termination/views.schema.ts';

export function feePreviewRoute({ pool }: Pick<Services, 'pool'>): Route {
  return defineRoute({
    method: 'POST', path: '/previews/early-termination-fee', operationId: 'previewEarlyTerminationFee', tags: ['previews'],
    summary: { fr: 'Calculer une indemnité de résiliation anticipée, avec son détail (R-03)', en: 'Compute an early-termination fee, with its working (R-03)' },
    description: {
      fr: 'Rien n’est enregistré. Montant mensuel × mois entamés entre la fin du préavis, ou la date plus tardive souhaitée, et la fin de l’engagement ; un motif d’exonération l’annule.',
      en: 'Nothing is stored. Monthly amount × months begun between the end of the notice, or the later day that is wished, and the end of the engagement; a reason of exemption brings it to nothing.',
    },
    guard: { permission: 'preview:use' }, body: feePreviewRequest, idempotent: false,
    answers: { 200: { description: { fr: 'L’indemnité et son détail', en: 'The fee and its working' }, schema: feeView } },
    refusals: ['R-03.unknown-exemption'],
    handle: async ({ body: { receivedOn, wishedOn = null, services, exemption = null, noticeMonths } }) => {
      const { values: { termination } } = await currentPolicies(pool, ['termination']);
      if (exemption !== null && !Object.hasOwn(termination.exemptions, exemption)) throw problem(refuse('R-03.unknown-exemption', { exemption, exemptions: Object.keys(termination.exemptions).join(', ') }, '/exemption'));
      const fee = earlyTerminationFee({
        receivedOn, wishedOn, exemption, noticeMonths: noticeMonths ?? termination.noticeMonths, services: services.map(({ rds, ...service }, index) => ({ ...service, rds: rds ?? `#${index + 1}` })),
      });
      return { status: 200, body: { ...fee, lines: fee.lines.slice() } };
    },
  });
}
