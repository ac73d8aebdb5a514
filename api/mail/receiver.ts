/** Mails in (T-01): an SMTP receiver for the operator's own mail server to hand over to. What it has answered 250 to is stored; nothing is judged here. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { keepCallback } from '../../db/callbacks/inbox.ts';
import { noteUpload } from '../../db/documents/uploads.ts';
import { readMailboxes } from '../../db/ticket/mailboxes.ts';
import { mailboxOf } from '../../domain/ticket/mail.ts';
import type { DocumentStorage } from '../../ports/document-storage.ts';
import { mailSource, type KeptMail } from '../../ports/mail-in.ts';
import { isSameSecret } from '../http/secrets.ts';

export interface MailReceiverParts {
  readonly pool: Pool;
  readonly documents: DocumentStorage;
  readonly logger: Logger;
  /** A larger mail is refused for good. */
  readonly maxBytes: number;
  /** The password asked of whoever hands mails over; any name will do. Null: nobody is asked. */
  readonly secret: string | null;
  /** Certificate and key, PEM; null: no TLS is offered. */
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
}

/** Memory is at most this many of the largest mails. */
const connectionsMax = 10;
const recipientsMax = 50;
const idleMs = 60_000;
/** Longer identifiers are none that anybody answers by. */
const headersMaxBytes = 64 * 1024;

/** The caller listens. */
export function createMailReceiver({ pool, documents, logger, maxBytes, secret, tls }: MailReceiverParts): SMTPServer {
  const server = new SMTPServer({
    banner: 'Jalon', logger: false, disableReverseLookup: true, size: maxBytes, rejectOversized: true, maxClients: connectionsMax, socketTimeout: idleMs, closeTimeout: 5_000,
    // Without a certificate it stands on the loopback or in a network of its own: config.ts.
    ...(tls ? { ...tls, allowInsecureAuth: false } : { allowInsecureAuth: true }),
    disabledCommands: [...(tls ? [] : ['STARTTLS']), ...(secret === null ? ['AUTH'] : [])], authOptional: secret === null,
    onAuth({ username, password }, _session, done) {
      if (secret !== null && isSameSecret(password ?? '', secret)) done(null, { user: username });
      else done(smtpError(535, 'Authentication failed'));
    },
    onRcptTo: ({ address }, session, done) => void answer(recipient(address, session), done),
    onData: (stream, session, done) => void answer(taken(stream, session), done),
  });
  // A sender that goes away half way has been told nothing, and sends again.
  server.on('error', (error: Error) => { logger.debug({ reason: error.message }, 'smtp'); });

  async function recipient(address: string, { envelope }: SMTPServerSession): Promise<Error | null> {
    if (envelope.rcptTo.length >= recipientsMax) return smtpError(452, 'Too many recipients');
    const mailboxes = Object.values(await readMailboxes(pool)).map((mailbox) => mailbox.toLowerCase());
    return mailboxes.includes(mailboxOf(address)) ? null : smtpError(550, 'No such mailbox here');
  }

  /** Bytes first, then the row that names them: a row without bytes could never be read. */
  async function taken(stream: Readable & { readonly sizeExceeded: boolean }, { envelope }: SMTPServerSession): Promise<Error | null> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer);
    if (stream.sizeExceeded) return smtpError(552, 'Message too large');
    const raw = Buffer.concat(chunks);
    const sha256 = createHash('sha256').update(raw).digest('hex');
    const sender = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
    const payload: KeptMail = { sha256, sizeBytes: raw.length, sender: sender === '' ? null : sender, recipients: envelope.rcptTo.map(({ address }) => address) };
    await noteUpload(pool, sha256);
    await documents.put(sha256, raw);
    const id = messageIdIn(raw) ?? `sha256:${sha256}`;
    const isNew = await keepCallback(pool, { source: mailSource, id, payload });
    logger.info({ mail: id, sizeBytes: raw.length, isNew }, 'mail kept');
    return null;
  }

  /** Where PostgreSQL or the storage is away, whoever sends keeps the mail and comes again. */
  async function answer(work: Promise<Error | null>, done: (refusal: Error | null, message?: string) => void): Promise<void> {
    let refusal: Error | null;
    try {
      refusal = await work;
    } catch (error) {
      logger.error({ reason: (error as Error).message }, 'a mail cannot be kept now');
      refusal = smtpError(451, 'Try again later');
    }
    done(refusal, 'Kept');
  }

  return server;
}

/** The sender's own identifier of the mail: the same mail again is known by it. Null where it has none. */
export function messageIdIn(raw: Buffer): string | null {
  const [headers = ''] = raw.subarray(0, headersMaxBytes).toString('latin1').split(/\r?\n\r?\n/, 1);
  return /^message-id:(?:[ \t]|\r?\n[ \t])*(<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>)/im.exec(headers)?.[1] ?? null;
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
