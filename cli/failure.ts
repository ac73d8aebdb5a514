/** What the command line says when it cannot go on, and the exit codes it ends with. */

/** Exit codes of `./jalon`, also printed by `--help`. */
export const exitCodes = {
  ok: 0, failed: 1, usage: 2, environment: 3, busy: 4, denied: 5, notFound: 6, conflict: 7, refused: 8, later: 9, interrupted: 130,
} as const;

/** What each means, for `--help` and docs/cli.md. */
export const exitCodeTexts: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: 'done',
  failed: 'failed; the last sentence says why',
  usage: 'the command line was not understood',
  environment: 'something is missing here: a program, a port, a right, a setting, or nobody answers at the API’s address',
  busy: 'Jalon already runs on this data folder',
  denied: 'not signed in, or not allowed (401, 403)',
  notFound: 'there is no such thing, or not for you (404)',
  conflict: 'not possible in this state, or changed by somebody else meanwhile (409, 412, 428)',
  refused: 'understood and refused: a field is wrong or a rule is broken (400, 413, 415, 422)',
  later: 'too much at once, or something behind the API is away: try again (429, 503)',
  interrupted: 'interrupted before it was done',
};

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
