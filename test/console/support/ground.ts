/** The ground of the console's tests: the whole product with its built console, started once; and a browser must be there. */
import type { TestProject } from 'vitest/node';
import build from '../../support/built.ts';
import { openInstallation } from '../../support/installation.ts';
import { findChromium } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the console is, and the API below `/api/v1`. */
    consoleUrl: string;
    issuer: string;
    consoleDatabaseUrl: string;
    /** The simulators that keep what customers are written. */
    taken: Readonly<Record<'mail' | 'sms', { readonly url: string; readonly token: string }>>;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await findChromium();
  await build();
  const on = await openInstallation();
  project.provide('consoleUrl', new URL(on.apiUrl).origin);
  project.provide('issuer', on.issuer);
  project.provide('consoleDatabaseUrl', on.databaseUrl);
  project.provide('taken', { mail: on.outside.mail, sms: on.outside.sms });
  return async () => { await on.close(); };
}
