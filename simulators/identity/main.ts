/** Process of the development identity provider: settings, log, start, stop. */
import pino from 'pino';
import { commonSettings, identitySettings, readSettings } from '../../config.ts';

const settings = readSettings(commonSettings.extend(identitySettings.shape));
const log = pino({ name: 'identity', level: settings.JALON_LOG_LEVEL });

// The provider warns on the console, at each start, of what is chosen here: tokens in memory, and Node 20. Loaded after
// this, its warnings are lines of the log like the others.
// oxlint-disable-next-line no-console
console.warn = (message: unknown) => log.debug(String(message));
const { startIdentity } = await import('./provider.ts');

try {
  const identity = await startIdentity({
    port: settings.JALON_IDENTITY_PORT,
    dataDirectory: settings.JALON_IDENTITY_DATA,
    audience: settings.JALON_OIDC_AUDIENCE,
    log,
  });
  log.info({ issuer: identity.issuer }, 'development identity provider ready: no passwords, loopback only');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping');
      void identity.close();
    });
  }
} catch (error) {
  log.fatal({ err: error, port: settings.JALON_IDENTITY_PORT }, 'the identity provider cannot start');
  process.exitCode = 1;
}
