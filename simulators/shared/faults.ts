/** The fault mode: what a simulator is told to do wrong, settable while it runs and kept over a restart. */
import { z } from 'zod';

const rate = z.number().min(0).max(1).default(0);
const count = z.int().min(0).default(0);
const durationMs = z.int().min(0).max(3_600_000).default(0);

/** Body of `PUT /sim/faults`. What is left out is off; docs/simulators.md is the users' table of it. */
export const faultSettings = z.strictObject({
  /** Calls that fail before any effect: a share of all, the next so many. */
  errorRate: rate,
  failNext: count,
  /** The first so many calls of each operation under each key. */
  failFirst: count,
  errorStatus: z.int().min(400).max(599).default(503),
  retryAfterSeconds: z.int().min(0).max(3600).nullable().default(null),
  /** Wait before the effect. */
  slowMs: durationMs,
  /** Calls are taken and neither carried out nor answered. */
  hang: z.boolean().default(false),
  /** The next so many effects happen and the caller is not told: the trap of the double order. */
  failAfterEffect: count,
  failAfterEffectMode: z.enum(['error', 'cut', 'hang']).default('error'),
  /** Wait between the effect and the answer, so that a callback can come first. */
  answerDelayMs: durationMs,
  /** Callbacks never sent: a share of all, and the next so many. */
  loseRate: rate,
  loseNext: count,
  /** Further copies of each callback, under the same webhook-id or a new one, so long after the one before. */
  duplicate: z.int().min(0).max(10).default(0),
  duplicateAs: z.enum(['same-id', 'new-id']).default('same-id'),
  duplicateAfterMs: durationMs,
  /** Each callback waits so long before it is sent. */
  lateMs: durationMs,
  /** A callback that is not the last of its subject waits until a later one is gone. */
  reorder: z.boolean().default(false),
});

export type Faults = z.infer<typeof faultSettings>;

/** Everything works. */
export const noFaults: Faults = faultSettings.parse({});
