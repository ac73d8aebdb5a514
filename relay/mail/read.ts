/** Reads a raw mail: its words decoded, its attachments apart, bounded in number and depth whatever somebody has sent. */
import { createHash } from 'node:crypto';
import PostalMime, { type Attachment, type Email } from 'postal-mime';
import type { IncomingMail } from '../../domain/ticket/mail.ts';
import { messageKeyOf } from '../../ports/mail.ts';

export interface ReadMail extends IncomingMail {
  readonly attachments: readonly ReadAttachment[];
  /** How many more there were than are kept; the raw mail has them. */
  readonly attachmentsLeftOut: number;
}

export interface ReadAttachment {
  /** As its sender calls it. */
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
}

export interface Envelope {
  readonly sender: string | null;
  readonly recipients: readonly string[];
}

const attachmentsMax = 20;
const textMax = 100_000;
const subjectMax = 300;
const fileNameMax = 255;
const answersMax = 50;
/** Deeper than any program nests the parts of a mail. */
const limits = { maxNestingDepth: 30, maxHeadersSize: 256 * 1024, forceRfc822Attachments: true } as const;

/** @throws {Error} when it is no mail that can be read. */
export async function readMail(raw: Uint8Array, { sender, recipients }: Envelope): Promise<ReadMail> {
  const email = await PostalMime.parse(raw, limits);
  const from = email.from?.address ? { name: safe(email.from.name).slice(0, 200), address: safe(email.from.address).slice(0, 320).toLowerCase() } : null;
  const key = email.messageId === undefined ? null : messageKeyOf(safe(email.messageId));
  return {
    sender, recipients, from, messageKey: key, isOurs: key !== null && email.messageId !== undefined && isOurs(email.messageId),
    subject: safe(email.subject ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, subjectMax), text: safe(await textOf(email)).slice(0, textMax),
    answers: [...identifiers(email.inReplyTo), ...identifiers(email.references).toReversed()].slice(0, answersMax).map(messageKeyOf),
    headers: Object.fromEntries(email.headers.toReversed().map(({ key: name, value }) => [name, safe(value)])),
    returns: returned(email.attachments),
    attachments: email.attachments.slice(0, attachmentsMax).map(attachment),
    attachmentsLeftOut: Math.max(0, email.attachments.length - attachmentsMax),
  };
}

async function textOf({ text, html }: Email): Promise<string> {
  const plain = text ?? '';
  return (plain.trim() === '' && html !== undefined ? await withoutMarkup(html) : plain).replaceAll('\r\n', '\n').replaceAll('\u00A0', ' ').trim();
}

/** For a mail that has nothing but HTML; nobody is ever shown it as such. The parser makes text of HTML only where it stands beside text. */
async function withoutMarkup(html: string): Promise<string> {
  const parts = ['text/plain\r\n\r\n ', `text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(html).toString('base64')}`];
  const { text } = await PostalMime.parse(`Content-Type: multipart/mixed; boundary=x\r\n\r\n${parts.map((part) => `--x\r\nContent-Type: ${part}\r\n`).join('')}--x--\r\n`);
  return text ?? '';
}

function identifiers(header: string | undefined): string[] {
  return header?.match(/<[^<>\s]{1,300}>/g) ?? [];
}

function isOurs(messageId: string): boolean {
  return messageKeyOf(messageId) !== messageId.trim().replace(/^<|>$/g, '');
}

/** A bounce brings what it could not deliver, or its headers, as a part of its own. */
function returned(attachments: readonly Attachment[]): string[] {
  return attachments.filter(({ mimeType }) => /^(?:message\/rfc822|text\/rfc822-headers|message\/global)/.test(mimeType))
    .flatMap(({ content }) => /^message-id:\s*(<[^<>\s]{1,300}>)/im.exec(Buffer.from(bytesOf(content)).toString('latin1'))?.[1] ?? [])
    .filter(isOurs).map(messageKeyOf);
}

function attachment({ filename, mimeType, content }: Attachment, index: number): ReadAttachment {
  const bytes = bytesOf(content);
  const fileName = safe(filename ?? '').replaceAll(/[/\\]/g, '_').trim().slice(0, fileNameMax);
  return { fileName: fileName === '' ? `piece-${index + 1}` : fileName, mediaType: safe(mimeType).slice(0, 100), bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function bytesOf(content: Attachment['content']): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
}

/** PostgreSQL takes neither NUL nor half a character. */
function safe(text: string): string {
  return text.replaceAll('\0', '').replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}
