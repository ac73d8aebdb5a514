/** What a file is (told from its content) and how it goes back (shown without power or downloaded, never under another type's name). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentDisposition } from '../../../api/documents/download.ts';
import { sniff } from '../../../api/documents/sniff.ts';
import { macroXlsm, plainZip, sampleDocx, sampleJpeg, samplePdf, samplePng, sampleXlsx, streamedXlsx } from '../../support/sample-files.ts';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

describe('a file', () => {
  it.each([
    ['a PDF', samplePdf, 'application/pdf'], ['a PNG', samplePng, 'image/png'], ['a JPEG', sampleJpeg, 'image/jpeg'],
    ['a spreadsheet', sampleXlsx, xlsx], ['a spreadsheet written without knowing its sizes', streamedXlsx, xlsx],
  ])('that is %s is taken for what it is', async (_what, bytes, mediaType) => {
    expect(await sniff(bytes)).toBe(mediaType);
  });

  it.each([
    ['a text document', sampleDocx], ['a spreadsheet with macros', macroXlsm], ['an archive', plainZip], ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a page that calls itself a PDF further on', Buffer.from('<html>%PDF-1.4')], ['a program', Buffer.from('MZ\x90\x00')], ['nothing', Buffer.alloc(0)], ['a spreadsheet that broke off', sampleXlsx.subarray(0, 20)],
  ])('that is %s is none of those we take', async (_what, bytes) => {
    expect(await sniff(bytes)).toBeUndefined();
  });

  it('of any bytes at all is looked at without an error', async () => {
    const starts = [samplePdf, samplePng, sampleJpeg, sampleXlsx, streamedXlsx, Buffer.alloc(0)];
    await fc.assert(fc.asyncProperty(fc.constantFrom(...starts), fc.nat(200), fc.uint8Array({ maxLength: 300 }), async (start, kept, rest) => {
      await expect(sniff(Buffer.concat([start.subarray(0, kept), rest]))).resolves.not.toBe(null);
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
