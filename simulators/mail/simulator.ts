/** The simulated mail server: takes mails by SMTP, delivers each Message-ID once and counts the copies, and shows what was sent. */
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageKeyOf } from '../../ports/mail.ts';
import { requestDigest } from '../shared/idempotency.ts';
import { Problem } from '../shared/problem.ts';
import { createSimulator } from '../shared/simulator.ts';
import type { Call, Decision, Simulator, SimulatorSettings } from '../shared/simulator.ts';
import { takenMail, type TakenMail } from './messages.ts';
import { createSmtpDoor, type Taken } from './smtp.ts';

type MailFact = { subject: string; atMs: number } & (
  | { type: 'delivered'; digest: string; mail: TakenMail }
  /** The same Message-ID again. `isSame`: with the same recipients, text and attachments. */
  | { type: 'copied'; isSame: boolean }
);

interface Delivered { digest: string; mail: TakenMail; copies: number; atMs: number }

export interface MailSimulatorSettings extends SimulatorSettings {
  /** 0 takes a free one. */
  smtpPort: number;
}

export interface MailSimulator extends Simulator {
  /** Where mails are taken, once it listens. */
  smtpPort(): number;
}

/** A recipient that begins so is unknown to the server. */
const unknownRecipient = /^sim-unknown\b.*@/i;

/** A mail server that keeps its messages in `settings.file`, and each as a readable `.eml` beside it. */
export function createMailSimulator(settings: MailSimulatorSettings): MailSimulator {
  const delivered = new Map<string, Delivered>();
  const folder = join(dirname(settings.file), 'messages');
  let httpPort = 0;
  let smtpPort = 0;

  function take(call: Call): Decision<MailFact> {
    const parsed = takenMail.safeParse(call.body);
    if (!parsed.success) throw new Problem(400, 'bad-body', parsed.error.issues.map((issue) => issue.path.join('.')).join(', '));
    const mail = parsed.data;
    if (mail.to.some((address) => unknownRecipient.test(address))) throw new Problem(404, 'recipient-unknown', 'no such mailbox');
    const base = { subject: messageKeyOf(mail.messageId), atMs: call.nowMs };
    const digest = requestDigest('', mail);
    const before = delivered.get(base.subject);
    const fact: MailFact = before ? { ...base, type: 'copied', isSame: before.digest === digest } : { ...base, type: 'delivered', digest, mail };
    return { status: 202, facts: [fact] };
  }

  function list({ query }: Call): Decision<MailFact> {
    const to = query['to']?.toLowerCase();
    const messages = [...delivered].filter(([, { mail }]) => to === undefined || mail.to.some((address) => address.toLowerCase() === to))
      .map(([messageKey, { mail, copies, atMs }]) => ({ messageKey, ...mail, copies, takenAt: new Date(atMs).toISOString() }));
    return { status: 200, body: { messages } };
  }

  const http = createSimulator<MailFact>({
    name: 'mail',
    routes: [
      {
        operation: 'send', method: 'post', path: '/v1/messages', decide: take,
        subjectOf: (call) => {
          const messageId = (call.body as { messageId?: unknown } | null | undefined)?.messageId;
          return typeof messageId === 'string' ? messageKeyOf(messageId) : undefined;
        },
      },
      { operation: 'list', method: 'get', path: '/v1/messages', decide: list, subjectOf: () => undefined },
    ],
    apply(fact) {
      const known = delivered.get(fact.subject);
      if (fact.type === 'delivered') delivered.set(fact.subject, { digest: fact.digest, mail: fact.mail, copies: 0, atMs: fact.atMs });
      else if (known) known.copies += 1;
    },
    reset: () => delivered.clear(),
  }, settings);

  // Through our own HTTP side, so that a mail meets the journal, the fault mode and the book that every simulated call meets.
  const door = createSmtpDoor({
    token: settings.token, log: settings.log,
    async take(mail, raw) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, `${fileNameOf(mail.messageId)}.eml`), raw);
      // Each transmission is one of its own: that the message came before is for the server to see, as in the real world.
      const headers = { 'authorization': `Bearer ${settings.token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      return await fetch(`http://127.0.0.1:${httpPort}/v1/messages`, { method: 'POST', headers, body: JSON.stringify(mail) }).then(takenOf, () => 'none' as const);
    },
  });

  return {
    smtpPort: () => smtpPort,
    async listen(port) {
      httpPort = await http.listen(port);
      smtpPort = await door.listen(settings.smtpPort);
      settings.log.info({ smtpPort }, 'mail simulator takes mails');
      return httpPort;
    },
    async close() {
      await Promise.all([door.close(), http.close()]);
    },
  };
}

async function takenOf(response: Response): Promise<Taken> {
  if (response.ok) return { status: response.status };
  const { code } = (await response.json()) as { code?: string };
  return { status: response.status, ...(code === undefined ? {} : { code }) };
}

function fileNameOf(messageId: string): string {
  return messageKeyOf(messageId).replaceAll(/[^A-Za-z0-9._-]/g, '_').slice(0, 150);
}
