/** every part of every service is taken down, one after the other, and tried until it is; what no system does is a coordinator's task. */
import { partsToEnd } from '../../domain/termination/progress.ts';
import type { DeproductionPart, LeavingService, PartOutcome, TerminationCall } from '../../domain/termination/termination.ts';
import type { OutsideAnswer } from '../journey/call-outside.ts';
import { call, is, type Outside, type Termination } from './termination.ts';

export async function deproduce(journey: Termination): Promise<void> {
  while (is(journey, 'deproduction')) {
    const [next] = partsToEnd(journey.state());
    if (next) await endPart(journey, next.service, next.part);
    else await journey.until(({ phase }) => phase !== 'deproduction');
  }
}

/** From the outside's point of view each may come again: after a crash, a retry, or by an earlier undoing. */
async function endPart(journey: Termination, service: LeavingService, part: DeproductionPart): Promise<void> {
  const { rds, orderKey } = service;
  const lastDay = journey.state().effectiveOn;
  if (lastDay === null) return;
  if (part === 'access-line' && orderKey === null) return journey.act({ type: 'partEnded', rds, part, outcome: 'unknown' });
  const { name, summary, end }: EndOfPart = ends[part];
  const ended = await call<Answer>(journey, name, 'deproduction', (outside) => end(outside, { ...service, lastDay, summary: `${summary} ${rds}` }));
  journey.act({ type: 'partEnded', rds, part, outcome: outcomeOf(ended) });
}

function outcomeOf(ended: OutsideAnswer<Answer>): PartOutcome {
  if (ended.how !== 'went-through') return 'skipped';
  return ended.answer?.outcome === 'no-line' ? 'too-late' : 'ended';
}

type Answer = { readonly outcome: 'terminated' | 'no-line' } | void;
type Ended = Pick<LeavingService, 'serviceKey' | 'orderKey'> & { readonly lastDay: string; readonly summary: string };

interface EndOfPart {
  readonly name: TerminationCall;
  readonly summary: string;
  readonly end: (outside: Outside, ended: Ended) => Promise<Answer>;
}

const ends: Readonly<Record<DeproductionPart, EndOfPart>> = {
  'supervision': { name: 'end-supervision', summary: 'Supervision arrêtée', end: ({ refTech }, { serviceKey, summary }) => refTech(summary).stopSupervision(serviceKey) },
  'backbone': { name: 'end-backbone', summary: 'Backbone libéré', end: ({ refTech }, { serviceKey, summary }) => refTech(summary).releaseProduction(serviceKey, 'backbone') },
  'radius': { name: 'end-radius', summary: 'RADIUS libéré', end: ({ refTech }, { serviceKey, summary }) => refTech(summary).releaseProduction(serviceKey, 'radius') },
  'ip': { name: 'end-ip', summary: 'IP libérée', end: ({ refTech }, { serviceKey, summary }) => refTech(summary).releaseProduction(serviceKey, 'ip') },
  'service': { name: 'end-service', summary: 'Déproduction JARVIS', end: ({ jarvis }, { serviceKey, summary }) => jarvis(summary).deproduceService(serviceKey) },
  'access-line': { name: 'end-access-line', summary: 'Ligne OBL résiliée', end: ({ obl }, { orderKey, lastDay, summary }) => obl(summary).terminateLine({ orderKey: orderKey ?? '', lastDay }) },
};
