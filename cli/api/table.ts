/** Columns of text for a terminal. */

export interface Column {
  /** Empty: no header. */
  readonly name: string;
  readonly cells: readonly string[];
}

const gap = '  ';
const cellMax = 60;

/**
 * Columns side by side under their names, in capitals. With a width, long cells are cut and what does not fit is left out and named.
 * What steers a terminal is taken out of the cells: they hold what customers wrote.
 */
export function table(columns: readonly Column[], width: number | undefined): string {
  const drawn = columns.map(({ name, cells }) => ({ name, lines: [heading(name), ...cells.map((text) => cut(harmless(text), width))] }))
    .map(({ name, lines }) => ({ name, lines, size: Math.max(...lines.map(lengthOf)) }));
  const fitting = width === undefined ? drawn : drawn.filter((_, index) => index === 0 || drawn.slice(0, index + 1).reduce((sum, { size }) => sum + size + gap.length, -gap.length) <= width);
  const count = fitting[0]?.lines.length ?? 0;
  const hasHeader = columns.some(({ name }) => name !== '');
  const lines = Array.from({ length: count }, (_, index) => fitting.map(({ lines: own, size }) => padded(own[index] ?? '', size)).join(gap).trimEnd());
  const left = drawn.filter((column) => !fitting.includes(column)).map(({ name }) => name);
  return [...lines.slice(hasHeader ? 0 : 1), ...(left.length > 0 ? [`(also: ${left.join(', ')})`] : [])].map((line) => `${line}\n`).join('');
}

function heading(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toUpperCase();
}

/** Line ends are spaces; other control characters, with which a text could move the cursor or colour what follows, are shown as one. */
function harmless(text: string): string {
  return text.replaceAll(/[\r\n\t]+/g, ' ').replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
}

function cut(text: string, width: number | undefined): string {
  return width !== undefined && lengthOf(text) > cellMax ? `${Array.from(text).slice(0, cellMax - 1).join('')}…` : text;
}

function padded(text: string, size: number): string {
  return text + ' '.repeat(Math.max(0, size - lengthOf(text)));
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}
