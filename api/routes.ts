/** The list of all routes: what the application serves, the document describes and the guard test walks. */
import { appointmentRoutes } from './appointment/routes.ts';
import { backupRoutes } from './backups/routes.ts';
import { callbackRoutes } from './callbacks/routes.ts';
import { codecRoutes } from './codec/routes.ts';
import { complaintRoutes } from './complaint/routes.ts';
import { contactReasonRoutes } from './customer/contact-reasons.ts';
import { erasureRoutes } from './customer/erase.ts';
import { customerPartRoutes } from './customer/parts.ts';
import { customerRoutes } from './customer/routes.ts';
import { customerViewRoutes } from './customer/view.ts';
import { deploymentRoutes } from './deployment/routes.ts';
import { changeRoutes } from './deployment/changes.ts';
import { meetingRoutes } from './deployment/meetings.ts';
import { scheduleRoutes } from './deployment/schedule-routes.ts';
import { siteRoutes } from './deployment/site-routes.ts';
import { documentRoutes } from './documents/routes.ts';
import { followUpRoutes } from './follow-up/routes.ts';
import type { Route } from './http/route.ts';
import { eventRoutes } from './live/routes.ts';
import { linkRoutes } from './links/routes.ts';
import { mailRoutes } from './mail/routes.ts';
import { moveRoutes } from './move/routes.ts';
import { orderRoutes } from './order/routes.ts';
import { signatureRoutes } from './order/signature.ts';
import { accountManagerRoutes } from './people/account-managers.ts';
import { absenceRoutes } from './people/absences.ts';
import { centreRoutes } from './people/centres.ts';
import { directoryRoutes } from './people/directory.ts';
import { grantRoutes } from './people/grants.ts';
import { keyRoutes } from './people/keys.ts';
import { meRoutes } from './people/me.ts';
import { projectRoutes } from './people/projects.ts';
import { rotaRoutes } from './people/rota.ts';
import { userRoutes } from './people/users.ts';
import { policyRoutes } from './policy/routes.ts';
import { previewRoutes } from './previews/routes.ts';
import { replacementRoutes } from './replacements/routes.ts';
import { dropRoutes } from './sales/drops.ts';
import { opportunityRoutes } from './sales/opportunities.ts';
import { proposalRoutes } from './sales/routes.ts';
import type { Services } from './services.ts';
import { steeringRoutes } from './steering/routes.ts';
import { stuckCallRoutes } from './stuck-calls/routes.ts';
import { bulkRoutes } from './tasks/bulk.ts';
import { taskRoutes } from './tasks/routes.ts';
import { basketViewRoutes } from './tasks/saved-views.ts';
import { terminationRoutes } from './termination/routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';
import { ticketActRoutes } from './ticket/acts.ts';
import { ticketChoiceRoutes } from './ticket/choices.ts';
import { ticketClockRoutes } from './ticket/clock.ts';
import { ticketHelpRoutes } from './ticket/help.ts';
import { linkedTicketRoutes } from './ticket/linked.ts';
import { ticketMessageRoutes } from './ticket/messages.ts';
import { possibleActRoutes } from './ticket/possible.ts';
import { ticketPresenceRoutes } from './ticket/presence.ts';
import { ticketReopeningRoutes } from './ticket/reopen.ts';
import { ticketRoutes } from './ticket/routes.ts';

/** Every route below `/api/v1`, by subject. Building the list touches no service. */
export function allRoutes(services: Services): readonly Route[] {
  const routes = [
    ...deploymentRoutes(services), ...scheduleRoutes(services), ...meetingRoutes(services), ...changeRoutes(services), ...siteRoutes(services), ...documentRoutes(services), ...bulkRoutes(services), ...taskRoutes(services), ...basketViewRoutes(services),
    ...ticketRoutes(services), ...ticketActRoutes(services), ...ticketClockRoutes(services), ...possibleActRoutes(services), ...ticketChoiceRoutes(services), ...ticketPresenceRoutes(services), ...ticketMessageRoutes(services), ...ticketHelpRoutes(services), ...linkedTicketRoutes(services), ...ticketReopeningRoutes(services), ...linkRoutes(services), ...stuckCallRoutes(services), ...callbackRoutes(services), ...directoryRoutes(services), ...userRoutes(services), ...meRoutes(services), ...centreRoutes(services), ...grantRoutes(services), ...keyRoutes(services), ...projectRoutes(services), ...accountManagerRoutes(services), ...absenceRoutes(services), ...rotaRoutes(services), ...policyRoutes(services), ...previewRoutes(services),
    ...customerRoutes(services), ...customerPartRoutes(services), ...erasureRoutes(services), ...customerViewRoutes(services),
    ...mailRoutes(services), ...backupRoutes(services), ...steeringRoutes(services), ...replacementRoutes(services), ...terminationRoutes(services), ...proposalRoutes(services), ...dropRoutes(services), ...opportunityRoutes(services), ...followUpRoutes(services), ...appointmentRoutes(services), ...orderRoutes(services), ...signatureRoutes(services), ...complaintRoutes(services), ...moveRoutes(services), ...eventRoutes(services), ...webhookRoutes(services), ...codecRoutes(services),
  ];
  return [...routes, ...contactReasonRoutes(services, (operation) => routes.find(({ operationId }) => operationId === operation))];
}
