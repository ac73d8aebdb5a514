/** Document storage in a bucket of S3, or of what speaks like it: one object per content, named by its digest. */
import { AwsClient } from 'aws4fetch';
import type { DocumentStorage } from '../../ports/document-storage.ts';
import { away } from './away.ts';
import { checked, demandDigest } from './digest.ts';

export interface Bucket {
  /** `https://s3.eu-west-3.amazonaws.com`: the bucket is named in the path, which every such server understands. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly keyId: string;
  readonly secret: string;
}

/** A storage that limps is asked again for some seconds; then the caller, who has a key to come again with, hears that it is away. */
const retries = 4;
const answerWithinMs = 30_000;

export function createDocumentBucket({ endpoint, region, bucket, keyId, secret }: Bucket): DocumentStorage {
  const client = new AwsClient({ accessKeyId: keyId, secretAccessKey: secret, region, service: 's3', retries, initRetryMs: 200 });

  /** @throws {Error} named `DocumentStorageAway` when it does not answer, or limps; plain when it refuses. */
  async function ask(method: 'PUT' | 'GET' | 'DELETE', sha256: string, init: RequestInit = {}): Promise<Response> {
    demandDigest(sha256);
    const answer = await client.fetch(`${endpoint.replace(/\/$/, '')}/${encodeURIComponent(bucket)}/${sha256}`, { method, signal: AbortSignal.timeout(answerWithinMs), ...init })
      .catch((cause: unknown) => { throw away(`${method}, no answer`, cause); });
    if (answer.status >= 500 || answer.status === 429) throw away(`${method}, ${answer.status}`);
    if (!answer.ok && answer.status !== 404) throw new Error(`the document storage refuses ${method}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
    return answer;
  }

  return {
    async put(sha256, bytes) {
      // The digest is signed with the request: a server that checks it keeps nothing that was damaged on its way.
      const answer = await ask('PUT', sha256, { body: new Uint8Array(bytes), headers: { 'x-amz-content-sha256': sha256, 'content-type': 'application/octet-stream' } });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`the document storage has no bucket «${bucket}»`);
    },
    async get(sha256) {
      const answer = await ask('GET', sha256);
      if (answer.ok) return checked(sha256, new Uint8Array(await answer.arrayBuffer().catch((cause: unknown) => { throw away('GET, broken off', cause); })));
      await answer.body?.cancel();
      return undefined;
    },
    async remove(sha256) {
      await (await ask('DELETE', sha256)).body?.cancel();
    },
  };
}
