/** Whatever was thrown becomes a problem here and nowhere else: what is away, what the caller sent wrong, and what is our bug. */
import { isGrpcServiceError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { refuse } from '../../domain/errors/codes.ts';
import { storageAway } from '../../ports/document-storage.ts';
import { bodyProblem } from './body.ts';
import { Problem, problem } from './problem.ts';

/**
 * CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL, UNAVAILABLE: the engine could not answer, or not in time;
 * FAILED_PRECONDITION: a worker's task failed under the command, which the engine gives to it again.
 */
const awayGrpcCodes: ReadonlySet<number> = new Set([1, 2, 4, 8, 9, 10, 13, 14]);

const awaySystemCodes: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);
/** Connection failures, shutdown and recovery, too many connections, read-only after a failover, timeouts, serialization failures and deadlocks. */
const awaySqlStates = /^(08...|57P0[1-5]|53[0-9]{3}|25006|57014|55000|55P03|40001|40P01)$/;
/** What pg and its pool throw without a code. */
const awayPgSentences = /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|timeout expired|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;
/** A value PostgreSQL cannot take (class 22), that no schema caught. */
const dataSqlState = /^22...$/;

export type Dependency = 'PostgreSQL' | 'Temporal' | 'Documents';

/** Which of ours an error says is away; undefined when it says something else. */
export function awayDependency(error: unknown): Dependency | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === storageAway) return 'Documents';
  const grpc = grpcCodeOf(error);
  if (grpc !== undefined) return awayGrpcCodes.has(grpc) ? 'Temporal' : undefined;
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && (awaySystemCodes.has(code) || awaySqlStates.test(code))) return 'PostgreSQL';
  if (awayPgSentences.test(error.message)) return 'PostgreSQL';
  return awayDependency(error.cause);
}

function grpcCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  return isGrpcServiceError(error) ? error.code : grpcCodeOf(error.cause);
}

/**
 * The problem that a thrown value is.
 * @param commandBegun whether a command's handler was running: then what is away may have taken the command all the same (`outcome-unknown`).
 */
export function problemOf(thrown: unknown, commandBegun: boolean): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return problem(refuse('outcome-unknown'), { cause: thrown });
  const away = awayDependency(thrown);
  if (away !== undefined) return problem(commandBegun ? refuse('outcome-unknown') : refuse('dependency-away', { service: away }), { cause: thrown });
  return callersFault(thrown) ?? problem(refuse('internal'), { cause: thrown });
}

/** What Express and its body reader throw at a bad request, and what PostgreSQL cannot store. */
function callersFault(thrown: unknown): Problem | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { status, code, type } = thrown as { status?: unknown; code?: unknown; type?: unknown };
  const known = bodyProblem({ type });
  if (known !== undefined) return known;
  if (typeof status === 'number' && status >= 400 && status < 500) return problem(refuse('malformed-request'), { cause: thrown });
  if (typeof code === 'string' && dataSqlState.test(code)) return problem(refuse('malformed-request'), { cause: thrown });
  return undefined;
}

/** Whether somebody of ours must look: bugs, and values that our schemas should have caught. */
export function isOurBug({ refusal, cause }: Problem): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return refusal.code === 'internal' || (typeof code === 'string' && dataSqlState.test(code));
}
