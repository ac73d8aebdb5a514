/** What a launch says of the services that its sites take the place of (C-08): each the customer's own, in service, and left by nothing else. */
import type { Pool } from 'pg';
import { inTransaction } from '../../db/pool.ts';
import { takeForDeployment } from '../../db/termination/holds.ts';
import { readServicesToEnd, servicesOf } from '../../db/termination/terminations.ts';
import type { LaunchFile } from '../../domain/deployment/launch.schema.ts';
import { refuse, type ErrorCode } from '../../domain/errors/codes.ts';
import { problem } from '../http/problem.ts';

export const replacedRefusals = ['C-08.replaced-twice', 'R-01.unknown-service', 'R-01.not-in-service', 'R-01.termination-open'] as const satisfies readonly ErrorCode[];

/**
 * Checks what a launch names, and takes it for the deployment: of two that name one service at once, the second is refused.
 * @throws {Problem} one of `replacedRefusals`; nothing is taken then.
 */
export async function takeReplaced(pool: Pool, deploymentId: string, { customerId, sites }: Pick<LaunchFile, 'customerId' | 'sites'>): Promise<void> {
  const named = sites.flatMap(({ replaces = [] }, index) => replaces.map((rds) => ({ rds, pointer: `/sites/${index}/replaces` })));
  if (named.length === 0) return;
  const pointerOf = (rds: string | undefined): string => named.find((one) => one.rds === rds)?.pointer ?? '/sites';
  const all = named.map(({ rds }) => rds);
  const known = await readServicesToEnd(pool, all);
  const own = new Set(known.filter((service) => service.customerId === customerId && service.endedOn === null).map(({ rds }) => rds));
  const strange = all.filter((rds) => !own.has(rds));
  if (strange.length > 0) throw problem(refuse('R-01.unknown-service', { rds: strange.join(', '), services: (await servicesOf(pool, customerId)).join(', ') || '–' }, pointerOf(strange[0])));
  const coming = known.filter(({ phase }) => phase !== null && phase !== 'in-service').map(({ rds }) => rds);
  if (coming.length > 0) throw problem(refuse('R-01.not-in-service', { rds: coming.join(', ') }, pointerOf(coming[0])));
  const again = all.filter((rds, index) => all.indexOf(rds) !== index);
  if (again.length > 0) throw problem(refuse('C-08.replaced-twice', { rds: again.join(', ') }, pointerOf(again[0])));
  const held = await inTransaction(pool, (client) => takeForDeployment(client, deploymentId, all));
  const [first] = held;
  if (!first) return;
  throw problem(refuse(first.isReplaced ? 'C-08.replaced-twice' : 'R-01.termination-open', { rds: held.map(({ rds }) => rds).join(', ') }, pointerOf(first.rds)));
}
