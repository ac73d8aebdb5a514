/** The customer's collections while they are awaited: reminders with a fresh link, then those are told who can help (D-07, D-11). */
import { awaitedCollection, collectionEscalatesTo, collectionReminderAtMs, type CollectionCommand, type CollectionWait } from '../../domain/deployment/collection.ts';
import { dateOfInstant, type DeliveryPolicy, type ReminderLadder } from '../../domain/deployment/policy.ts';
import type { OutsideAnswer } from '../journey/call-outside.ts';
import type { Journey } from '../journey/journey.ts';
import { call, launchOf, type Deployment } from './deployment.ts';

type Awaited = CollectionWait & { readonly taskId: string };

/** What differs between the deployment's collection and a site's. */
export interface Collecting<S> {
  /** What the customer is asked for; null once it is there, or no longer needed. */
  readonly waitOf: (state: S) => Awaited | null;
  readonly policyOf: (state: S) => DeliveryPolicy;
  readonly remind: (reminder: { readonly taskId: string; readonly ordinal: number; readonly linkFromMs: number }) => Promise<OutsideAnswer<void>>;
  readonly tell: (told: {
    readonly taskId: string; readonly key: string; readonly to: ReminderLadder['escalateTo'][number]; readonly facts: { readonly reminders: number; readonly sinceOn: string };
  }) => Promise<OutsideAnswer<void>>;
}

/** Reminds until nothing is awaited any more. Begun again, it goes on where the state is. */
export async function remindOfCollection<S>(journey: Pick<Journey<S, CollectionCommand>, 'state' | 'act' | 'until'>, { waitOf, policyOf, remind, tell }: Collecting<S>): Promise<void> {
  for (let wait = waitOf(journey.state()); wait !== null; wait = waitOf(journey.state())) {
    const policy = policyOf(journey.state());
    const { taskId, reminders, askedAtMs } = wait;
    const to = collectionEscalatesTo(policy, wait);
    if (to.length > 0) {
      // Of this wait: the step's next task is another.
      const key = taskId.split('.').slice(-2).join('.');
      for (const recipient of to) await tell({ taskId, key, to: recipient, facts: { reminders, sinceOn: dateOfInstant(policy, askedAtMs) } });
      journey.act({ type: 'collectionEscalated', to }, 'timer');
      continue;
    }
    const atMs = collectionReminderAtMs(policy, wait);
    const ordinal = reminders + 1;
    // A policy applied meanwhile moves the instant: the timer is armed anew.
    const isAsBefore = (state: S): boolean => {
      const now = waitOf(state);
      return now !== null && collectionReminderAtMs(policyOf(state), now) === atMs;
    };
    const woken = await journey.until((state) => !isAsBefore(state), { atMs, summary: `Relance collecte n° ${ordinal}` });
    if (woken === 'met') continue;
    const reminded = await remind({ taskId, ordinal, linkFromMs: atMs });
    if (reminded.how !== 'overtaken') journey.act({ type: 'collectionReminded', ordinal }, 'timer');
  }
}

/** D-07, beside the story: from the welcome mail until the technical collection is there or the deployment ends. */
export async function awaitTechnicalCollection(deployment: Deployment): Promise<void> {
  const waitOf = (state: ReturnType<Deployment['state']>) => awaitedCollection(state, 'technical-collection');
  await deployment.until((state) => state.endedAtMs !== null || waitOf(state) !== null);
  const { id: deploymentId } = deployment;
  await remindOfCollection(deployment, {
    waitOf, policyOf: () => launchOf(deployment).policy,
    remind: (reminder) => call(deployment, 'remind-collection', (state) => waitOf(state) !== null, ({ notices }) =>
      notices(`Relance collecte n° ${reminder.ordinal}`).sendCollectionReminder({ deploymentId, site: null, ...reminder })),
    tell: ({ key, to, facts }) => call(deployment, 'escalate-collection', (state) => waitOf(state) !== null, ({ notices }) =>
      notices('Collecte en retard signalée').sendInternal({ deploymentId, site: null, key, to, subjectKind: 'technical-collection', facts })),
  });
}
