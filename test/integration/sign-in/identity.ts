/** A development identity provider for one test file, on a free port, with keys of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { startIdentity, type RunningIdentity } from '../../../simulators/identity/provider.ts';

export interface TestIdentity extends RunningIdentity {
  readonly dataDirectory: string;
}

/** `audience` of its tokens; `close` removes its keys too. */
export async function startTestIdentity(audience = 'jalon-api'): Promise<TestIdentity> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'jalon-identity-'));
  const running = await startIdentity({ port: 0, dataDirectory, audience, log: pino({ level: 'silent' }) });
  return {
    issuer: running.issuer,
    dataDirectory,
    close: async () => {
      await running.close();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}
