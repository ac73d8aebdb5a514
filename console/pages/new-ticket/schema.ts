/** The form of a registration (T-02 to T-05), with the closed lists as they hold now. */
import type { JsonSchema } from '../../form/schema.ts';
import type { Choices } from '../../tickets/queries.ts';

type Words = Readonly<Record<'fr' | 'en', string>>;
const shortText: JsonSchema = { type: 'string', maxLength: 200 };
const longText: JsonSchema = { type: 'string', maxLength: 10_000 };
const person = { name: shortText, phone: { type: 'string', maxLength: 30 }, email: { type: 'string', maxLength: 200 } } as const;

export function registrationSchema({ desks, types, symptoms, categories }: Choices): JsonSchema {
  const listed = (labels: Readonly<Record<string, Words>>): JsonSchema => ({ type: 'string', enum: Object.keys(labels), labels });
  const labelled = (list: Readonly<Record<string, { readonly label: Words }>>): Record<string, Words> => Object.fromEntries(Object.entries(list).map(([key, { label }]) => [key, label]));
  return {
    type: 'object', required: ['caller', 'description', 'impact'],
    properties: {
      description: longText,
      impact: { type: 'string', enum: ['outage', 'degradation', 'administrative-change'] },
      caller: { type: 'object', required: ['name', 'relation'], properties: { ...person, relation: { type: 'string', enum: ['self', 'manager', 'colleague'] } } },
      classification: { type: 'object', required: ['type', 'symptom', 'category'], properties: { type: listed(types), symptom: listed(symptoms), category: listed(labelled(categories)) } },
      onsetAt: { type: 'string', format: 'date-time' },
      recentChanges: longText,
      importance: { type: 'string', enum: ['inconvenience', 'work-slowed', 'work-stopped', 'revenue-lost'] },
      urgentBy: { type: 'string', format: 'date-time' },
      contact: { type: 'string', enum: ['phone', 'mail', 'extranet'] },
      desk: listed(labelled(desks)),
      affectedUser: { type: 'object', required: ['name'], properties: person },
      agreementOf: { type: 'string', enum: ['caller', 'affected-user'] },
    },
  };
}
