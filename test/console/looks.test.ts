/** Every page in every look, when it is asked for (`npm run shots`): French and English, light and dark, wide and narrow; photographed, accessible in each, none wider than its screen. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSettings, testSettings } from '../../config.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import { bringDocuments } from '../support/players.ts';
import { api, faultsOf, signIn, visit } from './support/browser.ts';
import { expiredLink, linkOf } from './support/links.ts';
import { aComplaint, aMove, anAppointment, anOpportunity, anOrder, anOrderNumber, anOrderToSign, aProposal, aReplacement, aTermination } from './support/made.ts';
import { signingLink } from './support/sales.ts';
import { asks, awaitingValidation, launchedUntil } from './support/stories.ts';
import { act, aTicket } from './support/tickets.ts';

const { JALON_TEST_SHOTS: shots } = readSettings(testSettings);

type House = Awaited<ReturnType<typeof prepare>>;
let house: House;
beforeAll(async () => { if (shots !== undefined) house = await prepare(); }, 300_000);

/** One of each, by what its pages are called. */
async function prepare() {
  const [deployment, invoiced, waiting, tickets, sale, rest] = await Promise.all([
    launchedUntil(asks('intervention-planning')), launchedUntil(asks('invoice-validation'), 'Nantes'), awaitingValidation(2), prepareTickets(), prepareSale(), prepareRest(),
  ]);
  const [documented, bare] = waiting;
  await bringDocuments(api(), documented?.id ?? '');
  return {
    deployment, bare: bare?.id ?? '', task: documented?.task ?? '', ...tickets, ...sale, ...rest,
    collection: await linkOf(`${deployment}.welcome`), invoice: await linkOf(`${invoiced}.invoice-simulation.S001.1`), expired: await expiredLink(),
  };
}

async function prepareTickets() {
  const [ticket, solved] = [await aTicket(), await aTicket({ caller: { name: 'Jeanne Martin', email: 'jeanne@boulangerie-martin.example', relation: 'self' } })];
  await act(ticket, 'take');
  await act(solved, 'take');
  await act(solved, 'resolve', { solution: 'Port remis en service' });
  return { ticket, replacement: await aReplacement(ticket), agreement: await linkOf(`${solved}.agreement.1`) };
}

async function prepareSale() {
  const [proposal, order, toSign, appointment] = [await aProposal(), await anOrder(), await anOrderToSign(), await anAppointment()];
  return { proposal, order, toSign, opportunity: await anOpportunity(), signing: await signingLink(toSign), invitation: await linkOf(`${appointment}.invitation.0`) };
}

async function prepareRest() {
  return { complaint: await aComplaint(await anOrderNumber()), termination: await aTermination(), move: await aMove() };
}

/** @param name in either language */
const press = (name: RegExp) => async (page: Page): Promise<void> => {
  await page.getByRole('button', { name }).first().click();
  await page.getByRole('dialog').or(page.getByRole('menu')).or(page.locator('form')).first().waitFor();
};
const away = async (page: Page): Promise<void> => {
  await page.route('**/api/v1/deployments?*', (route) => route.abort());
  await page.reload();
  await page.getByRole('alert').waitFor({ timeout: 30_000 });
};

