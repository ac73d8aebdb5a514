/** Rows as a spreadsheet opens them (CSV): semicolons, a mark for the encoding, nothing that it would take for a formula. */

/** Numbers are written as they are, in the reader's decimal sign. */
export function sheet(rows: readonly (readonly (string | number)[])[], decimal: '.' | ',' = '.'): string {
  return `\uFEFF${rows.map((row) => row.map((value) => (typeof value === 'number' ? String(value).replace('.', decimal) : cell(value))).join(';')).join('\r\n')}\r\n`;
}

/** A text as a cell: quoted where it must be, and marked as text where a spreadsheet would compute it, in whatever width its sign is written. */
export function cell(text: string, separator: ';' | ',' = ';'): string {
  const harmless = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return harmless.includes(separator) || /["\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
