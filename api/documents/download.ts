/** How a stored file goes back to a person: as a download, never as a page, under a name that says what it really is. */
import type { DocumentKind } from '../../domain/documents/kinds.ts';

const extensions: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'application/pdf': ['pdf'], 'image/jpeg': ['jpg', 'jpeg'], 'image/png': ['png'], 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
};

/** Control characters, and those that turn the reading direction to hide an extension. */
const deceptive = /[\p{Cc}\p{Cf}]/gu;

/** `Content-Disposition` after RFC 6266; a name whose extension is not of the content gets the right one added, for the sender's system would run it by its name. */
export function contentDisposition(fileName: string | null, kind: DocumentKind, mediaType: string): string {
  const allowed = extensions[mediaType] ?? ['bin'];
  const given = (fileName ?? kind).replaceAll(deceptive, '').trim();
  const bare = given === '' ? kind : given;
  const name = allowed.some((extension) => bare.toLowerCase().endsWith(`.${extension}`)) ? bare : `${bare}.${allowed[0]}`;
  return `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"; filename*=UTF-8''${percentEncoded(name)}`;
}

/** `encodeURIComponent` leaves characters that RFC 8187 does not allow. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/['()*!]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
