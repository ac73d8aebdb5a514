/** The words for the codes that a task's context holds, for a person to read in their place (C-07). */
import { followUpKinds } from '../../domain/follow-up/follow-up.ts';
import { simulationFaultLabels } from '../../domain/billing/invoice-checks.ts';
import { tasks } from '../../domain/deployment/steps.ts';
import { documentKinds } from '../../domain/documents/kinds.ts';
import type { Text } from '../../domain/errors/codes.ts';
import { letterLabels } from '../../domain/termination/tasks.ts';

const ofDocuments: Readonly<Record<string, Text>> = Object.fromEntries(Object.entries(documentKinds).map(([kind, { label }]) => [kind, label]));
const ofTasks: Readonly<Record<string, Text>> = Object.fromEntries(Object.entries(tasks).map(([step, { labels }]) => [step, labels]));

/** By the field of the context that holds such codes, one or several with commas between. */
const tables: Readonly<Record<string, Readonly<Record<string, Text>>>> = {
  requiredDocuments: ofDocuments, missingDocuments: ofDocuments, refusedDocuments: ofDocuments, documentsToCheck: ofDocuments,
  faults: simulationFaultLabels, overriddenFaults: simulationFaultLabels,
  refusedStep: ofTasks, letter: letterLabels,
  what: Object.fromEntries(Object.entries(followUpKinds).map(([kind, { label }]) => [kind, label])),
};

/**
 * By code.
 * @param subject what a subject of complaints is called by the policy of now (S-08)
 */
export function codeLabels(context: Readonly<Record<string, unknown>>, subject?: (key: string) => Text): Record<string, Text> {
  const found = Object.entries(context).flatMap(([field, value]) => {
    if (field === 'subject' && subject && typeof value === 'string') return [[value, subject(value)] as [string, Text]];
    const table = tables[field];
    if (table === undefined || typeof value !== 'string') return [];
    // A failed control may name the line it failed on: «line-missing (FTTH-1G)».
    return value.split(', ').map((part) => part.replace(/ \(.*$/, '')).flatMap((code) => (Object.hasOwn(table, code) ? [[code, table[code]] as [string, Text]] : []));
  });
  return Object.fromEntries(found);
}
