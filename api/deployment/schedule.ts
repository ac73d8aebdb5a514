/** A deployment's schedule as a person may see it (D-22): all of it, or what concerns the customer. */
import type { z } from 'zod';
import { readStates } from '../../db/deployment/reads.ts';
import type { Pool } from '../../db/pool.ts';
import { milestoneLabel } from '../../domain/deployment/milestones.ts';
import { forCustomer, scheduleOverview, type ScheduleOverview } from '../../domain/deployment/overview.ts';
import type { Schedule } from '../../domain/deployment/schedule.ts';
import { refuse, type Language } from '../../domain/errors/codes.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { problem } from '../http/problem.ts';
import type { scheduleFigures, scheduleView } from './schedule-views.schema.ts';
import { visibleDeployment } from './visible.ts';

export interface SeenSchedule {
  readonly overview: ScheduleOverview;
  /** How many events it was made from: only ever more. */
  readonly version: number;
}

/** @throws {Problem} `not-found`, also when the person may not see it. */
export async function seenSchedule(pool: Pool, id: string, scope: Scope, atMs: number): Promise<SeenSchedule> {
  await visibleDeployment(pool, id, scope);
  const states = await readStates(pool, id);
  if (!states) throw problem(refuse('not-found', { id }));
  const overview = scheduleOverview(states.deployment, states.sites, atMs);
  return { version: states.version, overview: scope.reach === 'own' ? forCustomer(overview) : overview };
}

export function scheduleBody({ deploymentId, targetActivationDate, whole, sites }: ScheduleOverview, language: Language): z.input<typeof scheduleView> {
  return { deploymentId, targetActivationDate, ...figures(whole, language), sites: sites.map((site) => ({ site: site.site, ...figures(site, language) })) };
}

export function figures({ lines, criticalPath, activationOn, endsOn }: Schedule, language: Language): z.input<typeof scheduleFigures> {
  return { milestones: lines.map((line) => ({ ...line, label: milestoneLabel(line.milestone, language) })), criticalPath: [...criticalPath], activationOn, endsOn };
}
