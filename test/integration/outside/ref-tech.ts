/** A simulated Ref.Tech and our port to it, for the files of its contract. */
import { createRefTechPort } from '../../../activities/outside/ref-tech.ts';
import { refTechCallback, type InterventionRequest, type RefTechPort } from '../../../ports/ref-tech.ts';
import { createRefTechSimulator } from '../../../simulators/ref-tech/simulator.ts';
import { callbackSecret, controlOf, silent, startReceiver, temporaryFolder, token } from './support.ts';

/** Starts it, with a receiver of its callbacks. `start` starts another on the same or another journal. */
export async function openRefTech() {
  const folder = await temporaryFolder();
  const receiver = await startReceiver(refTechCallback);
  async function start(name = 'ref-tech', overrides: { now?: () => number; delayMs?: number } = {}) {
    const simulator = createRefTechSimulator({
      file: `${folder.path}/${name}.jsonl`, token, log: silent, now: Date.now, random: Math.random, delayMs: 5,
      callbackTarget: { url: receiver.url, secret: callbackSecret }, ...overrides,
    });
    const baseUrl = `http://127.0.0.1:${await simulator.listen(0)}`;
    const control = controlOf(baseUrl);
    return {
      baseUrl, refTech: createRefTechPort({ baseUrl, token }), control, stop: () => simulator.close(),
      typesOf: async (key: string) => (await control.book()).subjects[key]?.facts.map((fact) => fact.type) ?? [],
    };
  }
  return { receiver, start, close: async () => { await receiver.close(); await folder.remove(); } };
}

export const rejectedWith = (status: number, code: string) => ({ type: 'outside.rejected', nonRetryable: true, details: [{ status, code }] });

let lastSite = 0;

/** The keys of a site nobody has worked at yet. */
export function newSite() {
  lastSite += 1;
  const serviceKey = `AFF-2026-000123.S${String(lastSite).padStart(3, '0')}`;
  return { serviceKey, interventionKey: `${serviceKey}.visit.1`, equipmentKey: `${serviceKey}.equipment.1` };
}

export function intervention(interventionKey: string, city = 'Angers'): InterventionRequest {
  return {
    interventionKey, slot: { startsAt: '2026-12-01T08:00:00Z', endsAt: '2026-12-01T10:00:00Z' },
    address: { street: '3 rue du Mail', postalCode: '49000', city, country: 'FR' },
  };
}

/** A site at which the simulator behaves as its city says. */
export async function siteAt(refTech: RefTechPort, city: string) {
  const site = newSite();
  await refTech.planIntervention(intervention(site.interventionKey, city));
  return site;
}
