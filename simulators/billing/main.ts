/** The billing simulator's process. */
import { pino } from 'pino';
import { commonSettings, readSettings, simulatorSettings } from '../../config.ts';
import { commonParts, runSimulator } from '../shared/run.ts';
import { createBillingSimulator } from './simulator.ts';

const settings = readSettings(simulatorSettings.extend(commonSettings.shape));
const log = pino({ name: 'sim-billing', level: settings.JALON_LOG_LEVEL });
const simulator = createBillingSimulator(commonParts('billing', settings, log));
await runSimulator(simulator, settings.JALON_SIM_PORT, log);
