/** What the domain found wrong in a body of the right shape, as one answer: 400 where something could not be read, else 422. */
import { isUnreadable, type Fault } from '../../domain/clock/faults.ts';
import { refuse, type ErrorCode } from '../../domain/errors/codes.ts';
import { bodyFaults, type FieldFault } from './fields.ts';
import { problem, type Problem } from './problem.ts';

/**
 * The refusal of a body with faults.
 * @param impossible code of the answer when everything could be read.
 * @param others faults that are not the domain's own, told after these.
 */
export function faultyBody(impossible: ErrorCode, faults: readonly Fault[], others: readonly FieldFault[] = []): Problem {
  const code = faults.some((fault) => isUnreadable(fault.code)) ? 'malformed-request' : impossible;
  return problem(refuse(code), { faults: [...bodyFaults(faults), ...others] });
}
