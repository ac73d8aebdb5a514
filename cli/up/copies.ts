/** The application as it runs in production: each of its processes twice, and one address before the APIs. */
import { createServer, connect, type Socket } from 'node:net';
import { freePorts, type PortUse } from '../processes/ports.ts';
import type { Service, Supervised } from '../processes/supervise.ts';
import { addresses, applicationServices, type Surroundings } from './processes.ts';

const copies = 2;
const portsOfACopy = ['JALON_API_PORT', 'JALON_MAIL_IN_PORT', 'JALON_WORKER_METRICS_PORT', 'JALON_RELAY_METRICS_PORT'] as const;

/** Where something listens for several that do the same. */
interface Front {
  readonly name: string;
  readonly port: PortUse;
  readonly behind: readonly number[];
}

export interface CopiedApplication {
  /** `worker-1`, `relay-1`, `api-1`, `worker-2`, … of whatever stores. */
  services(stores: Pick<Surroundings, 'databaseUrl' | 'temporalAddress'>): Service[];
  readonly fronts: readonly Front[];
}

/** Where one listens on the ports of the settings, copies listen on free ones, behind fronts on those ports. */
export async function copiedApplication(around: Omit<Surroundings, 'databaseUrl' | 'temporalAddress'>): Promise<CopiedApplication> {
  const { settings } = around;
  const free = await freePorts(copies * portsOfACopy.length);
  const publicUrl = addresses(settings).api;
  const each = Array.from({ length: copies }, (_, copy) => ({
    ...settings, ...Object.fromEntries(portsOfACopy.map((name, index) => [name, free[copy * portsOfACopy.length + index]])) as Record<(typeof portsOfACopy)[number], number>,
    JALON_PUBLIC_URL: settings.JALON_PUBLIC_URL ?? publicUrl, JALON_CUSTOMER_URL: settings.JALON_CUSTOMER_URL ?? publicUrl,
  }));
  return {
    services: (stores) => each.flatMap((own, copy) => applicationServices({ ...around, ...stores, settings: own }).map((service) => ({ ...service, name: `${service.name}-${copy + 1}` }))),
    fronts: [
      { name: 'front', port: { number: settings.JALON_API_PORT, variable: 'JALON_API_PORT' }, behind: each.map((own) => own.JALON_API_PORT) },
      { name: 'front of the mails', port: { number: settings.JALON_MAIL_IN_PORT, variable: 'JALON_MAIL_IN_PORT' }, behind: each.map((own) => own.JALON_MAIL_IN_PORT) },
    ],
  };
}

/** Passes connections on to those behind it in turn, and past one that refuses: what a load balancer does in production. */
export async function openFront({ name, port, behind }: Front): Promise<Supervised> {
  const open = new Set<Socket>();
  let turn = 0;
  const keep = (socket: Socket): Socket => {
    open.add(socket);
    // 'close' follows, and ends the other side.
    return socket.on('error', () => undefined).on('close', () => open.delete(socket));
  };
  const listener = createServer({ noDelay: true, pauseOnConnect: true }, (client) => {
    keep(client);
    turn += 1;
    const pass = (tries: number): void => {
      if (tries === behind.length) {
        client.destroy();
        return;
      }
      const server = keep(connect({ port: behind[(turn + tries) % behind.length] as number, host: '127.0.0.1', noDelay: true }));
      const onRefused = (): void => pass(tries + 1);
      server.once('close', onRefused);
      server.once('connect', () => {
        server.off('close', onRefused).on('close', () => client.destroy());
        client.on('close', () => server.destroy());
        client.pipe(server).pipe(client);
      });
    };
    pass(0);
  });
  await new Promise<void>((resolve, reject) => { listener.once('error', reject).listen(port.number, '127.0.0.1', resolve); });
  return {
    name, pid: () => process.pid, restarts: () => 0,
    async stop() {
      const closed = new Promise<void>((resolve) => { listener.close(() => resolve()); });
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
