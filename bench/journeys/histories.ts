/** What the engine kept of journeys: history events by type and state transitions, read after the measured time. */
import { siteJourneyId, siteKey } from '../../domain/deployment/deployment.ts';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { workflowIdOf } from '../../workflows/journey/messages.ts';
import type { Contender } from './contender.ts';
import { sitesPerJourney } from './play.ts';

type HistoryEvent = NonNullable<History['events']>[number];

/** The rows of the report: history events that stand for one thing each, told by the attributes that only they have. */
const counted = {
  workflowTasks: 'workflowTaskCompletedEventAttributes',
  updates: 'workflowExecutionUpdateCompletedEventAttributes',
  signalsIn: 'workflowExecutionSignaledEventAttributes',
  signalsOut: 'externalWorkflowExecutionSignaledEventAttributes',
  timers: 'timerStartedEventAttributes',
  upserts: 'upsertWorkflowSearchAttributesEventAttributes',
} as const satisfies Record<string, keyof HistoryEvent>;

/** `recordings` and `outsideCalls` are the activities, by what they are for. */
export type EngineCounts = Record<keyof typeof counted | 'events' | 'transitions' | 'bytes' | 'recordings' | 'outsideCalls', number>;

/** Means per workflow over the given journeys: of the deployment's own workflow, and of one site's. */
export async function engineCounts(contender: Contender, journeyIds: readonly string[]): Promise<{ deployment: EngineCounts; site: EngineCounts }> {
  const deployments: EngineCounts[] = [];
  const sites: EngineCounts[] = [];
  for (const id of journeyIds) {
    deployments.push(await countsOf(contender, id));
    for (let index = 0; index < sitesPerJourney; index += 1) sites.push(await countsOf(contender, siteJourneyId(id, siteKey(index))));
  }
  return { deployment: mean(deployments), site: mean(sites) };
}

async function countsOf({ client }: Contender, journeyId: string): Promise<EngineCounts> {
  const handle = client.workflow.getHandle(workflowIdOf(journeyId));
  const [{ raw, historyLength, historySize }, { events }] = await Promise.all([handle.describe(), handle.fetchHistory()]);
  const having = (attributes: keyof HistoryEvent): number => events?.filter((event) => event[attributes] != null).length ?? 0;
  const activities = events?.flatMap((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? []) ?? [];
  const recordings = activities.filter((name) => name === 'recordEvents').length;
  return {
    recordings, outsideCalls: activities.length - recordings,
    events: historyLength, bytes: historySize ?? 0, transitions: Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0),
    ...(Object.fromEntries(Object.entries(counted).map(([name, attributes]) => [name, having(attributes)])) as Record<keyof typeof counted, number>),
  };
}

function mean(all: readonly EngineCounts[]): EngineCounts {
  const names = Object.keys(all[0] ?? {}) as (keyof EngineCounts)[];
  return Object.fromEntries(names.map((name) => [name, all.reduce((sum, one) => sum + one[name], 0) / all.length])) as EngineCounts;
}
