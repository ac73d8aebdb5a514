/** What the readings of an observed link say of it (D-15). */
import type { AcceptancePolicy } from './policy.ts';
import type { AccessType } from './deployment.ts';

export interface LinkReading {
  /** Instant, RFC 3339. */
  readonly at: string;
  readonly state: 'up' | 'down';
  readonly latencyMs: number;
  readonly lossPercent: number;
  /** Share of the throughput that the offer promises. */
  readonly throughputPercent: number;
}

export type LinkQualification = 'up' | 'degraded' | 'flapping' | 'down' | 'too-few-readings';

/** The verdict, and what it stands on. */
export interface LinkQuality {
  readonly qualification: LinkQualification;
  readonly readings: number;
  readonly changes: number;
  /** The worst of the readings while the link was up; null when it never was. */
  readonly worst: { readonly latencyMs: number; readonly lossPercent: number; readonly throughputPercent: number } | null;
}

/** D-15: a link is read several times. */
const leastReadings = 3;
/** More would not fit in one answer. */
const mostReadings = 400;

/** Seconds from one reading to the next: as the policy has it, and near enough for the window to hold several. */
export function readingsEverySeconds({ observationMs, readEverySeconds }: Pick<AcceptancePolicy, 'observationMs' | 'readEverySeconds'>): number {
  const windowSeconds = observationMs / 1000;
  return Math.max(1, Math.ceil(windowSeconds / mostReadings), Math.min(readEverySeconds, Math.floor(windowSeconds / (leastReadings - 1))));
}

/** How many readings the verdict needs: several, or all that a window of some seconds can hold. */
function readingsNeeded(policy: Pick<AcceptancePolicy, 'observationMs' | 'readEverySeconds'>): number {
  return Math.min(leastReadings, Math.floor(policy.observationMs / 1000 / readingsEverySeconds(policy)) + 1);
}

/** D-15: down at the last reading, else read too seldom to tell, else flapping, else degraded, else up; only up is accepted. No reading at all is a link that nobody has seen up. */
export function qualifyLink(readings: readonly LinkReading[], accessType: AccessType, policy: AcceptancePolicy): LinkQuality {
  const changes = readings.filter(({ state }, index) => index > 0 && readings[index - 1]?.state !== state).length;
  const up = readings.filter(({ state }) => state === 'up');
  const worst = up.length === 0 ? null : {
    latencyMs: Math.max(...up.map(({ latencyMs }) => latencyMs)),
    lossPercent: Math.max(...up.map(({ lossPercent }) => lossPercent)),
    throughputPercent: Math.min(...up.map(({ throughputPercent }) => throughputPercent)),
  };
  const { latencyMsAtMost, lossPercentAtMost, throughputPercentAtLeast } = policy.limits[accessType];
  const isGood = worst !== null && worst.latencyMs <= latencyMsAtMost && worst.lossPercent <= lossPercentAtMost && worst.throughputPercent >= throughputPercentAtLeast;
  const ofSeveral = changes > policy.changesAtMost ? 'flapping' : isGood ? 'up' : 'degraded';
  const qualification = readings.at(-1)?.state !== 'up' ? 'down' : readings.length < readingsNeeded(policy) ? 'too-few-readings' : ofSeveral;
  return { qualification, readings: readings.length, changes, worst };
}
