/** A table over as many pages as it needs: its header comes again on each, no row is torn, screen readers know its cells. */
import { colours, fonts } from './style.ts';

export interface TableColumn {
  /** Of the table's width, 0 to 1. */
  readonly share: number;
  readonly align?: 'right';
  /** The cell names its row. */
  readonly isRowHeader?: true;
}

export interface TableRow {
  /** One for each column. */
  readonly cells: readonly string[];
  /** Totals. */
  readonly isBold?: true;
}

export interface TableContent {
  readonly columns: readonly TableColumn[];
  readonly header?: readonly string[];
  readonly rows: readonly TableRow[];
}

interface Line {
  readonly cells: readonly string[];
  readonly kind: 'header' | 'row' | 'bold';
}

/** What the library's types leave out of a structure element. */
interface Attributed { readonly dictionary: { readonly data: Record<string, unknown> } }

const paddingPt = 5;
const sizePt = 9.5;

/** Draws from the document's current height on. @param root what the table belongs to, for screen readers @param left of the table, and its width, in points */
export function drawTable(doc: PDFKit.PDFDocument, root: PDFKit.PDFStructureElement, left: number, width: number, { columns, header, rows }: TableContent): void {
  const table = doc.struct('Table');
  root.add(table);
  const headerLine: Line | null = header ? { cells: header, kind: 'header' } : null;
  if (headerLine) tagged(headerLine, rows[0] ? heightOf({ cells: rows[0].cells, kind: 'row' }) : 0);
  for (const { cells, isBold } of rows) tagged({ cells, kind: isBold ? 'bold' : 'row' }, 0);
  table.end();
  doc.x = left;

  /** @param alsoPt what must fit below it on the same page */
  function tagged(line: Line, alsoPt: number): void {
    const height = heightOf(line);
    if (doc.y + height + alsoPt > doc.page.maxY()) {
      doc.addPage();
      if (headerLine && line.kind !== 'header') repeat(headerLine);
    }
    const top = doc.y;
    artifact(() => drawGround(line, top, height));
    const row = doc.struct('TR');
    table.add(row);
    columns.forEach((column, index) => {
      const isHeader = line.kind === 'header' || column.isRowHeader === true;
      const cell = doc.struct(isHeader ? 'TH' : 'TD');
      // ISO 32000-1, table 349: which way a header counts.
      if (isHeader) Object.assign((cell as unknown as Attributed).dictionary.data, { A: { O: 'Table', Scope: line.kind === 'header' ? 'Column' : 'Row' } });
      row.add(cell);
      cell.add(() => drawCell(line, index, top));
      cell.end();
    });
    row.end();
    doc.y = top + height;
  }

  /** The header is in the table's structure once; read aloud again it would be a row. */
  function repeat(header: Line): void {
    const [top, height] = [doc.y, heightOf(header)];
    artifact(() => {
      drawGround(header, top, height);
      columns.forEach((_column, index) => drawCell(header, index, top));
    });
    doc.y = top + height;
  }

  function drawGround(line: Line, top: number, height: number): void {
    if (line.kind === 'header') doc.rect(left, top, width, height).fill(colours.wash);
    const colour = line.kind === 'bold' ? colours.ink : colours.line;
    doc.moveTo(left, top + height).lineTo(left + width, top + height).lineWidth(0.5).strokeColor(colour).stroke();
  }

  function drawCell(line: Line, index: number, top: number): void {
    const column = columns[index];
    if (!column) return;
    const before = columns.slice(0, index).reduce((sum, { share }) => sum + share, 0);
    setFont(line, column);
    doc.text(line.cells[index] ?? '', left + before * width + paddingPt, top + paddingPt, { width: column.share * width - 2 * paddingPt, align: column.align ?? 'left' });
  }

  function heightOf(line: Line): number {
    return 2 * paddingPt + Math.max(...columns.map((column, index) => {
      setFont(line, column);
      return doc.heightOfString(line.cells[index] ?? '', { width: column.share * width - 2 * paddingPt });
    }));
  }

  function setFont(line: Line, column: TableColumn): void {
    const isPale = line.kind === 'row' && column.isRowHeader === true;
    doc.font(line.kind === 'row' ? fonts.regular : fonts.bold).fontSize(sizePt).fillColor(isPale ? colours.faint : colours.ink);
  }

  function artifact(draw: () => void): void {
    doc.markContent('Artifact', { type: 'Layout' });
    draw();
    doc.endMarkedContent();
  }
}
