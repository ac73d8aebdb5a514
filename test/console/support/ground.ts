/** The ground of the console's tests: the whole product with its built console and one browser, started once. */
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import build from '../../support/built.ts';
import { createCaller } from '../../support/caller.ts';
import { openInstallation, type Installation } from '../../support/installation.ts';
import { editPolicy, observeBriefly } from '../../support/policies.ts';
import { chromiumArguments, findChromium } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the console is, and the API below `/api/v1`. */
    consoleUrl: string;
    issuer: string;
    consoleDatabaseUrl: string;
    /** Where Chromium is driven. */
    browserUrl: string;
    /** The simulators: what they were told, and what they are made to do. */
    outside: Installation['outside'];
    linkSecret: string;
    /** The simulators that keep what customers are written. */
    taken: Pick<Installation['outside'], 'mail' | 'sms'>;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const executablePath = await findChromium();
  await build();
  const [on, browser] = await Promise.all([openInstallation(), chromium.launchServer({ executablePath, args: [...chromiumArguments] })]);
  const caller = createCaller(on);
  await observeBriefly(caller);
  // Customers are written to at any hour: tests are run at night too.
  await editPolicy(caller, 'notices', (value) => ({ ...value, goOutDuring: null }));
  project.provide('consoleUrl', new URL(on.apiUrl).origin);
  project.provide('issuer', on.issuer);
  project.provide('consoleDatabaseUrl', on.databaseUrl);
  project.provide('browserUrl', browser.wsEndpoint());
  project.provide('outside', on.outside);
  project.provide('linkSecret', on.linkSecret);
  project.provide('taken', { mail: on.outside.mail, sms: on.outside.sms });
  return async () => {
    await browser.close();
    await on.close();
  };
}
