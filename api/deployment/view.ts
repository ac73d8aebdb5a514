/** A deployment as it is shown to one reader: with its schedule, sites, meetings and open tasks, as far as they are his business. */
import { readPlan, readSites, type DeploymentRead } from '../../db/deployment/reads.ts';
import { readSuccessions } from '../../db/deployment/successions.ts';
import { inSnapshot } from '../../db/pool.ts';
import { listTasksOfDeployment } from '../../db/tasks/reads.ts';
import { phaseForCustomer } from '../../domain/deployment/for-customer.ts';
import { isCustomerFacing } from '../../domain/deployment/milestones.ts';
import type { Meeting, PlannedMeeting } from '../../domain/deployment/meetings.ts';
import type { Scope } from '../../domain/people/scope.ts';
import type { Services } from '../services.ts';
import { visibleDeployment } from './visible.ts';

/** D-22: what goes on between us and the OBL is not the customer's business. */
const withheld = { obl: null, oblName: null, orderKey: null, oblReference: null, nextReminderAt: null } as const;

/** Makes what an answer shows of a deployment, all of it as of one instant. @throws {Problem} `not-found`, also when the person may not see it. */
export function deploymentViewer(pool: Services['pool']) {
  return async (id: string, scope: Scope) => await inSnapshot(pool, async (client) => {
    const { reach } = scope;
    const deployment = await visibleDeployment(client, id, scope);
    const { schedule, meetings } = await readPlan(client, id);
    const sites = await readSites(client, id);
    const tasks = await listTasksOfDeployment(client, id);
    // D-22: what is at risk is the house's business.
    const atRisk = (jeopardies: DeploymentRead['jeopardies']) => (reach === 'own' ? {} : { jeopardies: jeopardies.slice() });
    return {
      ...summary(deployment, { reach }), ...atRisk(deployment.jeopardies),
      schedule: reach === 'own' ? schedule.filter(({ milestone }) => isCustomerFacing(milestone)) : schedule,
      sites: sites.map(({ risk, jeopardies, ...site }) => ({
        ...site, ...atRisk(jeopardies), slotStartsAt: iso(site.slotStartsAt), nextReminderAt: iso(site.nextReminderAt), endedAt: iso(site.endedAt),
        ...(reach === 'own' ? { ...withheld, phase: phaseForCustomer(site.phase) } : {}),
        risk: risk && reach !== 'own' ? { cause: risk.cause, availableOn: risk.availableOn, plannedDeliveryDate: risk.plannedDeliveryDate } : null,
      })),
      successions: await readSuccessions(client, id),
      meetings: (Object.entries(meetings) as [Meeting, PlannedMeeting][]).filter(([meeting]) => reach !== 'own' || meeting !== 'internal-launch')
        .map(([meeting, { startsAt, endsAt, place, isCancelled }]) => ({ meeting, startsAt, endsAt, place, isCancelled })),
      // C-05, D-22: a stuck call or a refusal at the OBL is the house's business; a customer sees what waits for him.
      openTasks: reach === 'own' ? tasks.filter(({ owner }) => owner === 'customer') : tasks,
    };
  });
}

export function summary({ jeopardies: _ofTheView, atRisk, ...deployment }: DeploymentRead, { reach }: Pick<Scope, 'reach'>) {
  // D-22: the step that concerns him, and who talks with him by his name, not by what he signs in with.
  return { ...deployment, ...(reach === 'own' ? { phase: phaseForCustomer(deployment.phase), coordinator: null } : { atRisk }), launchedAt: deployment.launchedAt.toISOString(), endedAt: iso(deployment.endedAt) };
}

function iso(instant: Date | null): string | null {
  return instant?.toISOString() ?? null;
}
