/** Which deployments a person may see: all, or those of his own customer. */
import type { Pool } from 'pg';
import { readDeployment, type DeploymentRead } from '../../db/deployment/reads.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { Scope } from '../../domain/people/permissions.ts';
import { problem } from '../http/problem.ts';

/** @throws {Problem} `not-found`, also when the person may not see it: even its existence is not theirs to know. */
export async function visibleDeployment(pool: Pool, id: string, scope: Scope): Promise<DeploymentRead> {
  const deployment = await readDeployment(pool, id);
  if (!deployment || (scope.reach === 'own' && deployment.customerId !== scope.customerId)) throw problem(refuse('not-found', { id }));
  return deployment;
}
