/** The kind of a journey by its id, which every table and message carries. */
import type { JourneyKind } from './kinds.ts';

/** By what its numbers begin with; every other is a deployment's, `AFF-2026-000123`, or a site's, `AFF-2026-000123/S001`. */
const byPrefix: Readonly<Record<string, JourneyKind>> = { TCK: 'ticket', REP: 'replacement', BKP: 'backup', RES: 'termination', CMD: 'order', RDV: 'appointment', REL: 'followUp', REC: 'complaint' };

export function kindOf(journeyId: string): JourneyKind {
  return byPrefix[journeyId.slice(0, 3)] ?? (journeyId.includes('/') ? 'site' : 'deployment');
}
