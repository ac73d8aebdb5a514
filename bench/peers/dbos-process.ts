/** The same skeleton on DBOS: steps, messages and sleeps of one durable function, in the process that also asks for them. */
import { DBOS } from '@dbos-inc/dbos-sdk';
import { atOnce } from '../tickets/plan.ts';
import { stretches, timerMs } from './shape.ts';

export interface DbosTask { readonly databaseUrl: string; readonly journeys: number; readonly together: number }

const nothing = async (): Promise<void> => undefined;

const skeleton = DBOS.registerWorkflow(async () => {
  for (const { recordings, outsideCalls, timers } of stretches) {
    await DBOS.recv('tell', 600);
    for (let step = 0; step < recordings + outsideCalls; step += 1) await DBOS.runStep(nothing, { name: 'step' });
    for (let timer = 0; timer < timers; timer += 1) await DBOS.sleep(timerMs);
  }
}, { name: 'skeleton' });

async function play(name: string): Promise<void> {
  const handle = await DBOS.startWorkflow(skeleton, { workflowID: name })();
  for (let message = 0; message < stretches.length; message += 1) await DBOS.send(name, message, 'tell');
  await handle.getResult();
}

process.on('message', (task: DbosTask) => void (async () => {
  DBOS.setConfig({ name: 'bench', systemDatabaseUrl: task.databaseUrl, logLevel: 'error', systemDatabasePoolSize: 20 });
  await DBOS.launch();
  await atOnce(task.together, task.together, (index) => play(`warm-${index}`));
  process.send?.({ type: 'warm' });
  await new Promise((resolve) => process.once('message', resolve));
  const beganMs = performance.now();
  await atOnce(task.journeys, task.together, (index) => play(`journey-${index}`));
  process.send?.({ type: 'done', tookMs: performance.now() - beganMs });
})());
process.on('disconnect', () => process.exit(0));
