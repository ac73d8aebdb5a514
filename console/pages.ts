/** Every page of the console, in the order of the navigation: one line each. */
import { administration } from './pages/administration/route.ts';
import { agenda } from './pages/agenda/route.ts';
import { baskets } from './pages/baskets/route.ts';
import { complaint } from './pages/complaint/route.ts';
import { complaints } from './pages/complaints/route.ts';
import { customer } from './pages/customer/route.ts';
import { customers, newCustomer } from './pages/customers/route.ts';
import { deployment } from './pages/deployment/route.ts';
import { deployments, importDeployments, newDeployment } from './pages/deployments/route.ts';
import { home } from './pages/home/route.ts';
import { newOrder, order } from './pages/order/route.ts';
import { compareProposals, proposal } from './pages/proposal/route.ts';
import { sales } from './pages/sales/route.ts';
import { newComplaint } from './pages/new-complaint/route.ts';
import { newTicket } from './pages/new-ticket/route.ts';
import { replacement } from './pages/replacement/route.ts';
import { steering } from './pages/steering/route.ts';
import { opportunities } from './pages/opportunities/route.ts';
import { task } from './pages/task/route.ts';
import { newTermination, termination, terminations } from './pages/terminations/route.ts';
import { ticket } from './pages/ticket/route.ts';
import { tickets } from './pages/tickets/route.ts';

export const pages = [
  home,
  baskets,
  task,
  tickets,
  newTicket,
  ticket,
  complaints,
  newComplaint,
  complaint,
  deployments,
  newDeployment,
  importDeployments,
  deployment,
  customers,
  newCustomer,
  customer,
  sales,
  compareProposals,
  proposal,
  newOrder,
  order,
  terminations,
  newTermination,
  termination,
  replacement,
  steering,
  opportunities,
  agenda,
  administration,
] as const;
