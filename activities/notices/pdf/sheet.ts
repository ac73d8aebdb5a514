/** The sheet that our documents are written on: A4, letterhead, headings, tables, page numbers; tagged, so that it can be read aloud; the same bytes for the same facts. */
import PDFDocument from 'pdfkit';
import { nbsp } from '../french.ts';
import { fontNamed } from './fonts.ts';
import { drawBars, type Bar } from './bars.ts';
import { colours, fonts } from './style.ts';
import { drawTable } from './table.ts';
import type { TableContent } from './table.ts';

/** Who we are on paper. */
export interface Letterhead {
  readonly operator: string;
  /** Address, registration, VAT number, in one line under each page. */
  readonly legalLine: string;
}

export interface SheetFacts extends Letterhead {
  readonly title: string;
  /** What tells this document from all others; names it in the footer too. */
  readonly reference: string;
  /** Of the document, ISO date; nothing else in it says when it was made. */
  readonly dateOn: string;
}

export interface Sheet {
  title(text: string, underneath: string): void;
  heading(text: string): void;
  paragraph(text: string): void;
  /** Whom it is written to, where the window of an envelope is. */
  addressee(lines: readonly string[]): void;
  /** Set apart: what the reader must not miss. `link`: written underneath too, and followed by who clicks on it. */
  callout(text: string, underneath: string, link?: string): void;
  /** Label and value pairs. */
  facts(rows: readonly (readonly [label: string, value: string])[]): void;
  table(content: TableContent): void;
  /** Bars over time. `says`: what they show, for who cannot see them. */
  bars(bars: readonly Bar[], says: string): void;
  /** The whole document. No further writing. */
  finish(): Promise<Buffer>;
}

const marginPt = 56;
const footerPt = 48;

/** Says of itself that it is PDF/UA, which the library knows and its types don't. */
const accessible: object = { subset: 'PDF/UA' };

