/** The persons of deployments over the public API: each signed in as himself, doing what lies in his basket, until all is done. */
import { setTimeout as pause } from 'node:timers/promises';
import { documentKinds, type DocumentKind } from '../../domain/documents/kinds.ts';
import type { TaskStep } from '../../domain/deployment/steps.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import { answerNow } from './answers.ts';
import type { Caller, Told } from './caller.ts';
import { samplePdf, sampleXlsx } from './sample-files.ts';

export interface OpenTask {
  readonly id: string;
  readonly step: TaskStep;
  readonly owner: Profile;
  readonly site: string | null;
}

export interface ShownSite {
  readonly site: string;
  readonly phase: string;
  readonly orderKey: string | null;
  readonly oblReference: string | null;
  readonly rds: string | null;
  readonly subscriptionReference: string | null;
}

/** A deployment as the API shows it. */
export interface Shown {
  readonly id: string;
  readonly orderNumber: string;
  readonly phase: string;
  readonly sites: readonly ShownSite[];
  readonly openTasks: readonly OpenTask[];
}

/** One task that its person is about to do. */
export interface Doing {
  readonly shown: Shown;
  readonly task: OpenTask;
  /** Does it; resolves with the answer. */
  readonly begin: () => Promise<Told>;
}

export interface Play {
  /** How a task is done, where something is to happen to it; the answer may be a long time coming, and is none where it was done in another way. */
  readonly perform?: (doing: Doing) => Promise<{ readonly answer: Promise<Told | undefined> }>;
  /** When to leave off; by default when all have ended. */
  readonly until?: (shown: Shown) => boolean;
}

/** What goes wrong is for the test to decide. */
const leftToTheTest: readonly TaskStep[] = ['access-order-refused', 'works-quote', 'visit-unfavourable', 'abandon-approval', 'stuck-call', 'undo-by-hand', 'invoice-correction', 'approval-refused', 'missing-documents', 'collection-correction'];
const lookAgainMs = 200;
/** Longer than anything takes that is not stuck, a killed process included. */
const patienceMs = 100_000;

export function hasEnded({ phase }: Pick<Shown, 'phase'>): boolean {
  return phase === 'completed' || phase === 'cancelled' || phase === 'withdrawn';
}

/** Everybody does what is asked of him in these deployments; nobody waits for what another was answered. */
export async function play(caller: Caller, deploymentIds: readonly string[], { perform = plainly, until = hasEnded }: Play = {}): Promise<void> {
  const begun = new Map<string, Promise<Told | undefined>>();
  const refused: unknown[] = [];
  let [seen, sinceMs] = ['', Date.now()];
  for (;;) {
    const all = await Promise.all(deploymentIds.map((id) => caller.get<Shown>(`/deployments/${id}`)));
    if (refused.length > 0) throw refused[0];
    if (all.every(until)) break;
    const now = JSON.stringify(all.map(({ id, phase, sites, openTasks }) => [id, phase, sites.map((site) => site.phase), openTasks.map((task) => task.id)]));
    if (now !== seen) [seen, sinceMs] = [now, Date.now()];
    if (Date.now() - sinceMs > patienceMs) throw new Error(`nothing has moved any more: ${now}`);
    for (const shown of all.filter((one) => !until(one))) {
      for (const task of shown.openTasks.filter(({ id, step }) => !begun.has(id) && !leftToTheTest.includes(step))) {
        const { answer } = await perform({ shown, task, begin: () => doTask(caller, shown, task) });
        begun.set(task.id, answer);
        answer.then((told) => { if (told && told.status !== 200) refused.push(new Error(`${task.id}: ${told.status} ${told.text}`)); }, (error: unknown) => refused.push(error));
      }
    }
    await pause(lookAgainMs);
  }
  await Promise.all(begun.values());
  if (refused.length > 0) throw refused[0];
}

async function plainly({ begin }: Doing): Promise<{ answer: Promise<Told> }> {
  return { answer: begin() };
}

async function doTask(caller: Caller, { id }: Shown, task: OpenTask): Promise<Told> {
  if (task.step === 'technical-validation') await bringDocuments(caller, id);
  return await caller.post(`/tasks/${task.id}/complete`, answerNow(task.step), { as: task.owner });
}

/** Sales brings what is missing (D-04). @returns the documents' ids. */
export async function addDocuments(caller: Caller, deploymentId: string): Promise<string[]> {
  const { missing } = await caller.get<{ missing: DocumentKind[] }>(`/deployments/${deploymentId}/documents`);
  const ids: string[] = [];
  for (const kind of missing) {
    const isPdf = kind !== 'eligibility-evidence';
    const added = await caller.post(`/deployments/${deploymentId}/documents`, { kind, fileName: `${documentKinds[kind].label.fr}.${isPdf ? 'pdf' : 'xlsx'}`, bytes: isPdf ? samplePdf : sampleXlsx }, { as: 'sales-engineer' });
    if (added.status !== 201) throw new Error(`${kind}: ${added.status} ${added.text}`);
    ids.push((JSON.parse(added.text) as { id: string }).id);
  }
  return ids;
}

/** Sales brings what is missing, the coordinator accepts it (D-04). */
export async function bringDocuments(caller: Caller, deploymentId: string): Promise<void> {
  for (const id of await addDocuments(caller, deploymentId)) {
    const accepted = await caller.post(`/documents/${id}/accept`, {});
    if (accepted.status !== 200) throw new Error(`${id}: ${accepted.status} ${accepted.text}`);
  }
}
