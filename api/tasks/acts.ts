/** What is done with a task (C-07): claim, release, assign, complete; each checked first by all that can be known before it is done, one by one or many together. */
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { keepComplaintText } from '../../db/complaint/texts.ts';
import { giveReference } from '../../db/customer/services.ts';
import { listDocuments } from '../../db/documents/reads.ts';
import { readHoldings } from '../../db/people/holdings.ts';
import { readTeamMember } from '../../db/people/team.ts';
import { readDate } from '../../db/policy/store.ts';
import { assignTask, claimTask, releaseTask, type ClaimOutcome } from '../../db/tasks/claims.ts';
import type { TaskDetailRead, TaskRead } from '../../db/tasks/reads.ts';
import type { complaintAnswer } from '../../domain/complaint/tasks.schema.ts';
import { dateFault, dayBeginsEarlierMs, isDated } from '../../domain/deployment/dates.ts';
import type { TaskInputs } from '../../domain/deployment/steps.schema.ts';
import { refuse, type ErrorCode } from '../../domain/errors/codes.ts';
import type { ActMeta } from '../../domain/journey/journey.ts';
import { journeyOfTask } from '../../domain/journey/task.ts';
import { scopeOf } from '../../domain/people/permissions.ts';
import { principalOf, type Principal } from '../../domain/people/principal.ts';
import { isProfile } from '../../domain/people/profiles.ts';
import { completeAnyTaskUpdate } from '../../workflows/journey/messages.ts';
import { demandWording } from '../complaint/wording.ts';
import { correctAddress } from '../deployment/address.ts';
import { demandOfTheTeam } from '../deployment/coordinator.ts';
import { Problem, problem } from '../http/problem.ts';
import { act } from '../journey/act.ts';
import { mayTowards, profilesTowards } from '../people/reach.ts';
import type { Services } from '../services.ts';
import { parseInput } from './input.ts';
import { actableRefusals, actableTask, ownedTask, visibleTask, type SignedIn } from './rights.ts';

type ComplaintAnswer = z.output<typeof complaintAnswer>;

/** An act whose checks all passed. */
export interface Prepared {
  readonly task: TaskDetailRead;
  readonly carryOut: (meta: ActMeta) => Promise<void>;
}

/** What any of the acts may refuse with, but for the rules of the forms. */
export const taskActRefusals = [...actableRefusals, 'task-closed', 'task-claimed', 'C-07.other-team', 'C-07.cannot-complete'] as const satisfies readonly ErrorCode[];

/** @throws {Problem} one of `taskActRefusals`. */
export async function prepareClaim(services: Services, id: string, who: SignedIn): Promise<Prepared> {
  const task = await actableTask(services, id, who);
  demandOpen(task);
  demandUnclaimed(task, who.principal);
  return { task, carryOut: async (meta) => demandHeldBy(id, await claimTask(services.pool, id, { meta, atMs: services.nowMs() }), who.principal.subject) };
}

/** @throws {Problem} one of `taskActRefusals`. */
export async function prepareRelease(services: Services, id: string, who: SignedIn): Promise<Prepared> {
  const { pool } = services;
  const seen = await visibleTask(pool, id, who);
  // Who has it lets go of it, even where he may not do it any more.
  const isHis = seen.claimedBy === who.principal.subject;
  const isOthers = seen.claimedBy !== null && !isHis;
  const mayTakeBack = isOthers && await mayTowards(pool, who.principal, 'task:assign', seen.customerId);
  const task = mayTakeBack || isHis ? seen : await ownedTask(pool, id, who);
  if (mayTakeBack) await demandOwnTeam(pool, who.principal, seen, seen.claimedBy ?? '');
  else demandUnclaimed(task, who.principal);
  return {
    task, async carryOut(meta) {
      const outcome = await releaseTask(pool, id, { meta, atMs: services.nowMs() }, { ofAnybody: mayTakeBack });
      if (outcome.isOpen && outcome.person !== null) throw problem(refuse('task-claimed', { taskId: id, person: outcome.person }));
    },
  };
}

