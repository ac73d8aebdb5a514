/** The three meetings of the kick-off (D-05 to D-07): planned and moved by whoever calls them, invited to by calendar, recalled by a cancellation. */
import { refuse } from '../errors/codes.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import type { DeploymentEvent, DeploymentState } from './deployment.ts';
import { dateOfInstant, endOfDate } from './policy.ts';
import { deploymentSteps, type DeploymentStep, type TaskStep } from './steps.ts';

export const meetings = ['internal-launch', 'welcome-call', 'customer-launch'] as const satisfies readonly DeploymentStep[];
/** Each has the name of its step. */
export type Meeting = (typeof meetings)[number];

/** When and where; instants in RFC 3339, the place in free words. */
export interface MeetingPlan {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly place: string | null;
}

export interface PlannedMeeting extends MeetingPlan {
  /** 0 for the first plan, one more for each that replaces it: what calendars tell a newer invitation by. */
  readonly sequence: number;
  /** When this was decided, epoch milliseconds. */
  readonly decidedAtMs: number;
  readonly isCancelled: boolean;
  /** The sequence that those invited have been told last; null before the first. */
  readonly toldSequence: number | null;
}

export type Meetings = Readonly<Partial<Record<Meeting, PlannedMeeting>>>;

export type MeetingEvent =
  | ({ readonly type: 'meetingPlanned'; readonly meeting: Meeting; readonly sequence: number } & MeetingPlan)
  /** With its deployment (D-23), or held with the welcome call (D-07). */
  | { readonly type: 'meetingCancelled'; readonly meeting: Meeting; readonly sequence: number }
  /** Those invited have it in their calendars, or know that it is off. */
  | { readonly type: 'invitationSent'; readonly meeting: Meeting; readonly sequence: number };

/** From the step before it on, until it is held. */
function mayBePlanned(state: Pick<DeploymentState, 'phase' | 'tasks' | 'isCustomerLaunchHeld'>, meeting: Meeting): boolean {
  return planningSteps(meeting).some((step) => step === state.phase) && !isHeld(state, meeting);
}

function planningSteps(meeting: Meeting): readonly DeploymentStep[] {
  const own = deploymentSteps.indexOf(meeting);
  return deploymentSteps.slice(own - 1, own + 1);
}

/** Its task says so, or that of the welcome call for the customer launch (D-07); in its own step or later. */
function isHeld({ phase, tasks, isCustomerLaunchHeld }: Pick<DeploymentState, 'phase' | 'tasks' | 'isCustomerLaunchHeld'>, meeting: Meeting): boolean {
  if (meeting === 'customer-launch' && isCustomerLaunchHeld) return true;
  const [now, own] = [deploymentSteps.indexOf(phase as DeploymentStep), deploymentSteps.indexOf(meeting)];
  if (now !== own) return now === -1 || now > own;
  return !Object.values(tasks.open).some(({ step }) => step === meeting);
}

export function planMeeting(state: DeploymentState, { meeting, ...plan }: { readonly meeting: Meeting } & MeetingPlan, nowMs: number): Decision<DeploymentEvent> {
  if (!mayBePlanned(state, meeting)) return reject(refuse('wrong-state', { state: state.phase, states: planningSteps(meeting).join(', ') }));
  const { startsAt, endsAt } = plan;
  if (Date.parse(endsAt) <= Date.parse(startsAt)) return reject(refuse('D-05.meeting-ends-before-it-starts', { startsAt, endsAt }));
  if (Date.parse(startsAt) <= nowMs) return reject(refuse('D-05.meeting-in-the-past', { startsAt }));
  return accept<DeploymentEvent>(...planned(state, meeting, plan));
}

