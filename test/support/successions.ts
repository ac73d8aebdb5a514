/** Carries between the halves of changes of offer and moves, as the relay does (C-08). */
import { pino } from 'pino';
import { openTermination } from '../../api/termination/open.ts';
import { createSuccessions, type OpenTermination } from '../../relay/successions.ts';
import type { House } from './house.ts';

/** One relay; it returns for how many it did something. */
export function carrierIn({ pool, client }: House, open?: OpenTermination): () => Promise<number> {
  const opens: OpenTermination = (request, meta, allocate) =>
    openTermination({ pool, client }, { letterReference: null, wishedOn: null, claimedExemption: null, equipment: [], ...request }, meta, allocate, { nowMs: Date.now() });
  return createSuccessions({ pool, client, logger: pino({ level: 'silent' }) }, open ?? opens, 10);
}

/** Two relays at once carry what there is. */
export async function carrySuccessions(house: House, open?: OpenTermination): Promise<void> {
  await Promise.all([carrierIn(house, open), carrierIn(house, open)].map(async (one) => { while (await one() > 0); }));
}
