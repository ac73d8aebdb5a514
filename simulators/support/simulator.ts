/** The tools of the support desk behind one address, each below its name: inventory, knowledge, monitoring, hardware, backups, eligibility. */
import type { CallbackTarget } from '../shared/callbacks.ts';
import { hostSimulators, type Simulator, type SimulatorSettings } from '../shared/simulator.ts';
import { createBackupsSimulator } from './backups.ts';
import { createEligibilitySimulator } from './eligibility.ts';
import { createHardwareSimulator } from './hardware.ts';
import { createInventorySimulator } from './inventory.ts';
import { createKnowledgeSimulator } from './knowledge.ts';
import { createMonitoringSimulator } from './monitoring.ts';

/** Those of them that call back. */
export type CallingTool = 'inventory' | 'monitoring' | 'hardware' | 'backups';

export interface SupportSimulatorSettings {
  settingsOf(tool: CallingTool | 'knowledge' | 'eligibility'): SimulatorSettings;
  callbackTargetOf(tool: CallingTool): CallbackTarget;
  delayMs: number;
}

/** Each keeps its own journal; see docs/simulators.md for what they do and misdo. */
export function createSupportSimulator({ settingsOf, callbackTargetOf, delayMs }: SupportSimulatorSettings): Simulator {
  const calling = (tool: CallingTool) => ({ ...settingsOf(tool), callbackTarget: callbackTargetOf(tool), delayMs });
  return hostSimulators({
    inventory: createInventorySimulator(calling('inventory')), knowledge: createKnowledgeSimulator(settingsOf('knowledge')), monitoring: createMonitoringSimulator(calling('monitoring')),
    hardware: createHardwareSimulator(calling('hardware')), backups: createBackupsSimulator(calling('backups')), eligibility: createEligibilitySimulator(settingsOf('eligibility')),
  });
}
