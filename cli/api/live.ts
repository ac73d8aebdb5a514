/** Live events (`GET /events`) as the command line hears them: printed as they come, or what wakes a watch. */
import { answerOf, type Api } from '../../client/client.ts';
import { pause } from '../processes/wait.ts';
import { createEventSourceParser } from './event-stream.ts';

/** While the stream stands, a watch looks by itself this seldom. */
const unaskedMs = 60_000;
/** A burst of changes is one reason to look. */
const burstMs = 500;
const againAfterMs = 5_000;

/** What a stream carries, message by message; ends with it. */
export async function* messagesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<{ readonly event: string; readonly data: string }> {
  const parse = createEventSourceParser();
  const decoder = new TextDecoder();
  for await (const chunk of stream) yield* parse(decoder.decode(chunk, { stream: true }));
}

export interface Changes {
  /** Resolves when something has changed, or when it is time to look without being told. */
  readonly next: (everyMs: number) => Promise<void>;
  readonly stop: () => void;
}

/** Listens in the background; where that is not allowed or not possible, `next` is a clock. */
export function followChanges(api: Api): Changes {
  const stopping = new AbortController();
  const { signal } = stopping;
  let [isListening, hasChanged] = [false, false];
  let wake: () => void = () => undefined;
  const listen = async (): Promise<void> => {
    const { data } = await answerOf(api.GET('/api/v1/events', { parseAs: 'stream', signal }));
    for await (const { event } of messagesOf(data as ReadableStream<Uint8Array>)) {
      isListening = true;
      if (event === 'heartbeat' || event === 'presence') continue;
      hasChanged = true;
      wake();
    }
  };
  void (async () => {
    while (!signal.aborted) {
      await listen().catch(() => undefined);
      isListening = false;
      await pause(againAfterMs, signal);
    }
  })();
  return {
    next: async (everyMs) => {
      const early = new AbortController();
      wake = () => { early.abort(); };
      if (!hasChanged) await pause(isListening ? unaskedMs : everyMs, early.signal);
      if (hasChanged) await pause(burstMs);
      hasChanged = false;
    },
    stop: () => { stopping.abort(); wake(); },
  };
}
