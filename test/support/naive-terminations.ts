/** The indicators of terminations computed anew from the recorded events alone, as naive-indicators.ts does it. */
import type { TerminationEvent } from '../../domain/termination/termination.ts';
import { human, type Belongs, type Occurrence } from './naive-indicators.ts';
import type { Lived } from './steering-stories.ts';

export function readTermination({ events }: Lived): { readonly occurrences: Occurrence[]; readonly standings: [] } {
  const occurrences: Occurrence[] = [];
  const [first] = events.map(({ event }) => event as TerminationEvent);
  if (first?.type !== 'terminationOpened') throw new Error('begins with its opening');
  const { origin, receivedOn, centre } = first.opening;
  let reason: string = origin;
  for (const { event: recorded, atMs, meta } of events) {
    const event = recorded as TerminationEvent;
    const whose: Belongs = { person: human(meta.actor, meta.channel), team: null, centre: centre ?? null };
    const count = (indicator: string, detail: string | null, value: number | null = null) => occurrences.push({ indicator, detail, atMs, value, ...whose });
    if (event.type === 'terminationOpened') count('terminations-requested', origin);
    if (event.type === 'winBackEnded') {
      count('win-backs', event.how);
      count('win-back-rate', null, event.how === 'kept' ? 1 : 0);
    }
    if (event.type === 'feeDecided' && event.exemption !== null) reason = event.exemption;
    if (event.type === 'servicesEnded') {
      for (const _ of event.services) count('services-left', reason);
      if (origin === 'customer') count('termination-time', null, Math.max(0, (Date.parse(event.endedOn) - Date.parse(receivedOn)) / 1_000));
    }
    if (event.type === 'terminationEnded') count('terminations-ended', event.outcome);
  }
  return { occurrences, standings: [] };
}
