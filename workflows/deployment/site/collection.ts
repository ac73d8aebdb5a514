/** A site's supplementary collection while it is awaited, beside the story (D-11, by the ladder of D-07). */
import { awaitedCollection } from '../../../domain/deployment/collection.ts';
import type { SiteState } from '../../../domain/deployment/site.ts';
import { remindOfCollection } from '../collection.ts';
import { call, openingOf, type Site } from './site.ts';

const waitOf = (state: SiteState) => awaitedCollection(state, 'supplementary-collection');

export async function awaitSupplementaryCollections(site: Site): Promise<void> {
  const hasEnded = (): boolean => site.state().endedAtMs !== null;
  while (!hasEnded()) {
    await site.until((state) => state.endedAtMs !== null || waitOf(state) !== null);
    await remindOfCollection(site, {
      waitOf, policyOf: () => openingOf(site).policy,
      remind: (reminder) => call(site, 'remind-collection', (state) => waitOf(state)?.taskId === reminder.taskId, ({ notices }) =>
        notices(`Relance collecte complémentaire n° ${reminder.ordinal}`).sendCollectionReminder({ deploymentId: openingOf(site).deploymentId, site: openingOf(site).site, ...reminder })),
      tell: ({ taskId, ...told }) => call(site, 'escalate-collection', (state) => waitOf(state)?.taskId === taskId, ({ notices }) =>
        notices('Collecte en retard signalée').sendInternal({ deploymentId: openingOf(site).deploymentId, site: openingOf(site).site, subjectKind: 'technical-collection', ...told })),
    });
  }
}
