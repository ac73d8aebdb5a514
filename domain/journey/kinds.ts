/** The kinds of journey that exist, with the rules each is folded by. */
import { deploymentModel } from '../deployment/evolve.ts';
import { siteModel } from '../deployment/evolve-site.ts';
import { backupModel } from '../backup/decide.ts';
import { appointmentModel } from '../appointment/model.ts';
import { followUpModel } from '../follow-up/model.ts';
import { complaintModel } from '../complaint/model.ts';
import { orderModel } from '../order/model.ts';
import { replacementModel } from '../replacement/model.ts';
import { terminationModel } from '../termination/model.ts';
import { ticketModel } from '../ticket/evolve.ts';

export const journeyModels = { deployment: deploymentModel, site: siteModel, ticket: ticketModel, replacement: replacementModel, backup: backupModel, termination: terminationModel, order: orderModel, appointment: appointmentModel, followUp: followUpModel, complaint: complaintModel } as const;

export type JourneyKind = keyof typeof journeyModels;
