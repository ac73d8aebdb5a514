/** The Ref.Tech simulator's process. */
import { join } from 'node:path';
import { pino } from 'pino';
import { commonSettings, readSettings, simulatorSettings } from '../../config.ts';
import { runSimulator } from '../shared/run.ts';
import { createRefTechSimulator } from './simulator.ts';

const settings = readSettings(simulatorSettings.extend(commonSettings.shape).required({ JALON_SIM_CALLBACK_URL: true, JALON_SIM_CALLBACK_SECRET: true }));
const log = pino({ name: 'sim-ref-tech', level: settings.JALON_LOG_LEVEL });
const simulator = createRefTechSimulator({
  file: join(settings.JALON_SIM_DATA, 'ref-tech.jsonl'),
  token: settings.JALON_SIM_TOKEN,
  log,
  now: Date.now,
  random: Math.random,
  callbackTarget: { url: settings.JALON_SIM_CALLBACK_URL, secret: settings.JALON_SIM_CALLBACK_SECRET },
  delayMs: settings.JALON_SIM_DELAY_MS,
});
await runSimulator(simulator, settings.JALON_SIM_PORT, log);
