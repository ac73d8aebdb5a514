/** The JARVIS simulator's process. */
import { pino } from 'pino';
import { commonSettings, jarvisSimulatorSettings, readSettings } from '../../config.ts';
import { callbackTargetOf, commonParts, runSimulator } from '../shared/run.ts';
import { createJarvisSimulator } from './simulator.ts';

/** Less than our own patience with JARVIS, so that its 502 comes before our timeout. */
const oblTimeoutMs = 5_000;

const settings = readSettings(jarvisSimulatorSettings.extend(commonSettings.shape).required({ JALON_SIM_CALLBACK_URL: true, JALON_SIM_CALLBACK_SECRET: true }));
const log = pino({ name: 'sim-jarvis', level: settings.JALON_LOG_LEVEL });
const simulator = createJarvisSimulator({
  ...commonParts('jarvis', settings, log),
  callbackTarget: callbackTargetOf(settings),
  obl: { url: settings.JALON_SIM_OBL_URL, token: settings.JALON_SIM_OBL_TOKEN, timeoutMs: oblTimeoutMs },
});
await runSimulator(simulator, settings.JALON_SIM_PORT, log);
