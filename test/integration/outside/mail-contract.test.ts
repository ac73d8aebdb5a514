/** The contract of the mail port, run over the adapter and the simulated server by real SMTP. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMailPort } from '../../../activities/outside/mail.ts';
import type { Mail, MailPort } from '../../../ports/mail.ts';
import { createMailSimulator } from '../../../simulators/mail/simulator.ts';
import type { MailSimulator } from '../../../simulators/mail/simulator.ts';
import { controlOf, silent, temporaryFolder, token } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let simulator: MailSimulator;
let control: ReturnType<typeof controlOf>;
let mail: MailPort;

const key = 'AFF-2026-000123.delivery.S001';
const attachment = { filename: 'avis de mise à disposition.pdf', mediaType: 'application/pdf', content: Buffer.from('%PDF-1.7\n\0\xff', 'latin1') };
const notice: Mail = {
  messageKey: key, to: ['jeanne.martin@example.fr', 'compta@example.fr'], subject: 'Mise à disposition – site d’Angers',
  text: `Bonjour,\n\nVotre service est «\u00a0prêt\u00a0» au prix de 1\u202f234,56\u00a0€.\n${'Une ligne bien trop longue. '.repeat(40)}\n.\nFin`, attachments: [attachment],
};

async function start(): Promise<void> {
  simulator = createMailSimulator({ file: `${folder.path}/mail.jsonl`, token, log: silent, now: Date.now, random: Math.random, smtpPort: 0 });
  control = controlOf(`http://127.0.0.1:${await simulator.listen(0)}`);
  mail = portWith(token);
}
const portWith = (password: string, timeoutMs = 2_000): MailPort =>
  createMailPort({ smtpUrl: `smtp://jalon:${password}@127.0.0.1:${simulator.smtpPort()}`, from: 'Jalon <ne-pas-repondre@jalon.invalid>', timeoutMs });

beforeAll(async () => {
  folder = await temporaryFolder();
  await start();
});
afterAll(async () => {
  await simulator.close();
  await folder.remove();
});
beforeEach(() => control.reset());
afterEach(() => control.setFaults({}));

interface Shown { messageKey: string; to: string[]; subject: string; text: string; attachments: unknown[]; copies: number }
const sentTo = async (to?: string): Promise<Shown[]> =>
  ((await (await control.raw('GET', `/v1/messages${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`, '')).json()) as { messages: Shown[] }).messages;
const factsOf = async (messageKey: string) => (await control.book()).subjects[messageKey]?.facts ?? [];

it('delivers text and attachments unchanged, to every recipient', async () => {
  await mail.send(notice);
  const sent = await sentTo('Compta@example.fr');
  expect(sent).toMatchObject([{ messageKey: key, to: notice.to, subject: notice.subject, text: notice.text, copies: 0 }]);
  expect(sent[0]?.attachments).toEqual([{
    filename: attachment.filename, mediaType: 'application/pdf', sizeBytes: attachment.content.byteLength,
    digest: createHash('sha256').update(attachment.content).digest('hex'),
  }]);
  expect(await sentTo('nobody@example.fr')).toEqual([]);
  expect(await readFile(`${folder.path}/messages/${key}.eml`, 'utf8')).toMatch(/^Auto-Submitted: auto-generated/m);
});

it('delivers a repeated mail once, and counts the copies', async () => {
  await mail.send(notice);
  await mail.send(notice);
  await mail.send({ ...notice, text: 'Autre chose' });
  expect(await sentTo()).toMatchObject([{ messageKey: key, text: notice.text, copies: 2 }]);
  expect(await factsOf(key)).toMatchObject([{ type: 'delivered' }, { type: 'copied', isSame: true }, { type: 'copied', isSame: false }]);
});

it('keeps a header in its place, whatever a subject holds', async () => {
  await mail.send({ ...notice, subject: 'Site\r\nBcc: autre@example.fr\r\n\r\nBonjour' });
  expect(await sentTo()).toMatchObject([{ to: notice.to, text: notice.text }]);
});

it('knows what it delivered after a restart', async () => {
  await mail.send(notice);
  await simulator.close();
  await start();
  await mail.send(notice);
  expect(await sentTo()).toMatchObject([{ messageKey: key, copies: 1 }]);
});

describe('a failure', () => {
  it('before the mail is taken is worth a retry, and leaves nothing', async () => {
    await control.setFaults({ failNext: 1 });
    await expect(mail.send(notice)).rejects.toMatchObject({ type: 'outside.unavailable', nonRetryable: false, details: [{ system: 'mail', operation: 'send', status: 451 }] });
    expect(await sentTo()).toEqual([]);
  });

  it.each(['error', 'cut'] as const)('after the mail was taken (%s) makes a copy and no second mail', async (failAfterEffectMode) => {
    await control.setFaults({ failAfterEffect: 1, failAfterEffectMode });
    await expect(mail.send(notice)).rejects.toMatchObject({ type: 'outside.unavailable', nonRetryable: false });
    await mail.send(notice);
    expect(await sentTo()).toMatchObject([{ messageKey: key, copies: 1 }]);
  });

  it('is a timeout when the server hangs or is too slow', async () => {
    await control.setFaults({ hang: true });
    await expect(portWith(token, 300).send(notice)).rejects.toMatchObject({ type: 'outside.unavailable', details: [{ code: 'timeout' }] });
    await control.setFaults({ slowMs: 2_000 });
    await expect(portWith(token, 300).send(notice)).rejects.toMatchObject({ type: 'outside.unavailable', details: [{ code: 'timeout' }] });
  });

  it('is worth a retry when nobody listens', async () => {
    const away = createMailPort({ smtpUrl: 'smtp://jalon:secret@127.0.0.1:9', from: 'a@example.fr' });
    await expect(away.send(notice)).rejects.toMatchObject({ type: 'outside.unavailable', nonRetryable: false });
  });

  it('names no recipient, as it ends in the engine\'s history', async () => {
    const failure: unknown = await mail.send({ ...notice, to: ['sim-unknown@example.fr'] }).catch((error: unknown) => error);
    expect(JSON.stringify(failure) + String(failure)).not.toContain('example.fr');
  });
});

describe('a refusal', () => {
  it('of an unknown recipient is final', async () => {
    await expect(mail.send({ ...notice, to: ['sim-unknown@example.fr'] })).rejects.toMatchObject({ type: 'outside.rejected', nonRetryable: true, details: [{ status: 550 }] });
  });

  it('of the password is final', async () => {
    await expect(portWith('another-token-altogether').send(notice)).rejects.toMatchObject({ type: 'outside.rejected', details: [{ status: 535 }] });
  });

  it('is ours where a server that is not on this machine offers no TLS: password and mail are not told in clear', async () => {
    // This machine under a name that only a network stack knows for it.
    const elsewhere = createMailPort({ smtpUrl: `smtp://jalon:${token}@[::ffff:127.0.0.1]:${simulator.smtpPort()}`, from: 'a@example.fr', timeoutMs: 2_000 });
    await expect(elsewhere.send(notice)).rejects.toMatchObject({ type: 'outside.rejected', details: [{ code: 'ETLS' }] });
    expect(await sentTo()).toEqual([]);
  });
});
