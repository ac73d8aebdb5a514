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

export type LinkQualification = 'up' | 'degraded' | 'flapping' | 'down';

/** The verdict, and what it stands on. */
export interface LinkQuality {
  readonly qualification: LinkQualification;
  readonly readings: number;
  readonly changes: number;
  /** The worst of the readings while the link was up; null when it never was. */
  readonly worst: { readonly latencyMs: number; readonly lossPercent: number; readonly throughputPercent: number } | null;
}

/** D-15: down at the last reading, else flapping, else degraded, else up; only up is accepted. No reading at all is a link that nobody has seen up. */
export function qualifyLink(readings: readonly LinkReading[], accessType: AccessType, policy: Pick<AcceptancePolicy, 'changesAtMost' | 'limits'>): LinkQuality {
  const changes = readings.filter(({ state }, index) => index > 0 && readings[index - 1]?.state !== state).length;
  const up = readings.filter(({ state }) => state === 'up');
  const worst = up.length === 0 ? null : {
    latencyMs: Math.max(...up.map(({ latencyMs }) => latencyMs)),
    lossPercent: Math.max(...up.map(({ lossPercent }) => lossPercent)),
    throughputPercent: Math.min(...up.map(({ throughputPercent }) => throughputPercent)),
  };
  const { latencyMsAtMost, lossPercentAtMost, throughputPercentAtLeast } = policy.limits[accessType];
  const isGood = worst !== null && worst.latencyMs <= latencyMsAtMost && worst.lossPercent <= lossPercentAtMost && worst.throughputPercent >= throughputPercentAtLeast;
  const qualification = readings.at(-1)?.state !== 'up' ? 'down' : changes > policy.changesAtMost ? 'flapping' : isGood ? 'up' : 'degraded';
  return { qualification, readings: readings.length, changes, worst };
}
