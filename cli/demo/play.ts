/** A demonstration: a deployment from launch to handover, played as every person, through the public API alone. */
import { setTimeout as pause } from 'node:timers/promises';
import type { SimulatedInvoice } from '../../domain/billing/invoice.ts';
import type { LaunchFile } from '../../domain/deployment/launch.schema.ts';
import { steps, tasks, type StepKey, type TaskStep } from '../../domain/deployment/steps.ts';
import type { DocumentKind } from '../../domain/documents/kinds.ts';
import { Failure } from '../failure.ts';
import { makeChange, planChange, undoChange } from './borrowed.ts';
import { createApi, RefusedCall, type Access, type Api } from './client.ts';
import { demoDocument } from './documents.ts';
import { dateIn } from './paris-time.ts';
import type { Scenario } from './scenario.ts';
import { lineOf, personDid, type Line, type TimelineEntry } from './story.ts';

export interface Played {
  readonly deploymentId: string;
  readonly tookMs: number;
  readonly sites: readonly PlayedSite[];
}

export interface PlayedSite {
  readonly site: string;
  readonly label: string;
  /** It was given up on the way: the rest is null. */
  readonly isAbandoned: boolean;
  readonly rds: string | null;
  /** ISO date. */
  readonly deliveredOn: string | null;
  readonly subscriptionReference: string | null;
  readonly firstInvoiceTtcCents: number | null;
}

export interface DemoOptions {
  readonly scenario: Scenario;
  /** What is launched, but for its order number and target date: a file ages. */
  readonly file: LaunchFile;
  /** Where a supervisor looks at a journey: an address, or a sentence. */
  readonly whereToSee: (journeyId: string) => string;
  readonly signal: AbortSignal;
  /** What is launched with the file; by default a deployment. */
  readonly launch?: (api: Api, file: LaunchFile) => Promise<{ readonly id: string }>;
}

interface DeploymentView {
  readonly phase: string;
  readonly sites: readonly (Omit<PlayedSite, 'label' | 'isAbandoned' | 'firstInvoiceTtcCents'> & { readonly phase: string })[];
  readonly openTasks: readonly { readonly id: string; readonly step: TaskStep; readonly owner: string; readonly site: string | null }[];
}

/** Who looks at the deployment as a whole. */
const watcher = 'coordinator';
const lookEveryMs = 250;
/** Looks at a deployment in which nothing moves, before it is given up: processes that are started again take some seconds. */
const idleLooks = 360;
const targetInDays = 75;
const dayMs = 86_400_000;

/**
 * Plays it; `say` hears each line as it happens.
 * @throws {Failure} a sentence: what does not come, from whom, where to look; or what the API refused. The reason of the signal when it is aborted.
 */
