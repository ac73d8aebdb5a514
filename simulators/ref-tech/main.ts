/** The Ref.Tech simulator's process. */
import { pino } from 'pino';
import { commonSettings, readSettings, simulatorSettings } from '../../config.ts';
import { callbackTargetOf, commonParts, runSimulator } from '../shared/run.ts';
import { createRefTechSimulator } from './simulator.ts';

const settings = readSettings(simulatorSettings.extend(commonSettings.shape).required({ JALON_SIM_CALLBACK_URL: true, JALON_SIM_CALLBACK_SECRET: true }));
const log = pino({ name: 'sim-ref-tech', level: settings.JALON_LOG_LEVEL });
const simulator = createRefTechSimulator({
  ...commonParts('ref-tech', settings, log),
  callbackTarget: callbackTargetOf(settings),
  delayMs: settings.JALON_SIM_DELAY_MS,
});
await runSimulator(simulator, settings.JALON_SIM_PORT, log);
