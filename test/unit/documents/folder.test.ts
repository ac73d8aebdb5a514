/** The folder of documents: a content is there whole or not at all, once, and is known to be what was kept. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDocumentFolder } from '../../../activities/documents/folder.ts';
import type { DocumentStorage } from '../../../ports/document-storage.ts';

let folder: string;
let storage: DocumentStorage;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jalon-documents-'));
  storage = createDocumentFolder(join(folder, 'made', 'when', 'needed'));
});
afterEach(() => rm(folder, { recursive: true }));

const bytes = Buffer.from('%PDF-1.4');
const digest = createHash('sha256').update(bytes).digest('hex');
const files = async () => (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);

describe('a content', () => {
  it('comes back under its digest, also in another process', async () => {
    await storage.put(digest, bytes);
    expect(await storage.get(digest)).toEqual(bytes);
    expect(await createDocumentFolder(join(folder, 'made', 'when', 'needed')).get(digest)).toEqual(bytes);
  });

  it('that comes again, or twenty times at once, is one file and no draft', async () => {
    await Promise.all(Array.from({ length: 20 }, () => storage.put(digest, bytes)));
    await storage.put(digest, bytes);
    expect(await files()).toEqual([digest]);
  });

  it('that nobody kept is not there', async () => {
    expect(await storage.get(digest)).toBeUndefined();
  });

  it('that was changed where it lies is refused', async () => {
    await storage.put(digest, bytes);
    await writeFile(join(folder, 'made', 'when', 'needed', digest.slice(0, 2), digest), 'other');
    await expect(storage.get(digest)).rejects.toThrow(digest);
  });

  it('that can’t be written leaves nothing behind', async () => {
    await writeFile(join(folder, 'taken'), 'a file where a folder should be');
    await expect(createDocumentFolder(join(folder, 'taken')).put(digest, bytes)).rejects.toThrow();
    expect(await files()).toEqual(['taken']);
  });

  it('is never looked for outside the folder', async () => {
    for (const name of ['../../etc/passwd', digest.toUpperCase(), `${digest}/..`, '']) {
      await expect(storage.get(name)).rejects.toThrow();
      await expect(storage.put(name, bytes)).rejects.toThrow();
    }
  });
});
