/** A site as the parts of its story handle it: where it is, whom it calls. */
import type { SiteCommand, SiteOpening, SitePhase, SiteState } from '../../../domain/deployment/site.ts';
import { siteCalls, type SiteCall } from '../../../domain/deployment/site-calls.ts';
import { dateOfInstant } from '../../../domain/deployment/policy.ts';
import { isOpen } from '../../../domain/deployment/site-steps.ts';
import type { TaskStep } from '../../../domain/deployment/steps.ts';
import { callOutside, type OutsideAnswer } from '../../journey/call-outside.ts';
import type { Journey } from '../../journey/journey.ts';
import { outsideOf, type Outside } from '../outside.ts';

export type Site = Journey<SiteState, SiteCommand>;

export function is(site: Site, phase: SitePhase): boolean {
  return site.state().phase === phase;
}

export function openingOf(site: Site): SiteOpening {
  const { opening } = site.state();
  if (!opening) throw new Error('a site delivery runs before it was opened');
  return opening;
}

/** Calls an outside system as long as the site is in one of these phases, or what is given says so. */
export function call<T>(site: Site, name: SiteCall, wanted: SitePhase | ((state: SiteState) => boolean), run: (outside: Outside) => Promise<T>): Promise<OutsideAnswer<T>> {
  const { policy } = openingOf(site);
  return callOutside<SiteState, SiteCall, T>(site, {
    name, system: siteCalls[name], againEveryMs: policy.outsideCalls.againEveryMs, run: () => run(outsideOf(policy)),
    wanted: typeof wanted === 'function' ? wanted : ({ phase }) => phase === wanted,
  });
}

/** Waits until the step's person has done its task, or the site has left the step. @returns whether the step goes on. */
export async function personActs(site: Site, step: SitePhase & TaskStep): Promise<boolean> {
  await site.until((state) => state.phase !== step || !isOpen(state, step));
  return is(site, step);
}

/** The operator's date of now, ISO. */
export function today(site: Site): string {
  return dateOfInstant(openingOf(site).policy, Date.now());
}
