/** A spreadsheet (XLSX) of one sheet, as small as programs that open one allow: for what carriers and sales tools send as Excel. */
import { crc32 } from 'node:zlib';

export type Row = readonly (string | number)[];

const openXml = 'http://schemas.openxmlformats.org';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** The bytes of a workbook whose only sheet holds these rows. */
export function spreadsheet(name: string, rows: readonly Row[]): Buffer {
  const officeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const relationship = (type: string, target: string): string =>
    `${head}<Relationships xmlns="${openXml}/package/2006/relationships"><Relationship Id="rId1" Type="${openXml}/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`;
  return zip({
    '[Content_Types].xml': `${head}<Types xmlns="${openXml}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`
      + `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${officeType}.sheet.main+xml"/>`
      + `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${officeType}.worksheet+xml"/></Types>`,
    '_rels/.rels': relationship('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': `${head}<workbook xmlns="${openXml}/spreadsheetml/2006/main" xmlns:r="${openXml}/officeDocument/2006/relationships">`
      + `<sheets><sheet name="${escaped(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationship('worksheet', 'worksheets/sheet1.xml'),
    'xl/worksheets/sheet1.xml': `${head}<worksheet xmlns="${openXml}/spreadsheetml/2006/main"><sheetData>${rows.map((row) => `<row>${row.map(cell).join('')}</row>`).join('')}</sheetData></worksheet>`,
  });
}

function cell(value: string | number): string {
  return typeof value === 'number' ? `<c><v>${value}</v></c>` : `<c t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

const [localSignature, centralSignature, endSignature] = [0x04034b50, 0x02014b50, 0x06054b50];
const version = 20;
/** File names are UTF-8. */
const flags = 0x0800;
/** 1 January 1980, the first day that the format knows. */
const firstDay = 0x21;

/** Files as they are, uncompressed. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const [name, content] = [Buffer.from(path), Buffer.from(text)];
    const facts = Buffer.concat([
      shorts(version, flags, 0, 0, firstDay), longs(crc32(content), content.length, content.length), shorts(name.length, 0),
    ]);
    const part = Buffer.concat([longs(localSignature), facts, name, content]);
    directory.push(longs(centralSignature), shorts(version), facts, shorts(0, 0, 0), longs(0, offset), name);
    parts.push(part);
    offset += part.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...parts, central, longs(endSignature), shorts(0, 0, parts.length, parts.length), longs(central.length, offset), shorts(0)]);
}

function shorts(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, index * 2);
  return bytes;
}

function longs(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
}
