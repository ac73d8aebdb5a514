/** The process of the support desk's simulated tools. */
import { pino } from 'pino';
import { commonSettings, readSettings, supportSimulatorSettings } from '../../config.ts';
import { commonParts, runSimulator } from '../shared/run.ts';
import { createSupportSimulator } from './simulator.ts';

const settings = readSettings(supportSimulatorSettings.extend(commonSettings.shape));
const log = pino({ name: 'sim-support', level: settings.JALON_LOG_LEVEL });
const secrets = {
  inventory: settings.JALON_SIM_INVENTORY_CALLBACK_SECRET, monitoring: settings.JALON_SIM_MONITORING_CALLBACK_SECRET,
  hardware: settings.JALON_SIM_HARDWARE_CALLBACK_SECRET, backups: settings.JALON_SIM_BACKUPS_CALLBACK_SECRET,
};
const simulator = createSupportSimulator({
  settingsOf: (tool) => commonParts(tool, settings, log),
  callbackTargetOf: (tool) => ({ url: `${settings.JALON_SIM_CALLBACK_URL}/${tool}`, secret: secrets[tool] }),
  delayMs: settings.JALON_SIM_DELAY_MS,
});
await runSimulator(simulator, settings.JALON_SIM_PORT, log);
