/** The workers of one process: journeys, the recorder, and one queue per outside system with its own rate limit. */
import type { DataConverter } from '@temporalio/common';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { appointmentActivities } from '../activities/appointment/appointments.ts';
import { billingActivities, jarvisActivities, oblActivities, refTechActivities } from '../activities/deployment.ts';
import type { ReadLaunchFile } from '../activities/launch-file.ts';
import { backupAskActivities, backupNoticeActivities, type BackupRoundActivities } from '../activities/backup/backups.ts';
import { complaintActivities } from '../activities/complaint/complaints.ts';
import { customerLinks } from '../activities/notices/customer-link.ts';
import type { IssuedBook } from '../activities/notices/issue.ts';
import { noticeActivities, type NoticeParts } from '../activities/notices/notices.ts';
import { tracedMail, tracedSms, type KeepSent } from '../activities/notices/sent.ts';
import { orderActivities } from '../activities/order/orders.ts';
import type { RecorderActivities } from '../activities/recorder/batch.ts';
import { hardwareActivities, inventoryActivities, replacementNoticeActivities } from '../activities/replacement/replacements.ts';
import { terminationBillingActivities, terminationNoticeActivities } from '../activities/termination/terminations.ts';
import { documentationActivities } from '../activities/ticket/documentation.ts';
import { ticketActivities } from '../activities/ticket/facts.ts';
import { readDetails } from '../db/appointment/details.ts';
import { readJobNotice } from '../db/backup/jobs.ts';
import { closeNight, keepReport, silentJobs } from '../db/backup/nights.ts';
import { keepSent } from '../db/customer/sent.ts';
import { readLaunchFile } from '../db/deployment/launch-files.ts';
import { readComplaintTexts } from '../db/complaint/texts.ts';
import { readCustomerName } from '../db/deployment/reads.ts';
import { findIssued, keepIssued } from '../db/documents/issued.ts';
import { listDocuments } from '../db/documents/reads.ts';
import { record } from '../db/journey/record.ts';
import { issueCode, readProof } from '../db/order/codes.ts';
import { readParty, readSignature } from '../db/order/parties.ts';
import { readAddress, readPersonName, readProfile, readStaff } from '../db/people/team.ts';
import { readCalendars } from '../db/policy/reads.ts';
import { currentPolicies, readLinkValidity, readTimeZone } from '../db/policy/store.ts';
import { readProposal } from '../db/sales/proposals.ts';
import { isEverybodyTold } from '../db/ticket/notices.ts';
import { readContact } from '../db/termination/terminations.ts';
import { readCallerMail } from '../db/ticket/contents.ts';
import { readTeams } from '../db/ticket/teams.ts';
import { milliseconds } from '../domain/calendar/freeze.ts';
import type { RecordedEvent } from '../domain/journey/journey.ts';
import { lastNight, today } from '../domain/calendar/today.ts';
import type { Pool } from '../db/pool.ts';
import type { BackupsPort } from '../ports/backups.ts';
import type { BillingPort } from '../ports/billing.ts';
import type { DocumentStorage } from '../ports/document-storage.ts';
import type { HardwarePort } from '../ports/hardware.ts';
import type { InventoryPort } from '../ports/inventory.ts';
import type { JarvisPort } from '../ports/jarvis.ts';
import type { KnowledgePort } from '../ports/knowledge.ts';
import type { MailPort } from '../ports/mail.ts';
import type { OblPort } from '../ports/obl.ts';
import type { RefTechPort } from '../ports/ref-tech.ts';
import type { SmsPort } from '../ports/sms.ts';
import { traceparentNow } from '../ports/tracing.ts';
import { taskQueues } from '../workflows/journey/messages.ts';
import { tracedWorker } from './tracing/worker.ts';

/** Every outside system, real or simulated. */
export interface OutsidePorts {
  readonly jarvis: JarvisPort;
  readonly obl: OblPort;
  readonly refTech: RefTechPort;
  readonly billing: BillingPort;
  readonly mail: MailPort;
  readonly sms: SmsPort;
  readonly inventory: InventoryPort;
  readonly hardware: HardwarePort;
  readonly backups: BackupsPort;
  readonly knowledge: KnowledgePort;
  /** Where what was sent to customers is kept. */
  readonly documents: DocumentStorage;
  /** Who writes to customers and colleagues, and in whose name. */
  readonly operator: Omit<NoticeParts['operator'], 'readTimeZone'>;
  /** Signs the links that customers are mailed (D-06). */
  readonly linkSecret: string;
  /** Who is told of what goes into exploitation (D-19). */
  readonly supportDesk: string;
  /** Who is told when a local loop operator keeps silent (D-09). */
  readonly oblSupport: string;
}

