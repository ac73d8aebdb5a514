/** The adapter of the mail server: ports/mail.ts over SMTP. */
import { createTransport } from 'nodemailer';
import type { NodemailerError } from 'nodemailer';
import { messageIdOf } from '../../ports/mail.ts';
import type { Mail, MailPort } from '../../ports/mail.ts';
import { inSpan } from '../../ports/tracing.ts';
import { outsideError, outsideFailure } from './http.ts';

export interface MailSettings {
  /** `smtp://user:password@host:port`, or `smtps://` for TLS from the first byte. */
  smtpUrl: string;
  /** The sender: `Opérateur <contact@example.fr>`. */
  from: string;
  /** Milliseconds for one mail as a whole; 10 s when not given. */
  timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;
const call = { system: 'mail', operation: 'send' } as const;

/**
 * The mail server at `smtpUrl`, real or simulated. A mail may be sent again: it then carries the same Message-ID.
 * Failures are `outside.unavailable` (retryable: no connection, timeout, 4xx replies) and `outside.rejected` (5xx replies, one recipient's included).
 */
export function createMailPort({ smtpUrl, from, timeoutMs = defaultTimeoutMs }: MailSettings): MailPort {
  const transport = createTransport({
    url: smtpUrl,
    // Password and mails never cross a network in clear.
    requireTLS: !isLoopback(new URL(smtpUrl).hostname),
    connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, dnsTimeout: timeoutMs,
    disableFileAccess: true, disableUrlAccess: true,
  });

  async function deliver(mail: Mail): Promise<void> {
    const { rejectedErrors } = await transport.sendMail({
      from, to: mail.to.map((address) => ({ name: '', address })), messageId: messageIdOf(mail.messageKey), subject: mail.subject, text: mail.text,
      // So that no absence note answers it.
      headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': 'fr' },
      ...(mail.replyTo === undefined ? {} : { replyTo: mail.replyTo }),
      // Beside the text, as calendars expect it, and as a file for those who don't.
      ...(mail.invitation ? { icalEvent: { ...mail.invitation, filename: 'invitation.ics' } } : {}),
      attachments: mail.attachments.map(({ filename, mediaType, content }) => ({ filename, contentType: mediaType, content })),
    });
    // The other recipients have it; a repetition is recognisable by its Message-ID.
    const [first] = rejectedErrors ?? [];
    if (first) throw first;
  }

  async function send(mail: Mail): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(Object.assign(new Error('too late'), { code: 'timeout' })), timeoutMs);
    });
    try {
      await Promise.race([deliver(mail), tooLate]);
    } catch (error) {
      throw classified(error as Partial<NodemailerError>);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    send: (mail) => inSpan('mail send', { kind: 'CLIENT', attributes: { 'jalon.system': 'mail', 'jalon.operation': 'send' } }, () => send(mail)),
  };
}

/** Only codes are repeated: what servers say in words holds addresses. */
function classified({ responseCode, code }: Partial<NodemailerError>): Error {
  const details = { ...call, ...(responseCode === undefined ? {} : { status: responseCode }), code: code === 'ETIMEDOUT' ? 'timeout' : code ?? 'connection-failed' };
  return outsideError(responseCode !== undefined && responseCode >= 500 ? outsideFailure.rejected : outsideFailure.unavailable, details);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
