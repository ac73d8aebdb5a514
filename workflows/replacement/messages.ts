/** The messages of a replacement (T-20): workflow name, updates, query. */
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Applied } from '../../domain/journey/applied-policy.ts';
import type { ItemFact, PartFact, ReplacementCommand, ReplacementInputs, ReplacementPolicy, ReplacementState, ReplacementStep } from '../../domain/replacement/replacement.ts';
import type { JourneyStart } from '../journey/journey.ts';
import type { Act, Recorded } from '../journey/messages.ts';

export const replacementType = 'replacement';
export type ReplacementStart = JourneyStart<ReplacementState, ReplacementCommand>;

/** Answers once the opening is recorded; sent with the start. */
export const openReplacementUpdate = defineUpdate<Recorded, [Act<object>]>('open');
export const completeReplacementTaskUpdate = defineUpdate<Recorded, [Act<{ taskId: string; input: ReplacementInputs[ReplacementStep] }>]>('completeTask');
/** A callback of the inventory, from the inbox. */
export const itemToldUpdate = defineUpdate<Recorded, [Act<{ itemKey: string; fact: ItemFact }>]>('itemTold');
/** A callback of CSDP, from the inbox. */
export const partToldUpdate = defineUpdate<Recorded, [Act<{ orderKey: string; fact: PartFact }>]>('partTold');
/** Moves a running replacement to a version of a policy; one that has it already, or a later one, ignores it. */
export const applyReplacementPolicyUpdate = defineUpdate<Recorded, [Act<{ applied: Applied<ReplacementPolicy> }>]>('applyPolicy');
export const replacementStateQuery = defineQuery<ReplacementState>('state');
