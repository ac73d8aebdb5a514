/** What each notice says, to whom and under which key (D-06 to D-19). */
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { noticeActivities } from '../../../activities/notices/notices.ts';
import { simulateInvoice } from '../../../domain/billing/invoice.ts';
import type { Mail } from '../../../ports/mail.ts';
import type { SmsPort } from '../../../ports/sms.ts';
import { deploymentId, file, keeping, operator } from './given.ts';

let mails: Mail[] = [];
let messages: Parameters<SmsPort['send']>[0][] = [];
let held = file;
beforeEach(() => {
  [mails, messages, held] = [[], [], file];
});

const notices = noticeActivities({
  mail: { send: async (mail) => void mails.push(mail) }, sms: { send: async (message) => void messages.push(message) },
  readLaunchFile: async () => held, readPersonName: async (subject) => (subject === 'coordinator' ? 'Camille Moreau' : null), supportDesk: 'support@example.fr', oblSupport: 'support@obl.example', operator,
  readStaff: async (_, profile) => (profile === 'coordinator' ? [{ name: 'Camille Moreau', email: 'camille.moreau@example.fr' }] : profile === 'presales-engineer' ? [{ name: 'Hugo', email: 'hugo@example.fr' }] : []),
  customerLink: async (taskId, customerId) => `https://client.example.fr/f/${taskId}-${customerId}`,
  ...keeping(), readCustomerName: async () => 'Boulangerie Martin',
});

const plain = (text: string | undefined): string => (text ?? '').replaceAll(/[\u00A0\u202F]/g, ' ');
const said = (): string => plain(mails[0]?.text);
const linkFromMs = Date.parse('2026-11-20T09:00:00Z');
const slot = { startsAt: '2026-11-30T07:00:00Z', endsAt: '2026-11-30T11:00:00Z' };
const welcome = { deploymentId, coordinator: 'coordinator', customerLaunchOn: '2026-11-23', isCustomerLaunchHeld: false, taskId: 'AFF-2026-000123.technical-collection.1', linkFromMs };
const lines = file.sites[0]?.lines ?? [];
const simulation = { ...simulateInvoice({ from: '2026-11-23', lines, vatBasisPoints: 2000 }), simulationReference: 'SIM-000001' };

describe('what stands in the customer’s view as sent (C-01)', () => {
  const [site, ordinal] = [{ deploymentId, site: 'S001' }, 1];
  const of = (kind: string) => ({ kind, journeyId: deploymentId, customerId: file.customerId });

  it('is every notice to him, by mail or SMS', async () => {
    await notices.sendWelcome(welcome);
    await notices.sendSlot({ ...site, slot, ordinal });
    await notices.sendWorksQuote({ ...site, ordinal, reference: 'T-1', amountCents: 1_000, description: 'Tranchée' });
    await notices.sendCollectionReminder({ deploymentId, site: null, ordinal, taskId: welcome.taskId, linkFromMs });
    await notices.sendWithdrawal({ deploymentId, declaredOn: '2026-11-23' });
    expect([...mails, ...messages].map(({ toCustomer }) => toCustomer).toSorted((one, other) => String(one?.kind).localeCompare(String(other?.kind))))
      .toEqual(['collection-reminder', 'slot', 'welcome', 'withdrawal', 'works-quote'].map(of));
  });

  it('is none of what the house is told, nor what its document says already', async () => {
    await notices.sendHandover({ ...site, rds: 'RDS-000001' });
    await notices.sendInvoiceSimulation({ ...site, simulation, vatBasisPoints: 2000, ordinal, sentOn: '2026-11-23', taskId: 'AFF-2026-000123/S001.invoice-validation.1', linkFromMs });
    expect(mails.map(({ toCustomer }) => toCustomer)).toEqual([undefined, undefined]);
  });
});

