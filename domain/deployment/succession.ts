/** A site that takes the place of services the customer has (C-08): a change of offer or equipment, or a move. The old ones end by a termination that is tied to it, and the site hears what becomes of that. */
import { accept, type Decision } from '../journey/journey.ts';
import { dateOf, requireDayNumber } from '../clock/localDate.ts';
import type { SiteEvent, SiteState } from './site.ts';

/** Whether the customer stays where he is, or leaves his premises. */
export const successionOrigins = ['change', 'move'] as const;
export type SuccessionOrigin = (typeof successionOrigins)[number];

/** How far the end of the old services is: their termination waits for the site, was let go, has ended them; or they stay. */
export const successionStages = ['held', 'released', 'ended', 'kept'] as const;
export type SuccessionStage = (typeof successionStages)[number];

/** What the termination has told the site. */
export interface Succession {
  readonly termination: string;
  readonly stage: SuccessionStage;
}

export type SuccessionCommand = { readonly type: 'oldServicesTold' } & Succession;
export type SuccessionEvent = { readonly type: 'oldServicesTold' } & Succession;

/** The last day of the old services, billed: the day before the new one's first, so that no day is billed twice, nor left out. @param madOn ISO date, which the customer was told (D-16, D-18) */
export function lastDayBefore(madOn: string): string {
  return dateOf(requireDayNumber(madOn) - 1);
}

/** C-08: from its delivery notice on the old services are on their way out: the site can be given up no more, it would leave the customer without any. */
export function hasSucceeded({ opening, noticedMadOn }: Pick<SiteState, 'opening' | 'noticedMadOn'>): boolean {
  return noticedMadOn !== null && (opening?.replaces?.length ?? 0) > 0;
}

/** What comes twice changes nothing; it is heard until the site has ended, and read with it afterwards. */
export function oldServicesTold({ succession, endedAtMs }: Pick<SiteState, 'succession' | 'endedAtMs'>, { termination, stage }: Succession): Decision<SiteEvent> {
  const isNews = succession?.termination !== termination || succession.stage !== stage;
  return endedAtMs === null && isNews ? accept<SiteEvent>({ type: 'oldServicesTold', termination, stage }) : accept();
}
