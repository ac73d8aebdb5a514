/** How big the database of the lists is: everything in proportion to its customers, as the end condition names it for 100,000. */

export interface Scale {
  readonly customers: number;
  readonly deployments: number;
  /** Three to a deployment. */
  readonly services: number;
  readonly tickets: number;
  readonly openTickets: number;
  readonly basketItems: number;
  readonly eventsPerTicket: number;
}

export const sitesEach = 3;
export const eventsPerSite = 8;
export const eventsPerDeployment = 5;

export function scaleOf(customers: number): Scale {
  return { customers, deployments: customers, services: sitesEach * customers, tickets: 10 * customers, openTickets: Math.ceil(customers / 5), basketItems: Math.ceil(customers / 5), eventsPerTicket: 17 };
}

/** 200 to a customer. */
export function timelineRowsOf({ customers, deployments, services, tickets, eventsPerTicket }: Scale): number {
  return tickets * eventsPerTicket + services * eventsPerSite + deployments * eventsPerDeployment + customers;
}
