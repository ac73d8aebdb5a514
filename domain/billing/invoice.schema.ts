/** The body and the answer of `POST /previews/invoice`; a simulated invoice as billing and the API say it (D-30). */
import { z } from 'zod';

/** A hundred million euros, either way: a discount is negative. */
const amount = z.int().min(-100_000_000_00).max(100_000_000_00);

export const previewInvoiceRequest = z.strictObject({
  from: z.iso.date().describe('First day billed, included: the MAD date'),
  lines: z.array(z.strictObject({
    code: z.string().trim().min(1).max(50),
    label: z.string().trim().min(1).max(200),
    recurringCents: amount.describe('Per month, before tax'),
    oneOffCents: amount.describe('Once, before tax'),
  })).min(1).max(500),
  vatBasisPoints: z.int().min(0).max(10_000).describe('2000 is 20 %'),
});

const days = z.int().min(1).max(31).nullable();

export const simulatedInvoice = z.strictObject({
  periodEnd: z.iso.date().describe('Last day billed, included'),
  lines: z.array(z.strictObject({
    code: z.string(),
    label: z.string(),
    kind: z.enum(['one-off', 'recurring']),
    fullCents: z.int().describe('As ordered: the one-off amount, or a whole month'),
    daysBilled: days.describe('null for a one-off line'),
    daysInPeriod: days,
    htCents: z.int(),
  })),
  totals: z.strictObject({ htCents: z.int(), vatCents: z.int(), ttcCents: z.int() }),
}).meta({ id: 'SimulatedInvoice' });
