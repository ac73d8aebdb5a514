/** Every workflow, for the bundle. */
export { deployment } from './deployment/deployment.workflow.ts';
export { siteDelivery } from './deployment/site.workflow.ts';
export { backupRound } from './backup/round.workflow.ts';
export { backupTrouble } from './backup/trouble.workflow.ts';
export { replacement } from './replacement/replacement.workflow.ts';
export { ticket } from './ticket/ticket.workflow.ts';
export { termination } from './termination/termination.workflow.ts';
export { appointment } from './appointment/appointment.workflow.ts';
export { followUp } from './follow-up/follow-up.workflow.ts';
export { complaint } from './complaint/complaint.workflow.ts';
export { order } from './order/order.workflow.ts';
