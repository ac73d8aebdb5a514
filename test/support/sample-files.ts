/** Small real files of each kind we take, and of some that we don't. */
import { constants, crc32, deflateRawSync } from 'node:zlib';

/** One empty page, after the shortest document a reader opens. */
export const samplePdf = Buffer.from(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`);

/** One pixel each. */
export const samplePng = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
export const sampleJpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z', 'base64');

const contentTypes = (main: string) => `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`
  + `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/main.xml" ContentType="${main}"/></Types>`;
const office = 'application/vnd.openxmlformats-officedocument';

export const sampleXlsx = zipOf({ '[Content_Types].xml': contentTypes(`${office}.spreadsheetml.sheet.main+xml`), 'xl/workbook.xml': '<workbook/>' });
/** As programs write it that do not know the sizes before the end. */
export const streamedXlsx = zipOf({ '[Content_Types].xml': contentTypes(`${office}.spreadsheetml.sheet.main+xml`), 'xl/workbook.xml': '<workbook/>' }, { streamed: true });
export const sampleDocx = zipOf({ '[Content_Types].xml': contentTypes(`${office}.wordprocessingml.document.main+xml`), 'word/document.xml': '<document/>' });
export const macroXlsm = zipOf({ '[Content_Types].xml': contentTypes('application/vnd.ms-excel.sheet.macroEnabled.main+xml'), 'xl/workbook.xml': '<workbook/>' });
/** Says it is a plain spreadsheet, and carries a program. */
export const hiddenMacros = zipOf({ '[Content_Types].xml': contentTypes(`${office}.spreadsheetml.sheet.main+xml`), 'xl/workbook.xml': '<workbook/>', 'xl/vbaProject.bin': 'program' });
export const disguisedZip = zipOf({ '[Content_Types].xml': contentTypes(`${office}.spreadsheetml.sheet.main+xml`), 'notes.txt': 'nothing' });
export const plainZip = zipOf({ 'notes.txt': 'nothing' });

/** Spreadsheets that unpack to four gigabytes: in the list of what they hold, with and without saying so, and in a part of theirs. */
export function zipBombs(): Buffer[] {
  const part = deflateRawSync(Buffer.alloc(16 * 1024 * 1024, ' '), { finishFlush: constants.Z_FULL_FLUSH });
  const data = Buffer.concat([...Array.from({ length: 256 }, () => part), deflateRawSync(Buffer.alloc(0))]);
  const claiming = (bytes: number): Packed => ({ data, sizes: [0, data.length, bytes] });
  return [
    zipOf({ '[Content_Types].xml': claiming(0xffff_ffff), 'xl/workbook.xml': '<workbook/>' }), zipOf({ '[Content_Types].xml': claiming(500), 'xl/workbook.xml': '<workbook/>' }),
    zipOf({ '[Content_Types].xml': claiming(500), 'xl/workbook.xml': '<workbook/>' }, { streamed: true }),
    zipOf({ 'xl/workbook.xml': claiming(500), '[Content_Types].xml': contentTypes(`${office}.spreadsheetml.sheet.main+xml`) }),
  ];
}

interface Packed { readonly data: Buffer; readonly sizes: readonly [crc: number, packed: number, unpacked: number] }

function packed(text: string): Packed {
  const data = deflateRawSync(Buffer.from(text));
  return { data, sizes: [crc32(text), data.length, Buffer.byteLength(text)] };
}

function zipOf(entries: Readonly<Record<string, string | Packed>>, { streamed = false } = {}): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, entry] of Object.entries(entries)) {
    const { data, sizes } = typeof entry === 'string' ? packed(entry) : entry;
    const head = header(0x04034b50, streamed, streamed ? [0, 0, 0] : sizes, name, false);
    const local = Buffer.concat([head, Buffer.from(name), data, ...(streamed ? [words(0x08074b50, ...sizes)] : [])]);
    directory.push(header(0x02014b50, streamed, sizes, name, true, offset), Buffer.from(name));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(locals.length, 8);
  end.writeUInt16LE(locals.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

function header(signature: number, streamed: boolean, sizes: readonly [number, number, number], name: string, isCentral: boolean, offset = 0): Buffer {
  const at = isCentral ? 2 : 0;
  const bytes = Buffer.alloc(isCentral ? 46 : 30);
  bytes.writeUInt32LE(signature, 0);
  bytes.writeUInt16LE(20, 4 + at);
  bytes.writeUInt16LE(streamed ? 8 : 0, 6 + at);
  bytes.writeUInt16LE(8, 8 + at);
  for (const [index, size] of sizes.entries()) bytes.writeUInt32LE(size, 14 + at + index * 4);
  bytes.writeUInt16LE(Buffer.byteLength(name), 26 + at);
  if (isCentral) bytes.writeUInt32LE(offset, 42);
  return bytes;
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
}
