/** Every workflow, for the bundle. */
export { deployment } from './deployment/deployment.workflow.ts';
export { siteDelivery } from './deployment/site.workflow.ts';
export { ticket } from './ticket/ticket.workflow.ts';