describe('the welcome mail', () => {
  it('introduces the coordinator, announces the launch and asks for the collection (D-06)', async () => {
    await notices.sendWelcome(welcome);
    expect(mails).toMatchObject([{ messageKey: 'AFF-2026-000123.welcome', to: ['jeanne.martin@example.fr', 'dsi@example.fr'], attachments: [] }]);
    expect(mails[0]?.subject).toBe('Bienvenue – AFF-2026-000123');
    for (const part of ['Camille Moreau', 'lundi 23 novembre 2026', 'aura lieu', 'collecte technique', 'https://client.example.fr/f/AFF-2026-000123.technical-collection.1-CLI-000001', 'BC-2026-77', 'Dépôt de Cholet', 'Anjou Télécom']) expect(said()).toContain(part);
  });

  it('leaves out a name that nobody knows', async () => {
    await notices.sendWelcome({ ...welcome, coordinator: 'somebody' });
    expect(said()).toContain('Votre coordinateur client vous accompagne');
    expect(said()).not.toContain('somebody');
  });

  it('says so where the launch was held in the call (D-07)', async () => {
    await notices.sendWelcome({ ...welcome, isCustomerLaunchHeld: true });
    expect(said()).toContain('a eu lieu le lundi 23 novembre 2026');
  });

  it('lists twenty sites of two hundred, and says how many there are', async () => {
    const [site] = file.sites;
    held = { ...file, sites: Array.from({ length: 200 }, () => ({ ...site, label: 'Agence' }) as (typeof file.sites)[number]) };
    await notices.sendWelcome(welcome);
    expect(said()).toContain('Sites à raccorder (200)');
    expect(said().match(/– Agence/g)).toHaveLength(20);
    expect(said()).toContain('et 180 autres');
  });
});

describe('an invitation', () => {
  const invitation = {
    deploymentId, meeting: 'customer-launch', startsAt: '2026-11-30T08:00:00.000Z', endsAt: '2026-11-30T09:00:00.000Z', place: 'Salle 3, Angers', sequence: 0, isCancelled: false, decidedAtMs: Date.UTC(2026, 10, 23),
  } as const;
  const calendar = (): string => (mails.at(-1)?.invitation?.content ?? '').replaceAll('\r\n ', '');

  it('to the customer launch goes to the coordinator and the customer’s contacts, in words and as a calendar (D-07)', async () => {
    await notices.sendInvitation(invitation);
    expect(mails).toMatchObject([{
      messageKey: 'AFF-2026-000123.invitation.customer-launch.0', to: ['camille.moreau@example.fr', 'jeanne.martin@example.fr', 'dsi@example.fr'], invitation: { method: 'REQUEST' },
    }]);
    for (const part of ['le lundi 30 novembre 2026, de 9 h à 10 h', 'Salle 3, Angers']) expect(said()).toContain(part);
    for (const part of [
      'METHOD:REQUEST', 'UID:AFF-2026-000123.customer-launch@jalon.invalid', 'SEQUENCE:0', 'DTSTAMP:20261123T000000Z', 'DTSTART:20261130T080000Z', 'DTEND:20261130T090000Z',
      'LOCATION:Salle 3\\, Angers', 'STATUS:CONFIRMED', 'ORGANIZER;CN="Anjou Télécom":mailto:deploiement@anjou.example', 'ATTENDEE;ROLE=REQ-PARTICIPANT',
    ]) expect(calendar()).toContain(part);
  });

  it('that is sent again is the same to the byte; one that was moved takes its place under the same UID (D-05)', async () => {
    await notices.sendInvitation(invitation);
    await notices.sendInvitation(invitation);
    expect(mails[1]).toEqual(mails[0]);
    await notices.sendInvitation({ ...invitation, sequence: 1 });
    expect(mails[2]?.messageKey).toBe('AFF-2026-000123.invitation.customer-launch.1');
    expect(mails[2]?.subject).toContain('Nouvelle date');
    for (const part of ['UID:AFF-2026-000123.customer-launch@jalon.invalid', 'SEQUENCE:1']) expect(calendar()).toContain(part);
  });

  it('to the internal launch leaves the customer out, and the pre-sales engineer free to come (D-05)', async () => {
    await notices.sendInvitation({ ...invitation, meeting: 'internal-launch', place: null });
    expect(mails).toMatchObject([{ to: ['camille.moreau@example.fr', 'hugo@example.fr'] }]);
    expect(calendar()).toMatch(/ROLE=OPT-PARTICIPANT[^\r]*hugo@example\.fr/);
  });

  it('to the welcome call goes to the administrative contact (D-06); a recall takes it out of the calendars (D-23)', async () => {
    await notices.sendInvitation({ ...invitation, meeting: 'welcome-call', sequence: 1, isCancelled: true });
    expect(mails).toMatchObject([{ to: ['camille.moreau@example.fr', 'jeanne.martin@example.fr'], invitation: { method: 'CANCEL' } }]);
    expect(mails[0]?.subject).toContain('Annulation');
    for (const part of ['METHOD:CANCEL', 'STATUS:CANCELLED', 'SEQUENCE:1']) expect(calendar()).toContain(part);
  });
});

