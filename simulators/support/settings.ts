/** What those of the desk's simulated tools are made with that call back. */
import type { CallbackTarget } from '../shared/callbacks.ts';
import type { SimulatorSettings } from '../shared/simulator.ts';

export interface CallingSettings extends SimulatorSettings {
  callbackTarget: CallbackTarget;
  /** Milliseconds from one thing that it does by itself to the next. */
  delayMs: number;
}
