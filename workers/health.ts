/** `/healthz` and `/metrics` of a process that serves nothing else. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';

export interface Health {
  readonly healthy: () => boolean;
  /** Prometheus text format. */
  readonly metrics: () => Promise<string>;
}

export async function serveHealth(host: string, port: number, { healthy, metrics }: Health): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url === '/healthz') {
      response.writeHead(healthy() ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify({ healthy: healthy() }));
    } else if (request.url === '/metrics') {
      metrics().then(
        (text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text),
        () => response.writeHead(503).end(),
      );
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve, reject) => { server.once('error', reject).listen(port, host, resolve); });
  return server;
}

/** A port that is free now, for the SDK's own exporter: it takes an address and tells none. */
export async function freePort(): Promise<number> {
  const probe = createSocketServer();
  await new Promise<void>((resolve) => { probe.listen(0, '127.0.0.1', resolve); });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => { probe.close(resolve); });
  return port;
}
