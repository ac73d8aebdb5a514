/** What sales are tested with in a browser: a customer with a service of his own, and what he was mailed and texted. */
import { inject } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { api } from './browser.ts';
import { sql } from './tickets.ts';

export async function aCustomer(): Promise<{ readonly id: string; readonly name: string; readonly rds: string }> {
  const name = `Menuiserie ${crypto.randomUUID().slice(0, 8)}`;
  const { status, text } = await api().post('/customers', { name, email: 'contact@menuiserie.invalid', phone: '+33639981234', address: { street: '3 rue des Lilas', postalCode: '69003', city: 'Lyon', country: 'FR' }, confirmedNew: true });
  if (status !== 201) throw new Error(text);
  const { id } = JSON.parse(text) as { id: string };
  const rds = `RDS-8${id.replaceAll(/\D/g, '').padStart(8, '0')}`;
  await sql("INSERT INTO services (rds, customer_id, access_type, monthly_cents) VALUES ($1, $2, 'sdsl', 15000)", [rds, id]);
  return { id, name, rds };
}

async function taken(system: 'mail' | 'sms'): Promise<readonly { readonly messageKey: string; readonly text: string }[]> {
  const { url, token } = inject('taken')[system];
  const response = await fetch(`${url}/v1/messages`, { headers: { authorization: `Bearer ${token}` } });
  return ((await response.json()) as { messages: { messageKey: string; text: string }[] }).messages;
}

/** The link by which an order is signed, as its mail carries it. */
export const signingLink = (orderId: string): Promise<string> => eventually(async () => {
  const path = /\/f\/\S+/.exec((await taken('mail')).find(({ messageKey }) => messageKey.startsWith(`${orderId}.invitation.`))?.text ?? '')?.[0];
  if (path === undefined) throw new Error(`nobody was mailed a link to ${orderId}`);
  return path;
});

/** The code as the telephone shows it. */
export const smsCode = (orderId: string): Promise<string> => eventually(async () => {
  const code = /\b(\d{6})\b/.exec((await taken('sms')).find(({ messageKey }) => messageKey.startsWith(`${orderId}.code.`))?.text.replaceAll(/\s/g, ' ') ?? '')?.[1];
  if (code === undefined) throw new Error(`nobody was sent a code of ${orderId}`);
  return code;
});
