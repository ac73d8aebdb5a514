/** The dates that the forms of a deployment tell of: what was done is not to come, what is set is not past (D-05 to D-07, D-13, D-14). */
import { refuse, type Refusal } from '../errors/codes.ts';

/** Where a form tells of a day that something was done on. */
const doneOn: Readonly<Partial<Record<string, string>>> = {
  'internal-launch': 'heldOn', 'welcome-call': 'calledOn', 'customer-launch': 'heldOn', 'installation': 'installedOn', 'delivery-reservations': 'liftedOn', 'activation': 'activatedOn', 'line-migration': 'migratedOn',
};

export function isDated(step: string): boolean {
  return step in doneOn;
}

/** A site's day may begin before the operator's (Mayotte and La Réunion, up to three hours), and clocks are not all right. */
export const dayBeginsEarlierMs = 3 * 3_600_000;

/**
 * Why the form can't be sent so; null where it can. A mistyped year would date the notice and the first invoice (D-16, D-18).
 * @param today the operator's date, `latest` the one that a site may have by now
 */
export function dateFault(step: string, given: unknown, { today, latest }: { readonly today: string; readonly latest: string }): Refusal | null {
  const field = doneOn[step];
  const date = field === undefined ? undefined : (given as Readonly<Record<string, string | undefined>>)[field];
  if (date !== undefined && date > latest) return refuse('D-13.done-in-the-future', { date, today }, `/${field}`);
  const { customerLaunchOn } = given as { readonly customerLaunchOn?: string };
  // D-06: the welcome mail invites to it.
  return step === 'welcome-call' && customerLaunchOn !== undefined && customerLaunchOn < today ? refuse('D-06.launch-in-the-past', { date: customerLaunchOn, today }, '/customerLaunchOn') : null;
}
