/** What a run says: its plan, how it goes, and at the end a line for each invariant with what it looked at. */
import type { Finding, Invariant } from './invariants/invariant.ts';
import { sentenceOf, type Strike } from './plan.ts';
import type { Struck } from './strike.ts';

export interface Figures {
  readonly seed: number;
  readonly deployments: number;
  readonly tickets: number;
  readonly commands: number;
  /** Attempts that were not answered, or by «later». */
  readonly repeats: number;
  readonly events: number;
  readonly strikes: number;
  readonly loadSeconds: number;
  readonly settlingSeconds: number;
}

export interface Result {
  readonly invariant: Invariant;
  readonly finding: Finding;
}

const shownOfAnInvariant = 10;

export function planText(plan: readonly Strike[]): string {
  return plan.map((strike) => `${(strike.atMs / 1_000).toFixed(1).padStart(8)} s  ${sentenceOf(strike)}`).join('\n');
}

/** An invariant that has looked at nothing has proven nothing. */
export function holds({ finding }: Result): boolean {
  return finding.violations.length === 0 && finding.looked > 0;
}

export function tableOf(results: readonly Result[]): string {
  const lines = results.flatMap((result) => {
    const { invariant: { name, promise }, finding: { looked, violations } } = result;
    const shown = violations.slice(0, shownOfAnInvariant).map((violation) => `      ${violation}`);
    const more = violations.length > shown.length ? [`      … and ${violations.length - shown.length} more`] : [];
    return [`${holds(result) ? '✓' : '✗'} ${name.padEnd(22)}${String(looked).padStart(9)}${String(violations.length).padStart(9)}   ${promise}`, ...shown, ...more];
  });
  return [`  ${'invariant'.padEnd(22)}${'looked at'.padStart(9)}${'broken'.padStart(9)}`, ...lines].join('\n');
}

export function figuresText({ seed, deployments, tickets, commands, repeats, events, strikes, loadSeconds, settlingSeconds }: Figures): string {
  return `seed ${seed}: ${deployments} deployments, ${tickets} tickets, ${commands} commands (${repeats} attempts came to nothing and were made again), ${events} events; ${strikes} faults in ${loadSeconds} s, settled in ${settlingSeconds} s`;
}

/** One object for programs. */
export function jsonOf(figures: Figures, results: readonly Result[], struck: readonly Struck[], complaints: ReadonlyMap<string, number>): string {
  return JSON.stringify({
    ...figures, isHeld: results.every(holds),
    invariants: results.map((result) => ({ name: result.invariant.name, isHeld: holds(result), looked: result.finding.looked, violations: result.finding.violations })),
    faults: struck.map(({ strike, failed }) => ({ ...strike, failed })), complaints: Object.fromEntries(complaints),
  });
}
