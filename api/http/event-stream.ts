/** An answer that does not end: server-sent events, written as fast as the client takes them and no faster. */
import type { Request, Response } from 'express';
import type { Admission } from './guard.ts';

/** What a handler of a stream is given. */
export interface EventStream {
  /** Where the client was: its `Last-Event-ID`; -1 for one that is none of ours. */
  readonly lastEventId: number | undefined;
  /** False: what was written waits for the client; write no more before `onDrain`. */
  write(text: string): boolean;
  onDrain(hear: () => void): void;
  onClose(hear: () => void): void;
  /** Ends it in order. */
  end(): void;
  /** Ends it at once, whatever still waits. */
  cut(): void;
  /** Who it is, what he may and until when, as of now. @throws {Problem} as the door of any request does */
  admit(): Promise<Admission>;
}

const eventStreamHeaders = { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' } as const;

/** Begins the stream; undefined for a question that wants the headers alone. */
export function eventStream(request: Request, response: Response, status: number, headers: Readonly<Record<string, string>>, admit: () => Promise<Admission>): EventStream | undefined {
  response.status(status).set({ ...eventStreamHeaders, ...headers });
  if (request.method === 'HEAD') {
    response.end();
    return undefined;
  }
  // A small event must not wait for the next.
  request.socket.setNoDelay(true);
  response.flushHeaders();
  const said = request.get('last-event-id');
  return {
    lastEventId: said === undefined || said === '' ? undefined : /^\d{1,15}$/.test(said) ? Number(said) : -1,
    write: (text) => response.writableEnded || response.destroyed || response.write(text),
    onDrain: (hear) => { response.on('drain', hear); },
    onClose: (hear) => { response.once('close', hear); if (response.destroyed) hear(); },
    end: () => { response.end(); },
    cut: () => { response.destroy(); },
    admit,
  };
}

export function isStream(response: Response): boolean {
  return response.get('content-type') === eventStreamHeaders['content-type'];
}
