/** How a stored file goes back to a person: as a download, or shown in place without any power; under a name that says what it really is. */

export const unknownMediaType = 'application/octet-stream';

const extensions: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'application/pdf': ['pdf'], 'image/jpeg': ['jpg', 'jpeg'], 'image/png': ['png'], 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  // What nobody has looked into keeps a name that no system runs.
  [unknownMediaType]: ['bin', 'txt', 'log', 'csv', 'docx', 'odt', 'ods', 'pptx', 'zip', 'eml', 'msg', 'dat', 'ics', 'gif', 'webp', 'heic', 'pcap'],
};

/** Control characters, and those that turn the reading direction to hide an extension. */
const deceptive = /[\p{Cc}\p{Cf}]/gu;

export interface Shown {
  /** As its sender called it; null once it was erased. */
  readonly fileName: string | null;
  readonly kind: string;
  readonly mediaType: string;
}

/** What a browser shows by itself, sandboxed as every answer of data is; a spreadsheet would be handed to a program. */
const shownInPlace: readonly string[] = ['application/pdf', 'image/jpeg', 'image/png'];

/** `Content-Disposition` after RFC 6266; a name whose extension is not of the content gets the right one added, for the sender's system would run it by its name. */
export function contentDisposition(wanted: 'attachment' | 'inline', { fileName, kind, mediaType }: Shown): string {
  const allowed = extensions[mediaType] ?? ['bin'];
  const given = (fileName ?? kind).replaceAll(deceptive, '').trim();
  const bare = given === '' ? kind : given;
  const name = allowed.some((extension) => bare.toLowerCase().endsWith(`.${extension}`)) ? bare : `${bare}.${allowed[0]}`;
  const disposition = shownInPlace.includes(mediaType) ? wanted : 'attachment';
  return `${disposition}; filename="${name.replaceAll(/[^\w.-]/g, '_')}"; filename*=UTF-8''${percentEncoded(name)}`;
}

/** `encodeURIComponent` leaves characters that RFC 8187 does not allow. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/['()*!]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
