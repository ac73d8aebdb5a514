/** What waits for people of a journey, and what each line of a basket is sorted by (C-07): pure projections of its state. */
import type { BackupState } from '../backup/backup.ts';
import type { ComplaintState } from '../complaint/complaint.ts';
import type { DeploymentState } from '../deployment/deployment.ts';
import { isAtRisk } from '../deployment/jeopardy.ts';
import type { SiteState } from '../deployment/site.ts';
import type { Profile } from '../people/profiles.ts';
import type { ReplacementState } from '../replacement/replacement.ts';
import { clockEndMs, clockOf, dueAtMs } from '../ticket/clocks.ts';
import type { Level, TicketState } from '../ticket/ticket.ts';
import type { JourneyKind } from './kinds.ts';
import type { Task, TaskBook } from './task.ts';

/** One line: a task, or a ticket that a desk has to go on with. */
export interface BasketItem {
  /** Of the task, or the number of the ticket. */
  readonly id: string;
  /** The form of the task, or `ticket`. */
  readonly step: string;
  readonly owner: Profile;
  /** Whose people alone may do it (T-11); null: everybody of the profile. */
  readonly desk: string | null;
  readonly team: string | null;
  /** To whom it falls by name. */
  readonly named: string | null;
  readonly isAtRisk: boolean;
  readonly priority: number;
  readonly dueAtMs: number | null;
  /** Null of a task: its row knows. */
  readonly openedAtMs: number | null;
  readonly rank: number;
  /** T-06: while a `pro` ticket is young it has this rank; null of everything else. */
  readonly youngRank: number | null;
}

/** What a task counts as where no ticket says otherwise. */
const ordinary = 3;
const dayMs = 86_400_000;
/** After every date. */
const noDay = 99_999;
/** T-07: warned of. */
const riskRatio = 0.8;

/**
 * Less is more urgent: by the day on which it is due (UTC, without a date last), at risk (D-21) first, by priority, and `pro` before the others before who was promised nothing (T-06).
 * What is overdue goes before everything; that is for who reads at an instant to say.
 */
export function rankOf({ day, isAtRisk: risk, priority, turn }: { readonly day: number; readonly isAtRisk: boolean; readonly priority: number; readonly turn: 0 | 1 | 2 }): number {
  return day * 1_000 + (risk ? 0 : 100) + priority * 10 + turn;
}

/** The day as ranks count it. */
export function dayOf(atMs: number | null): number {
  return atMs === null ? noDay : Math.floor(atMs / dayMs);
}

/** The least rank of what is due on the day of an instant or later. */
export function leastRankAt(atMs: number): number {
  return dayOf(atMs) * 1_000;
}

interface WithTasks {
  readonly tasks: TaskBook<string>;
}
interface Circumstances {
  readonly isAtRisk: boolean;
  readonly priority: number;
  readonly desk: string | null;
  readonly team: string | null;
}
const plain: Circumstances = { isAtRisk: false, priority: ordinary, desk: null, team: null };

/** Of every journey, whatever its kind; empty before it was opened. */
export function basketOf(kind: JourneyKind, state: unknown): readonly BasketItem[] {
  switch (kind) {
    case 'ticket': return ofTicket(state as TicketState);
    case 'deployment': return tasksOf(state as DeploymentState, { ...plain, isAtRisk: isAtRisk(state as DeploymentState) });
    case 'site': return tasksOf(state as SiteState, { ...plain, isAtRisk: isAtRisk(state as SiteState) });
    // S-08.
    case 'complaint': return tasksOf(state as ComplaintState, { ...plain, isAtRisk: (state as ComplaintState).isDueSoon });
    // The desk is that of its ticket, whose row knows it.
    default: return tasksOf(state as ReplacementState | BackupState, plain);
  }
}

function tasksOf({ tasks }: WithTasks, circumstances: Circumstances): BasketItem[] {
  return Object.values(tasks.open).map((task) => ofTask(task, circumstances));
}

