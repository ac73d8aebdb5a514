/** The body and the answer of `POST /previews/schedule` (D-20): a schedule of nothing yet, or what a change would do to a deployment. */
import { z } from 'zod';
import { calendarSchema } from '../calendar/calendar.schema.ts';
import { dateOfOurTime as date } from '../calendar/date.schema.ts';
import { entriesOf, key } from '../policy/parts.schema.ts';
import { leadTimes } from '../policy/delivery.schema.ts';

const dates = entriesOf(date);

const changes = {
  targetActivationDate: date.optional(),
  leadTimes: leadTimes.optional().describe('In place of those it has'),
  done: dates.optional().describe('Milestones taken for done on these dates'),
  moved: dates.optional().describe('Milestones agreed for these dates'),
};

export const previewScheduleRequest = z.union([
  z.strictObject({
    ...changes, targetActivationDate: date,
    from: date.optional().describe('The launch; today when left out'),
    calendar: calendarSchema.optional().describe('In place of the operator’s'),
  }),
  z.strictObject({
    deploymentId: z.string().regex(/^AFF-\d{4}-\d{6,}$/),
    changes: z.strictObject({ ...changes, site: key.optional().describe('Only at this site; else at all of them') }),
  }),
]);

export type PreviewScheduleRequest = z.infer<typeof previewScheduleRequest>;
