/** What a file is (told from its content) and how it goes back (shown without power or downloaded, never under another type's name). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentDisposition } from '../../../api/documents/download.ts';
import { deflateSync } from 'node:zlib';
import { sniff, unreadable } from '../../../api/documents/sniff.ts';
import { createSheet } from '../../../activities/notices/pdf/sheet.ts';
import { disguisedZip, hiddenMacros, macroXlsm, plainZip, sampleDocx, sampleJpeg, samplePdf, samplePng, sampleXlsx, streamedXlsx, zipBombs } from '../../support/sample-files.ts';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

describe('a file', () => {
  it.each([
    ['a PDF', samplePdf, 'application/pdf'], ['a PNG', samplePng, 'image/png'], ['a JPEG', sampleJpeg, 'image/jpeg'],
    ['a spreadsheet', sampleXlsx, xlsx], ['a spreadsheet written without knowing its sizes', streamedXlsx, xlsx],
  ])('that is %s is taken for what it is', async (_what, bytes, mediaType) => {
    expect(await sniff(bytes)).toBe(mediaType);
  });

  it.each([
    ['a text document', sampleDocx], ['a spreadsheet with macros', macroXlsm], ['a spreadsheet that hides its macros', hiddenMacros], ['an archive that calls itself a spreadsheet', disguisedZip], ['an archive', plainZip], ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a page that calls itself a PDF further on', Buffer.from('<html>%PDF-1.4')], ['a picture that is a page', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')], ['a picture that is a page, called a PNG', Buffer.from('<svg onload="alert(1)">\x89PNG\r\n\x1a\n')], ['a program', Buffer.from('MZ\x90\x00')], ['nothing', Buffer.alloc(0)], ['a spreadsheet that broke off', sampleXlsx.subarray(0, 20)],
  ])('that is %s is none of those we take', async (_what, bytes) => {
    expect(await sniff(bytes)).toBeUndefined();
  });

  const packed = (objects: string) => {
    const stream = deflateSync(Buffer.from(objects, 'latin1')).toString('latin1');
    return Buffer.from(`%PDF-1.5\n4 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${stream.length}>>stream\n${stream}\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF`, 'latin1');
  };
  it.each([
    ['a page', samplePdf, undefined],
    ['its pages among packed objects', packed('3 0 <</Type /Page /Parent 2 0 R>>'), undefined],
    ['objects packed in a way of their own', Buffer.from('%PDF-1.5\n4 0 obj<</Type/ObjStm/Filter/LZWDecode>>stream\nxyz\nendstream endobj\n%%EOF'), undefined],
    ['a tree of pages without a leaf', Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF'), 'empty'],
    ['packed objects without a page', packed('2 0 <</Type /Pages /Count 0>>'), 'empty'],
    ['a heading and nothing else', Buffer.from('%PDF-1.4'), 'empty'],
    ['a key to be opened with', Buffer.concat([samplePdf, Buffer.from('trailer<</Root 1 0 R/Encrypt 9 0 R>>\n%%EOF')]), 'encrypted'],
    ['its key within the trailer', Buffer.concat([samplePdf, Buffer.from('trailer<</Encrypt<</Filter/Standard>>>>\n%%EOF')]), 'encrypted'],
  ])('that is a PDF with %s can be read, or says why not (D-04)', (_what, bytes, fault) => {
    expect(unreadable(bytes, 'application/pdf')).toBe(fault);
  });

  it('made to hold up who looks at it holds up nobody', () => {
    const begun = performance.now();
    const bomb = packed('0'.repeat(40_000_000));
    for (const bytes of [Buffer.alloc(20_000_000, '/ObjStm'), Buffer.alloc(20_000_000, '/ObjStm stream\n'), Buffer.alloc(20_000_000, '/Type /Encrypt 1 1 '), Buffer.concat(Array.from({ length: 200 }, () => bomb))]) unreadable(bytes, 'application/pdf');
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('that unpacks to more than memory holds is looked at in little', async () => {
    const bombs = zipBombs();
    const [before, begun] = [process.memoryUsage().rss, performance.now()];
    // A part that is never unpacked here is none of our business; whoever opens the file does it on his machine.
    expect(await Promise.all(bombs.map(sniff))).toEqual([undefined, undefined, undefined, xlsx]);
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('that a library wrote can be read', async () => {
    const sheet = createSheet({ operator: 'Jalon', legalLine: 'Jalon SAS', title: 'Bon', reference: 'BC-1', dateOn: '2026-01-01' });
    sheet.paragraph('Bon pour accord');
    expect(unreadable(await sheet.finish(), 'application/pdf')).toBeUndefined();
    expect(unreadable(samplePng, 'image/png')).toBeUndefined();
  });

  it('of any bytes at all is looked at without an error', async () => {
    const starts = [samplePdf, samplePng, sampleJpeg, sampleXlsx, streamedXlsx, Buffer.alloc(0)];
    await fc.assert(fc.asyncProperty(fc.constantFrom(...starts), fc.nat(200), fc.uint8Array({ maxLength: 300 }), async (start, kept, rest) => {
      const bytes = Buffer.concat([start.subarray(0, kept), rest]);
      await expect(sniff(bytes)).resolves.not.toBe(null);
      expect(() => unreadable(bytes, 'application/pdf')).not.toThrow();
    }));
  });
});

describe('the name of a download', () => {
  it.each([
    ['Bon de commande.pdf', 'application/pdf', 'Bon%20de%20commande.pdf'],
    ['Éligibilité (2).PDF', 'application/pdf', '%C3%89ligibilit%C3%A9%20%282%29.PDF'],
    ['photo.jpeg', 'image/jpeg', 'photo.jpeg'],
    ['facture.hta', 'application/pdf', 'facture.hta.pdf'],
    ['facture\u202efdp.exe', 'application/pdf', 'facturefdp.exe.pdf'],
    ['a"\r\nx: y.pdf', 'application/pdf', 'a%22x%3A%20y.pdf'],
    ['', 'image/png', 'other.png'],
  ])('%j of %s', (fileName, mediaType, encoded) => {
    const disposition = contentDisposition('attachment', { fileName, kind: 'other', mediaType });
    expect(disposition.endsWith(`; filename*=UTF-8''${encoded}`)).toBe(true);
    expect(disposition).toMatch(/^attachment; filename="[\w.-]+"; /);
  });

  it('is that of the kind once the sender’s was erased', () => {
    expect(contentDisposition('attachment', { fileName: null, kind: 'bank-details', mediaType: 'application/pdf' })).toContain('filename="bank-details.pdf"');
  });

  it.each([['application/pdf', 'inline'], ['image/jpeg', 'inline'], ['image/png', 'inline'], [xlsx, 'attachment'], ['text/html', 'attachment']])('of %s shown in place is %s', (mediaType, disposition) => {
    expect(contentDisposition('inline', { fileName: 'x', kind: 'other', mediaType })).toMatch(new RegExp(`^${disposition};`));
  });

  it('is a header whatever the sender called it', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (fileName) => {
      expect(() => new Headers({ 'content-disposition': contentDisposition('inline', { fileName, kind: 'other', mediaType: 'application/pdf' }) })).not.toThrow();
    }));
  });
});
