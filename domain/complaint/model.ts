/** The model of a complaint: its rules tied together. */
import type { JourneyModel } from '../journey/journey.ts';
import { newComplaint, type ComplaintCommand, type ComplaintEvent, type ComplaintState } from './complaint.ts';
import { decideComplaint } from './decide.ts';
import { evolveComplaint } from './evolve.ts';

export const complaintModel: JourneyModel<ComplaintState, ComplaintCommand, ComplaintEvent> = { initial: newComplaint, decide: decideComplaint, evolve: evolveComplaint };