/** Nothing where it is planned so already. */
function planned({ meetings: known }: Pick<DeploymentState, 'meetings'>, meeting: Meeting, { startsAt, endsAt, place }: MeetingPlan): MeetingEvent[] {
  const before = known[meeting];
  const now = { startsAt: new Date(startsAt).toISOString(), endsAt: new Date(endsAt).toISOString(), place };
  if (before && before.startsAt === now.startsAt && before.endsAt === now.endsAt && before.place === place) return [];
  return [{ type: 'meetingPlanned', meeting, sequence: before ? before.sequence + 1 : 0, ...now }];
}

const hourMs = 3_600_000;
/** Nine to ten, counted from the end of the day: the clocks change at night. */
const firstHour = { fromEndMs: 15 * hourMs, durationMs: hourMs };

/** D-06: the welcome call sets the date of the customer launch; where nothing else is planned on it, the first hour of the day is. Nothing for a day that is past. */
export function launchOnDate(state: DeploymentState, customerLaunchOn: string, nowMs: number): MeetingEvent[] {
  const policy = state.launch?.policy;
  if (!policy) return [];
  const before = state.meetings['customer-launch'];
  if (before && dateOfInstant(policy, Date.parse(before.startsAt)) === customerLaunchOn) return [];
  const startsAtMs = endOfDate(policy, customerLaunchOn) - firstHour.fromEndMs;
  if (startsAtMs <= nowMs) return [];
  const instant = (atMs: number): string => new Date(atMs).toISOString();
  return planned(state, 'customer-launch', { startsAt: instant(startsAtMs), endsAt: instant(startsAtMs + firstHour.durationMs), place: before?.place ?? null });
}

/** D-23: meetings to come fall with their deployment. */
export function cancelMeetings(state: DeploymentState, nowMs: number): MeetingEvent[] {
  return meetings.flatMap((meeting) => {
    const known = state.meetings[meeting];
    if (!known || Date.parse(known.startsAt) <= nowMs || isHeld(state, meeting)) return [];
    return [{ type: 'meetingCancelled', meeting, sequence: known.sequence + 1 } as const];
  });
}

/** D-07: the launch that was planned and is held with the welcome call. */
export function launchToRecall({ meetings: { 'customer-launch': known } }: Pick<DeploymentState, 'meetings'>, step: TaskStep | undefined, given: unknown, nowMs: number): PlannedMeeting | null {
  const isHeldNow = step === 'welcome-call' && (given as { readonly customerLaunchHeld?: true }).customerLaunchHeld === true;
  return isHeldNow && known && !known.isCancelled && Date.parse(known.startsAt) > nowMs ? known : null;
}

/** Nobody waits for it then. */
export function recalledLaunch(state: DeploymentState, step: TaskStep, given: unknown, nowMs: number): MeetingEvent[] {
  const known = launchToRecall(state, step, given, nowMs);
  return known ? [{ type: 'meetingCancelled', meeting: 'customer-launch', sequence: known.sequence + 1 }] : [];
}

/** D-05 to D-07: the meeting that those invited know nothing of yet, or not the latest; null when all do. */
export function meetingToTell(state: DeploymentState): Meeting | null {
  if (state.endedAtMs !== null) return null;
  return meetings.find((meeting) => {
    const known = state.meetings[meeting];
    return known !== undefined && known.toldSequence !== known.sequence && (known.isCancelled || !isHeld(state, meeting));
  }) ?? null;
}

export function evolveMeetings(state: DeploymentState, event: MeetingEvent, atMs: number): Meetings {
  const { meetings: before } = state;
  const known = before[event.meeting];
  if (event.type === 'meetingPlanned') {
    const { startsAt, endsAt, place, sequence } = event;
    return { ...before, [event.meeting]: { startsAt, endsAt, place, sequence, decidedAtMs: atMs, isCancelled: false, toldSequence: known?.toldSequence ?? null } };
  }
  if (!known) return before;
  if (event.type === 'meetingCancelled') return { ...before, [event.meeting]: { ...known, sequence: event.sequence, decidedAtMs: atMs, isCancelled: true } };
  return { ...before, [event.meeting]: { ...known, toldSequence: event.sequence } };
}
