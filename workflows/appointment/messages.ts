/** The messages of an appointment (S-09): workflow name, updates, query. No name and no address is in any of them. */
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { AppointmentAnswer, AppointmentCommand, AppointmentInputs, AppointmentPlan, AppointmentPolicy, AppointmentState, AppointmentStep } from '../../domain/appointment/appointment.ts';
import type { Applied } from '../../domain/journey/applied-policy.ts';
import type { JourneyStart } from '../journey/journey.ts';
import type { Act, Recorded } from '../journey/messages.ts';

export const appointmentType = 'appointment';
export type AppointmentStart = JourneyStart<AppointmentState, AppointmentCommand>;

/** Answers once the opening is recorded; sent with the start. */
export const planAppointmentUpdate = defineUpdate<Recorded, [Act<object>]>('open');
export const moveAppointmentUpdate = defineUpdate<Recorded, [Act<{ plan: AppointmentPlan }>]>('move');
export const cancelAppointmentUpdate = defineUpdate<Recorded, [Act<{ reason: string }>]>('cancel');
/** To the plan of that sequence. */
export const answerAppointmentUpdate = defineUpdate<Recorded, [Act<{ sequence: number; answer: AppointmentAnswer }>]>('answer');
export const completeAppointmentTaskUpdate = defineUpdate<Recorded, [Act<{ taskId: string; input: AppointmentInputs[AppointmentStep] }>]>('completeTask');
/** Moves a running appointment to a version of a policy; one that has it already, or a later one, ignores it. */
export const applyAppointmentPolicyUpdate = defineUpdate<Recorded, [Act<{ applied: Applied<AppointmentPolicy> }>]>('applyPolicy');
export const appointmentStateQuery = defineQuery<AppointmentState>('state');
