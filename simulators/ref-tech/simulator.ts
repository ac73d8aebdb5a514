/** The simulated Ref.Tech: plans and records visits, ships equipment and tells so later by signed callbacks, produces and observes services (D-10 to D-15, D-19). */
import type { CallbackTarget } from '../shared/callbacks.ts';
import { createSimulator } from '../shared/simulator.ts';
import type { Happen, Simulator, SimulatorSettings } from '../shared/simulator.ts';
import { equipmentRoutes, nextStep } from './equipment.ts';
import { interventionRoutes } from './interventions.ts';
import { applyFact, newRecords } from './records.ts';
import type { RefTechFact } from './records.ts';
import { serviceRoutes } from './services.ts';

export interface RefTechSimulatorSettings extends SimulatorSettings {
  callbackTarget: CallbackTarget;
  /** Milliseconds from the call to ship equipment to its shipment, and from there to its receipt. */
  delayMs: number;
}

/** A Ref.Tech that keeps its records in `settings.file`; see docs/simulators.md for what it does and misdoes. */
export function createRefTechSimulator(settings: RefTechSimulatorSettings): Simulator {
  const records = newRecords();
  const timers = new Map<string, NodeJS.Timeout>();

  function stopTimers(): void {
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
  }

  function wake(subject: string, happen: Happen<RefTechFact>): void {
    clearTimeout(timers.get(subject));
    timers.delete(subject);
    const lot = records.equipment.get(subject);
    const step = lot && nextStep(records, lot, settings.delayMs);
    if (!step) return;
    timers.set(subject, setTimeout(() => happen(step.fact, step.callbacks), Math.max(0, step.atMs - settings.now())));
  }

  return createSimulator<RefTechFact>({
    name: 'ref-tech',
    routes: [...interventionRoutes(records), ...equipmentRoutes(records), ...serviceRoutes(records)],
    callbackTarget: settings.callbackTarget,
    apply: (fact) => applyFact(records, fact),
    reset() {
      stopTimers();
      Object.assign(records, newRecords());
    },
    wake,
    stop: stopTimers,
  }, settings);
}
