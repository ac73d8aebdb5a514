/** One version of one policy on its way into a running journey, for kinds that keep a few numbers of each. */

/** What a journey keeps of its policies, and the versions they are of, by name. */
export interface KeptPolicy {
  readonly versions: Readonly<Record<string, number>>;
}

/** What of a version takes the place of what the journey keeps. */
export interface Applied<Policy extends KeptPolicy> {
  readonly policy: string;
  readonly version: number;
  readonly frozen: Partial<Omit<Policy, 'versions'>>;
}

/** Whether it is later than what the journey keeps; one that it has already changes nothing. */
export function isNewer({ versions }: KeptPolicy, { policy, version }: { readonly policy: string; readonly version: number }): boolean {
  return version > (versions[policy] ?? 0);
}

export function withApplied<Policy extends KeptPolicy>(kept: Policy, { policy, version, frozen }: Applied<Policy>): Policy {
  return { ...kept, ...frozen, versions: { ...kept.versions, [policy]: version } };
}
