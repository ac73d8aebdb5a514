/** What pages are tested with: deployments brought to where a person of the test has something to do. */
import { play, type Shown } from '../../support/players.ts';
import { api } from './browser.ts';

/** Deployments whose coordinator has their collection to check, with the ids of those tasks. */
export async function awaitingValidation(count: number): Promise<{ readonly id: string; readonly task: string }[]> {
  return await Promise.all(Array.from({ length: count }, async (_, index) => {
    const id = await launchedUntil(({ phase }) => phase === 'technical-validation', ['Lyon', 'Nantes', 'Lille', 'Brest'][index % 4]);
    return { id, task: `${id}.technical-validation.1` };
  }));
}

/** One deployment of one site, played by everybody as far as that. */
export async function launchedUntil(until: (shown: Shown) => boolean, city = 'Lyon'): Promise<string> {
  const id = await api().launch([city]);
  await play(api(), [id], { until });
  return id;
}

/** Whether somebody is asked that in it. */
export const asks = (step: Shown['openTasks'][number]['step']) => ({ openTasks }: Shown): boolean => openTasks.some((task) => task.step === step);