export async function playDemo(access: Access, say: (line: Line) => void, { scenario, file: template, whereToSee, signal, launch: launchWith = launchDeployment }: DemoOptions): Promise<Played> {
  const startedMs = Date.now();
  const api = createApi(access, signal);
  const told = new Map<string, TimelineEntry>();
  const sayNow = (line: Pick<Line, 'by' | 'who' | 'user' | 'what'>): void => say({ afterMs: Date.now() - startedMs, site: null, ...line });
  const file: LaunchFile = {
    ...template, orderNumber: `BC-${dateIn(startedMs).slice(0, 4)}-${String(startedMs).slice(-8)}`, targetActivationDate: dateIn(startedMs + targetInDays * dayMs),
  };

  /** Policies are frozen into a deployment at its launch: they are back before anything else happens, whatever happens. */
  async function launch(): Promise<string> {
    const changes = await Promise.all(scenario.borrowed.map((borrowed) => planChange(api, borrowed)));
    let id: string | undefined;
    try {
      for (const change of changes) await makeChange(api, change);
      for (const { policy, meaning } of scenario.borrowed) sayNow(personDid('admin', `shortens the policy «${policy}» for the demonstration: ${meaning}`));
      return id = (await launchWith(api, file)).id;
    } finally {
      // Not to be interrupted.
      for (const change of changes) await undoChange(createApi(access), change);
      if (id !== undefined) await tellNews(id);
      sayNow(personDid('admin', `puts ${scenario.borrowed.map(({ policy }) => `«${policy}»`).join(' and ')} back as before; only this deployment keeps the short waits`));
    }
  }

  const id = await launch();
  sayNow({ by: 'jalon', who: 'Jalon', user: null, what: `see it in the Temporal Web UI: ${whereToSee(id)}` });

  async function tellNews(id: string): Promise<void> {
    for (const entry of await readTimeline(api, id)) {
      const key = `${entry.journeyId}#${entry.number}`;
      if (told.has(key)) continue;
      told.set(key, entry);
      const line = lineOf(entry, startedMs);
      if (line) say(line);
      if (entry.type === 'siteDeliveriesStarted') for (const site of sitesOf(entry)) sayNow({ by: 'jalon', who: 'Jalon', user: null, what: `see ${site}: ${whereToSee(`${id}/${site}`)}` });
    }
  }

  async function doTask({ id: taskId, step, owner, site }: DeploymentView['openTasks'][number]): Promise<boolean> {
    const answer = scenario.answer(step, {
      occurrence: Number(taskId.split('.').at(-1)),
      deploymentId: id, site, nowMs: Date.now(), serialNumbers: serialNumbersOf([...told.values()], `${id}/${site}`),
      told: [...told.values()], accessType: site === null ? null : file.sites[Number(site.slice(1)) - 1]?.accessType ?? null,
    });
    if (answer === undefined) return false;
    if (step === 'technical-validation') await bringDocuments(api, id, file, scenario);
    try {
      await api.post(owner, `/tasks/${taskId}/complete`, answer);
    } catch (thrown) {
      // Withdrawn since we looked: what it asked for has come from elsewhere.
      if (!(thrown instanceof RefusedCall) || thrown.code !== 'task-closed') throw thrown;
    }
    await tellNews(id);
    return true;
  }

  let seen = '';
  for (let idle = 0; idle < idleLooks; idle += 1) {
    signal.throwIfAborted();
    const { body: view } = await api.get<DeploymentView>(watcher, `/deployments/${id}`);
    if (JSON.stringify(view) !== seen) {
      [seen, idle] = [JSON.stringify(view), 0];
      await tellNews(id);
    }
    if (['completed', 'cancelled', 'withdrawn'].includes(view.phase)) return finished(id, view, file, scenario, [...told.values()], Date.now() - startedMs);
    let hasActed = false;
    for (const task of view.openTasks) hasActed = (await doTask(task)) || hasActed;
    hasActed = (await scenario.act({ api, deploymentId: id, sites: view.sites, told: [...told.values()], nowMs: Date.now() })) || hasActed;
    if (!hasActed) await pause(lookEveryMs, undefined, { signal });
  }
  throw new Failure(standstill(id, JSON.parse(seen) as DeploymentView, whereToSee(id)));
}

const launchDeployment = async (api: Api, file: LaunchFile): Promise<{ readonly id: string }> => await api.post('coordinator', '/deployments', file);

/** D-04: sales bring what is missing, the coordinator accepts it, or refuses it first; after a restart, what is still missing. */
async function bringDocuments(api: Api, deploymentId: string, file: LaunchFile, { refusedDocuments }: Scenario): Promise<void> {
  const path = `/deployments/${deploymentId}/documents`;
  const { body: { items, missing } } = await api.get<{ items: { id: string; kind: DocumentKind; status: string }[]; missing: DocumentKind[] }>('coordinator', path);
  for (const kind of missing) {
    const ofKind = items.filter((document) => document.kind === kind);
    const reason = refusedDocuments[kind];
    const isToRefuse = reason !== undefined && !ofKind.some(({ status }) => status === 'rejected');
    let id = ofKind.find(({ status }) => status === 'added')?.id ?? await addDocument(api, path, kind, file, isToRefuse);
    if (isToRefuse) {
      await api.post('coordinator', `/documents/${id}/reject`, { reason });
      id = await addDocument(api, path, kind, file);
    }
    await api.post('coordinator', `/documents/${id}/accept`, {});
  }
}

