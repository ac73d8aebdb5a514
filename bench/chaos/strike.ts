/** Plays the plan: brings each fault about at its moment and mends it when its time is over, or when the run is stopped. */
import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../cli/processes/wait.ts';
import { misdeeds, sentenceOf, type Simulator, type Strike } from './plan.ts';
import type { Stage } from './stage.ts';

export interface Struck {
  readonly strike: Strike;
  /** Null when it was brought about; else why it was not. */
  readonly failed: string | null;
}

/** A simulator that is dead or frozen hears of its faults when it is back. */
const heardWithinMs = 60_000;

/** @param say hears of each fault as it comes. */
export async function playPlan(stage: Stage, plan: readonly Strike[], say: (sentence: string) => void, signal: AbortSignal): Promise<Struck[]> {
  const startedMs = Date.now();
  // Every fault waits for it; more than ten are no leak.
  setMaxListeners(0, signal);
  const struck: Struck[] = [];

  async function play(strike: Strike): Promise<void> {
    const waitMs = startedMs + strike.atMs - Date.now();
    if (waitMs > 0) await pause(waitMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      const mend = await bringAbout(stage, strike);
      say(sentenceOf(strike));
      struck.push({ strike, failed: null });
      if (strike.forMs > 0) await pause(strike.forMs, undefined, { signal }).catch(() => undefined);
      await mend();
    } catch (thrown) {
      const failed = thrown instanceof Error ? thrown.message : String(thrown);
      struck.push({ strike, failed });
      say(`${sentenceOf(strike)}: not possible now, ${failed}`);
    }
  }

  await Promise.all(plan.map(play));
  return struck;
}

/** @returns what mends it. */
async function bringAbout({ on, fillDisk, setClock }: Stage, strike: Strike): Promise<() => Promise<void>> {
  switch (strike.kind) {
    case 'kill':
      await on.kill(strike.target);
      return nothing;
    case 'restart':
      await on.restart(strike.target);
      return nothing;
    case 'freeze': {
      const thaw = on.freeze(strike.target);
      return () => Promise.resolve(thaw());
    }
    case 'cut': {
      const wire = { 'worker-to-temporal': on.wires.workerToTemporal, 'relay-to-temporal': on.wires.relayToTemporal, 'to-database': on.wires.toDatabase }[strike.target];
      await wire.cut();
      return () => wire.mend();
    }
    case 'misbehave': {
      await setFaults(on.outside[strike.target], strike.target, misdeeds[strike.how].faults);
      return () => setFaults(on.outside[strike.target], strike.target, {});
    }
    case 'fill-disk': return await fillDisk();
    case 'jump-clock':
      await setClock(strike.target, strike.bySeconds);
      return () => setClock(strike.target, 0);
  }
}

async function nothing(): Promise<void> {
  // The supervisor starts it again.
}

/** @throws {Error} when the simulator does not hear of it. */
async function setFaults({ url, token }: { readonly url: string; readonly token: string }, name: Simulator, faults: object): Promise<void> {
  const isHeard = await until(async () => (await fetch(`${url}/sim/faults`, {
    method: 'PUT', body: JSON.stringify(faults), headers: { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' }, signal: AbortSignal.timeout(2_000),
  })).ok, heardWithinMs, 200);
  if (!isHeard) throw new Error(`${name} does not answer`);
}
