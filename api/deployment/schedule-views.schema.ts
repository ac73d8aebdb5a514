/** What the API shows of schedules (D-20 to D-22). */
import { z } from 'zod';

const cause = z.object({
  milestone: z.string().meta({ description: '`launch` where the target itself left too few days' }),
  slippedDays: z.int().meta({ description: 'Business days more than it had' }),
}).meta({ id: 'ScheduleCause' });

/** D-21. */
export const jeopardyView = z.object({
  milestone: z.string(),
  threshold: z.enum(['approaching', 'passed']),
  latestOn: z.iso.date(),
  expectedOn: z.iso.date(),
  cause: cause.nullable().meta({ description: 'Who consumed the float' }),
}).meta({ id: 'Jeopardy' });

export const scheduleLine = z.object({
  milestone: z.string(),
  label: z.string(),
  latestOn: z.iso.date().meta({ description: 'Computed back from the target activation date' }),
  startsOn: z.iso.date().meta({ description: 'When what it waits for is expected, or done' }),
  expectedOn: z.iso.date().meta({ description: 'Computed forward from what has happened; the date itself once it is done' }),
  doneOn: z.iso.date().nullable(),
  floatDays: z.int().meta({ description: 'Business days from the expected to the latest date; negative when too late' }),
  isCritical: z.boolean().meta({ description: 'Not done, and no float left' }),
  cause: cause.nullable(),
}).meta({ id: 'ScheduleLine' });

export const scheduleFigures = z.object({
  milestones: z.array(scheduleLine),
  criticalPath: z.array(z.string()).meta({ description: 'From the launch to the activation: at each milestone, what decides on its date' }),
  activationOn: z.iso.date().meta({ description: 'When the activation is to be expected' }),
  endsOn: z.iso.date(),
}).meta({ id: 'ScheduleFigures' });

export const scheduleView = scheduleFigures.extend({
  deploymentId: z.string(),
  targetActivationDate: z.iso.date(),
  sites: z.array(scheduleFigures.extend({ site: z.string() })).meta({ description: 'Those on their way or in service' }),
}).meta({ id: 'Schedule' });
