/** The way from a journey in the Temporal Web UI to its page of the console. */
import type { JourneyKind } from '../../domain/journey/kinds.ts';

/** Under this name a journey keeps where the console is, from its start; its children are given it. */
export const consoleMemo = 'console';

/** A line of Markdown; none where no console was named, or where the kind has no page of its own. */
export function consoleLine(memo: Readonly<Record<string, unknown>> | undefined, kind: JourneyKind, journeyId: string): string {
  const base = memo?.[consoleMemo];
  const page = pageOf(kind, journeyId);
  return typeof base === 'string' && page !== null ? `\n\n[Ouvrir dans la console](${base}${page})` : '';
}

/** A site is on its deployment's page. */
function pageOf(kind: JourneyKind, journeyId: string): string | null {
  switch (kind) {
    case 'deployment': return `/deployments/${journeyId}`;
    case 'site': return `/deployments/${journeyId.split('/')[0]}?site=${journeyId.split('/')[1]}`;
    case 'ticket': return `/tickets/${journeyId}`;
    case 'termination': return `/terminations/${journeyId}`;
    case 'replacement': return `/replacements/${journeyId}`;
    case 'appointment': return `/agenda?appointment=${journeyId}`;
    case 'followUp': return `/opportunities?followUp=${journeyId}`;
    case 'complaint': return `/complaints/${journeyId}`;
    case 'order': return null;
    case 'backup': return null;
  }
}
