/** The kind of a journey by its id, which every table and message carries. */
import type { JourneyKind } from './kinds.ts';

/** What the numbers of each kind begin with; a deployment's, `AFF-2026-000123`, as a site's of it, `AFF-2026-000123/S001`. */
export const prefixes: Readonly<Record<JourneyKind, string>> = { deployment: 'AFF', site: 'AFF', ticket: 'TCK', replacement: 'REP', backup: 'BKP', termination: 'RES', order: 'CMD', appointment: 'RDV', followUp: 'REL', complaint: 'REC' };
const byPrefix: ReadonlyMap<string, JourneyKind> = new Map(Object.entries(prefixes).flatMap(([kind, prefix]) => (prefix === prefixes.deployment ? [] : [[prefix, kind as JourneyKind]])));

export function kindOf(journeyId: string): JourneyKind {
  return byPrefix.get(journeyId.slice(0, 3)) ?? (journeyId.includes('/') ? 'site' : 'deployment');
}
