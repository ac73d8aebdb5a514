/** The JARVIS simulator's process. */
import { join } from 'node:path';
import { pino } from 'pino';
import { commonSettings, jarvisSimulatorSettings, readSettings } from '../../config.ts';
import { runSimulator } from '../shared/run.ts';
import { createJarvisSimulator } from './simulator.ts';

/** Less than our own patience with JARVIS, so that its 502 comes before our timeout. */
const oblTimeoutMs = 5_000;

const settings = readSettings(jarvisSimulatorSettings.extend(commonSettings.shape).required({ JALON_SIM_CALLBACK_URL: true, JALON_SIM_CALLBACK_SECRET: true }));
const log = pino({ name: 'sim-jarvis', level: settings.JALON_LOG_LEVEL });
const simulator = createJarvisSimulator({
  file: join(settings.JALON_SIM_DATA, 'jarvis.jsonl'),
  token: settings.JALON_SIM_TOKEN,
  log,
  now: Date.now,
  random: Math.random,
  callbackTarget: { url: settings.JALON_SIM_CALLBACK_URL, secret: settings.JALON_SIM_CALLBACK_SECRET },
  obl: { url: settings.JALON_SIM_OBL_URL, token: settings.JALON_SIM_OBL_TOKEN, timeoutMs: oblTimeoutMs },
});
await runSimulator(simulator, settings.JALON_SIM_PORT, log);
