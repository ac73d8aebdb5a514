/** The simulated local-loop operator: takes orders, acknowledges and delivers them later by signed callbacks (D-08, D-09). */
import type { CallbackTarget } from '../shared/callbacks.ts';
import { createSimulator } from '../shared/simulator.ts';
import type { Happen, Simulator, SimulatorSettings } from '../shared/simulator.ts';
import { applyFact, nextStep } from './orders.ts';
import type { OblFact, Orders } from './orders.ts';
import { offerAct, oblRoutes } from './routes.ts';

export interface OblSimulatorSettings extends SimulatorSettings {
  callbackTarget: CallbackTarget;
  /** Milliseconds from the order to its acknowledgement, and from there to the delivery report. */
  delayMs: number;
}

/** An OBL that keeps its orders in `settings.file`; see docs/simulators.md for what it does and misdoes. */
export function createOblSimulator(settings: OblSimulatorSettings): Simulator {
  const orders: Orders = new Map();
  const timers = new Map<string, NodeJS.Timeout>();

  function stopTimers(): void {
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
  }

  function wake(orderKey: string, happen: Happen<OblFact>): void {
    clearTimeout(timers.get(orderKey));
    timers.delete(orderKey);
    const order = orders.get(orderKey);
    const step = order && nextStep(order, settings.delayMs);
    if (!step) return;
    timers.set(orderKey, setTimeout(() => happen(step.fact, step.callbacks), Math.max(0, step.atMs - settings.now())));
  }

  return createSimulator<OblFact>({
    name: 'obl',
    routes: oblRoutes(orders),
    acts: [offerAct(orders)],
    callbackTarget: settings.callbackTarget,
    apply: (fact) => applyFact(orders, fact),
    reset() {
      stopTimers();
      orders.clear();
    },
    wake,
    stop: stopTimers,
  }, settings);
}
