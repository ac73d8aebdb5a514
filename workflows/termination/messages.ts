/** The messages of a termination (chapter 3): workflow name, updates, query. */
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Applied } from '../../domain/journey/applied-policy.ts';
import type { TerminationCommand, TerminationInputs, TerminationPolicy, TerminationState } from '../../domain/termination/termination.ts';
import type { TerminationStep } from '../../domain/termination/tasks.ts';
import type { JourneyStart } from '../journey/journey.ts';
import type { Act, Recorded } from '../journey/messages.ts';

export const terminationType = 'termination';
export type TerminationStart = JourneyStart<TerminationState, TerminationCommand>;

/** Answers once the opening is recorded; sent with the start. */
export const openTerminationUpdate = defineUpdate<Recorded, [Act<object>]>('open');
/** until the final invoice; of a move or a change, by the relay when the new service does not come. */
export const withdrawTerminationUpdate = defineUpdate<Recorded, [Act<{ reason: string }>]>('withdraw');
/** C-08: the new service is there. `effectiveOn`: last day of the old one, ISO date; said again, it changes nothing. */
export const releaseTerminationUpdate = defineUpdate<Recorded, [Act<{ effectiveOn: string }>]>('release');
/** what the relay has done on the ticket; said again, it changes nothing. */
export const terminationTicketOpenedUpdate = defineUpdate<Recorded, [Act<{ ticket: string }>]>('ticketOpened');
export const terminationTicketToldUpdate = defineUpdate<Recorded, [Act<{ upTo: number }>]>('ticketTold');
export const terminationTicketClosedUpdate = defineUpdate<Recorded, [Act<{ tellsRest?: true }>]>('ticketClosed');
export const completeTerminationTaskUpdate = defineUpdate<Recorded, [Act<{ taskId: string; input: TerminationInputs[TerminationStep] }>]>('completeTask');
/** Moves a running termination to a version of a policy; one that has it already, or a later one, ignores it. */
export const applyTerminationPolicyUpdate = defineUpdate<Recorded, [Act<{ applied: Applied<TerminationPolicy> }>]>('applyPolicy');
export const terminationStateQuery = defineQuery<TerminationState>('state');
