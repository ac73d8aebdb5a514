/** The simulated tools of the support desk and our ports to them, for the files of their contracts. */
import { createBackupsPort } from '../../../activities/outside/backups.ts';
import { createEligibilityPort } from '../../../activities/outside/eligibility.ts';
import { createHardwarePort } from '../../../activities/outside/hardware.ts';
import { createInventoryPort } from '../../../activities/outside/inventory.ts';
import { createKnowledgePort } from '../../../activities/outside/knowledge.ts';
import { createMonitoringPort } from '../../../activities/outside/monitoring.ts';
import { backupCallback } from '../../../ports/backups.ts';
import { hardwareCallback } from '../../../ports/hardware.ts';
import { inventoryCallback } from '../../../ports/inventory.ts';
import { monitoringCallback } from '../../../ports/monitoring.ts';
import { createSupportSimulator } from '../../../simulators/support/simulator.ts';
import { callbackSecret, controlOf, silent, startReceiver, temporaryFolder, token } from './support.ts';

/** Starts all of them, each with a receiver of its callbacks; `restart` kills and starts the process on the same journals. */
export async function openSupportTools() {
  const folder = await temporaryFolder();
  const receivers = {
    inventory: await startReceiver(inventoryCallback), monitoring: await startReceiver(monitoringCallback), hardware: await startReceiver(hardwareCallback), backups: await startReceiver(backupCallback),
  };
  const create = () => createSupportSimulator({
    settingsOf: (tool) => ({ file: `${folder.path}/${tool}.jsonl`, token, log: silent, now: Date.now, random: Math.random }),
    callbackTargetOf: (tool) => ({ url: receivers[tool].url, secret: callbackSecret }), delayMs: 5,
  });
  let simulator = create();
  const port = await simulator.listen(0);
  const at = (tool: string) => ({ baseUrl: `http://127.0.0.1:${port}/${tool}`, token });
  return {
    receivers, urlOf: (tool: string) => at(tool).baseUrl,
    inventory: createInventoryPort(at('inventory')), knowledge: createKnowledgePort(at('knowledge')), monitoring: createMonitoringPort(at('monitoring')),
    hardware: createHardwarePort(at('hardware')), backups: createBackupsPort(at('backups')), eligibility: createEligibilityPort(at('eligibility')),
    control: (tool: 'inventory' | 'knowledge' | 'monitoring' | 'hardware' | 'backups' | 'eligibility') => controlOf(at(tool).baseUrl),
    async restart() {
      await simulator.close();
      simulator = create();
      await simulator.listen(port);
    },
    async close() {
      await simulator.close();
      for (const receiver of Object.values(receivers)) await receiver.close();
      await folder.remove();
    },
  };
}

/** What happened under a key, in the tool's own book. */
export async function factsIn(control: ReturnType<typeof controlOf>, key: string): Promise<string[]> {
  return (await control.book()).subjects[key]?.facts.map(({ type }) => type) ?? [];
}

export const unavailable = { type: 'outside.unavailable', nonRetryable: false };