describe('a reminder of a collection', () => {
  it('carries a link, and is numbered (D-07)', async () => {
    await notices.sendCollectionReminder({ deploymentId, site: null, taskId: 'AFF-2026-000123.technical-collection.1', linkFromMs, ordinal: 2 });
    expect(mails).toMatchObject([{ messageKey: 'AFF-2026-000123.technical-collection.1.reminder.2', to: ['jeanne.martin@example.fr', 'dsi@example.fr'] }]);
    for (const part of ['collecte technique', '/f/AFF-2026-000123.technical-collection.1-CLI-000001']) expect(said()).toContain(part);
    expect(plain(mails[0]?.subject)).toContain('Rappel n° 2');
  });

  it('of a site says which, to its technical contact (D-11)', async () => {
    await notices.sendCollectionReminder({ deploymentId, site: 'S002', taskId: 'AFF-2026-000123.S002.supplementary-collection.1', linkFromMs, ordinal: 1 });
    expect(mails).toMatchObject([{ messageKey: 'AFF-2026-000123.S002.supplementary-collection.1.reminder.1', to: ['dsi@example.fr'] }]);
    expect(said()).toContain('Dépôt de Cholet');
  });
});

it('the project report carries the schedule in the order of its dates, and as a document and a calendar (D-07, D-22)', async () => {
  const line = { startsOn: '2026-11-24', doneOn: null, floatDays: 0, isCritical: false, cause: null };
  const lines = [{ ...line, milestone: 'activation', latestOn: '2027-02-01', expectedOn: '2027-01-28' }, { ...line, milestone: 'technical-visit', latestOn: '2026-12-01', expectedOn: '2026-11-30' }];
  const schedule = { deploymentId, targetActivationDate: '2027-02-01', whole: { lines, criticalPath: [], activationOn: '2027-01-28', endsOn: '2027-02-15' }, sites: [] };
  await notices.sendProjectReport({ deploymentId, schedule, atMs: Date.UTC(2026, 10, 24), reportOn: '2026-11-24' });
  expect(mails).toMatchObject([{
    messageKey: 'AFF-2026-000123.report',
    attachments: [{ filename: 'planning-AFF-2026-000123.pdf', mediaType: 'application/pdf' }, { filename: 'planning-AFF-2026-000123.ics', mediaType: 'text/calendar' }],
  }]);
  expect(said()).toMatch(/Visite technique : au plus tard le mardi 1er décembre 2026\n.*Mise en service \(MES\) : au plus tard le lundi 1er février 2027/);
  expect(mails[0]?.attachments[1]?.content.toString()).toContain('DTSTART;VALUE=DATE:20261130');
});

describe('a slot (D-10)', () => {
  it('is told by SMS to a mobile number', async () => {
    await notices.sendSlot({ deploymentId, site: 'S001', slot, ordinal: 1 });
    expect(mails).toEqual([]);
    expect(messages).toMatchObject([{ messageKey: 'AFF-2026-000123.slot.S001.1', to: '+33639981234' }]);
    expect(plain(messages[0]?.text)).toBe('Anjou Télécom : Rendez-vous le lundi 30 novembre 2026, de 8 h à 12 h, Agence d’Angers, pour votre raccordement (AFF-2026-000123). Merci de prévoir l’accès aux locaux.');
  });

  it('is told by mail where there is a landline only, and once more when it is moved', async () => {
    await notices.sendSlot({ deploymentId, site: 'S002', slot, ordinal: 2 });
    expect(messages).toEqual([]);
    expect(mails).toMatchObject([{ messageKey: 'AFF-2026-000123.slot.S002.2', to: ['dsi@example.fr'] }]);
    expect(said()).toContain('Le rendez-vous a été déplacé');
    expect(said()).toContain('12 avenue de l’Abattoir, 49300 Cholet');
  });

  it('of a site that is cancelled is recalled by the same way, and no other is promised (D-23)', async () => {
    await notices.recallSlot({ deploymentId, site: 'S001', slot, ordinal: 1 });
    await notices.recallSlot({ deploymentId, site: 'S002', slot, ordinal: 2 });
    expect(messages).toMatchObject([{ messageKey: 'AFF-2026-000123.slot-recalled.S001.1', to: '+33639981234' }]);
    expect(plain(messages[0]?.text)).toBe('Anjou Télécom : raccordement annulé, Agence d’Angers (AFF-2026-000123). Le rendez-vous prévu le lundi 30 novembre 2026, de 8 h à 12 h n’a plus lieu : personne ne se présentera.');
    expect(mails).toMatchObject([{ messageKey: 'AFF-2026-000123.slot-recalled.S002.2', to: ['dsi@example.fr'] }]);
    expect(said()).toContain('n’a plus lieu');
    expect(said()).not.toContain('autre créneau');
  });

  it('fits into a text message, whatever the site is called', async () => {
    const [site] = file.sites;
    held = { ...file, sites: [{ ...site, label: 'x'.repeat(120) } as (typeof file.sites)[number]] };
    await notices.sendSlot({ deploymentId, site: 'S001', slot: { ...slot, endsAt: '2026-12-01T11:00:00Z' }, ordinal: 2 });
    expect(messages[0]?.text.length).toBeLessThanOrEqual(670);
  });
});