/** @throws {Problem} one of `taskActRefusals`. */
export async function prepareAssign(services: Services, id: string, person: string, who: SignedIn): Promise<Prepared> {
  const { pool } = services;
  const task = await visibleTask(pool, id, who);
  if (!(await mayTowards(pool, who.principal, 'task:assign', task.customerId))) throw problem(refuse('forbidden', { permission: 'task:assign' }));
  demandOpen(task);
  for (const concerned of [person, ...(task.claimedBy === null ? [] : [task.claimedBy])]) await demandOwnTeam(pool, who.principal, task, concerned);
  await demandAble(services, task, person);
  return { task, carryOut: async (meta) => demandHeldBy(id, await assignTask(pool, id, person, { meta, atMs: services.nowMs() }), person) };
}

/** A closed task passes: the journey knows whether this very command closed it. @throws {Problem} one of `taskActRefusals`, `malformed-request`, `D-11.unknown-photo`, `D-06.launch-in-the-past`, `D-13.done-in-the-future`, `D-16.service-known`, `S-08.comment-length`, `S-08.judgement-words`. */
export async function prepareComplete(services: Services, id: string, body: unknown, who: SignedIn): Promise<Prepared & { readonly input: unknown }> {
  const { pool } = services;
  const { principal } = who;
  const task = await actableTask(services, id, who);
  const input = parseInput(task.step, body);
  if (task.status === 'open') await demandDates(services, task.step, input);
  if (task.status === 'open') demandUnclaimed(task, principal);
  if (task.step === 'assignment' && task.status === 'open') await demandOfTheTeam(pool, principal, (input as TaskInputs['assignment']).coordinator, '/coordinator');
  if (task.step === 'technical-visit') await demandPhotos(pool, task, input as TaskInputs['technical-visit']);
  if (task.step === 'complaint-answer') await demandWording(pool, (input as ComplaintAnswer).text, { isConfirmed: (input as ComplaintAnswer).isWordingConfirmed ?? false, pointer: '/text' });
  const journeyId = journeyOfTask(id);
  if (task.step === 'access-order-refused') return { task, input, carryOut: (meta) => decideOnRefusal(services, task, input as TaskInputs['access-order-refused'], meta) };
  if (task.step === 'service-not-registered') return { task, input, carryOut: (meta) => registerByHand(services, task, input as TaskInputs['service-not-registered'], meta) };
  return { task, input, carryOut: async (meta) => { await act(services, journeyId, completeAnyTaskUpdate, { taskId: id, input: task.step === 'complaint-answer' ? await kept(pool, journeyId, input as ComplaintAnswer) : input, meta }); } };
}

/** D-09: a corrected address stays beside the record; the journey knows it by the id of the change. */
async function decideOnRefusal(services: Services, { id, deploymentId, site }: TaskDetailRead, decision: TaskInputs['access-order-refused'], meta: ActMeta): Promise<void> {
  const complete = async (input: object) => { await act(services, journeyOfTask(id), completeAnyTaskUpdate, { taskId: id, input, meta }); };
  if (decision.choice !== 'correct-and-reorder' || decision.address === undefined || deploymentId === null || site === null) return await complete(decision);
  const { address, ...rest } = decision;
  const changeId = uuidv7();
  await correctAddress(services.pool, { changeId, deploymentId, site, address }, () => complete({ ...rest, changeId }));
}

/** S-08: what the customer is written stays beside the record; the journey knows it by its id. */
async function kept(pool: Pool, journeyId: string, { text, ...answer }: ComplaintAnswer): Promise<Omit<ComplaintAnswer, 'text'> & { readonly textId: string }> {
  const textId = uuidv7();
  await keepComplaintText(pool, journeyId, textId, { text });
  return { ...answer, textId };
}

function demandOpen({ id, status }: TaskRead): void {
  if (status !== 'open') throw problem(refuse('task-closed', { taskId: id }));
}

function demandUnclaimed({ id, claimedBy }: TaskRead, { subject }: Principal): void {
  if (claimedBy !== null && claimedBy !== subject) throw problem(refuse('task-claimed', { taskId: id, person: claimedBy }));
}

