/** What a file really is, told from its content: neither its name nor what the sender declares counts (D-04). */
import { fileTypeFromBuffer } from 'file-type';
import { documentMediaTypes, type DocumentMediaType } from '../../domain/documents/kinds.ts';

/** The type of the content, or undefined when it is none of those we take. Never throws, whatever the bytes are. */
export async function sniff(bytes: Uint8Array): Promise<DocumentMediaType | undefined> {
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  return documentMediaTypes.find((mediaType) => mediaType === found?.mime);
}
