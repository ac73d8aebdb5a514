/** What a person fills in to complete a task, of whatever journey. */
import type { z } from 'zod';
import { appointmentInputs } from '../appointment/tasks.schema.ts';
import { backupInputs } from '../backup/tasks.schema.ts';
import { taskInputs } from '../deployment/steps.schema.ts';
import { followUpInputs } from '../follow-up/tasks.schema.ts';
import { complaintInputs } from '../complaint/tasks.schema.ts';
import { orderInputs } from '../order/tasks.schema.ts';
import { replacementInputs } from '../replacement/tasks.schema.ts';
import { terminationInputs } from '../termination/tasks.schema.ts';
import { ticketInputs } from '../ticket/tasks.schema.ts';
import type { TaskForm } from './forms.ts';

export const formInputs = { ...taskInputs, ...ticketInputs, ...replacementInputs, ...backupInputs, ...terminationInputs, ...orderInputs, ...appointmentInputs, ...followUpInputs, ...complaintInputs } satisfies Record<TaskForm, z.ZodType>;
