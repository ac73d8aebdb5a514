/** What production is to do for the lines of an order (S-05): sites to deliver, the services that they take the place of, and services that end. */
import type { HeldLine } from '../sales/edit.ts';
import { amountsOfLine, type ProposalLine, type Terms } from '../sales/proposal.ts';

/** A line as a deployment is launched with it. */
export interface DeliveryLine {
  readonly code: string;
  readonly label: string;
  readonly recurringCents: number;
  readonly oneOffCents: number;
}

export interface DeliverySite {
  /** As the lines name it; empty where they name none. */
  readonly label: string;
  readonly lines: readonly DeliveryLine[];
  readonly replaces: readonly string[];
}

export interface Delivery {
  readonly sites: readonly DeliverySite[];
  /** RDS of services of which nothing is left. */
  readonly ends: readonly string[];
}

/**
 * A service that took the place of the one that a line names is meant by it (C-08). A service that changes is delivered anew with all that is left of it, also what stays as it is and what another order is about (S-03); one of which everything goes ends.
 * @param held all that the customer has today
 */
export function deliveryOf(lines: readonly ProposalLine[], held: readonly HeldLine[], terms: Terms): Delivery {
  const sites = new Map<string, { lines: DeliveryLine[]; replaces: string[] }>();
  const siteOf = (label: string) => {
    const known = sites.get(label) ?? { lines: [], replaces: [] };
    sites.set(label, known);
    return known;
  };
  const ends: string[] = [];
  for (const rds of new Set(touchedServices(lines).map((one) => serviceNow(one, held)))) {
    const own = lines.filter((line) => line.rds !== null && serviceNow(line.rds, held) === rds);
    const priced = own.flatMap((line) => (line.action === 'change' ? [priceOf(line, terms)] : []));
    const left = remaining(held.filter((one) => one.rds === rds), own.filter(({ action }) => action !== 'keep'));
    if (priced.length + left.length === 0) ends.push(rds);
    else {
      const site = siteOf(own[0]?.site ?? '');
      site.lines.push(...priced, ...left);
      site.replaces.push(rds);
    }
  }
  for (const line of lines) if (line.action === 'add') siteOf(line.site ?? '').lines.push(priceOf(line, terms));
  return { sites: [...sites].map(([label, site]) => ({ label, ...site })), ends };
}

/** Services that lines are about which he no longer has, whatever took their place (S-05). */
export function servicesGone(lines: readonly ProposalLine[], held: readonly HeldLine[]): string[] {
  return touchedServices(lines).filter((rds) => !held.some((one) => one.rds === serviceNow(rds, held)));
}

function touchedServices(lines: readonly ProposalLine[]): string[] {
  return [...new Set(lines.flatMap((line) => (line.rds !== null && line.action !== 'keep' ? [line.rds] : [])))];
}

function serviceNow(rds: string, held: readonly HeldLine[]): string {
  return held.find((one) => one.rds === rds || one.formerly?.includes(rds))?.rds ?? rds;
}

function priceOf(line: ProposalLine, terms: Terms): DeliveryLine {
  const { monthlyCents, oneOffCents } = amountsOfLine(line, terms);
  return { code: line.product, label: line.quantity === 1 ? line.label : `${line.quantity} × ${line.label}`, recurringCents: monthlyCents, oneOffCents };
}

/** What he has of a service without the lines that are changed or removed, each once. */
function remaining(held: readonly HeldLine[], touched: readonly ProposalLine[]): DeliveryLine[] {
  const gone = [...touched];
  return held.flatMap(({ product, label, monthlyCents }) => {
    const index = gone.findIndex((line) => line.held?.product === product && line.held.label === label && line.heldMonthlyCents === monthlyCents);
    if (index >= 0) {
      gone.splice(index, 1);
      return [];
    }
    return [{ code: product, label, recurringCents: monthlyCents, oneOffCents: 0 }];
  });
}