async function addDocument(api: Api, path: string, kind: DocumentKind, file: LaunchFile, isIllegible = false): Promise<string> {
  const { fileName, bytes } = await demoDocument(kind, file, dateIn(Date.now()), isIllegible);
  const form = new FormData();
  form.append('kind', kind);
  form.append('file', new File([new Uint8Array(bytes)], fileName));
  return (await api.post<{ id: string }>('sales-engineer', path, form)).id;
}

/** All of it, oldest first. */
async function readTimeline(api: Api, deploymentId: string): Promise<TimelineEntry[]> {
  const entries: TimelineEntry[] = [];
  for (let path: string | undefined = `/deployments/${deploymentId}/timeline?limit=200`; path !== undefined;) {
    const page: Awaited<ReturnType<typeof api.get<{ items: TimelineEntry[] }>>> = await api.get<{ items: TimelineEntry[] }>(watcher, path);
    entries.push(...page.body.items);
    path = /<\/api\/v1([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
  }
  return entries;
}

function sitesOf({ payload }: TimelineEntry): string[] {
  return payload['sites'] as string[];
}

function serialNumbersOf(told: readonly TimelineEntry[], journeyId: string): string[] {
  const shipped = told.find((entry) => entry.type === 'equipmentShipped' && entry.journeyId === journeyId);
  return (shipped?.payload['serialNumbers'] as string[] | undefined) ?? [];
}

function firstInvoiceOf(told: readonly TimelineEntry[], journeyId: string): number | null {
  const simulated = told.findLast((entry) => entry.type === 'invoiceSimulated' && entry.journeyId === journeyId);
  return (simulated?.payload['invoice'] as SimulatedInvoice | null | undefined)?.totals.ttcCents ?? null;
}

/** @throws {Failure} when a site did not end as it should. */
function finished(deploymentId: string, { phase, sites }: DeploymentView, file: LaunchFile, { abandoned }: Scenario, told: readonly TimelineEntry[], tookMs: number): Played {
  const isAsItShould = ({ site, phase: ended, subscriptionReference }: DeploymentView['sites'][number]): boolean =>
    (abandoned.includes(site) ? ended === 'cancelled' : ended === 'in-service' && subscriptionReference !== null);
  if (phase !== 'completed' || !sites.every(isAsItShould) || sites.length !== file.sites.length) {
    throw new Failure(`${deploymentId} ended otherwise than it should: ${phase}, ${sites.map((site) => `${site.site} ${site.phase}`).join(', ')}. Its timeline says why: GET /deployments/${deploymentId}/timeline.`);
  }
  return {
    deploymentId, tookMs,
    sites: sites.map(({ site, rds, deliveredOn, subscriptionReference }, index) => ({
      site, label: file.sites[index]?.label ?? '', isAbandoned: abandoned.includes(site), rds, deliveredOn, subscriptionReference, firstInvoiceTtcCents: firstInvoiceOf(told, `${deploymentId}/${site}`),
    })),
  };
}

/** What does not come, from whom, and where to look. */
function standstill(deploymentId: string, { phase, sites, openTasks }: DeploymentView, see: string): string {
  const where = (name: string): string => (name in steps ? `«${steps[name as StepKey].labels.fr}»` : name);
  return [
    `Nothing has moved in ${deploymentId} for ${(idleLooks * lookEveryMs) / 1000} seconds.`, `It is in ${where(phase)}${sites.map((site) => `, ${site.site} in ${where(site.phase)}`).join('')}.`,
    ...openTasks.map(({ id, step, owner }) => `Open: «${tasks[step].labels.fr}» of ${owner} (${id}).`),
    'A step without a task waits for an outside system: see the logs of its simulator, of the worker and of the relay below the data folder, and the journey itself:', see,
  ].join(' ');
}
