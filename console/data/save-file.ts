/** A file of the API in the language of the interface, and where it refuses its own sentence: a link to it is asked for in the browser's, and saves the refusal. */
import type { Answer } from '../../client/client.ts';

const longMs = 60_000;

/** Saves what was answered to `{ parseAs: 'blob' }` under the name that it came with. */
export function saveFile({ data, response }: Answer<Blob>): void {
  const [, name = ''] = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(data);
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => { URL.revokeObjectURL(link.href); }, longMs);
}
