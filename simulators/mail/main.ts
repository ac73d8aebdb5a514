/** The mail server simulator's process: SMTP to take mails, HTTP to read and control it. */
import { pino } from 'pino';
import { commonSettings, mailSimulatorSettings, readSettings } from '../../config.ts';
import { commonParts, runSimulator } from '../shared/run.ts';
import { createMailSimulator } from './simulator.ts';

const settings = readSettings(mailSimulatorSettings.extend(commonSettings.shape));
const log = pino({ name: 'sim-mail', level: settings.JALON_LOG_LEVEL });
const simulator = createMailSimulator({
  ...commonParts('mail', settings, log),
  smtpPort: settings.JALON_SIM_SMTP_PORT,
});
await runSimulator(simulator, settings.JALON_SIM_PORT, log);