function ofTask({ id, step, owner, dueAtMs: due, context }: Task, { isAtRisk: risk, priority, desk, team }: Circumstances): BasketItem {
  return {
    id, step, owner, desk: step === 'stuck-call' ? null : desk, team: step === 'stuck-call' ? null : team,
    named: namedIn(step, context),
    isAtRisk: risk, priority, dueAtMs: due, openedAtMs: null, rank: rankOf({ day: dayOf(due), isAtRisk: risk, priority, turn: 1 }), youngRank: null,
  };
}

/** T-23: who was in charge, whatever his profile. S-05, S-06: whose order it is, or who rejected it. S-09: whose appointment or follow-up. */
function namedIn(step: string, context: Task['context']): string | null {
  const named = step === 'documentation' ? context['technician'] : step.startsWith('order-') || step === 'appointment-declined' || step === 'follow-up' ? context['person'] : null;
  return typeof named === 'string' ? named : null;
}

/** Beside its tasks the ticket itself, while it is the desk that has to go on with it: not while it waits for somebody else, or for the requester's agreement. */
function ofTicket(state: TicketState): BasketItem[] {
  const { opening, priority: grade, team, fired } = state;
  if (!opening) return [];
  const priority = Number(grade.slice(1));
  const risk = fired.some(({ clock, ratio }) => clock === 'resolution' && ratio >= riskRatio);
  const tasks = tasksOf(state, { isAtRisk: risk, priority, desk: opening.desk, team: team?.team ?? null }).map((item) => (isOfDesk(item.owner) ? item : { ...item, desk: null, team: null }));
  const doer = doerOf(state);
  if (doer === null) return tasks;
  const due = dueOf(state);
  const turn = state.contract === 'none' ? 2 : 1;
  const isPro = state.contract === 'pro';
  return [...tasks, {
    ...doer, id: opening.number, step: 'ticket', desk: opening.desk, isAtRisk: risk, priority, dueAtMs: due, openedAtMs: state.createdAtMs,
    rank: rankOf({ day: dayOf(due), isAtRisk: risk, priority, turn }),
    // As if due on the day it came, so that no promise to another goes before it by its date alone.
    youngRank: isPro ? rankOf({ day: dayOf(state.createdAtMs), isAtRisk: risk, priority, turn: 0 }) : null,
  }];
}

const byLevel: Readonly<Record<Level, Profile>> = { 1: 'technician-n1', 2: 'technician-n2', 3: 'technician-n3' };

/** T-11: these are of a desk. */
function isOfDesk(owner: Profile): boolean {
  return owner === 'service-agent' || owner.startsWith('technician-');
}

/** Who has to go on with a ticket; null: nobody of the house. */
function doerOf({ phase, level, team, offer, assignee, attributedTo, isClosingProposed }: TicketState): Pick<BasketItem, 'owner' | 'team' | 'named'> | null {
  switch (phase) {
    case 'registered': case 'in-progress': case 'resolved':
      // C-03: whom it was offered to has to answer.
      if (offer !== null) return { owner: byLevel[offer.to.level], team: offer.to.team, named: null };
      return { owner: byLevel[level], team: team?.team ?? null, named: assignee ?? attributedTo };
    // T-08: only a supervisor closes without agreement.
    case 'waiting': return isClosingProposed ? { owner: 'supervisor', team: null, named: null } : null;
    default: return null;
  }
}

/** What comes first: that it is taken in charge, or that it is solved (T-06); null where nothing is promised, or is kept already. */
function dueOf(state: TicketState): number | null {
  const dates = (['taking-charge', 'resolution'] as const).flatMap((name) => {
    const clock = clockEndMs(state, name) === null ? clockOf(state, name) : null;
    return clock ? dueAtMs(clock) ?? [] : [];
  });
  return dates.length === 0 ? null : Math.min(...dates);
}
