/** The door for mails as an installation opens it, and a client that speaks SMTP to it. */
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { pino } from 'pino';
import { createDocumentFolder } from '../../activities/documents/folder.ts';
import { createMailReceiver, type MailReceiverParts } from '../../api/mail/receiver.ts';
import type { Pool } from '../../db/pool.ts';
import type { DocumentStorage } from '../../ports/document-storage.ts';

export interface MailDoor {
  readonly documents: DocumentStorage;
  /** Hands over one mail; resolves with the answer's code, 250 or that of the refusal. */
  send(raw: Buffer | string, envelope?: { from?: string; to?: string[]; password?: string }): Promise<number>;
  close(): Promise<void>;
}

export const rawMail = (name: string): Buffer => readFileSync(new URL(`raw-mails/${name}.eml`, import.meta.url));

export async function openMailDoor(pool: Pool, options: Partial<MailReceiverParts> = {}): Promise<MailDoor> {
  const folder = await mkdtemp(join(tmpdir(), 'jalon-mail-in-'));
  const documents = options.documents ?? createDocumentFolder(folder);
  const receiver = createMailReceiver({ pool, documents, logger: pino({ level: 'silent' }), maxBytes: 1024 * 1024, secret: null, tls: null, ...options });
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  const { port } = receiver.server.address() as AddressInfo;
  return {
    documents,
    async send(raw, { from = 'somebody@example.fr', to = ['assistance@jalon.invalid'], password } = {}) {
      const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, ...(password === undefined ? {} : { auth: { user: 'mx', pass: password } }) });
      try {
        await transport.sendMail({ envelope: { from, to }, raw });
        return 250;
      } catch (error) {
        return (error as { responseCode?: number }).responseCode ?? 0;
      } finally {
        transport.close();
      }
    },
    async close() {
      await new Promise<void>((resolve) => { receiver.close(resolve); });
      await rm(folder, { recursive: true, force: true });
    },
  };
}
