/** The model of a replacement: its rules tied together. */
import type { JourneyModel } from '../journey/journey.ts';
import { decideReplacement } from './decide.ts';
import { evolveReplacement } from './evolve.ts';
import { newReplacement, type ReplacementCommand, type ReplacementEvent, type ReplacementState } from './replacement.ts';

export const replacementModel: JourneyModel<ReplacementState, ReplacementCommand, ReplacementEvent> = { initial: newReplacement, decide: decideReplacement, evolve: evolveReplacement };
