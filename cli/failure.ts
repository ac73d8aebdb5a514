/** What the command line says when it cannot go on, and the exit codes it ends with. */

/** Exit codes of `./jalon`, also printed by `--help`. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, environment: 3, busy: 4, interrupted: 130 } as const;

/** A failure foreseen: its message is a sentence that says what to do, shown without a stack. */
export class Failure extends Error {
  readonly exitCode: number;

  constructor(sentence: string, exitCode: number = exitCodes.failed) {
    super(sentence);
    this.name = 'Failure';
    this.exitCode = exitCode;
  }
}

/** The sentence of anything thrown. */
export function sentenceOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
