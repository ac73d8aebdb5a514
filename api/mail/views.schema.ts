/** Mails that came in, as people see them (T-01). */
import { z } from 'zod';
import { inboundStates } from '../../db/ticket/inbound-mails.ts';

const instant = z.iso.datetime();

export const inboundMailView = z.object({
  id: z.uuid(),
  desk: z.string(),
  sender: z.object({ name: z.string(), address: z.string() }).nullable(),
  subject: z.string(),
  receivedAt: instant,
  customerId: z.string().nullable().meta({ description: 'The customer whose known contact wrote it; null for an unknown sender, or a contact of several customers' }),
  rds: z.string().nullable().meta({ description: 'The one service that it names' }),
  citedTicket: z.string().nullable().meta({ description: 'The ticket that it is about, by its address, the mail that it answers, or its subject' }),
  status: z.enum(inboundStates),
  reason: z.string().nullable().meta({ description: 'Why it waits, or why nobody answers it: a code of ours, or what the person who dismissed it wrote' }),
  ticket: z.string().nullable(),
  settledBy: z.string().nullable(),
  settledAt: instant.nullable(),
}).meta({ id: 'InboundMail' });

export const inboundMailDetail = inboundMailView.extend({
  text: z.string(),
  files: z.array(z.object({ ordinal: z.int(), fileName: z.string(), sizeBytes: z.int(), href: z.string() })),
  filesLeftOut: z.int().meta({ description: 'Attachments beyond the number that is kept apart; the raw mail has them' }),
}).meta({ id: 'InboundMailDetail' });
