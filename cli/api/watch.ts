/** `--watch`: looks again and again. A terminal is drawn anew; a program is given what is new or has changed, a line or row each. */
import { ApiFailure } from '../../client/failure.ts';
import type { Changes } from './live.ts';
import type { Rendering } from './output.ts';
import { picked, rowsOf } from './shape.ts';

interface Watched {
  readonly fetch: () => Promise<unknown>;
  readonly draw: (body: unknown, rendering?: Rendering) => string;
  readonly rendering: Rendering;
  readonly everyMs: number;
  readonly changes: Changes;
  readonly write: (text: string) => void;
  /** Whether somebody looks at it. */
  readonly isScreen: boolean;
}

const clearScreen = '\u001B[2J\u001B[H';

/** Until the process is interrupted. @throws {ApiFailure} when the API refuses; that it is away for a while is only said. */
export async function watch({ fetch, draw, rendering, everyMs, changes, write, isScreen }: Watched): Promise<void> {
  const told = new Set<string>();
  let isFirst = true;
  for (;;) {
    const body = await fetch().catch((thrown: unknown) => {
      if (isFirst || !isAway(thrown)) throw thrown;
      process.stderr.write(`jalon  ${new Date().toISOString()}  ${thrown.message}\n`);
      return undefined;
    });
    if (body !== undefined) {
      if (isScreen && rendering.format === 'table') write(`${clearScreen}${new Date().toLocaleTimeString('fr-FR')}\n\n${draw(body)}`);
      else write(news(body, told, isFirst, draw, rendering));
      isFirst = false;
    }
    await changes.next(everyMs);
  }
}

function isAway(thrown: unknown): thrown is ApiFailure {
  return thrown instanceof ApiFailure && (thrown.status === null || thrown.status === 503 || thrown.status === 429);
}

/** What was not told before, as it is now. */
function news(body: unknown, told: Set<string>, isFirst: boolean, draw: Watched['draw'], rendering: Rendering): string {
  const rows = (rowsOf(body) ?? [body]).map((row) => (rendering.fields === undefined ? row : picked(row, rendering.fields)));
  const fresh = rows.filter((row) => !told.has(JSON.stringify(row)));
  told.clear();
  for (const row of rows) told.add(JSON.stringify(row));
  if (rendering.format === 'json') return fresh.map((row) => `${JSON.stringify(row)}\n`).join('');
  if (fresh.length === 0 && !isFirst) return '';
  const text = draw(rowsOf(body) === undefined ? fresh[0] : { ...(body as object), items: fresh });
  return isFirst || rowsOf(body) === undefined ? text : text.slice(text.indexOf('\n') + 1);
}
