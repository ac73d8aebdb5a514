/** The built console: its pages with a nonce of their own for each answer, its files compressed once and kept by browsers for ever, for their names change with what they hold. */
import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';
import { consoleHeaders } from '../http/security-headers.ts';
import type { Browsers } from '../sign-in/sessions.ts';

/** No segment begins with a dot: nothing outside the folder, and nothing hidden in it, has such an address. */
const fileAddress = /^\/(?:[\w-][\w.-]*\/)*[\w-][\w.-]*\.(?:js|css|svg|png|ico|woff2|webmanifest|txt|json|map)$/;
const notOurs = /^\/(?:api|docs)(?:\/|$)/;
/** Where customers read and answer by the link that they were mailed (D-06): a build of its own, far lighter. */
const customerAddress = /^\/f\//;
const compressed: ReadonlySet<string> = new Set(['.js', '.css', '.svg', '.webmanifest', '.txt', '.json', '.map']);
/** Left empty by the build; components that make styles read it there. */
const nonceTag = /<meta name="csp-nonce" content="[^"]*">/;
/** Left empty by the build of the customers' pages: who asks them. */
const operatorTag = /<meta name="application-name" content="[^"]*">/;
const oneYearSeconds = 31_536_000;

export function serveConsole({ consoleFolder, publicUrl, operatorName }: Pick<Browsers, 'consoleFolder' | 'publicUrl' | 'operatorName'>): RequestHandler {
  const readCompressed = compressor();
  const operator = metaTag('application-name', operatorName);

  async function file(path: string, request: Request, response: Response): Promise<boolean> {
    const name = join(consoleFolder, path);
    const found = await stat(name).catch(() => undefined);
    if (!found?.isFile()) return false;
    const encodings = compressed.has(extname(path)) ? ['br', 'gzip', 'identity'] : ['identity'];
    const encoding = request.acceptsEncodings(encodings) || 'identity';
    response.removeHeader('content-security-policy');
    response.type(extname(path)).set({
      'cache-control': path.startsWith('/assets/') ? `public, max-age=${oneYearSeconds}, immutable` : 'public, max-age=3600',
      'vary': 'Accept-Encoding', ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    });
    response.send(await readCompressed(name, found.mtimeMs, encoding));
    return true;
  }

  async function page(request: Request, response: Response): Promise<void> {
    const nonce = randomBytes(16).toString('base64');
    const names = customerAddress.test(request.path) ? ['customer.html', 'index.html'] : ['index.html'];
    const read = await Promise.all(names.map((name) => readFile(join(consoleFolder, name), 'utf8').catch(() => undefined)));
    const html = read.find((text) => text !== undefined) ?? notBuilt;
    response.removeHeader('vary');
    response.set(consoleHeaders(nonce, publicUrl.protocol === 'https:')).type('html').send(html.replace(nonceTag, metaTag('csp-nonce', nonce)).replace(operatorTag, () => operator));
  }

  return async function serveConsole(request, response, next) {
    if ((request.method !== 'GET' && request.method !== 'HEAD') || notOurs.test(request.path)) return next();
    if (fileAddress.test(request.path)) return await file(request.path, request, response) ? undefined : next();
    // A program that takes anything asked for data, and is told that there is none.
    if (request.accepts(['json', 'html']) !== 'html') return next();
    await page(request, response);
  };
}

function metaTag(name: string, content: string): string {
  return `<meta name="${name}" content="${content.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}">`;
}

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** The bytes of a file in an encoding, made by the first who asks; a few megabytes at most. */
function compressor(): (name: string, mtimeMs: number, encoding: string) => Promise<Buffer> {
  const kept = new Map<string, Promise<Buffer>>();
  return (name, mtimeMs, encoding) => {
    const key = `${encoding} ${mtimeMs} ${name}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = readFile(name).then((bytes) => encode(bytes, encoding));
    kept.set(key, made);
    made.catch(() => { kept.delete(key); });
    return made;
  };
}

async function encode(bytes: Buffer, encoding: string): Promise<Buffer> {
  if (encoding === 'br') return await compressBrotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  return encoding === 'gzip' ? await compressGzip(bytes) : bytes;
}

/** Until the console is built; a fresh clone that runs the sources sees it. */
const notBuilt = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="csp-nonce" content=""><title>Jalon</title></head>
<body><main><h1>Jalon</h1><p>The console is not built: start with “./jalon up”. The API answers below <a href="/docs/">/docs</a>.</p></main></body>
</html>
`;
