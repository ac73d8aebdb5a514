/** Who drives a deployment (D-03): any coordinator until it is assigned, then the one who has it. */
import type { Pool } from 'pg';
import type { DeploymentRead } from '../../db/deployment/reads.ts';
import { coordinatorsOf, readPersonName } from '../../db/people/team.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { Principal } from '../../domain/people/principal.ts';
import { problem } from '../http/problem.ts';

type Person = Pick<Principal, 'subject'>;

/** @throws {Problem} `D-03.other-coordinator` when the deployment is assigned to somebody else. */
export function demandItsCoordinator({ id, coordinator }: Pick<DeploymentRead, 'id' | 'coordinator'>, { subject }: Person): void {
  if (coordinator !== null && coordinator !== subject) throw problem(refuse('D-03.other-coordinator', { deploymentId: id, coordinator }));
}

/** @param pointer to the field that names the coordinator; none where he is the deployment's. @throws {Problem} `D-03.not-of-the-team` when the coordinator is none of the manager's own. */
export async function demandOfTheTeam(pool: Pool, manager: Person, coordinator: string, pointer?: string): Promise<void> {
  const coordinators = await coordinatorsOf(pool, manager.subject);
  if (!coordinators.includes(coordinator)) throw problem(refuse('D-03.not-of-the-team', { coordinator, coordinators: coordinators.join(', ') }, pointer));
}

/** A manager decides on the deployments of his own team, and on those nobody has: not yet, or not any more since its coordinator left the house. @throws {Problem} `D-03.not-of-the-team`. */
export async function demandItsManager(pool: Pool, { coordinator }: Pick<DeploymentRead, 'coordinator'>, manager: Person): Promise<void> {
  if (coordinator !== null && (await readPersonName(pool, coordinator)) !== null) await demandOfTheTeam(pool, manager, coordinator);
}
