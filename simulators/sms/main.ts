/** The SMS gateway simulator's process. */
import { join } from 'node:path';
import { pino } from 'pino';
import { commonSettings, readSettings, simulatorSettings } from '../../config.ts';
import { runSimulator } from '../shared/run.ts';
import { createSmsSimulator } from './simulator.ts';

const settings = readSettings(simulatorSettings.extend(commonSettings.shape));
const log = pino({ name: 'sim-sms', level: settings.JALON_LOG_LEVEL });
const simulator = createSmsSimulator({
  file: join(settings.JALON_SIM_DATA, 'sms.jsonl'),
  token: settings.JALON_SIM_TOKEN,
  log,
  now: Date.now,
  random: Math.random,
});
await runSimulator(simulator, settings.JALON_SIM_PORT, log);
