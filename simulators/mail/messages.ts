/** A mail as the simulated server keeps it: what SMTP brought, without the attachments' bytes. */
import { z } from 'zod';

export const takenMail = z.strictObject({
  messageId: z.string().min(1).max(300),
  from: z.string().max(320),
  /** The recipients of the envelope. */
  to: z.array(z.string().min(1).max(320)).min(1),
  /** Where answers go; absent: to the sender. */
  replyTo: z.string().max(320).optional(),
  subject: z.string(),
  text: z.string(),
  attachments: z.array(z.strictObject({
    filename: z.string(), mediaType: z.string(), sizeBytes: z.int().min(0),
    /** SHA-256, hexadecimal. */
    digest: z.string().length(64),
  })),
});

export type TakenMail = z.infer<typeof takenMail>;
