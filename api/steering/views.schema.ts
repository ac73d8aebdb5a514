/** What callers ask of indicators, and what they are answered (C-06). */
import { z } from 'zod';
import { groupings } from '../../db/steering/history.ts';
import { indicatorKeys } from '../../domain/steering/indicators.ts';
import { liveKeys } from '../../domain/steering/live.ts';
import { steps } from '../../domain/steering/periods.ts';
import { namesOf } from '../http/names.ts';

const text = z.object({ fr: z.string(), en: z.string() });
const key = z.string().min(1).max(100);

const selection = {
  by: z.enum(groupings).optional().meta({ description: 'Absent: all as one' }),
  person: key.optional().meta({ description: 'A person’s own figures' }),
  team: key.optional().meta({ description: 'A team’s figures, or with «by=person» its people' }),
  centre: key.optional().meta({ description: 'Of customers of this centre; with «by=person», of its people' }),
  region: key.optional(),
};

export const historyQuery = z.object({
  ...selection,
  from: z.iso.date().optional().meta({ description: 'First day, in the operator’s time zone; by default the 30th before the last' }),
  until: z.iso.date().optional().meta({ description: 'Last day, that day included; by default today' }),
  step: z.enum(steps).default('total').meta({ description: 'The period is made longer to whole weeks or months' }),
  indicators: namesOf(indicatorKeys),
});

export const liveQuery = z.object({ ...selection, indicators: namesOf(liveKeys) });

const definition = z.object({ key: z.string(), label: text, unit: z.enum(['count', 'share', 'seconds', 'score', 'cents']), definition: text }).meta({ id: 'IndicatorDefinition' });
const group = z.object({ key: z.string().meta({ description: 'Empty: of none, or all as one' }), label: text, region: z.string().nullable().meta({ description: 'Of a centre' }) }).meta({ id: 'IndicatorGroup' });

const figure = {
  indicator: z.string(), group: z.string(), value: z.number().nullable().meta({ description: 'Null: nothing to take the mean of; shares from 0 to 1' }),
};

export const historyView = z.object({
  from: z.iso.date(), until: z.iso.date().meta({ description: 'Last day' }), step: z.enum(steps), timeZone: z.string(),
  definitions: z.array(definition), groups: z.array(group),
  items: z.array(z.object({
    ...figure, detail: z.string().nullable().meta({ description: 'A channel, a step, a kind of transfer; null: the whole' }), since: z.iso.date().meta({ description: 'First day of the step' }),
    basis: z.number().int().meta({ description: 'How many it is made of' }),
  })),
}).meta({ id: 'Indicators' });

export const liveView = z.object({
  at: z.iso.datetime(), definitions: z.array(definition), groups: z.array(group),
  items: z.array(z.object({ ...figure, list: z.string().nullable().meta({ description: 'Address of the list behind the figure; null where there is none' }) })),
}).meta({ id: 'LiveIndicators' });

export type HistoryView = z.input<typeof historyView>;
export type LiveView = z.input<typeof liveView>;
