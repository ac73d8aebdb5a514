/** Callbacks that a test sends as the OBL would, signed with its secret. */
import { Webhook } from 'standardwebhooks';
import type { OblCallback } from '../../ports/obl.ts';
import type { Faults } from '../../simulators/shared/faults.ts';
import type { Installation } from './installation.ts';

/** @throws {Error} when it is not taken. */
export async function sendCallback({ apiUrl, callbackSecret }: Pick<Installation, 'apiUrl' | 'callbackSecret'>, id: string, callback: OblCallback): Promise<void> {
  const [at, payload] = [new Date(), JSON.stringify(callback)];
  const response = await fetch(`${apiUrl}/callbacks/obl`, {
    method: 'POST', body: payload,
    headers: {
      'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(callbackSecret).sign(id, at, payload),
    },
  });
  if (response.status !== 202) throw new Error(`callback ${id}: ${response.status} ${await response.text()}`);
}

/** Sets the whole fault mode of the OBL; what is left out works. */
export async function setOblFaults({ oblUrl, oblToken }: Pick<Installation, 'oblUrl' | 'oblToken'>, faults: Partial<Faults>): Promise<void> {
  const response = await fetch(`${oblUrl}/sim/faults`, {
    method: 'PUT', body: JSON.stringify(faults), headers: { 'authorization': `Bearer ${oblToken}`, 'content-type': 'application/json' },
  });
  if (!response.ok) throw new Error(`fault mode: ${response.status} ${await response.text()}`);
}