/** Who looks at which page, and what he does there first. */
const pages: Readonly<Record<string, readonly [Profile | 'nobody', (house: House) => string, ((page: Page) => Promise<void>)?]>> = {
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
  ...Object.fromEntries(['teams', 'centres', 'webhooks'].map((section) => [`administration-${section}`, ['admin', () => `/administration?section=${section}`] as const])),
  'administration-teams-supervisor': ['supervisor', () => '/administration?section=teams'],
  'complaints': ['service-agent', () => '/complaints'],
  'complaints-empty': ['service-agent', () => '/complaints?customerId=CLI-000004'],
  'complaint': ['service-agent', ({ complaint }) => `/complaints/${complaint}`],
  'complaint-history': ['service-agent', ({ complaint }) => `/complaints/${complaint}?part=timeline`],
  'complaint-new': ['service-agent', () => '/complaints/new?customerId=CLI-000001'],
  'terminations': ['service-agent', () => '/terminations'],
  'terminations-empty': ['service-agent', () => '/terminations?phase=scheduled'],
  'termination': ['service-agent', ({ termination }) => `/terminations/${termination}`],
  'termination-new': ['service-agent', () => '/terminations/new?customerId=CLI-000002&rds=RDS-900002'],
  'termination-new-nobody': ['service-agent', () => '/terminations/new'],
  'move': ['coordinator', ({ move }) => `/deployments/${move.deployment}`],
  'move-old': ['coordinator', ({ move }) => `/terminations/${move.termination}`],
  'move-customer': ['coordinator', ({ move }) => `/customers/${move.customerId}`],
  'replacement': ['technician-n1', ({ replacement }) => `/replacements/${replacement}`],
  'ticket-history': ['technician-n1', ({ ticket }) => `/tickets/${ticket}?part=timeline`],
  ...Object.fromEntries(['diagnosis', 'work', 'transfers', 'links', 'notices'].map((part) => [`ticket-${part}`, ['technician-n1', ({ ticket }: House) => `/tickets/${ticket}?part=${part}`] as const])),
  'tickets-empty': ['technician-n1', () => '/tickets?priority=P1&phase=merged'],
  'deployments-empty': ['coordinator', () => '/deployments?customerId=CLI-999999'],
  'sales-empty': ['sales-engineer', () => '/sales?section=orders&customerId=CLI-000004'],
  'opportunity': ['sales-engineer', ({ opportunity }) => `/opportunities?item=${opportunity}`],
  'follow-ups': ['sales-engineer', () => '/opportunities?view=follow-ups'],
  'order-to-sign': ['sales-engineer', ({ toSign }) => `/sales/orders/${toSign}`],
  'order-history': ['sales-engineer', ({ toSign }) => `/sales/orders/${toSign}?tab=history`],
  'home-seller': ['sales-engineer', () => '/'],
  'home-agent': ['service-agent', () => '/'],
  'home-field-technician': ['field-technician', () => '/'],
  'form-webhook': ['admin', () => '/administration?section=webhooks', press(/^(Abonner un programme|Subscribe)/)],
  'form-centre': ['admin', () => '/administration?section=centres', press(/^(Ajouter un centre|Add a centre)/)],
  'form-team': ['admin', () => '/administration?section=teams', press(/^(Modifier|Change|Edit) /)],
  'form-person': ['admin', () => '/administration?section=people', press(/^(Modifier|Change|Edit) /)],
  'form-grant': ['admin', () => '/administration?section=grants', press(/^(Donner un accès|Give)/)],
  'form-key': ['admin', () => '/administration?section=api-keys', press(/^(Créer une clé|Create|Make)/)],
  'form-cancel': ['coordinator', ({ deployment }) => `/deployments/${deployment}`, press(/^(Annuler le déploiement|Cancel the deployment)/)],
  'form-opportunity': ['sales-engineer', () => '/opportunities', press(/^(Nouvelle opportunité|New opportunity)/)],
  'form-proposal': ['sales-engineer', () => '/sales?section=proposals', press(/^(Nouvelle proposition|New proposal)/)],
  'form-gesture': ['service-agent', ({ complaint }) => `/complaints/${complaint}`, press(/^(Accorder un geste|Give a gesture|Grant)/)],
  'form-wait': ['technician-n1', ({ ticket }) => `/tickets/${ticket}`, press(/^(Mettre en attente|Put on hold)/)],
  'menu': ['coordinator', () => '/', press(/^Menu (de|of)/)],
  'away': ['coordinator', () => '/deployments', away],
  'not-found': ['coordinator', () => '/nowhere'],
  'not-there': ['coordinator', () => '/deployments/AFF-2020-999999'],
  'link-collection': ['nobody', ({ collection }) => collection],
  'link-invoice': ['nobody', ({ invoice }) => invoice],
  'link-agreement': ['nobody', ({ agreement }) => agreement],
  'link-signing': ['nobody', ({ signing }) => signing],
  'link-invitation': ['nobody', ({ invitation }) => invitation],
  'link-expired': ['nobody', ({ expired }) => expired],
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

describe.skipIf(shots === undefined).each(Object.entries(pages))('%s', (name, [who, pathOf, first]) => {
  it.each(['fr-FR', 'en-GB'])('is accessible in %s, light and dark, wide and narrow', async (locale) => {
    const [path, options] = [pathOf(house), { locale, viewport: wide }];
    const page = await (who === 'nobody' ? visit(path, options) : signIn(who, { path, ...options }));
    await settled(page);
    await first?.(page);
    const faults: string[] = [];
    for (const [colorScheme, viewport] of looks) {
      const look = `${locale.slice(0, 2)}-${colorScheme}-${viewport.width}`;
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await settled(page);
      const fits = await page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth, undefined, { timeout: 3_000 }).then(() => true, () => false);
      await page.screenshot({ path: join(shots ?? '', `${name}-${look}.png`), fullPage: true });
      faults.push(...[...(fits ? [] : ['wider than its screen']), ...await faultsOf(page)].map((fault) => `${look}: ${fault}`));
    }
    expect(faults).toEqual([]);
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
  });
});
