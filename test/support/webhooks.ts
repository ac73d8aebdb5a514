/** Callbacks that a test sends as the outside would, signed with its secret, and the fault mode of simulators. */
import { Webhook } from 'standardwebhooks';
import type { CallerName } from '../../cli/up/outside.ts';
import type { Faults } from '../../simulators/shared/faults.ts';
import { answers } from './answers.ts';
import type { Installation, OutsideAccess } from './installation.ts';

/** @throws {Error} when it is not taken. */
export async function sendCallback({ apiUrl, callbackSecret }: Pick<Installation, 'apiUrl' | 'callbackSecret'>, sender: CallerName, id: string, callback: object): Promise<void> {
  const [at, payload] = [new Date(), JSON.stringify(callback)];
  const response = await fetch(`${apiUrl}/callbacks/${sender}`, {
    method: 'POST', body: payload,
    headers: {
      'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(callbackSecret(sender)).sign(id, at, payload),
    },
  });
  if (response.status !== 202) throw new Error(`callback ${id}: ${response.status} ${await response.text()}`);
}

/** Somebody fills in the BC web of an order, and JARVIS pushes the collection to us (D-26). */
export async function typeCollection({ url, token }: OutsideAccess, orderNumber: string): Promise<void> {
  const response = await fetch(`${url}/sim/bc-web`, {
    method: 'POST', body: JSON.stringify({ orderNumber, collection: answers['sales-collection'] }),
    headers: { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' },
  });
  if (!response.ok) throw new Error(`BC web: ${response.status} ${await response.text()}`);
}

/** Sets the whole fault mode of a simulator; what is left out works. */
export async function setFaults({ url, token }: OutsideAccess, faults: Partial<Faults>): Promise<void> {
  const response = await fetch(`${url}/sim/faults`, {
    method: 'PUT', body: JSON.stringify(faults), headers: { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' },
  });
  if (!response.ok) throw new Error(`fault mode: ${response.status} ${await response.text()}`);
}
