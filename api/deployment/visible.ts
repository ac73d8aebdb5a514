/** Which deployments a person may see: those of the customers that he sees. */
import { readDeployment, type DeploymentRead } from '../../db/deployment/reads.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import type { Client } from '../../db/pool.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { problem } from '../http/problem.ts';

/** @throws {Problem} `not-found`, also when the person may not see it: even its existence is not theirs to know. */
export async function visibleDeployment(pool: Pick<Client, 'query'>, id: string, scope: Scope): Promise<DeploymentRead> {
  const deployment = await readDeployment(pool, id);
  if (!deployment || !(await seesCustomer(pool, scope, deployment.customerId))) throw problem(refuse('not-found', { id }));
  return deployment;
}

/** C-08: a customer declares his withdrawal here and now; who registers his letter says of what day it is. @throws {Problem} `C-08.declared-on` */
export function demandDeclaredHere({ reach }: Scope, declaredOn: string | null | undefined): void {
  if (reach === 'own' && declaredOn != null) throw problem(refuse('C-08.declared-on', { date: declaredOn, from: '–', today: '–' }, '/declaredOn'));
}
