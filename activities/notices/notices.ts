/** The notices of a deployment (D-06 to D-19): asked for by key and business facts, completed with what PostgreSQL knows of people, sent by mail or SMS. */
import { ApplicationFailure } from '@temporalio/common';
import type { SimulatedInvoice } from '../../domain/billing/invoice.ts';
import type { LaunchFile } from '../../domain/deployment/launch.schema.ts';
import type { Slot } from '../../domain/deployment/access.ts';
import type { TestResult } from '../../domain/deployment/site.ts';
import type { SentKind, ToCustomer } from '../../domain/customer/sent.ts';
import type { IssuedDocument } from '../../domain/documents/issued.ts';
import type { DocumentStorage } from '../../ports/document-storage.ts';
import type { Mail, MailPort } from '../../ports/mail.ts';
import type { SmsPort } from '../../ports/sms.ts';
import { milestoneLabel } from '../../domain/deployment/milestones.ts';
import type { ScheduleOverview } from '../../domain/deployment/overview.ts';
import type { Meeting } from '../../domain/deployment/meetings.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import { fileOf, fromRecord, siteOf } from '../launch-file.ts';
import type { ReadLaunchFile } from '../launch-file.ts';
import type { CustomerLink } from './customer-link.ts';
import { internalText, type InternalFacts, type InternalRecipient, type InternalSubject } from './internal.ts';
import { invitationCalendar, invitationText, type Attendee, type Invitation } from './invitation.ts';
import { issue, type IssuedBook } from './issue.ts';
import type { Letter } from './pdf/letter.ts';
import { deliveryNoticePdf } from './pdf/delivery-notice.ts';
import { invoiceSimulationPdf } from './pdf/invoice-simulation.ts';
import { scheduleCalendar, schedulePdf } from './schedule-files.ts';
import { mailedContacts, siteMobile } from './recipients.ts';
import {
  collectionReminderText, deliveryNoticeText, handoverText, invoiceSimulationText, projectReportText, slotOffSms, slotOffText, slotRecalledSms, slotRecalledText, slotSms, slotText,
  supplementaryCollectionText, validationReminderText, welcomeText, withdrawalText, worksQuoteText,
} from './texts.ts';
import type { NoticeFrame, NoticeSite, NoticeText } from './texts.ts';

interface OfDeployment { readonly deploymentId: string }
interface OfSite extends OfDeployment { readonly site: string }
/** Its mail links to a task. `linkFromMs`: since when the link is good, which a repetition must not move. */
interface Linking { readonly taskId: string; readonly linkFromMs: number }