function demandHeldBy(id: string, outcome: ClaimOutcome, person: string): void {
  if (!outcome.isOpen) throw problem(refuse('task-closed', { taskId: id }));
  if (outcome.person !== person) throw problem(refuse('task-claimed', { taskId: id, person: outcome.person ?? '' }));
}

/** A manager gives and takes back within his own team; a supervisor of the customer's centre in any (C-05). @throws {Problem} `C-07.other-team`. */
async function demandOwnTeam(pool: Pool, principal: Principal, { customerId }: TaskRead, person: string): Promise<void> {
  if ((await profilesTowards(pool, principal, customerId)).includes('supervisor')) return;
  const [own, other] = await Promise.all([readTeamMember(pool, principal.subject), readTeamMember(pool, person)]);
  if (own === undefined || own.team !== other?.team) throw problem(refuse('C-07.other-team', { person }, '/person'));
}

/** Somebody of the directory who could complete it himself, as things stand. @throws {Problem} `C-07.cannot-complete`. */
async function demandAble(services: Services, task: TaskRead, person: string): Promise<void> {
  const cannot = (reason: string) => problem(refuse('C-07.cannot-complete', { person, taskId: task.id, reason }, '/person'));
  const { pool, nowMs } = services;
  const member = await readTeamMember(pool, person);
  if (member === undefined) throw cannot('not-found');
  const held = await readHoldings(pool, person, nowMs());
  // What his sign-in says reaches everywhere; where the directory binds his profile to a centre or to his own customers, it is that which he has.
  const isBound = held.some(({ profile, source }) => profile === member.profile && source === 'directory');
  const principal = principalOf({ subject: person, profiles: isProfile(member.profile) && !isBound ? [member.profile] : [] }, held);
  const scope = scopeOf(principal, task.step === 'stuck-call' ? 'stuck-call:handle' : 'task:complete');
  if (scope === undefined) throw cannot('forbidden');
  try {
    await actableTask(services, task.id, { principal, scope });
  } catch (thrown) {
    throw thrown instanceof Problem ? cannot(thrown.refusal.code) : thrown;
  }
}

/** By the calendar of the operator. @throws {Problem} `D-06.launch-in-the-past`, `D-13.done-in-the-future`. */
async function demandDates({ pool, nowMs }: Services, step: string, input: unknown): Promise<void> {
  if (!isDated(step)) return;
  const [today, latest] = await Promise.all([readDate(pool, nowMs()), readDate(pool, nowMs() + dayBeginsEarlierMs)]);
  const fault = dateFault(step, input, { today, latest });
  if (fault) throw problem(fault);
}

/** D-11. @throws {Problem} `D-11.unknown-photo` for what is no image of the deployment, or was rejected. */
async function demandPhotos(pool: Pool, { deploymentId }: TaskRead, visit: TaskInputs['technical-visit']): Promise<void> {
  const photos = ('questionnaire' in visit ? visit.questionnaire.photos : undefined) ?? [];
  if (photos.length === 0 || deploymentId === null) return;
  const images = (await listDocuments(pool, deploymentId)).filter(({ mediaType, status }) => mediaType.startsWith('image/') && status !== 'rejected');
  const known = new Set(images.map(({ id }) => id));
  const unknown = photos.filter((photo) => !known.has(photo));
  if (unknown.length > 0) throw problem(refuse('D-11.unknown-photo', { photos: unknown.join(', ') }, '/questionnaire/photos'));
}

/** D-16: one RDS, one service. @throws {Problem} `D-16.service-known`, or what the journey refuses. */
async function registerByHand(services: Services, { id, deploymentId, site }: TaskDetailRead, input: TaskInputs['service-not-registered'], meta: ActMeta): Promise<void> {
  const complete = async (): Promise<void> => { await act(services, journeyOfTask(id), completeAnyTaskUpdate, { taskId: id, input, meta }); };
  if (input.choice !== 'registered') return await complete();
  const { rds } = input;
  if (!(await giveReference(services.pool, { rds, deploymentId, site }, complete))) throw problem(refuse('D-16.service-known', { rds }, '/rds'));
}
