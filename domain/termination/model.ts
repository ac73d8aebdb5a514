/** The model of a termination: its rules tied together. */
import type { JourneyModel } from '../journey/journey.ts';
import { decideTermination } from './decide.ts';
import { evolveTermination } from './evolve.ts';
import { newTermination, type TerminationCommand, type TerminationEvent, type TerminationState } from './termination.ts';

export const terminationModel: JourneyModel<TerminationState, TerminationCommand, TerminationEvent> = { initial: newTermination, decide: decideTermination, evolve: evolveTermination };