/** On the queue of mail. Dates are ISO dates of the operator's zone. Each may be repeated: it then sends the same under the same key. */
export interface NoticeActivities {
  /** D-06. `coordinator`: the subject of the person assigned; `taskId`: of the technical collection. */
  sendWelcome(notice: OfDeployment & Linking & { coordinator: string; customerLaunchOn: string; isCustomerLaunchHeld: boolean }): Promise<void>;
  /** D-05 to D-07: to those whom the meeting concerns, by calendar. */
  sendInvitation(notice: OfDeployment & Invitation): Promise<void>;
  /** D-07, D-11: with a fresh link. `site`: null for the technical collection of the deployment. */
  sendCollectionReminder(notice: OfDeployment & Linking & { site: string | null; ordinal: number }): Promise<void>;
  /** D-07, with the backward schedule. */
  sendProjectReport(notice: OfDeployment & { schedule: ScheduleOverview; atMs: number; reportOn: string }): Promise<void>;
  /** D-10: by SMS to the site's contact if he has a mobile number, by mail otherwise. */
  sendSlot(notice: OfSite & { slot: Slot; ordinal: number }): Promise<void>;
  /** D-10: the slot that was announced is off, or came to nothing; by the same way. */
  sendSlotOff(notice: OfSite & { slot: Slot; ordinal: number }): Promise<void>;
  /** D-10, D-23: the site is cancelled, and nobody comes; by the same way. */
  recallSlot(notice: OfSite & { slot: Slot; ordinal: number }): Promise<void>;
  /** D-09, D-11: the works that the line needs, for the customer to agree to. `amountCents` without VAT. */
  sendWorksQuote(notice: OfSite & { ordinal: number; reference: string; amountCents: number; description: string }): Promise<void>;
  /** D-11. */
  sendSupplementaryCollection(notice: OfSite & Linking): Promise<void>;
  /** D-16: answers the PDF that was sent, which is kept. */
  sendDeliveryNotice(notice: OfSite & { rds: string; deliveredOn: string; tests: readonly TestResult[]; noticeOn: string }): Promise<IssuedDocument>;
  /** D-17: answers the PDF that was sent, which is kept. `taskId`: by which the customer answers. */
  sendInvoiceSimulation(notice: OfSite & Linking & { simulation: SimulatedInvoice & { simulationReference: string }; vatBasisPoints: number; ordinal: number; sentOn: string }): Promise<IssuedDocument>;
  /** D-17: the `reminder`-th of the simulation of that number. `totalTtcCents`: null where none was sent. */
  sendValidationReminder(notice: OfSite & Linking & { ordinal: number; reminder: number; totalTtcCents: number | null }): Promise<void>;
  /** C-08: that his withdrawal is registered. `declaredOn`: ISO date. */
  sendWithdrawal(notice: OfDeployment & { declaredOn: string }): Promise<void>;
  /** D-19, to the support desk. */
  sendHandover(notice: OfSite & { rds: string }): Promise<void>;
  /** To staff, who need not decide. `site`: null for the whole deployment; `key`: of this notice within the deployment or site, whoever is told: letters, digits, `.`, `_`, `-`. */
  sendInternal(notice: OfDeployment & { site: string | null; key: string; to: InternalRecipient; subjectKind: InternalSubject; facts: InternalFacts }): Promise<void>;
}

/** Who we are for customers. */
export interface Operator {
  /** Signs mails and heads documents. */
  readonly name: string;
  /** Address and registration, in one line under each page. */
  readonly legalLine: string;
  /** Where customers read and answer. */
  readonly customerUrl: string;
  /** Our mail address: who invites to meetings. */
  readonly email: string;
  /** IANA zone in which customers are told times: the operator's, which is policy. */
  readonly readTimeZone: () => Promise<string>;
}

export interface NoticeParts {
  readonly mail: MailPort;
  readonly sms: SmsPort;
  readonly readLaunchFile: ReadLaunchFile;
  /** The customer's company name; null for a stranger. */
  readonly readCustomerName: (customerId: string) => Promise<string | null>;
  readonly storage: DocumentStorage;
  readonly issued: IssuedBook;
  /** The name of the person behind a subject; null while nobody here knows it. */
  readonly readPersonName: (subject: string) => Promise<string | null>;
  /** The support desk's mail address (D-19). */
  readonly supportDesk: string;
  /** The mail address of the local loop operators' support (D-09). */
  readonly oblSupport: string;
  /** Who of a profile is told of a deployment, or of one of its sites. */
  readonly readStaff: (deploymentId: string, profile: Profile, site?: string | null) => Promise<readonly { readonly name: string; readonly email: string }[]>;
  readonly customerLink: CustomerLink;
  readonly operator: Operator;
}

