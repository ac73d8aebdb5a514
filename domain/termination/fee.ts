/** The early-termination fee (IRA, R-03): a pure function of dates and amounts, with its working. */
import { addMonths, monthsBegun } from '../clock/addMonths.ts';

/** What a service costs and how long the customer is bound by it; null where nobody knows. */
export interface EngagedService {
  readonly rds: string;
  /** Before tax, per calendar month. */
  readonly monthlyCents: number | null;
  /** Last day of the engagement, ISO. */
  readonly engagementEndsOn: string | null;
}

export interface FeeRequest {
  /** The day on which the letter was received, ISO. */
  readonly receivedOn: string;
  readonly noticeMonths: number;
  /** The customer wishes to leave on this day, at the earliest after the notice; null: as soon as he may. */
  readonly wishedOn: string | null;
  readonly services: readonly EngagedService[];
  /** Why no fee is due, a key of the policy; null: none. */
  readonly exemption: string | null;
}

export interface FeeLine extends EngagedService {
  /** Months begun between the end of the notice and that of the engagement; null where it cannot be said. */
  readonly months: number | null;
  readonly cents: number | null;
}

export interface Fee {
  readonly receivedOn: string;
  /** Last day of the notice, ISO: receipt and the notice's months. */
  readonly noticeEndsOn: string;
  /** Last day of the service, ISO: the end of the notice, or the later day that the customer wishes; months count from it. */
  readonly endsOn: string;
  readonly lines: readonly FeeLine[];
  readonly exemption: string | null;
  /** Null where a line is not known and nothing exempts from it. */
  readonly totalCents: number | null;
}

/** monthly amount × max(0, months begun between receipt + notice and the end of the engagement), service by service. @throws {RangeError} for no dates. */
export function earlyTerminationFee({ receivedOn, noticeMonths, wishedOn, services, exemption }: FeeRequest): Fee {
  const noticeEndsOn = addMonths(receivedOn, noticeMonths);
  const endsOn = wishedOn !== null && wishedOn > noticeEndsOn ? wishedOn : noticeEndsOn;
  const lines = services.map(({ rds, monthlyCents, engagementEndsOn }): FeeLine => {
    const months = engagementEndsOn === null ? null : monthsBegun(endsOn, engagementEndsOn);
    // Nothing is owed where the engagement is over, whatever the service costs.
    const cents = months === 0 ? 0 : months === null || monthlyCents === null ? null : monthlyCents * months;
    return { rds, monthlyCents, engagementEndsOn, months, cents };
  });
  return { receivedOn, noticeEndsOn, endsOn, lines, exemption, totalCents: exemption === null ? sumOf(lines) : 0 };
}

function sumOf(lines: readonly FeeLine[]): number | null {
  let sum = 0;
  for (const { cents } of lines) {
    if (cents === null) return null;
    sum += cents;
  }
  return sum;
}

/** «RDS-000001: 9 months × 49,00 €» in figures alone: what the task of billing shows of each service. */
export function workingOf({ lines }: Fee): string {
  return lines.map(({ rds, monthlyCents, engagementEndsOn, months, cents }) =>
    `${rds}: ${months ?? '?'} × ${euros(monthlyCents)} = ${euros(cents)} (${engagementEndsOn ?? '?'})`).join(' ; ');
}

function euros(cents: number | null): string {
  return cents === null ? '?' : `${Math.trunc(cents / 100)},${String(cents % 100).padStart(2, '0')} €`;
}
