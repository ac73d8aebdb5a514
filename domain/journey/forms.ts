/** Every kind of human task, of whatever journey: what baskets show and whose they are (C-07). */
import { tasks as deploymentTasks } from '../deployment/steps.ts';
import { backupTasks } from '../backup/tasks.ts';
import { appointmentTasks } from '../appointment/tasks.ts';
import { followUpTasks } from '../follow-up/tasks.ts';
import { complaintTasks } from '../complaint/tasks.ts';
import { orderTasks } from '../order/tasks.ts';
import { replacementTasks } from '../replacement/tasks.ts';
import { terminationTasks } from '../termination/tasks.ts';
import { ticketTasks } from '../ticket/tasks.ts';

export const taskForms = { ...deploymentTasks, ...ticketTasks, ...replacementTasks, ...backupTasks, ...terminationTasks, ...orderTasks, ...appointmentTasks, ...followUpTasks, ...complaintTasks } as const;
export type TaskForm = keyof typeof taskForms;