it('the supplementary collection goes to the technical contact (D-11)', async () => {
  await notices.sendSupplementaryCollection({ deploymentId, site: 'S001', taskId: 'AFF-2026-000123.S001.supplementary-collection.1', linkFromMs });
  expect(mails).toMatchObject([{ messageKey: 'AFF-2026-000123.supplementary-collection.S001', to: ['dsi@example.fr'] }]);
});

it('the delivery notice carries its document, which is kept and told by its digest (D-16)', async () => {
  const notice = { deploymentId, site: 'S001', rds: 'RDS-000042', deliveredOn: '2026-11-23', tests: [], noticeOn: '2026-11-24' };
  const first = await notices.sendDeliveryNotice(notice);
  expect(await notices.sendDeliveryNotice(notice)).toEqual(first);
  const content = mails[0]?.attachments[0]?.content as Buffer;
  expect(first).toMatchObject({ digest: createHash('sha256').update(content).digest('hex'), sizeBytes: content.length });
  expect(mails).toMatchObject([{ messageKey: 'AFF-2026-000123.delivery-notice.S001', to: ['jeanne.martin@example.fr'] }, {}]);
  expect(mails[0]?.attachments).toMatchObject([{ filename: 'avis-de-mad-RDS-000042.pdf', mediaType: 'application/pdf' }]);
  expect(mails[1]?.attachments[0]?.content.equals(mails[0]?.attachments[0]?.content as Buffer)).toBe(true);
  expect(said()).toContain('23 novembre 2026');
  // A person passed over the tests: nothing is claimed of them.
  expect(said()).not.toContain('essais');
  await notices.sendDeliveryNotice({ ...notice, site: 'S002', tests: [{ test: 'sync', passed: true, measure: null, unit: null }] });
  expect(plain(mails[2]?.text)).toContain('ses essais sont concluants');
});

it('a notice that is sent again after a crash is the one that was written first, whatever has changed meanwhile (D-16, D-25)', async () => {
  const parts = { customerLink: async () => '', mail: { send: async (mail: Mail) => void mails.push(mail) }, sms: { send: async () => undefined }, readLaunchFile: async () => held, readPersonName: async () => null, readStaff: async () => [], supportDesk: 's@example.fr', oblSupport: 'o@example.fr', operator };
  const crashing = noticeActivities({ ...parts, ...keeping(), readCustomerName: async () => null });
  const notice = { deploymentId, site: 'S001', rds: 'RDS-000042', deliveredOn: '2026-11-23', tests: [], noticeOn: '2026-11-24' };
  const first = await crashing.sendDeliveryNotice(notice);
  held = { ...file, contacts: file.contacts.map((contact) => ({ ...contact, name: 'Paul Durand' })) };
  expect(await crashing.sendDeliveryNotice({ ...notice, noticeOn: '2026-11-27' })).toEqual(first);
  expect(mails[1]?.attachments[0]?.content.equals(mails[0]?.attachments[0]?.content as Buffer)).toBe(true);
});

it('a document that cannot be kept is not sent', async () => {
  const full = { ...keeping().storage, put: async (): Promise<never> => { throw new Error('no space left on device'); } };
  const stuck = noticeActivities({
    mail: { send: async (mail) => void mails.push(mail) }, sms: { send: async () => undefined }, readLaunchFile: async () => file, readPersonName: async () => null, readStaff: async () => [],
    customerLink: async () => '', supportDesk: 's@example.fr', oblSupport: 'o@example.fr', operator, ...keeping(), storage: full, readCustomerName: async () => null,
  });
  await expect(stuck.sendInvoiceSimulation({ deploymentId, site: 'S001', simulation, vatBasisPoints: 2000, sentOn: '2026-11-25', taskId: 'T1', linkFromMs, ordinal: 1 })).rejects.toMatchObject({ type: 'record-away', nonRetryable: false });
  expect(mails).toEqual([]);
});

it('who has not answered a simulation is reminded, each time under its own key (D-17)', async () => {
  await notices.sendValidationReminder({ deploymentId, site: 'S001', ordinal: 2, reminder: 1, totalTtcCents: 53_075, taskId: 'T2', linkFromMs });
  expect(mails).toMatchObject([{ messageKey: 'AFF-2026-000123.invoice-simulation.S001.2.reminder.1', to: ['jeanne.martin@example.fr'] }]);
  for (const part of ['530,75 € TTC', 'contester', 'https://client.example.fr/f/T2-CLI-000001']) expect(said()).toContain(part);
});

