/** Document storage in a folder: one file per content, named by its digest, whole or not there at all. */
import { randomUUID } from 'node:crypto';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DocumentStorage } from '../../ports/document-storage.ts';
import { ofDisk } from './away.ts';
import { checked, demandDigest } from './digest.ts';

/** @param folder made when the first document comes; several processes may share it. */
export function createDocumentFolder(folder: string): DocumentStorage {
  return {
    async put(sha256, bytes) {
      await keep(placeOf(folder, sha256), bytes).catch((error: unknown) => { throw ofDisk(error); });
    },
    async get(sha256) {
      const bytes = await readFile(placeOf(folder, sha256).file).catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw ofDisk(error);
      });
      return bytes && checked(sha256, bytes);
    },
    async remove(sha256) {
      await rm(placeOf(folder, sha256).file, { force: true });
    },
  };
}

async function keep({ shelf, file }: ReturnType<typeof placeOf>, bytes: Uint8Array): Promise<void> {
  if (await exists(file)) return;
  await mkdir(shelf, { recursive: true });
  const draft = join(shelf, `.${randomUUID()}`);
  try {
    await writeDurably(draft, bytes);
    // Two writers of one content: both rename the same bytes into place.
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(shelf);
}

/** Spread over 256 shelves, for a folder of a hundred thousand files is slow to list and to back up. */
function placeOf(folder: string, sha256: string): { readonly shelf: string; readonly file: string } {
  demandDigest(sha256);
  const shelf = join(folder, sha256.slice(0, 2));
  return { shelf, file: join(shelf, sha256) };
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A rename outlives a crash once its folder is on the disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function exists(file: string): Promise<boolean> {
  return await access(file).then(() => true, (error: unknown) => {
    if (isMissing(error)) return false;
    throw error;
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
