/** What is kept of a mail the moment it comes in (T-01): where its bytes lie, and its envelope. Written by the receiver, read by the relay. */
import { z } from 'zod';

/** The inbox's name for mails. */
export const mailSource = 'mail';

export const keptMail = z.strictObject({
  /** Of the raw mail, in the document storage. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  sizeBytes: z.int().min(0),
  /** Null where the envelope's sender is empty: a bounce. */
  sender: z.string().max(320).nullable(),
  recipients: z.array(z.string().max(320)).min(1),
});

export type KeptMail = z.infer<typeof keptMail>;
