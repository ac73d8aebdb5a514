/** The live events, once for all tabs: one of them holds the connection (Web Locks), the others hear it by a BroadcastChannel, and whoever takes over goes on at the same position. */
import { queryClient } from '../data/query-client.ts';
import { meQuery } from '../data/me.ts';
import { invalidateAll, invalidateFor, invalidatePresence, type LiveEvent } from './invalidate.ts';

export type LiveState = { readonly is: 'connecting' } | { readonly is: 'live' } | { readonly is: 'lost'; readonly since: string };
type Said = { readonly what: 'event'; readonly event: LiveEvent } | { readonly what: 'presence'; readonly number: string } | { readonly what: 'reset' } | { readonly what: 'state'; readonly state: LiveState } | { readonly what: 'asked' };

/** A heartbeat comes every fifteen seconds. */
const silenceMs = 40_000;
const againMs = 5_000;

let state: LiveState = { is: 'connecting' };
let position: number | undefined;
let isLeading = false;
const listeners = new Set<() => void>();

export function liveState(): LiveState {
  return state;
}

export function onLiveState(tell: () => void): () => void {
  listeners.add(tell);
  return () => { listeners.delete(tell); };
}

function setState(next: LiveState): void {
  // Lost since the first moment, not since the last failed attempt.
  if (next.is === state.is) return;
  state = next;
  for (const tell of listeners) tell();
}

/** Begins to listen; the returned function ends it. */
export function startLive(): () => void {
  const channel = new BroadcastChannel('jalon.live');
  const stopping = new AbortController();
  const say = (said: Said): void => { channel.postMessage(said); };
  channel.onmessage = ({ data }: MessageEvent<Said>) => { hear(data, say); };
  say({ what: 'asked' });
  const lead = async (): Promise<void> => {
    isLeading = true;
    await holdStream(say, stopping.signal);
    isLeading = false;
  };
  // Refused when this tab stops before its turn has come.
  navigator.locks.request('jalon.live', { signal: stopping.signal }, lead).catch(() => undefined);
  return () => {
    stopping.abort();
    channel.close();
  };
}

function hear(said: Said, say: (said: Said) => void): void {
  switch (said.what) {
    case 'event': return take(said.event);
    case 'presence': return invalidatePresence(said.number);
    case 'reset': return invalidateAll();
    case 'state': return setState(said.state);
    case 'asked':
      if (isLeading) say({ what: 'state', state });
  }
}

function take(event: LiveEvent): void {
  position = event.position;
  invalidateFor(event);
}

async function holdStream(say: (said: Said) => void, signal: AbortSignal): Promise<void> {
  const become = (next: LiveState): void => {
    setState(next);
    say({ what: 'state', state });
  };
  while (!signal.aborted) {
    await oneConnection(say, become, signal);
    if (signal.aborted) return;
    become({ is: 'lost', since: new Date().toISOString() });
    // Whether the session has ended is said by any question to the API.
    void queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
    await pause(againMs, signal);
  }
}

/** Until it breaks for good, is silent for too long, or is told to stop. */
function oneConnection(say: (said: Said) => void, become: (next: LiveState) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const source = new EventSource(`/api/v1/events${position === undefined ? '' : `?after=${position}`}`);
    let silence = setTimeout(end, silenceMs);
    function end(): void {
      clearTimeout(silence);
      source.close();
      signal.removeEventListener('abort', end);
      resolve();
    }
    function alive(): void {
      clearTimeout(silence);
      silence = setTimeout(end, silenceMs);
      become({ is: 'live' });
    }
    signal.addEventListener('abort', end);
    source.addEventListener('heartbeat', alive);
    source.addEventListener('reset', () => {
      alive();
      position = undefined;
      invalidateAll();
      say({ what: 'reset' });
    });
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      alive();
      const event = JSON.parse(data) as LiveEvent;
      take(event);
      say({ what: 'event', event });
    });
    source.addEventListener('presence', ({ data }: MessageEvent<string>) => {
      alive();
      const { id: number } = JSON.parse(data) as { readonly id: string };
      invalidatePresence(number);
      say({ what: 'presence', number });
    });
    source.addEventListener('error', () => {
      become({ is: 'lost', since: new Date().toISOString() });
      // The browser itself comes back from what only broke; a refusal is final.
      if (source.readyState === EventSource.CLOSED) end();
    });
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
    signal.addEventListener('abort', () => { resolve(); });
  });
}
