/** The indicators of complaints computed anew from the recorded events alone, as naive-indicators.ts does it. */
import type { ComplaintEvent } from '../../domain/complaint/complaint.ts';
import { human, type Belongs, type Occurrence } from './naive-indicators.ts';
import type { Lived } from './steering-stories.ts';

/** Of the policy that those lives are opened under: answered within so many weekdays. */
const answerWithinDays = 10;

export function readComplaint({ events }: Lived): { readonly occurrences: Occurrence[]; readonly standings: [] } {
  const occurrences: Occurrence[] = [];
  const [first] = events.map(({ event }) => event as ComplaintEvent);
  if (first?.type !== 'complaintOpened') throw new Error('begins with its opening');
  const { subject, centre } = first.opening;
  let askedAtMs = events[0]?.atMs ?? 0;
  for (const { event: recorded, atMs, meta } of events) {
    const event = recorded as ComplaintEvent;
    const whose: Belongs = { person: human(meta.actor, meta.channel), team: null, centre: centre ?? null };
    const count = (indicator: string, detail: string | null, value: number | null = null) => occurrences.push({ indicator, detail, atMs, value, ...whose });
    if (event.type === 'complaintOpened') count('complaints-opened', subject);
    if (event.type === 'answerContested') askedAtMs = atMs;
    if (event.type === 'complaintAnswered') {
      count('complaint-time', null, Math.round((atMs - askedAtMs) / 1_000));
      count('complaints-in-time', null, atMs <= weekdaysAfter(askedAtMs) ? 1 : 0);
    }
    if (event.type === 'complaintSettled') count('complaints-settled', event.outcome);
    if (event.type === 'gestureGranted') count('gestures', null);
  }
  return { occurrences, standings: [] };
}

function weekdaysAfter(fromMs: number): number {
  let atMs = fromMs;
  for (let left = answerWithinDays; left > 0;) {
    atMs += 86_400_000;
    if (![0, 6].includes(new Date(atMs).getUTCDay())) left -= 1;
  }
  return atMs;
}
