/** The kind of a journey by its id, which every table and message carries. */
import type { JourneyKind } from './kinds.ts';

/** `AFF-2026-000123` is a deployment, `AFF-2026-000123/S001` a site, `TCK-2026-000123` a ticket. */
export function kindOf(journeyId: string): JourneyKind {
  if (journeyId.startsWith('TCK-')) return 'ticket';
  return journeyId.includes('/') ? 'site' : 'deployment';
}
