/** A wire between two processes that a test can hold, listen to and cut, so that a moment between two messages lasts as long as needed. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type Direction = 'to-server' | 'to-client';

export interface TcpProxy {
  readonly port: number;
  /** What is sent this way from now on waits in the proxy; what a dead sender had sent is lost with it. */
  hold(...directions: Direction[]): void;
  /** Passes on what was held, and no longer holds. */
  release(): void;
  /** Whether a text is among what is held, e.g. an id of a message that has not arrived. */
  holds(text: string): boolean;
  /** Cuts every connection and refuses new ones. */
  cut(): Promise<void>;
  /** Takes connections again, on the same port. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

interface Wire {
  readonly client: Socket;
  readonly server: Socket;
  readonly waiting: Record<Direction, Buffer[]>;
}

/** A proxy on 127.0.0.1 before the server on `serverPort`; on `port`, else on one that the system chooses. */
export async function openTcpProxy(serverPort: number, port = 0): Promise<TcpProxy> {
  const wires = new Set<Wire>();
  const held = new Set<Direction>();

  const listener = createServer({ noDelay: true }, (client) => {
    const wire: Wire = { client, server: connect({ port: serverPort, host: '127.0.0.1', noDelay: true }), waiting: { 'to-server': [], 'to-client': [] } };
    wires.add(wire);
    carry(wire, 'to-server');
    carry(wire, 'to-client');
  });

  function carry(wire: Wire, direction: Direction): void {
    const [from, to] = direction === 'to-server' ? [wire.client, wire.server] : [wire.server, wire.client];
    from.on('data', (chunk: Buffer) => {
      if (held.has(direction)) wire.waiting[direction].push(chunk);
      else if (!to.write(chunk)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    });
    from.on('error', () => undefined); // 'close' follows, and says all there is to say.
    from.on('close', () => {
      wires.delete(wire);
      to.destroy();
    });
  }

  async function listen(on: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(on, '127.0.0.1', resolve);
    });
    return (listener.address() as AddressInfo).port;
  }

  async function cut(): Promise<void> {
    const closed = new Promise<void>((resolve) => { listener.close(() => resolve()); });
    for (const { client, server } of wires) {
      client.destroy();
      server.destroy();
    }
    await closed;
  }

  const chosen = await listen(port);
  return {
    port: chosen, cut, close: cut,
    hold(...directions) {
      for (const direction of directions) held.add(direction);
    },
    release() {
      held.clear();
      for (const { client, server, waiting } of wires) {
        for (const chunk of waiting['to-server'].splice(0)) server.write(chunk);
        for (const chunk of waiting['to-client'].splice(0)) client.write(chunk);
      }
    },
    holds: (text) => [...wires].some(({ waiting }) => [waiting['to-server'], waiting['to-client']].some((chunks) => Buffer.concat(chunks).includes(text))),
    mend: async () => { await listen(chosen); },
  };
}