export function createSheet({ operator, legalLine, title, reference, dateOn }: SheetFacts): Sheet {
  const doc = new PDFDocument({
    size: 'A4', margins: { top: marginPt, left: marginPt, right: marginPt, bottom: footerPt + 32 }, bufferPages: true,
    pdfVersion: '1.7', ...accessible, tagged: true, lang: 'fr-FR', displayTitle: true,
    // The document's identifier is made from these: no clock, no chance.
    info: { Title: `${title} ${reference}`, Author: operator, Subject: reference, CreationDate: new Date(`${dateOn}T00:00:00Z`) },
  });
  doc.registerFont(fonts.regular, fontNamed('DejaVuSansCondensed')).registerFont(fonts.bold, fontNamed('DejaVuSansCondensed-Bold'));
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const whole = new Promise<Buffer>((resolve, reject) => {
    doc.on('end', () => resolve(Buffer.concat(chunks))).on('error', reject);
  });
  const width = doc.page.width - 2 * marginPt;
  const root = doc.struct('Document');
  doc.addStructure(root);

  const artifact = (draw: () => void): void => {
    doc.markContent('Artifact', { type: 'Layout' });
    draw();
    doc.endMarkedContent();
  };
  const write = (tag: string, font: keyof typeof fonts, sizePt: number, colour: string, text: string): void => {
    doc.font(font).fontSize(sizePt).fillColor(colour);
    root.add(doc.struct(tag, {}, () => doc.text(text, marginPt, doc.y, { width, lineGap: 2 })));
  };
  const keepTogether = (heightPt: number): void => {
    if (doc.y + heightPt > doc.page.maxY()) doc.addPage();
  };

  write('P', 'bold', 15, colours.accent, operator);
  artifact(() => doc.moveTo(marginPt, doc.y + 4).lineTo(marginPt + width, doc.y + 4).lineWidth(1.5).strokeColor(colours.accent).stroke());
  doc.y += 28;

  return {
    addressee([first = '', ...others]) {
      const left = marginPt + width * 0.52;
      const line = (font: keyof typeof fonts, said: string): void => {
        doc.font(font).fontSize(10.5).fillColor(colours.ink);
        root.add(doc.struct('P', {}, () => doc.text(said, left, doc.y, { width: marginPt + width - left, lineGap: 2 })));
      };
      line('bold', first);
      for (const other of others) line('regular', other);
      doc.y += 18;
    },
    title(text, underneath) {
      write('H1', 'bold', 19, colours.ink, text);
      write('P', 'regular', 10, colours.faint, underneath);
      doc.y += 14;
    },
    heading(text) {
      doc.y += 10;
      keepTogether(90);
      write('H2', 'bold', 12, colours.accent, text);
      doc.y += 4;
    },
    paragraph(text) {
      doc.font('regular').fontSize(10);
      keepTogether(doc.heightOfString(text, { width, lineGap: 2 }));
      write('P', 'regular', 10, colours.ink, text);
      doc.y += 6;
    },
    callout(text, underneath, link) {
      const [inner, padding] = [width - 28, 12];
      const textHeight = doc.font('bold').fontSize(12).heightOfString(text, { width: inner });
      const underHeight = doc.font('regular').fontSize(10).heightOfString(underneath, { width: inner });
      const linkHeight = link === undefined ? 0 : doc.heightOfString(link, { width: inner }) + 4;
      const height = textHeight + underHeight + linkHeight + 2 * padding + 4;
      doc.y += 8;
      keepTogether(height);
      const top = doc.y;
      artifact(() => doc.rect(marginPt, top, width, height).fill(colours.wash).rect(marginPt, top, 4, height).fill(colours.accent));
      const line = (font: keyof typeof fonts, sizePt: number, said: string, y: number): void => {
        doc.font(font).fontSize(sizePt).fillColor(colours.ink);
        root.add(doc.struct('P', {}, () => doc.text(said, marginPt + 16, y, { width: inner })));
      };
      line('bold', 12, text, top + padding);
      line('regular', 10, underneath, top + padding + textHeight + 4);
      if (link !== undefined) {
        doc.font('regular').fontSize(10).fillColor(colours.accent);
        const said = doc.struct('P');
        root.add(said);
        said.add(doc.struct('Link', { alt: link }, () => doc.text(link, marginPt + 16, top + padding + textHeight + underHeight + 8, { width: inner, link, underline: true })));
        said.end();
      }
      doc.y = top + height + 8;
    },
    facts(rows) {
      drawTable(doc, root, marginPt, width, {
        columns: [{ share: 0.3, isRowHeader: true }, { share: 0.7 }], rows: rows.map(([label, value]) => ({ cells: [label, value] })),
      });
      doc.y += 6;
    },
    table(content) {
      drawTable(doc, root, marginPt, width, content);
      doc.y += 10;
    },
    bars(bars, says) {
      drawBars(doc, root, marginPt, width, bars, says);
      doc.y += 10;
    },
    async finish() {
      root.end();
      const { count } = doc.bufferedPageRange();
      for (let page = 0; page < count; page += 1) {
        doc.switchToPage(page);
        // Below the bottom margin, where a text would otherwise ask for another page.
        doc.page.margins.bottom = 0;
        const top = doc.page.height - footerPt - 14;
        doc.markContent('Artifact', { type: 'Pagination' });
        doc.moveTo(marginPt, top).lineTo(marginPt + width, top).lineWidth(0.5).strokeColor(colours.line).stroke();
        doc.font('regular').fontSize(7.5).fillColor(colours.faint);
        doc.text(legalLine, marginPt, top + 6, { width, height: 10, ellipsis: true });
        doc.text(reference, marginPt, top + 18, { width: width * 0.7, height: 10, ellipsis: true });
        doc.text(`Page${nbsp}${page + 1}${nbsp}sur${nbsp}${count}`, marginPt, top + 18, { width, align: 'right', height: 10 });
        doc.endMarkedContent();
      }
      doc.end();
      return await whole;
    },
  };
}
