/** The messages of a complaint (S-08): workflow name, updates, query. */
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { ComplaintCommand, ComplaintInputs, ComplaintPolicy, ComplaintState } from '../../domain/complaint/complaint.ts';
import type { ComplaintStep } from '../../domain/complaint/tasks.ts';
import type { Applied } from '../../domain/journey/applied-policy.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import type { JourneyStart } from '../journey/journey.ts';
import type { Act, Recorded } from '../journey/messages.ts';

export const complaintType = 'complaint';
export type ComplaintStart = JourneyStart<ComplaintState, ComplaintCommand>;

/** Answers once the opening is recorded; sent with the start. */
export const openComplaintUpdate = defineUpdate<Recorded, [Act<object>]>('open');
export const grantGestureUpdate = defineUpdate<Recorded, [Act<{ cents: number; reason: string; by: string; profiles: readonly Profile[] }>]>('grantGesture');
export const withdrawComplaintUpdate = defineUpdate<Recorded, [Act<{ reason: string }>]>('withdraw');
export const completeComplaintTaskUpdate = defineUpdate<Recorded, [Act<{ taskId: string; input: ComplaintInputs[ComplaintStep] }>]>('completeTask');
/** Moves a running complaint to a version of a policy; one that has it already, or a later one, ignores it. */
export const applyComplaintPolicyUpdate = defineUpdate<Recorded, [Act<{ applied: Applied<ComplaintPolicy> }>]>('applyPolicy');
export const complaintStateQuery = defineQuery<ComplaintState>('state');
