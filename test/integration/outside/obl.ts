/** A simulated OBL, our port to it and JARVIS's door, for the files of its contract. */
import { createOblPort } from '../../../activities/outside/obl.ts';
import { oblCallback, type OblOrderRequest } from '../../../ports/obl.ts';
import { placeAtObl } from '../../../simulators/jarvis/obl-client.ts';
import { createOblSimulator } from '../../../simulators/obl/simulator.ts';
import { callbackSecret, controlOf, silent, startReceiver, temporaryFolder, token } from './support.ts';

/** Starts it, with a receiver of its callbacks. @param timeoutMs how long an answer is waited for, by us and by JARVIS */
export async function openObl(timeoutMs: number) {
  const folder = await temporaryFolder();
  const receiver = await startReceiver(oblCallback);
  const simulator = createOblSimulator({
    file: `${folder.path}/obl.jsonl`, token, log: silent, now: Date.now, random: Math.random, delayMs: 5,
    callbackTarget: { url: receiver.url, secret: callbackSecret },
  });
  const baseUrl = `http://127.0.0.1:${await simulator.listen(0)}`;
  const control = controlOf(baseUrl);
  const obl = createOblPort({ baseUrl, token, timeoutMs });
  return {
    receiver, baseUrl, control, obl,
    place: (order: OblOrderRequest) => placeAtObl({ url: baseUrl, token, timeoutMs }, order),
    factsOf: async (orderKey: string) => (await control.book()).subjects[orderKey]?.facts.map((fact) => fact.type) ?? [],
    stateOf: async (orderKey: string) => (await obl.orderState(orderKey)).state,
    close: async () => {
      await simulator.close();
      await receiver.close();
      await folder.remove();
    },
  };
}

export const rejected = { type: 'outside.rejected', nonRetryable: true };
