/** A choice of technician as it is shown: every candidate with why he was chosen, kept or dropped, in order (T-11). */
import { z } from 'zod';
import { attributionCauses, type Attributed } from '../../domain/ticket/attributed.ts';
import { noChoiceTexts, reasonText, type Consideration } from '../../domain/ticket/attribution.ts';

const text = z.object({ fr: z.string(), en: z.string() });

export const consideredView = z.array(z.object({
  subject: z.string(), team: z.string(), verdict: z.enum(['chosen', 'kept', 'dropped']),
  reasons: z.array(z.object({ code: z.string(), parameters: z.record(z.string(), z.union([z.string(), z.number()])), label: text })),
})).meta({ description: 'The chosen one, who comes after him, who was dropped' });

export const noChoiceView = z.object({ code: z.string(), label: text }).nullable().meta({ description: 'Why nobody was chosen: the dispatcher looks after it' });

export const givenView = z.object({
  to: z.string().nullable(), team: z.string().nullable(), cause: z.enum(attributionCauses), at: z.iso.datetime(),
  reason: z.string().nullable().meta({ description: 'Of a choice by name' }), project: z.string().nullable(),
  displacedBy: z.string().nullable().meta({ description: 'The more urgent ticket that its technician had to leave it for' }), noChoice: noChoiceView, considered: consideredView,
}).meta({ id: 'TicketAttribution' });

export function consideredOf(considered: readonly Consideration[]): z.input<typeof consideredView> {
  return considered.map(({ reasons, ...one }) => ({
    ...one, reasons: reasons.map((reason) => ({ code: reason.code, parameters: { ...reason.parameters }, label: { fr: reasonText(reason, 'fr'), en: reasonText(reason, 'en') } })),
  }));
}

export function noChoiceOf(code: Attributed['noChoice']): z.input<typeof noChoiceView> {
  return code && { code, label: noChoiceTexts[code] };
}

export function attributionOf({ to, cause, reason, project, displacedBy, noChoice, considered, atMs }: Attributed & { readonly atMs: number }): z.input<typeof givenView> {
  return {
    to: to?.subject ?? null, team: to?.team ?? null, cause, at: new Date(atMs).toISOString(), reason, project, displacedBy, noChoice: noChoiceOf(noChoice), considered: consideredOf(considered),
  };
}