/** Failures are those of the ports; `record-away` while PostgreSQL is, `outside.rejected` where there is nobody to write to. */
export function noticeActivities(parts: NoticeParts): NoticeActivities {
  const { mail, sms, supportDesk, oblSupport, operator: { name: operator, legalLine, customerUrl, email: operatorEmail, readTimeZone } } = parts;

  function frameOf(deploymentId: string, { orderNumber }: LaunchFile): NoticeFrame {
    return { operator, deploymentId, orderNumber, customerUrl };
  }

  async function ofSite({ deploymentId, site: key }: OfSite) {
    const file = await fileOf(parts.readLaunchFile, deploymentId);
    const site = siteOf(file, key);
    return { file, site, shown: shownSite(site), frame: frameOf(deploymentId, file) };
  }

  async function tellOfSlot(of: OfSite, kind: 'slot' | 'slot-off' | 'slot-recalled', slot: Slot, ordinal: number, inShort: typeof slotSms, inFull: typeof slotText): Promise<void> {
    const { file, site, shown, frame } = await ofSite(of);
    const messageKey = `${of.deploymentId}.${kind}.${of.site}.${ordinal}`;
    const facts = { site: shown, slot, timeZone: await fromRecord('the operator\'s time zone', readTimeZone), ordinal };
    const mobile = siteMobile(site);
    if (mobile !== null) await sms.send({ messageKey, to: mobile, text: inShort(frame, facts), ...toCustomerOf(kind, of.deploymentId, file) });
    else await send(messageKey, mailedContacts(file, site, ['site', 'technical', 'administrative']), inFull(frame, facts), toCustomerOf(kind, of.deploymentId, file));
  }

  async function send(messageKey: string, to: readonly { readonly email: string }[], said: NoticeText, more: Partial<Pick<Mail, 'attachments' | 'invitation' | 'toCustomer'>> = {}): Promise<void> {
    if (to.length === 0) throw ApplicationFailure.nonRetryable(`${messageKey}: nobody with a mail address is known for it`, 'outside.rejected');
    // One person may have several roles.
    await mail.send({ messageKey, to: [...new Set(to.map(({ email }) => email))], ...said, attachments: [], ...more });
  }

  const linkOf = ({ taskId, linkFromMs }: Linking, { customerId }: LaunchFile): Promise<string> =>
    fromRecord('the validity of links', () => parts.customerLink(taskId, customerId, linkFromMs));

  /** D-05 to D-07: who is asked to a meeting. */
  async function attendeesOf(deploymentId: string, file: LaunchFile, meeting: Meeting): Promise<Attendee[]> {
    const staff = async (profile: Profile, isRequired = true): Promise<Attendee[]> =>
      (await fromRecord(`who is invited as ${profile}`, () => parts.readStaff(deploymentId, profile))).map(({ name, email }) => ({ name, email, isRequired }));
    const customer = (...roles: Parameters<typeof mailedContacts>[2]): Attendee[] =>
      roles.flatMap((role) => mailedContacts(file, null, [role])).map(({ name, email }) => ({ name, email, isRequired: true }));
    const house = [...await staff('sales-engineer'), ...await staff('coordinator')];
    switch (meeting) {
      case 'internal-launch': return [...house, ...await staff('presales-engineer', false)];
      case 'welcome-call': return [...house, ...customer('administrative')];
      case 'customer-launch': return [...house, ...customer('administrative', 'technical')];
    }
  }

  /** What every letter to the customer says of him and of us. */
  async function letterOf(deploymentId: string, { customerId, orderNumber }: LaunchFile, { address }: LaunchFile['sites'][number], to: readonly { readonly name: string }[]): Promise<Letter> {
    const company = await fromRecord(`the name of ${customerId}`, () => parts.readCustomerName(customerId));
    return { operator, legalLine, deploymentId, orderNumber, customer: { id: customerId, company, attention: to.map(({ name }) => name), address: addressLines(address) } };
  }

  /** A mail whose document is kept before it goes out. */
  async function sendIssued(messageKey: string, fileName: string, to: readonly { readonly email: string }[], said: NoticeText, write: () => Promise<Buffer>): Promise<IssuedDocument> {
    const { document, content } = await issue(parts.storage, parts.issued, { messageKey, fileName, write });
    await send(messageKey, to, said, { attachments: [{ filename: fileName, mediaType: 'application/pdf', content }] });
    return document;
  }

  return {
    async sendInvitation({ deploymentId, ...invitation }) {
      const file = await fileOf(parts.readLaunchFile, deploymentId);
      const frame = frameOf(deploymentId, file);
      const attendees = await attendeesOf(deploymentId, file, invitation.meeting);
      const timeZone = await fromRecord('the operator\'s time zone', readTimeZone);
      await send(
        `${deploymentId}.invitation.${invitation.meeting}.${invitation.sequence}`, attendees, invitationText(frame, invitation, timeZone),
        { invitation: invitationCalendar(frame, invitation, operatorEmail, attendees), ...(invitation.meeting === 'internal-launch' ? {} : toCustomerOf('meeting-invitation', deploymentId, file)) },
      );
    },

    async sendCollectionReminder({ deploymentId, site: key, ordinal, ...linking }) {
      const file = await fileOf(parts.readLaunchFile, deploymentId);
      const site = key === null ? null : siteOf(file, key);
      const to = site ? mailedContacts(file, site, ['technical', 'administrative']) : [...mailedContacts(file, null, ['administrative']), ...mailedContacts(file, null, ['technical'])];
      const said = collectionReminderText(frameOf(deploymentId, file), { site: site && shownSite(site), ordinal, collectionUrl: await linkOf(linking, file) });
      await send(`${linking.taskId}.reminder.${ordinal}`, to, said, toCustomerOf('collection-reminder', deploymentId, file));
    },

    async sendWelcome({ deploymentId, coordinator, customerLaunchOn, isCustomerLaunchHeld, ...linking }) {
      const file = await fileOf(parts.readLaunchFile, deploymentId);
      const name = await fromRecord('the name of the coordinator', () => parts.readPersonName(coordinator));
      const to = [...mailedContacts(file, null, ['administrative']), ...mailedContacts(file, null, ['technical'])];
      await send(`${deploymentId}.welcome`, to, welcomeText(frameOf(deploymentId, file), {
        coordinator: name, customerLaunchOn, isCustomerLaunchHeld, sites: file.sites.map(shownSite), collectionUrl: await linkOf(linking, file),
      }), toCustomerOf('welcome', deploymentId, file));
    },

    async sendProjectReport({ deploymentId, schedule, atMs, reportOn }) {
      const file = await fileOf(parts.readLaunchFile, deploymentId);
      const to = [...mailedContacts(file, null, ['administrative']), ...mailedContacts(file, null, ['technical'])];
      const milestones = schedule.whole.lines.map(({ milestone, latestOn }) => ({ label: milestoneLabel(milestone), latestOn }));
      // D-22: the first of the calendars that the customer may import; a later one takes its place.
      const calendar = Buffer.from(scheduleCalendar(schedule, { atMs, sequence: 0 }));
      await send(`${deploymentId}.report`, to, projectReportText(frameOf(deploymentId, file), { milestones }), {
        attachments: [
          { filename: `planning-${deploymentId}.pdf`, mediaType: 'application/pdf', content: await schedulePdf({ operator, legalLine }, schedule, reportOn) },
          { filename: `planning-${deploymentId}.ics`, mediaType: 'text/calendar', content: calendar },
        ],
        ...toCustomerOf('project-report', deploymentId, file),
      });
    },

    async sendSlot({ slot, ordinal, ...of }) {
      await tellOfSlot(of, 'slot', slot, ordinal, slotSms, slotText);
    },

    async sendSlotOff({ slot, ordinal, ...of }) {
      await tellOfSlot(of, 'slot-off', slot, ordinal, slotOffSms, slotOffText);
    },

    async recallSlot({ slot, ordinal, ...of }) {
      await tellOfSlot(of, 'slot-recalled', slot, ordinal, slotRecalledSms, slotRecalledText);
    },

    async sendWorksQuote({ ordinal, reference, amountCents, description, ...of }) {
      const { file, site, shown, frame } = await ofSite(of);
      await send(`${of.deploymentId}.works-quote.${of.site}.${ordinal}`, mailedContacts(file, site, ['administrative']), worksQuoteText(frame, { site: shown, reference, amountCents, description }), toCustomerOf('works-quote', of.deploymentId, file));
    },

    async sendSupplementaryCollection({ taskId, linkFromMs, ...of }) {
      const { file, site, shown, frame } = await ofSite(of);
      await send(`${of.deploymentId}.supplementary-collection.${of.site}`, mailedContacts(file, site, ['technical', 'administrative']), supplementaryCollectionText(frame, { site: shown, collectionUrl: await linkOf({ taskId, linkFromMs }, file) }), toCustomerOf('supplementary-collection', of.deploymentId, file));
    },

    async sendDeliveryNotice({ rds, deliveredOn, tests, noticeOn, ...of }) {
      const { file, site, shown, frame } = await ofSite(of);
      const to = mailedContacts(file, site, ['administrative']);
      const said = deliveryNoticeText(frame, { site: shown, rds, deliveredOn, isTested: tests.length > 0 && tests.every(({ passed }) => passed) });
      return await sendIssued(`${of.deploymentId}.delivery-notice.${of.site}`, `avis-de-mad-${rds}.pdf`, to, said, async () => await deliveryNoticePdf({
        ...(await letterOf(of.deploymentId, file, site, to)), rds, site: shown, lines: site.lines, deliveredOn, tests, noticeOn,
      }));
    },

    async sendInvoiceSimulation({ simulation, vatBasisPoints, ordinal, sentOn, taskId, linkFromMs, ...of }) {
      const { file, site, shown, frame } = await ofSite(of);
      const to = mailedContacts(file, site, ['administrative']);
      const said = invoiceSimulationText(frame, { site: shown, totalTtcCents: simulation.totals.ttcCents, ordinal, answerUrl: await linkOf({ taskId, linkFromMs }, file) });
      const fileName = `simulation-de-facture-${of.deploymentId}-${of.site}-${ordinal}.pdf`;
      return await sendIssued(`${of.deploymentId}.invoice-simulation.${of.site}.${ordinal}`, fileName, to, said, async () => await invoiceSimulationPdf({
        ...(await letterOf(of.deploymentId, file, site, to)), customerUrl, site: shown, reference: simulation.simulationReference, simulation, vatBasisPoints, sentOn,
      }));
    },

    async sendValidationReminder({ ordinal, reminder, totalTtcCents, taskId, linkFromMs, ...of }) {
      const { file, site, shown, frame } = await ofSite(of);
      const said = validationReminderText(frame, { site: shown, totalTtcCents, answerUrl: await linkOf({ taskId, linkFromMs }, file) });
      await send(`${of.deploymentId}.invoice-simulation.${of.site}.${ordinal}.reminder.${reminder}`, mailedContacts(file, site, ['administrative']), said, toCustomerOf('validation-reminder', of.deploymentId, file));
    },

    async sendWithdrawal({ deploymentId, declaredOn }) {
      const file = await fileOf(parts.readLaunchFile, deploymentId);
      await send(`${deploymentId}.withdrawal`, mailedContacts(file, null, ['administrative']), withdrawalText(frameOf(deploymentId, file), { declaredOn }), toCustomerOf('withdrawal', deploymentId, file));
    },

    async sendHandover({ rds, ...of }) {
      const { file, shown, frame } = await ofSite(of);
      await send(`${of.deploymentId}.handover.${of.site}`, [{ email: supportDesk }], handoverText(frame, { site: shown, rds, customerId: file.customerId }));
    },

    async sendInternal({ deploymentId, site: key, key: noticeKey, to, subjectKind, facts }) {
      const file = await fileOf(parts.readLaunchFile, deploymentId);
      const site = key === null ? null : shownSite(siteOf(file, key));
      const told = to === 'obl-support' ? [{ email: oblSupport }] : await fromRecord(`who is told as ${to}`, () => parts.readStaff(deploymentId, to, key));
      await send([deploymentId, ...(key === null ? [] : [key]), noticeKey, to].join('.'), told, internalText(frameOf(deploymentId, file), { site, subject: subjectKind, facts }));
    },
  };
}

function toCustomerOf(kind: SentKind, journeyId: string, { customerId }: LaunchFile): { toCustomer: ToCustomer } {
  return { toCustomer: { kind, journeyId, customerId } };
}

function shownSite({ label, address: { street, postalCode, city, country } }: LaunchFile['sites'][number]): NoticeSite {
  return { label, address: `${street}, ${postalCode} ${city}${country === 'FR' ? '' : ` (${country})`}` };
}

function addressLines({ street, postalCode, city, country }: LaunchFile['sites'][number]['address']): string[] {
  return [street, `${postalCode} ${city}`, ...(country === 'FR' ? [] : [country])];
}