/**
 * Each step of a workflow task makes the SDK's core look through all that its worker keeps (`reconcile_buffered`): 10,000 journeys in one cache cost more processor time than their work.
 * So no cache holds more than this.
 */
const cachedTogether = 2_000;

/** Tasks that a process works on at once, whatever its number of workers: with more, those that came first are done later, and recordings queue for the connections of the pool. */
const atOnce = { workflowTasks: 40, activities: 20 };

/** What each worker of journeys of a process keeps and does at once, one entry for each of them. New journeys do not fall evenly on them: together they may keep a tenth more than is asked for. */
export function journeyWorkers(maxCachedWorkflows: number): Required<Pick<WorkerOptions, 'maxCachedWorkflows' | 'maxConcurrentWorkflowTaskExecutions' | 'maxConcurrentActivityTaskExecutions'>>[] {
  const workers = Math.max(1, Math.ceil(maxCachedWorkflows / cachedTogether));
  const share = (total: number): number => Math.ceil(total / workers);
  const kept = share(workers === 1 ? maxCachedWorkflows : 1.1 * maxCachedWorkflows);
  // Of 0, the engine's client keeps none and replays each; of others it wants no more under way than are kept.
  const tasks = kept === 0 ? share(atOnce.workflowTasks) : Math.min(share(atOnce.workflowTasks), kept);
  return Array.from({ length: workers }, () => ({ maxCachedWorkflows: kept, maxConcurrentWorkflowTaskExecutions: tasks, maxConcurrentActivityTaskExecutions: share(atOnce.activities) }));
}

export interface WorkerParts {
  readonly connect: () => Promise<NativeConnection>;
  readonly namespace: string;
  /** The prebuilt bundle, or the sources (tests). */
  readonly workflows: { readonly codePath: string } | { readonly workflowsPath: string };
  readonly pool: Pool;
  readonly outside: OutsidePorts;
  readonly maxCachedWorkflows: number;
  /** What one worker process lets through to each outside system. */
  readonly outsideCallsPerSecond: number;
  /** Hears of each recording that failed; it is tried again for ever, so somebody must know. */
  readonly onRecordTrouble: (journeyId: string, error: Error) => void;
  /** Hears of each event once, when it is recorded. */
  readonly onRecorded?: (events: readonly RecordedEvent[]) => void;
  /** Encrypts what the engine keeps. */
  readonly dataConverter?: DataConverter | undefined;
}

/** The workers, and what ends their connections once they have stopped. */
export interface Workers {
  readonly workers: readonly Worker[];
  readonly disconnect: () => Promise<void>;
}

