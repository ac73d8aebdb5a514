/** What pages are tested with: deployments brought to where a person of the test has something to do. */
import { play } from '../../support/players.ts';
import { api } from './browser.ts';

/** Deployments whose coordinator has their collection to check, with the ids of those tasks. */
export async function awaitingValidation(count: number): Promise<{ readonly id: string; readonly task: string }[]> {
  return await Promise.all(Array.from({ length: count }, async (_, index) => {
    const id = await api().launch([['Lyon', 'Nantes', 'Lille', 'Brest'][index % 4] ?? 'Lyon']);
    await play(api(), [id], { until: ({ phase }) => phase === 'technical-validation' });
    return { id, task: `${id}.technical-validation.1` };
  }));
}
