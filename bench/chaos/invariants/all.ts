/** Every invariant, in the order of the table. */
import { accepted, answered, refused, sameAgain } from './commands.ts';
import { callbacksOnce, nobodyDied, nothingStuck } from './ends.ts';
import type { Invariant } from './invariant.ts';
import { messages, onceOutside, sameOutside } from './outside.ts';
import { checks, histories, positions, rebuilds } from './record.ts';
import { thresholds } from './thresholds.ts';

export const invariants: readonly Invariant[] = [
  accepted, refused, answered, sameAgain, histories, rebuilds, checks, positions, callbacksOnce, onceOutside, sameOutside, messages, thresholds, nothingStuck, nobodyDied,
];
