/** Spreadsheets take what starts a certain way for a formula: no text of ours does. */
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { cell, sheet } from '../../../api/http/sheet.ts';

describe('a cell', () => {
  it.each(['=1+1', '=HYPERLINK("http://evil.invalid";"x")', '+33601020304', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', '＋1', '－1', '＠x'])('of %j is a text', (text) => {
    expect(cell(text)).toMatch(/^"?'/);
  });

  it('never begins a formula, nor ends its own line or cell, whatever it holds', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ';', ',', "'", ' ', 'a', '\u0000', '＝') }));
    fc.assert(fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
      // A line of one empty cell is none to who reads it.
      const row = ['first', ...texts];
      const [read = []] = parse(sheet([row]), { bom: true, delimiter: ';', record_delimiter: '\r\n' }) as string[][];
      expect(read).toEqual(row.map((value) => (/^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value)));
      for (const value of read) expect(value).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
    }));
  });
});
