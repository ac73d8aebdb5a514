/** The SMTP door of the simulated mail server: reads a mail, has it taken, and says the outcome in SMTP's words. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import PostalMime from 'postal-mime';
import type { Logger } from 'pino';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerSession } from 'smtp-server';
import type { TakenMail } from './messages.ts';

/** What became of a mail. `none`: no answer was given, and the sender gets none either. */
export type Taken = { status: number; code?: string } | 'none';

export interface SmtpDoorSettings {
  /** The password asked of every sender; any name will do. */
  token: string;
  log: Logger;
  /** Takes a mail in; `raw` is the whole message. */
  take(mail: TakenMail, raw: Buffer): Promise<Taken>;
}

export interface SmtpDoor {
  /** Binds 127.0.0.1; port 0 takes a free one. Returns the port. */
  listen(port: number): Promise<number>;
  close(): Promise<void>;
}

/** What common servers let through. */
const largestMailBytes = 25 * 1024 * 1024;

export function createSmtpDoor({ token, log, take }: SmtpDoorSettings): SmtpDoor {
  const server = new SMTPServer({
    name: 'mail.jalon.invalid', banner: 'simulated', logger: false, disableReverseLookup: true, size: largestMailBytes, rejectOversized: true, closeTimeout: 1,
    // On the loopback only: no certificate to keep, and nobody to listen in.
    disabledCommands: ['STARTTLS'], allowInsecureAuth: true,
    onAuth({ username, password }, _session, done) {
      if (isSame(password ?? '', token)) done(null, { user: username });
      else done(smtpError(535, 'authentication failed'));
    },
    onData: (stream, session, done) => void answer(stream, session, done),
  });
  // A sender that goes away half way is his business.
  server.on('error', (error: Error) => log.debug({ reason: error.message }, 'smtp'));

  async function answer(stream: Readable, session: SMTPServerSession, done: (error?: Error | null, message?: string) => void): Promise<void> {
    let taken: Taken;
    try {
      const { mail, raw } = await read(stream, session);
      taken = await take(mail, raw);
    } catch (error) {
      log.error({ err: error }, 'a mail was not taken');
      taken = { status: 500 };
    }
    if (taken === 'none') cut(session);
    else done(refusalOf(taken), 'queued');
  }

  function cut(session: SMTPServerSession): void {
    for (const connection of server.connections) if (connection.id === session.id) connection.close();
  }

  return {
    async listen(port) {
      await once(server.listen(port, '127.0.0.1'), 'listening');
      return (server.server.address() as AddressInfo).port;
    },
    async close() {
      await new Promise<void>((resolve) => { server.close(resolve); });
    },
  };
}

async function read(stream: Readable, session: SMTPServerSession): Promise<{ mail: TakenMail; raw: Buffer }> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const email = await PostalMime.parse(raw);
  const { mailFrom, rcptTo } = session.envelope;
  return {
    raw,
    mail: {
      messageId: email.messageId ?? '', from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address),
      ...(email.replyTo?.[0]?.address === undefined ? {} : { replyTo: email.replyTo[0].address }), subject: email.subject ?? '', text: (email.text ?? '').trimEnd(),
      attachments: email.attachments.map(({ filename, mimeType, content }) => {
        const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
        return { filename: filename ?? '', mediaType: mimeType, sizeBytes: bytes.byteLength, digest: createHash('sha256').update(bytes).digest('hex') };
      }),
    },
  };
}

function refusalOf({ status, code }: Exclude<Taken, 'none'>): Error | null {
  if (status < 300) return null;
  if (status === 413) return smtpError(552, 'message too big');
  if (status >= 500 || status === 429) return smtpError(451, code ?? 'try again later');
  return smtpError(550, code ?? 'refused');
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function isSame(given: string, expected: string): boolean {
  const digestOf = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digestOf(given), digestOf(expected));
}
