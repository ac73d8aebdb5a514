/** What any storage of documents keeps to, told of each: a content is there whole or not at all, and is known to be what was kept. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsClient } from 'aws4fetch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ofDisk } from '../../../activities/documents/away.ts';
import { createDocumentStorage } from '../../../activities/documents/storage.ts';
import { documentPlace } from '../../../config.ts';
import { startS3 } from '../../support/s3.ts';

let folder: string;
let s3: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jalon-documents-'));
  s3 = await startS3(join(folder, 's3'));
});
afterAll(async () => {
  await s3.close();
  await rm(folder, { recursive: true });
});

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const filesIn = async (path: string) => (await readdir(path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);

const inFolder = () => ({ folder: join(folder, 'made', 'when', 'needed') });
const overwrite: Readonly<Record<string, (digest: string) => Promise<unknown>>> = {
  'a folder': (digest) => writeFile(join(folder, 'made', 'when', 'needed', digest.slice(0, 2), digest), 'other'),
  'a bucket': (digest) => new AwsClient({ accessKeyId: s3.place.keyId, secretAccessKey: s3.place.secret, region: s3.place.region, service: 's3' })
    .fetch(`${s3.place.endpoint}documents/${digest}`, { method: 'PUT', body: 'other' }),
};

describe.each([['a folder', inFolder], ['a bucket', () => s3.place]] as const)('%s', (name, place) => {
  const bytes = Buffer.from(`%PDF-1.4 of ${name}`);
  const digest = digestOf(bytes);
  const storage = () => createDocumentStorage(place());

  it('gives a content back under its digest, also to another process', async () => {
    await storage().put(digest, bytes);
    expect(Buffer.from(await storage().get(digest) ?? [])).toEqual(bytes);
  });

  it('keeps one that comes again, or ten times at once, or empty, or large', async () => {
    for (const content of [Buffer.from(`again ${name}`), Buffer.alloc(0), Buffer.alloc(5_000_000, name)]) {
      await Promise.all(Array.from({ length: 10 }, () => storage().put(digestOf(content), content)));
      await storage().put(digestOf(content), content);
      expect(digestOf(await storage().get(digestOf(content)) ?? Buffer.from('none'))).toBe(digestOf(content));
    }
  });

  it('has nothing under a digest that nobody kept', async () => {
    expect(await storage().get(digestOf(Buffer.from('nobody')))).toBeUndefined();
  });

  it('forgets what is removed, as often as it is asked, and keeps it anew', async () => {
    await storage().put(digest, bytes);
    await storage().remove(digest);
    await storage().remove(digest);
    expect(await storage().get(digest)).toBeUndefined();
    await storage().put(digest, bytes);
    expect(Buffer.from(await storage().get(digest) ?? [])).toEqual(bytes);
  });

  it('refuses a content that was changed where it lies', async () => {
    const content = Buffer.from(`damaged in ${name}`);
    await storage().put(digestOf(content), content);
    await overwrite[name]?.(digestOf(content));
    await expect(storage().get(digestOf(content))).rejects.toThrow(digestOf(content));
  });

  it('takes nothing but a digest for a name', async () => {
    for (const other of ['../../etc/passwd', digest.toUpperCase(), `${digest}/..`, '']) {
      await expect(storage().get(other)).rejects.toThrow();
      await expect(storage().put(other, bytes)).rejects.toThrow();
      await expect(storage().remove(other)).rejects.toThrow();
    }
  });
});

describe('a folder of documents', () => {
  it('holds one file per content, and no draft', async () => {
    const one = await mkdtemp(join(folder, 'one-'));
    const content = Buffer.from('once');
    await Promise.all(Array.from({ length: 20 }, () => createDocumentStorage({ folder: one }).put(digestOf(content), content)));
    expect(await filesIn(one)).toEqual([digestOf(content)]);
  });

  it('that can’t be written holds nothing more than before', async () => {
    const taken = await mkdtemp(join(folder, 'taken-'));
    await writeFile(join(taken, 'taken'), 'a file where a folder should be');
    const content = Buffer.from('never');
    await expect(createDocumentStorage({ folder: join(taken, 'taken') }).put(digestOf(content), content)).rejects.toThrow();
    expect(await filesIn(taken)).toEqual(['taken']);
  });
});

describe('a bucket of documents', () => {
  const content = Buffer.from('to a bucket');
  const digest = digestOf(content);
  const limping = async (statuses: number[]) => {
    const server = await new Promise<Server>((resolve) => {
      const listening = createServer((_request, response) => { response.writeHead(statuses.shift() ?? 503).end(); }).listen(0, '127.0.0.1', () => resolve(listening));
    });
    const close = () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); });
    return { storage: createDocumentStorage({ ...s3.place, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }), close };
  };

  it('that limps is asked again, and said to be away when it goes on', async () => {
    const { storage, close } = await limping([503, 500, 429, 200]);
    await expect(storage.put(digest, content)).resolves.toBeUndefined();
    await expect(storage.put(digest, content)).rejects.toMatchObject({ name: 'DocumentStorageAway' });
    await close();
    await expect(storage.get(digest)).rejects.toMatchObject({ name: 'DocumentStorageAway' });
  });

  it('that does not exist, or does not know the key, says so and is not taken for empty', async () => {
    await expect(createDocumentStorage({ ...s3.place, bucket: 'nowhere' }).put(digest, content)).rejects.toThrow('nowhere');
    await expect(createDocumentStorage({ ...s3.place, secret: 'of somebody else' }).get(digest)).rejects.toThrow('403');
  });
});

describe('a disk', () => {
  it.each(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS'])('that says %s is away: whoever sent the document may send it again under its key', (code) => {
    expect(ofDisk(Object.assign(new Error('write'), { code }))).toMatchObject({ name: 'DocumentStorageAway' });
  });

  it('that refuses for another reason is not taken for one that comes back', () => {
    const refused = Object.assign(new Error('open'), { code: 'EACCES' });
    expect(ofDisk(refused)).toBe(refused);
  });
});

describe('the place of documents', () => {
  const bucket = {
    JALON_DOCUMENTS_S3_ENDPOINT: 'https://s3.example', JALON_DOCUMENTS_S3_BUCKET: 'b', JALON_DOCUMENTS_S3_REGION: 'r', JALON_DOCUMENTS_S3_KEY_ID: 'k', JALON_DOCUMENTS_S3_SECRET: 'a secret of the tests',
  };
  it('is the bucket where one is given, else the folder, and nothing that is half said', () => {
    expect(documentPlace({ JALON_DOCUMENTS: '/data' })).toEqual({ folder: '/data' });
    expect(documentPlace({ JALON_DOCUMENTS: '/data', ...bucket })).toEqual({ endpoint: 'https://s3.example', bucket: 'b', region: 'r', keyId: 'k', secret: 'a secret of the tests' });
    for (const half of [{}, { ...bucket, JALON_DOCUMENTS: '/data', JALON_DOCUMENTS_S3_SECRET: undefined }]) expect(() => documentPlace(half)).toThrow('JALON_DOCUMENTS');
  });
});
