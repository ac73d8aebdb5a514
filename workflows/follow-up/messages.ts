/** The messages of a follow-up (S-09): workflow name, updates, query. */
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Doer, FollowUpCommand, FollowUpInputs, FollowUpState } from '../../domain/follow-up/follow-up.ts';
import type { JourneyStart } from '../journey/journey.ts';
import type { Act, Recorded } from '../journey/messages.ts';

export const followUpType = 'followUp';
export type FollowUpStart = JourneyStart<FollowUpState, FollowUpCommand>;

/** Answers once the opening is recorded; sent with the start. */
export const openFollowUpUpdate = defineUpdate<Recorded, [Act<object>]>('open');
export const moveFollowUpUpdate = defineUpdate<Recorded, [Act<{ dueAtMs: number }>]>('move');
export const giveFollowUpUpdate = defineUpdate<Recorded, [Act<{ doer: Doer }>]>('give');
export const cancelFollowUpUpdate = defineUpdate<Recorded, [Act<{ reason: string }>]>('cancel');
export const completeFollowUpTaskUpdate = defineUpdate<Recorded, [Act<{ taskId: string; input: FollowUpInputs['follow-up'] }>]>('completeTask');
export const followUpStateQuery = defineQuery<FollowUpState>('state');
