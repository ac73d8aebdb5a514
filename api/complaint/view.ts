/** A complaint as it is shown to one reader, as far as it is his business (S-08). */
import type { Pool } from 'pg';
import type { z } from 'zod';
import { gestureCentsOf, listComplaints, readComplaint, type ComplaintRead } from '../../db/complaint/complaints.ts';
import { readComplaintTexts } from '../../db/complaint/texts.ts';
import { readJourneyState } from '../../db/journey/states.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import { currentPolicies } from '../../db/policy/store.ts';
import type { ComplaintOutcome, ComplaintState, Verdict } from '../../domain/complaint/complaint.ts';
import { agreementUntilMs } from '../../domain/complaint/progress.ts';
import { complaintSteps, type ComplaintPhase } from '../../domain/complaint/steps.ts';
import type { ContactChannel } from '../../domain/customer/openings.ts';
import { refuse, type Text } from '../../domain/errors/codes.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { problem } from '../http/problem.ts';
import type { complaintSummary, complaintView } from './views.schema.ts';

const othersShown = 20;

/** What a subject is called, under the policy of now; its key where that no longer knows it. */
export type SubjectLabel = (key: string) => Text;

export async function subjectLabels(pool: Pool): Promise<SubjectLabel> {
  const { values: { sales: { complaints: { subjects } } } } = await currentPolicies(pool, ['sales']);
  return (key) => (Object.hasOwn(subjects, key) ? subjects[key]?.label : undefined) ?? { fr: key, en: key };
}

/** @throws {Problem} `not-found`, also when the person may not see it. */
export async function visibleComplaint(pool: Pool, id: string, scope: Scope): Promise<ComplaintRead> {
  const found = await readComplaint(pool, id);
  if (!found || !(await seesCustomer(pool, scope, found.customerId))) throw problem(refuse('not-found', { id }));
  return found;
}

export function summary({ channel, phase, outcome, verdict, dueAt, acknowledgedAt, answeredAt, openedAt, endedAt, ...rest }: ComplaintRead, labelOf: SubjectLabel): z.input<typeof complaintSummary> {
  return {
    ...rest, subjectLabel: labelOf(rest.subject), channel: channel as ContactChannel, phase, label: complaintSteps[phase as ComplaintPhase].labels, outcome: outcome as ComplaintOutcome | null, verdict: verdict as Verdict | null,
    dueAt: dueAt?.toISOString() ?? null, acknowledgedAt: acknowledgedAt?.toISOString() ?? null, answeredAt: answeredAt?.toISOString() ?? null, openedAt: openedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null,
  };
}

export async function complaint(pool: Pool, read: ComplaintRead, scope: Scope): Promise<z.input<typeof complaintView>> {
  const { id, customerId } = read;
  const isOwn = scope.reach === 'own';
  const [state, texts, labelOf, others, allGestureCents] = await Promise.all([
    readJourneyState<ComplaintState>(pool, id), readComplaintTexts(pool, id), subjectLabels(pool), isOwn ? [] : listComplaints(pool, { scope, customerId, sort: 'newest', limit: othersShown + 1 }), isOwn ? null : gestureCentsOf(pool, customerId),
  ]);
  if (!state?.opening) throw new Error(`${id} has a row and no state`);
  const said = [...texts.values()].find((one) => 'comment' in one);
  const untilMs = agreementUntilMs(state);
  return {
    ...summary(read, labelOf), comment: said?.comment ?? null, contact: said?.contact ?? null, isWordingConfirmed: state.opening.isWordingConfirmed,
    answers: state.answers.map(({ number, verdict, textId, atMs, sentAtMs }) => { const answer = texts.get(textId); return { number, verdict, text: answer && 'text' in answer ? answer.text : null, at: iso(atMs), sentAt: sentAtMs === null ? null : iso(sentAtMs) }; }),
    gestures: isOwn ? [] : state.gestures.map(({ atMs, ...gesture }) => ({ ...gesture, at: iso(atMs) })),
    agreementUntil: untilMs === null ? null : iso(untilMs), others: others.filter((other) => other.id !== id).slice(0, othersShown).map((other) => summary(other, labelOf)), allGestureCents,
    openTasks: isOwn ? [] : Object.values(state.tasks.open).map(({ id: task, step, owner, dueAtMs }) => ({ id: task, step, owner, dueAt: dueAtMs === null ? null : iso(dueAtMs) })),
  };
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
