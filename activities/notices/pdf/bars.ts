/** Bars over time, with a mark each: a figure to look at; what it shows stands in the table beside it too. */
import { dayNumberOf } from '../../../domain/clock/localDate.ts';
import { colours, fonts } from './style.ts';

export interface Bar {
  readonly label: string;
  /** ISO dates. */
  readonly from: string;
  readonly until: string;
  readonly markOn: string;
  readonly isStrong: boolean;
}

const rowPt = 12;
const labelShare = 0.3;

/** Draws from the document's current height on, on one page. @param left of the figure, and its width, in points @param says what it shows, for who cannot see it */
export function drawBars(doc: PDFKit.PDFDocument, root: PDFKit.PDFStructureElement, left: number, width: number, bars: readonly Bar[], says: string): void {
  const days = bars.flatMap(({ from, until, markOn }) => [from, until, markOn].map((date) => dayNumberOf(date) ?? 0));
  if (days.length === 0) return;
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const chart = { left: left + width * labelShare, width: width * (1 - labelShare) };
  const at = (date: string): number => chart.left + ((dayNumberOf(date) ?? first) - first) / Math.max(1, last - first) * chart.width;
  if (doc.y + bars.length * rowPt > doc.page.maxY()) doc.addPage();
  const top = doc.y;
  root.add(doc.struct('Figure', { alt: says }, () => {
    bars.forEach(({ label, from, until, markOn, isStrong }, index) => {
      const y = top + index * rowPt;
      doc.font(fonts.regular).fontSize(7.5).fillColor(colours.ink).text(label, left, y + 1, { width: width * labelShare - 6, height: rowPt, ellipsis: true, lineBreak: false });
      doc.rect(at(from), y + 2, Math.max(2, at(until) - at(from)), rowPt - 5).fill(isStrong ? colours.accent : colours.faint);
      doc.moveTo(at(markOn), y).lineTo(at(markOn), y + rowPt - 1).lineWidth(1).strokeColor(colours.ink).stroke();
    });
  }));
  doc.x = left;
  doc.y = top + bars.length * rowPt;
}