it('each invoice simulation is a mail of its own, and a corrected one says so (D-17)', async () => {
  const notice = { deploymentId, site: 'S001', simulation, vatBasisPoints: 2000, sentOn: '2026-11-25', taskId: 'T1', linkFromMs };
  await notices.sendInvoiceSimulation({ ...notice, ordinal: 1 });
  await notices.sendInvoiceSimulation({ ...notice, ordinal: 2 });
  expect(mails.map(({ messageKey }) => messageKey)).toEqual(['AFF-2026-000123.invoice-simulation.S001.1', 'AFF-2026-000123.invoice-simulation.S001.2']);
  expect(said()).not.toContain('corrigée');
  expect(plain(mails[1]?.text)).toContain('simulation corrigée');
});

it('the support desk is told of the handover, with the service reference (D-19)', async () => {
  await notices.sendHandover({ deploymentId, site: 'S002', rds: 'RDS-000043' });
  expect(mails).toMatchObject([{ messageKey: 'AFF-2026-000123.handover.S002', to: ['support@example.fr'] }]);
  expect(said()).toContain('RDS-000043');
});

describe('an escalation', () => {
  const escalation = { deploymentId, site: 'S001', key: 'acknowledgement.2', subjectKind: 'obl-acknowledgement', facts: { reminders: 2, sinceOn: '2026-11-02', orderKey: 'AFF-2026-000123.S001.1' } } as const;

  it('goes to the persons of a profile, with the facts and under a key of its own (D-09)', async () => {
    await notices.sendInternal({ ...escalation, to: 'coordinator' });
    expect(mails).toMatchObject([{ messageKey: 'AFF-2026-000123.S001.acknowledgement.2.coordinator', to: ['camille.moreau@example.fr'] }]);
    expect(mails[0]?.subject).toBe('Accusé de réception attendu de l’OBL – Agence d’Angers – AFF-2026-000123');
    for (const part of ['3 rue du Mail', 'Relances envoyées : 2', 'Attendu depuis le : 2 novembre 2026', 'AFF-2026-000123.S001.1']) expect(said()).toContain(part);
  });

  it('goes to the OBL’s support as well, and is a failure for a person to see where nobody has an address', async () => {
    await notices.sendInternal({ ...escalation, to: 'obl-support' });
    expect(mails).toMatchObject([{ messageKey: 'AFF-2026-000123.S001.acknowledgement.2.obl-support', to: ['support@obl.example'] }]);
    await expect(notices.sendInternal({ ...escalation, to: 'sales-engineer' })).rejects.toMatchObject({ type: 'outside.rejected', nonRetryable: true });
  });

  it('of the whole deployment names no site (D-07)', async () => {
    await notices.sendInternal({ deploymentId, site: null, key: 'collection.2', to: 'coordinator', subjectKind: 'technical-collection', facts: {} });
    expect(mails).toMatchObject([{ messageKey: 'AFF-2026-000123.collection.2.coordinator' }]);
    expect(said()).not.toContain('Site');
  });
});

it('while PostgreSQL is away, the failure says that it is not the mail server', async () => {
  const away = async (): Promise<never> => { throw new Error('connection refused'); };
  const cut = noticeActivities({
    mail: { send: async () => undefined }, sms: { send: async () => undefined }, readLaunchFile: async () => file, readPersonName: away, readStaff: away, customerLink: away, supportDesk: 'support@example.fr', oblSupport: 'support@obl.example',
    operator: { ...operator, readTimeZone: away }, readCustomerName: away, ...keeping(),
  });
  await expect(cut.sendWelcome(welcome)).rejects.toMatchObject({ type: 'record-away', nonRetryable: false });
  await expect(cut.sendSlot({ deploymentId, site: 'S001', slot, ordinal: 1 })).rejects.toMatchObject({ type: 'record-away', nonRetryable: false });
});

it('with nobody to write to, the failure is one for a person to see', async () => {
  held = { ...file, contacts: [], sites: file.sites.map((site) => ({ ...site, contacts: [] })) };
  await expect(notices.sendSupplementaryCollection({ deploymentId, site: 'S001', taskId: 'AFF-2026-000123.S001.supplementary-collection.1', linkFromMs })).rejects.toMatchObject({ type: 'outside.rejected', nonRetryable: true });
  await expect(notices.sendHandover({ deploymentId, site: 'S009', rds: 'RDS-1' })).rejects.toMatchObject({ type: 'outside.rejected' });
});
