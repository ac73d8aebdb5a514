/** What a file really is, told from its content: neither its name nor what the sender declares counts (D-04). */
import { inflateSync } from 'node:zlib';
import { fileTypeFromBuffer } from 'file-type';
import { documentMediaTypes, type DocumentMediaType } from '../../domain/documents/kinds.ts';

/** The type of the content, or undefined when it is none of those we take. Never throws, whatever the bytes are. */
export async function sniff(bytes: Uint8Array): Promise<DocumentMediaType | undefined> {
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  const mediaType = documentMediaTypes.find((known) => known === found?.mime);
  return mediaType?.endsWith('.sheet') && !isWorkbook(bytes) ? undefined : mediaType;
}

/** What keeps a file of a type we take from being read by those who must judge it. Never throws. */
export function unreadable(bytes: Uint8Array, mediaType: DocumentMediaType): 'encrypted' | 'empty' | undefined {
  if (mediaType !== 'application/pdf') return undefined;
  // One character per byte: what is sought is ASCII.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  // The key of a trailer, or of the dictionary of a cross-reference stream, neither of which is ever compressed.
  if (/\/Encrypt\s*(?:<<|\d+\s+\d+\s+R)/.test(text)) return 'encrypted';
  if (hasPage(text)) return undefined;
  for (const objects of compressedObjects(text)) if (hasPage(objects)) return undefined;
  return 'empty';
}

function hasPage(text: string): boolean {
  return /\/Type\s*\/Page(?![A-Za-z])/.test(text);
}

/** More than any list of pages needs, all its parts together. */
const inflatedMaxBytes = 64 * 1024 * 1024;
/** Within a dictionary, from what it is to where its stream begins. */
const dictionaryMaxBytes = 1000;

/** The compressed objects of a newer PDF, among which its pages are. Each byte is looked at once, whatever somebody has made of them. */
function* compressedObjects(text: string): Generator<string> {
  let left = inflatedMaxBytes;
  for (let at = text.indexOf('/ObjStm'); at >= 0;) {
    const keyword = /stream\r?\n/.exec(text.slice(at, at + dictionaryMaxBytes));
    const start = at + (keyword ? keyword.index + keyword[0].length : dictionaryMaxBytes);
    const found = text.indexOf('endstream', start);
    const end = found < 0 ? text.length : found;
    if (keyword) {
      const objects = inflated(text.slice(start, end), left);
      yield objects;
      left = Math.max(1, left - objects.length);
    }
    at = text.indexOf('/ObjStm', end);
  }
}

function inflated(packed: string, maxOutputLength: number): string {
  try {
    return inflateSync(Buffer.from(packed, 'latin1'), { maxOutputLength }).toString('latin1');
  } catch {
    // Packed in a way that we don't read, or too much of it: it may hold a page, and who opens it will tell.
    return '/Type /Page';
  }
}

/** An archive that says it is a spreadsheet holds a workbook, and no program; its list of contents stands at its end. */
function isWorkbook(bytes: Uint8Array): boolean {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + 22 > archive.length) return false;
  const names = namesIn(archive, archive.readUInt32LE(end + 16), end);
  return names.includes('xl/workbook.xml') && !names.some((name) => name.endsWith('vbaProject.bin'));
}

function namesIn(archive: Buffer, from: number, to: number): string[] {
  const names: string[] = [];
  for (let at = from; at + 46 <= to && archive.readUInt32LE(at) === 0x02014b50;) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field)) as [number, number, number];
    names.push(archive.toString('latin1', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return names;
}
