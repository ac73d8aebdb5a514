/** The kind of a journey by its id, which every table and message carries. */
import type { JourneyKind } from './kinds.ts';

/** What the numbers of each kind begin with; a deployment's, `AFF-2026-000123`, as a site's of it, `AFF-2026-000123/S001`. */
export const prefixes: Readonly<Record<JourneyKind, string>> = { deployment: 'AFF', site: 'AFF', ticket: 'TCK', replacement: 'REP', backup: 'BKP', termination: 'RES', order: 'CMD', appointment: 'RDV', followUp: 'REL', complaint: 'REC' };

export function kindOf(journeyId: string): JourneyKind {
  const prefix = journeyId.slice(0, 3);
  const kind = prefix === prefixes.deployment ? undefined : (Object.keys(prefixes) as JourneyKind[]).find((one) => prefixes[one] === prefix);
  return kind ?? (journeyId.includes('/') ? 'site' : 'deployment');
}
