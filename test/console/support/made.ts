/** What the console's tests prepare past the browser: one of each that a page shows, made over the API by whose work it is. */
import type { Profile } from '../../../domain/people/profiles.ts';
import { eventually } from '../../support/eventually.ts';
import { launchFileOf } from '../../support/launch-file.ts';
import { party, signatory } from '../../support/orders.ts';
import { api } from './browser.ts';
import { aCustomer } from './sales.ts';

interface Made { readonly id: string }

/** Sends it as somebody. @throws {Error} what it was refused with */
export async function made<T = Made>(as: Profile, path: string, body: object, { method = 'POST', version }: { readonly method?: 'POST' | 'PUT' | 'PATCH'; readonly version?: string } = {}): Promise<T> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), ...(version === undefined ? {} : { 'if-match': version }) };
  const response = await api().request(path, { method, body: JSON.stringify(body), headers }, as);
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}

/** Presented to the customer, so that it may be ordered (S-01, S-02). */
export async function aProposal(): Promise<string> {
  const { id } = await made('sales-engineer', '/proposals', { customerId: 'CLI-000001', name: 'Fibre', holds: 'nothing' });
  const lines = [{ action: 'add', product: 'ftth-pro', site: 'Lyon' }, { action: 'add', product: 'router-pro', site: 'Lyon' }];
  const { version } = await made<{ version: number }>('sales-engineer', `/proposals/${id}`, { lines }, { method: 'PATCH', version: '"1"' });
  await made('sales-engineer', `/proposals/${id}/schedule`, { instalments: 3, firstOn: '2030-03-01' }, { method: 'PUT', version: `"${version}"` });
  await made('sales-engineer', `/proposals/${id}/present`, {});
  return id;
}

export async function anOrder(): Promise<string> {
  return (await made('sales-engineer', '/orders', { proposalId: await aProposal(), market: 'private', party })).id;
}

/** Its customer has the link by which he signs (S-04). */
export async function anOrderToSign(): Promise<string> {
  const id = await anOrder();
  await eventually(async () => {
    const { phase } = await api().get<{ phase: string }>(`/orders/${id}`, 'sales-engineer');
    if (phase !== 'signature') throw new Error(`${id} is at ${phase}`);
  });
  await made('sales-engineer', `/orders/${id}/signature`, { mode: 'electronic', signatory, invoice: { channel: 'electronic', email: 'factures@martin.invalid' } }, { method: 'PUT', version: '*' });
  return id;
}

let orders = 0;
/** @returns an order number, of a deployment of its own */
export async function anOrderNumber(): Promise<string> {
  orders += 1;
  const orderNumber = `BC-CT-${orders}-${crypto.randomUUID().slice(0, 8)}`;
  await made('coordinator', '/deployments', { ...launchFileOf(['Lyon']), orderNumber });
  return orderNumber;
}

export async function aComplaint(orderNumber: string): Promise<string> {
  return (await made('sales-engineer', '/complaints', {
    customerId: 'CLI-000001', subject: 'delivery', orderNumber, edition: new Date().getFullYear(), comment: 'La mise en service promise pour le 3 mai n’a pas eu lieu.', contact: { name: 'Jeanne Martin', email: 'jeanne@martin.invalid' },
  })).id;
}

/** Of a service of its own customer. */
export async function aTermination(): Promise<string> {
  const { rds } = await aCustomer();
  return (await made('service-agent', '/terminations', { services: [rds], receivedOn: '2026-01-05', letterReference: `1A ${rds}`, contact: { name: 'Paule Roy', email: 'paule.roy@tilleuls.invalid' } })).id;
}

/** A new site that takes the place of a service, and the termination of that (C-08). */
export async function aMove(): Promise<{ readonly customerId: string; readonly rds: string; readonly deployment: string; readonly termination: string }> {
  const { id: customerId, rds } = await aCustomer();
  const file = launchFileOf(['Lyon']);
  const { id: deployment } = await made('coordinator', '/moves', { launch: { ...file, customerId, orderNumber: `BC-${rds}`, sites: file.sites.map((site) => ({ ...site, replaces: [rds] })) } });
  const termination = await eventually(async () => {
    const { halves: [half] } = await api().get<{ halves: { termination: string | null }[] }>(`/moves/${deployment}`);
    if (!half?.termination) throw new Error('the old service is not yet given notice of');
    return half.termination;
  });
  return { customerId, rds, deployment, termination };
}

/** Hardware of a ticket that its technician has (T-20). */
export async function aReplacement(ticket: string): Promise<string> {
  return (await made('technician-n1', `/tickets/${ticket}/replacements`, { serialNumber: '5CG-CONSOLE-1', fault: 'disk' })).id;
}

/** In a month, with somebody invited (S-09). */
export async function anAppointment(): Promise<string> {
  const inAMonthMs = Date.now() + 30 * 86_400_000;
  return (await made('sales-engineer', '/appointments', {
    customerId: 'CLI-000001', subject: 'Votre fibre', place: '1 rue de la Gare, Lyon', invitee: { name: 'Jeanne Martin', email: 'jeanne@martin.invalid' },
    startsAt: new Date(inAMonthMs).toISOString(), endsAt: new Date(inAMonthMs + 3_600_000).toISOString(),
  })).id;
}

export async function anOpportunity(): Promise<string> {
  return (await made('sales-engineer', '/opportunities', { customerId: 'CLI-000001', purpose: 'Passer en fibre', amountCents: 120_000, probability: 25, closesOn: '2031-05-15', channel: 'field' })).id;
}