export async function createWorkers(parts: WorkerParts): Promise<Workers> {
  const { connect, namespace, pool, workflows } = parts;
  const trace: KeepSent = (messageKey, channel, of) => keepSent(pool, messageKey, channel, of);
  const ports = { ...parts.outside, mail: tracedMail(parts.outside.mail, trace), sms: tracedSms(parts.outside.sms, trace) };
  const [connection, ...ofJourneys] = await Promise.all([
    connect(),
    // A connection has one worker of a queue at most.
    ...journeyWorkers(parts.maxCachedWorkflows).map(async (share) => ({ ...share, connection: await connect() })),
  ]);
  const common = { connection, namespace, shutdownGraceTime: '5 seconds', ...tracedWorker, ...(parts.dataConverter ? { dataConverter: parts.dataConverter } : {}) } as const;
  const recorder: RecorderActivities = {
    async recordEvents(batch) {
      try {
        const recorded = await record(pool, { ...batch, traceparent: traceparentNow() });
        if (recorded > 0) parts.onRecorded?.(batch.events.slice(-recorded));
      } catch (error) {
        parts.onRecordTrouble(batch.journeyId, error as Error);
        throw error;
      }
    },
  };
  const tickets = ticketActivities({ readTeams: (desk) => readTeams(pool, desk), readCalendars: (version) => readCalendars(pool, version), isEverybodyTold: (number) => isEverybodyTold(pool, number) });
  const backupRounds: BackupRoundActivities = {
    async beginRound(atMs) {
      const { values: { 'field-service': { backupCheck } } } = await currentPolicies(pool, ['field-service']);
      return { night: lastNight(atMs, backupCheck.timeZone), askAgainEveryMs: milliseconds(backupCheck.askAgainEvery), askAgainTimes: backupCheck.askAgainTimes };
    },
    silentJobs: (night) => silentJobs(pool, night),
    closeNight: (night) => closeNight(pool, night),
  };
  const launchFiles: ReadLaunchFile = (deploymentId) => readLaunchFile(pool, deploymentId);
  const operator = { ...ports.operator, readTimeZone: () => readTimeZone(pool) };
  const customerLink = customerLinks({ customerUrl: ports.operator.customerUrl, secret: ports.linkSecret, readValidityMs: () => readLinkValidity(pool) });
  const issued: IssuedBook = { find: (key) => findIssued(pool, key), keep: (key, document) => keepIssued(pool, key, document) };
  const notices = noticeActivities({
    mail: ports.mail, sms: ports.sms, supportDesk: ports.supportDesk, oblSupport: ports.oblSupport, readLaunchFile: launchFiles,
    storage: ports.documents, issued,
    readCustomerName: (customerId) => readCustomerName(pool, customerId),
    readPersonName: (subject) => readPersonName(pool, subject), readStaff: (deploymentId, profile, site) => readStaff(pool, deploymentId, profile, site),
    operator, customerLink,
  });
  const backupNotices = backupNoticeActivities({ mail: ports.mail, operator: ports.operator.name, readNetworkAdmins: () => readProfile(pool, 'network-admin'), readJob: (job) => readJobNotice(pool, job) });
  const replacementNotices = replacementNoticeActivities({ mail: ports.mail, operator: ports.operator.name, readCallerMail: (ticket) => readCallerMail(pool, ticket) });
  const terminationNotices = terminationNoticeActivities({
    mail: ports.mail, storage: ports.documents, issued, operator: ports.operator, readCustomerName: (customerId) => readCustomerName(pool, customerId), readContact: (id) => readContact(pool, id),
  });
  const orders = orderActivities({
    mail: ports.mail, sms: ports.sms, storage: ports.documents, issued, customerLink, letterhead: { operator: ports.operator.name, legalLine: ports.operator.legalLine }, readCustomerName: (customerId) => readCustomerName(pool, customerId),
    readBasket: (proposalId) => readProposal(pool, proposalId), readParty: (id, version) => readParty(pool, id, version), readSignature: (id, termsId) => readSignature(pool, id, termsId),
    issueCode: (orderId, ordinal) => issueCode(pool, ports.linkSecret, { orderId, ordinal }), readProof: (orderId, ordinal) => readProof(pool, { orderId, ordinal }), today: async () => today(Date.now(), await readTimeZone(pool)),
  });
  const appointments = appointmentActivities({ mail: ports.mail, operator: { name: ports.operator.name, email: ports.operator.email }, customerLink, readDetails: (id, version) => readDetails(pool, id, version), readSeller: (subject) => readAddress(pool, subject), readTimeZone: () => readTimeZone(pool) });
  const complaints = complaintActivities({ mail: ports.mail, operator: ports.operator.name, readTexts: (id) => readComplaintTexts(pool, id) });
  const queue = (taskQueue: string, activities: object): WorkerOptions => ({
    ...common, taskQueue, activities, maxConcurrentActivityTaskExecutions: 20, maxActivitiesPerSecond: parts.outsideCallsPerSecond,
  });
  const workers = await Promise.all([
    ...ofJourneys.map((own) => Worker.create({
      ...common, ...own, taskQueue: taskQueues.journeys, activities: { ...recorder, ...tickets, ...backupRounds },
      ...('codePath' in workflows ? { workflowBundle: workflows } : workflows),
    })),
    Worker.create(queue(taskQueues.jarvis, jarvisActivities(ports.jarvis, launchFiles))),
    Worker.create(queue(taskQueues.obl, oblActivities(ports.obl))),
    Worker.create(queue(taskQueues.refTech, refTechActivities(ports.refTech, launchFiles))),
    Worker.create(queue(taskQueues.billing, together(billingActivities(ports.billing, launchFiles, (deploymentId) => listDocuments(pool, deploymentId)), terminationBillingActivities(ports.billing)))),
    Worker.create(queue(taskQueues.inventory, inventoryActivities(ports.inventory))),
    Worker.create(queue(taskQueues.hardware, hardwareActivities(ports.hardware, async () => today(Date.now(), await readTimeZone(pool))))),
    Worker.create(queue(taskQueues.backups, backupAskActivities({ backups: ports.backups, keepReport: (report) => keepReport(pool, report, 'asked') }))),
    Worker.create(queue(taskQueues.knowledge, documentationActivities(ports.knowledge))),
    Worker.create(queue(taskQueues.mail, together(notices, backupNotices, replacementNotices, terminationNotices, orders, appointments, complaints))),
  ]);
  return { workers, disconnect: async () => { await Promise.all([connection, ...ofJourneys.map((own) => own.connection)].map((one) => one.close())); } };
}

/** The activities of several kinds of journeys on one queue. @throws {Error} where two have the same name: one would be called in the other's place. */
export function together(...kinds: readonly object[]): object {
  const names = kinds.flatMap(Object.keys);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two activities of one queue are called ${twice}`);
  return Object.assign({}, ...kinds) as object;
}
