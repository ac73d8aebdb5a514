/** Runs checks in stages and adds them up; a failure stops nothing, so that one run tells all there is to mend. */
import type { Output } from '../up/output.ts';
import { runCheck, type Check, type Outcome, type Place } from './check.ts';

/** Checks side by side; their output is shown as it comes, or only when they fail. */
export interface Stage {
  readonly checks: readonly Check[];
  readonly isLive: boolean;
}

/** @returns the number of failures; the last line written is `N passed, N failed`. */
export async function runStages(stages: readonly Stage[], place: Place, output: Output): Promise<number> {
  const outcomes: Outcome[] = [];
  for (const { checks, isLive } of stages) {
    if (place.signal.aborted) break;
    output.say(`${checks.map(({ name }) => name).join(', ')} …`);
    outcomes.push(...await Promise.all(checks.map(async (check) => {
      const lines: string[] = [];
      const outcome = await runCheck(check, place, (line) => { if (isLive) output.line(check.name, line); else lines.push(line); });
      if (outcome.failed > 0) for (const line of lines) output.line(check.name, line);
      output.say(`${check.name}: ${sentenceOf(outcome)}`);
      return outcome;
    })));
  }
  for (const outcome of outcomes) {
    output.say(`${outcome.failed > 0 ? '✗' : '✓'} ${outcome.name.padEnd(11)} ${sentenceOf(outcome)}`);
    // Again, and last: what went wrong is found at the end of a long log.
    for (const failure of outcome.failures) output.say(`  ${failure}`);
  }
  const sum = (key: 'passed' | 'failed'): number => outcomes.reduce((total, outcome) => total + outcome[key], 0);
  // An interrupted run has not passed, however far it came; nor one in which nothing ran.
  const isVoid = place.signal.aborted || sum('passed') + sum('failed') === 0;
  const failed = sum('failed') + (isVoid ? 1 : 0);
  output.plain(`${sum('passed')} passed, ${failed} failed`);
  return failed;
}

function sentenceOf({ passed, failed, skipped, durationMs }: Outcome): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''} (${(durationMs / 1000).toFixed(1)} s)`;
}
