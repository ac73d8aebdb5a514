/** An answer on the screen, for a program (JSON) or for a spreadsheet (CSV). */
import { cell } from '../../api/http/sheet.ts';
import type { Language } from '../../domain/errors/codes.ts';
import { exitCodes, Failure } from '../failure.ts';
import type { ApiDocument, JsonSchema } from './document.ts';
import { leavesOf, picked, rowSchemaOf, rowsOf, textOf, valueAt, type Leaf, type Path } from './shape.ts';
import { table, type Column } from './table.ts';

export const formats = ['table', 'json', 'csv'] as const;
export type Format = (typeof formats)[number];

export interface Rendering {
  readonly format: Format;
  readonly language: Language;
  /** `--fields`; undefined: what fits. */
  readonly fields?: readonly Path[] | undefined;
  /** Columns of the terminal; undefined: no terminal, nothing is cut. */
  readonly width?: number | undefined;
}

/** Reads `--fields`. @throws {Failure} `usage`, with what there is, when the answer has no such field. */
export function readFields(text: string | undefined, answer: JsonSchema | undefined, resolve: ApiDocument['resolve']): Path[] | undefined {
  if (text === undefined) return undefined;
  const paths = text.split(',').map((one) => one.trim()).filter((one) => one !== '').map((one) => one.split('.'));
  const row = rowSchemaOf(answer, resolve) ?? answer;
  if (!row) return paths;
  const known = leavesOf(row, resolve).flatMap(({ path, rows = [] }) => [path, ...rows.map((leaf) => [...path, ...leaf.path])]).map((path) => path.join('.'));
  const isKnown = (name: string): boolean => known.some((one) => one === name || one.startsWith(`${name}.`) || name.startsWith(`${one}.`));
  const unknown = paths.map((path) => path.join('.')).filter((name) => known.length > 0 && !isKnown(name));
  if (unknown.length === 0) return paths;
  throw new Failure(`--fields: there is no ${unknown.join(', ')}. There are: ${known.join(', ')}.`, exitCodes.usage);
}

/** The whole answer as it is written to the output, with its last line end. */
export function render(body: unknown, answer: JsonSchema | undefined, resolve: ApiDocument['resolve'], rendering: Rendering): string {
  const { format, fields } = rendering;
  const rows = rowsOf(body);
  const rowSchema = rows ? rowSchemaOf(answer, resolve) : answer;
  const leaves = fields?.map((path): Leaf => ({ path })) ?? (rowSchema ? leavesOf(rowSchema, resolve) : []);
  switch (format) {
    case 'json': {
      const shown = fields === undefined ? body : rows ? { ...(body as object), items: picked(rows, fields) } : picked(body, fields);
      return shown === undefined ? '' : `${JSON.stringify(shown, undefined, 2)}\n`;
    }
    case 'csv': return csv(rows ?? (body === undefined ? [] : [body]), leaves, rendering.language);
    case 'table': return rows ? tableOf(rows, leaves, rendering) : details(body, leaves, rendering);
  }
}

/** Commas, a header, what is no number guarded against being taken for a formula. */
function csv(rows: readonly unknown[], leaves: readonly Leaf[], language: Language): string {
  const columns = leaves.filter(({ rows: below }) => below === undefined);
  const lines = rows.map((row) => columns.map(({ path }) => {
    const value = valueAt(row, path);
    return typeof value === 'number' ? String(value) : cell(textOf(value, language), ',');
  }));
  return [columns.map(({ path }) => cell(path.join('.'), ',')), ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}

/** What a list shows by itself: the fields of the row, not those of what it contains; none that is empty everywhere. */
function tableOf(rows: readonly unknown[], leaves: readonly Leaf[], { language, fields, width }: Rendering): string {
  const isWanted = ({ path, rows: below }: Leaf): boolean => fields !== undefined || (path.length === 1 && below === undefined);
  const columns = leaves.filter(isWanted).map(({ path }): Column => ({ name: path.join('.'), cells: rows.map((row) => textOf(valueAt(row, path), language)) }));
  return table(fields === undefined && rows.length > 0 ? columns.filter(({ cells }) => cells.some((text) => text !== '')) : columns, fields === undefined ? width : undefined);
}

/** One thing: a line for each of its fields, then a table for each of its lists. */
function details(body: unknown, leaves: readonly Leaf[], { language, width }: Rendering): string {
  const shown = leaves.length > 0 ? leaves : Object.keys(typeof body === 'object' && body !== null ? body : {}).map((name): Leaf => ({ path: [name] }));
  const single = shown.filter(({ rows }) => rows === undefined).map(({ path }) => [path.join('.'), textOf(valueAt(body, path), language)] as const).filter(([, text]) => text !== '');
  const lists = shown.filter(({ rows }) => rows !== undefined).map(({ path, rows = [] }) => ({ name: path.join('.'), rows, items: valueAt(body, path) }));
  const lines = table([{ name: '', cells: single.map(([name]) => name) }, { name: '', cells: single.map(([, text]) => text) }], undefined);
  return [lines, ...lists.flatMap(({ name, rows, items }) => (Array.isArray(items) && items.length > 0 ? [`\n${name}\n${tableOf(items, rows, { format: 'table', language, width })}`] : []))].join('');
}
