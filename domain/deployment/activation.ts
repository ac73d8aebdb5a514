/** What the tests of an activation say of it, by the operator's own list (D-14). */
import type { ActivationTest } from '../policy/delivery.schema.ts';
import type { TestResult } from './site.ts';

/**
 * The required tests that failed, in the order of the list: told as failed, measured outside the limits, not measured where limits ask for it, or missing.
 * What the list does not require, or does not know, keeps nobody from service.
 */
export function failedTests(results: readonly TestResult[], tests: readonly ActivationTest[]): string[] {
  return tests.filter((asked) => asked.required && !results.some((result) => result.test === asked.test && isGood(result, asked))).map(({ test }) => test);
}

function isGood({ passed, measure }: TestResult, { atLeast, atMost }: ActivationTest): boolean {
  if (!passed) return false;
  if (atLeast === undefined && atMost === undefined) return true;
  return measure !== null && (atLeast === undefined || measure >= atLeast) && (atMost === undefined || measure <= atMost);
}
