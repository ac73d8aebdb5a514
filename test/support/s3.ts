/** A server that speaks S3, with one bucket, for the tests of the storage of documents. */

interface S3Server {
  run(): Promise<{ readonly port: number }>;
  close(): Promise<void>;
}

/** Knows one key, and checks its signatures. @param directory where it keeps objects. */
export async function startS3(directory: string) {
  // @ts-expect-error It brings no types of its own.
  const { default: S3rver } = await import('@20minutes/s3rver') as { readonly default: new (options: object) => S3Server };
  const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets: [{ name: 'documents' }] });
  const { port } = await server.run();
  return { place: { endpoint: `http://127.0.0.1:${port}/`, region: 'eu-west-3', bucket: 'documents', keyId: 'S3RVER', secret: 'S3RVER' }, close: () => server.close() };
}
