/** Every page in every look, when it is asked for (`npm run shots`): French and English, light and dark, wide and narrow; photographed, accessible in each, none wider than its screen. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSettings, testSettings } from '../../config.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import { bringDocuments } from '../support/players.ts';
import { api, expectAccessible, signIn, visit } from './support/browser.ts';
import { linkOf } from './support/links.ts';
import { asks, awaitingValidation, launchedUntil } from './support/stories.ts';
import { aSale } from './support/proposals.ts';
import { act, aTicket } from './support/tickets.ts';

const { JALON_TEST_SHOTS: shots } = readSettings(testSettings);

interface House {
  readonly deployment: string;
  readonly bare: string;
  readonly task: string;
  readonly ticket: string;
  readonly collection: string;
  readonly invoice: string;
  readonly agreement: string;
  readonly proposal: string;
  readonly order: string;
}
let house: House;
beforeAll(async () => {
  if (shots === undefined) return;
  const tickets = async (): Promise<Pick<House, 'ticket' | 'agreement'>> => {
    const [ticket, solved] = [await aTicket(), await aTicket({ caller: { name: 'Jeanne Martin', email: 'jeanne@boulangerie-martin.example', relation: 'self' } })];
    await act(ticket, 'take');
    await act(solved, 'take');
    await act(solved, 'resolve', { solution: 'Port remis en service' });
    return { ticket, agreement: await linkOf(`${solved}.agreement.1`) };
  };
  const [deployment, invoiced, waiting, of, sale] = await Promise.all([launchedUntil(asks('intervention-planning')), launchedUntil(asks('invoice-validation'), 'Nantes'), awaitingValidation(2), tickets(), aSale()]);
  const [documented, bare] = waiting;
  await bringDocuments(api(), documented?.id ?? '');
  house = { deployment, bare: bare?.id ?? '', task: documented?.task ?? '', ...of, ...sale, collection: await linkOf(`${deployment}.welcome`), invoice: await linkOf(`${invoiced}.invoice-simulation.S001.1`) };
}, 240_000);

/** Who looks at which page. */
const pages: Readonly<Record<string, readonly [Profile | 'nobody', (house: House) => string]>> = {
  'home': ['coordinator', () => '/'],
  'home-technician': ['technician-n1', () => '/'],
  'home-supervisor': ['supervisor', () => '/'],
  'home-admin': ['admin', () => '/'],
  'baskets': ['coordinator', () => '/baskets?whose=all'],
  'baskets-task': ['coordinator', ({ task }) => `/baskets?whose=open&step=technical-validation&item=${task}`],
  'baskets-empty': ['coordinator', () => '/baskets?customerId=CLI-999999'],
  'task': ['coordinator', ({ task }) => `/tasks/${task}`],
  'deployments': ['coordinator', () => '/deployments'],
  'deployments-new': ['coordinator', () => '/deployments/new'],
  'deployments-import': ['coordinator', () => '/deployments/import'],
  'deployment': ['coordinator', ({ deployment }) => `/deployments/${deployment}`],
  'deployment-before-sites': ['coordinator', ({ bare }) => `/deployments/${bare}`],
  'deployment-documents': ['coordinator', ({ deployment }) => `/deployments/${deployment}?tab=documents`],
  'deployment-schedule': ['coordinator', ({ deployment }) => `/deployments/${deployment}?tab=schedule`],
  'deployment-history': ['coordinator', ({ deployment }) => `/deployments/${deployment}?tab=history`],
  'tickets': ['technician-n1', () => '/tickets'],
  'ticket': ['technician-n1', ({ ticket }) => `/tickets/${ticket}`],
  'ticket-new': ['service-agent', () => '/tickets/new?customerId=CLI-000001'],
  'customers': ['service-agent', () => '/customers'],
  'customers-new': ['service-agent', () => '/customers/new'],
  'customer': ['service-agent', () => '/customers/CLI-000001'],
  'customer-history': ['service-agent', () => '/customers/CLI-000001?tab=history'],
  'customer-reasons': ['service-agent', () => '/customers/CLI-000001?tab=reasons'],
  ...Object.fromEntries(['proposals', 'orders', 'rejects', 'drops', 'catalogue'].map((section) => [`sales-${section}`, ['sales-engineer', () => `/sales?section=${section}`] as const])),
  'opportunities': ['sales-engineer', () => '/opportunities'],
  'agenda': ['sales-engineer', () => '/agenda'],
  'steering': ['supervisor', () => '/steering'],
  'steering-history': ['supervisor', () => '/steering?view=history'],
  'steering-risk': ['supervisor', () => '/steering?view=risk'],
  'proposal': ['sales-engineer', ({ proposal }) => `/sales/proposals/${proposal}`],
  'proposals-compared': ['sales-engineer', ({ proposal }) => `/sales/compare?ids=${proposal}`],
  'order-new': ['sales-engineer', ({ proposal }) => `/sales/new-order?proposal=${proposal}`],
  'order': ['sales-engineer', ({ order }) => `/sales/orders/${order}`],
  'administration-stuck-calls': ['supervisor', () => '/administration?section=stuck-calls'],
  'administration-grants': ['admin', () => '/administration?section=grants'],
  'administration-people': ['admin', () => '/administration?section=people'],
  'administration-policies': ['admin', () => '/administration?section=policies'],
  'administration-policy': ['admin', () => '/administration?section=policies&item=acceptance'],
  'administration-api-keys': ['admin', () => '/administration?section=api-keys'],
  'administration-audit': ['admin', () => '/administration?section=audit'],
  'not-found': ['coordinator', () => '/nowhere'],
  'not-there': ['coordinator', () => '/deployments/AFF-2020-999999'],
  'link-collection': ['nobody', ({ collection }) => collection],
  'link-invoice': ['nobody', ({ invoice }) => invoice],
  'link-agreement': ['nobody', ({ agreement }) => agreement],
  'link-unknown': ['nobody', () => '/f/nonsense'],
};

const [light, dark] = ['light', 'dark'] as const;
const [wide, narrow] = [{ width: 1440, height: 900 }, { width: 390, height: 844 }];
const looks = [[light, wide], [dark, wide], [light, narrow], [dark, narrow]] as const;

/** All that was on its way is there. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root, .mantine-Loader-root, [aria-busy=true]') === null);
}

describe.skipIf(shots === undefined).each(Object.entries(pages))('%s', (name, [who, pathOf]) => {
  it.each(['fr-FR', 'en-GB'])('is accessible in %s, light and dark, wide and narrow', async (locale) => {
    const [path, options] = [pathOf(house), { locale, viewport: wide }];
    const page = await (who === 'nobody' ? visit(path, options) : signIn(who, { path, ...options }));
    for (const [colorScheme, viewport] of looks) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await settled(page);
      await page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth, undefined, { timeout: 3_000 }).catch(() => { expect.unreachable(`wider than ${viewport.width}`); });
      await page.screenshot({ path: join(shots ?? '', `${name}-${locale.slice(0, 2)}-${colorScheme}-${viewport.width}.png`) });
      await expectAccessible(page);
    }
  });
});
