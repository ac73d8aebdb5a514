/** Raw mails as programs really write them: French words, attachments, old Outlook, machines, and what is no mail at all. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { citedTicket, deskOf, namedService, writtenByMachine, type IncomingMail } from '../../../domain/ticket/mail.ts';
import { withoutQuotedTail } from '../../../domain/ticket/quoted.ts';
import { readMail, type ReadMail } from '../../../relay/mail/read.ts';

const mailboxes = ['assistance@jalon.invalid'];
const rawOf = (name: string): Buffer => readFileSync(new URL(`../../support/raw-mails/${name}.eml`, import.meta.url));
const read = async (name: string, sender: string | null = 'somebody@example.fr', recipients = ['assistance@jalon.invalid']): Promise<ReadMail> => await readMail(rawOf(name), { sender, recipients });

describe('a mail of a person', () => {
  it('is read with its accents, and without what it quotes', async () => {
    const mail = await read('thunderbird-answer');
    expect(mail).toMatchObject({
      from: { name: 'Hélène Durand', address: 'helene.durand@boulangeries-martin.example' }, subject: 'Re: Votre demande TCK-2026-000123 – accès interrompu',
      answers: ['TCK-2026-000123.acknowledgement', 'TCK-2026-000123.acknowledgement'], isOurs: false, attachments: [],
    });
    expect(withoutQuotedTail(mail.text)).toBe('Bonjour,\n\nLe boîtier a été redémarré : la connexion est revenue à 9 h 50,\nmais la téléphonie reste coupée.\n\nHélène Durand');
    expect(writtenByMachine(mail, mailboxes)).toBeNull();
  });

  it('brings its attachments byte for byte, under the names it gives them', async () => {
    const mail = await read('outlook-with-attachment');
    expect(mail.attachments).toMatchObject([{ fileName: 'relevé.pdf', mediaType: 'application/pdf' }]);
    expect(Buffer.from(mail.attachments[0]?.bytes ?? []).toString('latin1')).toMatch(/^%PDF-1\.4\n.*%%EOF\n$/s);
    expect(namedService(`${mail.subject} ${mail.text}`)).toBe('RDS-000042');
    // It asks for no receipts, and is no machine's for that.
    expect(writtenByMachine(mail, mailboxes)).toBeNull();
  });

  it('of Outlook ends where its block of headers begins', async () => {
    expect(withoutQuotedTail((await read('outlook-answer')).text)).toBe('Oui, le technicien peut passer mardi matin.\n\nPaul');
  });

  it('that answers between the lines is kept whole', async () => {
    const { text } = await read('interleaved-answer');
    expect(withoutQuotedTail(text)).toBe(text);
    expect(text).toContain('Tous ceux du rez-de-chaussée.');
  });

  it('of an old Outlook keeps its packed part as it is', async () => {
    const mail = await read('winmail');
    expect(mail).toMatchObject({ text: 'L\'imprimante coûte 30 € par panne.', attachments: [{ fileName: 'winmail.dat', mediaType: 'application/ms-tnef' }] });
  });

  it('of HTML alone is read as text', async () => {
    expect((await read('html-only')).text).toBe('Bonjour,\nplus rien ne marche à la boutique.\n\nMerci & à bientôt');
  });
});

describe('the ticket that a mail is about (T-01)', () => {
  const of = (about: Partial<IncomingMail>): string | null => citedTicket({ recipients: [], answers: [], returns: [], subject: '', ...about });

  it('is told by the address, else by the mail that it answers, else by the subject', () => {
    expect(of({ recipients: ['Assistance+tck-2026-000001@jalon.invalid'], answers: ['TCK-2026-000002.message.1'], subject: 'TCK-2026-000003' })).toBe('TCK-2026-000001');
    expect(of({ answers: ['abc@example', 'TCK-2026-000002.message.1'], subject: 'TCK-2026-000003' })).toBe('TCK-2026-000002');
    expect(of({ answers: ['AFF-2026-000001.welcome'], subject: 'RE: [TCK-2026-000003] panne' })).toBe('TCK-2026-000003');
    expect(of({ subject: 'XTCK-2026-000003 TCK-26-1' })).toBeNull();
  });

  it('of a bounce is that of the mail it returns', async () => {
    const mail = await read('bounce', null);
    expect(mail.returns).toEqual(['TCK-2026-000123.message.0198c0de']);
    expect(citedTicket(mail)).toBe('TCK-2026-000123');
  });

  it('names no service where it names two', () => {
    expect(namedService('rds-000042, RDS-000042')).toBe('RDS-000042');
    expect(namedService('RDS-000042 et RDS-000043')).toBeNull();
  });

  it('goes to the desk whose address it was sent to', () => {
    const desks = { 'operator': 'assistance@jalon.invalid', 'integrator': 'integration@jalon.invalid' };
    expect(deskOf(['Integration+TCK-2026-000001@Jalon.invalid'], desks)).toBe('integrator');
    expect(deskOf(['elsewhere@jalon.invalid'], desks)).toBeNull();
  });
});

describe('a mail of a machine (T-01)', () => {
  it.each([
    ['out-of-office', 'somebody@example.fr', 'auto-submitted'], ['newsletter', 'list@example.fr', 'bulk'], ['bounce', null, 'bounce'], ['thunderbird-answer', null, 'bounce'],
  ] as const)('%s from %s is known: %s', async (name, sender, expected) => {
    expect(writtenByMachine(await read(name, sender), mailboxes)).toBe(expected);
  });

  it('is known by what it says of itself, and our own mail when it comes back', async () => {
    const mail = await read('outlook-with-attachment');
    const having = (headers: Record<string, string>) => writtenByMachine({ ...mail, headers }, mailboxes);
    expect(having({ 'auto-submitted': 'no' })).toBeNull();
    expect(having({ 'auto-submitted': 'auto-generated; x' })).toBe('auto-submitted');
    expect(having({ 'x-auto-response-suppress': 'DR, OOF, AutoReply' })).toBe('response-suppressed');
    expect(having({ precedence: ' LIST ' })).toBe('bulk');
    expect(writtenByMachine({ ...mail, from: { name: '', address: 'Assistance+x@jalon.invalid' } }, mailboxes)).toBe('own-mail');
    expect(writtenByMachine({ ...mail, isOurs: true }, mailboxes)).toBe('own-mail');
  });
});

describe('whatever comes', () => {
  it('is read, or refused, and holds nothing that PostgreSQL would not take', async () => {
    const piece = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom(
      '\r\n', '\r\n\r\n', 'Content-Type: multipart/mixed; boundary=x', '--x', '--x--', 'Content-Transfer-Encoding: base64', 'Subject: =?utf-8?B?AAAA?=', 'From: <a@b>', '\0', 'Content-Disposition: attachment; filename=../../etc/passwd',
    ));
    await fc.assert(fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
      const mail = await readMail(Buffer.from(pieces.join('')), { sender: null, recipients: [] });
      const texts = [mail.subject, mail.text, ...mail.attachments.map(({ fileName }) => fileName)];
      expect(texts.filter((text) => text.includes('\0') || /\p{Surrogate}/u.test(text))).toEqual([]);
      expect(mail.attachments.filter(({ fileName }) => /[/\\]/.test(fileName))).toEqual([]);
    }), { numRuns: 200 });
  });

  it('keeps twenty attachments, and tells how many it left', async () => {
    const parts = Array.from({ length: 25 }, (_, index) => `--x\r\nContent-Disposition: attachment; filename=f${index}\r\n\r\n${index}\r\n`).join('');
    const mail = await readMail(Buffer.from(`Content-Type: multipart/mixed; boundary=x\r\n\r\n${parts}--x--\r\n`), { sender: null, recipients: [] });
    expect([mail.attachments.length, mail.attachmentsLeftOut]).toEqual([20, 5]);
  });

  it('quoted or not, loses only its end, never all of it, and no more the second time', () => {
    const line = fc.constantFrom('Bonjour', '', '> cité', 'Le 23/11/2026 à 09:31, Jalon a écrit :', 'De : Jalon', 'Envoyé : lundi', 'À : vous', '-----Message d’origine-----', 'On Monday 1, Jalon wrote:', 'fin');
    fc.assert(fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const text = lines.join('\n');
      const kept = withoutQuotedTail(text);
      expect(text.startsWith(kept)).toBe(true);
      expect(kept.trim() === '').toBe(text.trim() === '');
      expect(withoutQuotedTail(kept)).toBe(kept);
    }));
  });

  it('is read in time, however it is made', async () => {
    const began = Date.now();
    withoutQuotedTail(`${'On a '.repeat(20_000)}\n${'Le '.repeat(30_000)}`);
    await readMail(Buffer.from(`Content-Type: text/html\r\n\r\n${'<p'.repeat(500_000)}`), { sender: null, recipients: [] });
    expect(Date.now() - began).toBeLessThan(5_000);
  });
});
