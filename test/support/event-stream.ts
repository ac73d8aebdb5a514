/** A client of server-sent events, as a browser's: it knows where it was. */

export interface Message {
  readonly event: string;
  readonly id: string;
  readonly data: { readonly position: number; readonly kind?: string; readonly id?: string; readonly types?: readonly string[]; readonly customerId?: string };
}

export interface EventClient {
  /** Everything that came so far; without heartbeats. */
  readonly messages: readonly Message[];
  readonly heartbeats: readonly Message[];
  readonly lastId: string | undefined;
  /** Resolves when the server has ended it, or the client. */
  readonly over: Promise<void>;
  /** Cuts it, as a network would. */
  cut(): void;
}

/** @throws {Error} with status and body when it is refused. */
export async function openEvents(baseUrl: string, { as = 'supervisor', query = '', lastEventId }: { as?: string; query?: string; lastEventId?: string | undefined } = {}): Promise<EventClient> {
  const cutting = new AbortController();
  const headers: Record<string, string> = { authorization: `Bearer ${as}`, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) };
  const response = await fetch(`${baseUrl}/api/v1/events${query}`, { headers, signal: cutting.signal });
  if (!response.ok || !response.body) throw new Error(`${response.status} ${await response.text()}`);
  const [messages, heartbeats]: [Message[], Message[]] = [[], []];
  let lastId = lastEventId;
  async function read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    for await (const part of body.pipeThrough(new TextDecoderStream())) {
      text += part;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const fields = Object.fromEntries(text.slice(0, end).split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
        text = text.slice(end + 2);
        const message: Message = { event: fields['event'] ?? 'message', id: fields['id'] ?? '', data: JSON.parse(fields['data'] ?? '{}') };
        // What is of the moment has none, and moves nobody on.
        if (message.id !== '') lastId = message.id;
        (message.event === 'heartbeat' ? heartbeats : messages).push(message);
      }
    }
  }
  const over = read(response.body).catch(() => undefined);
  return { messages, heartbeats, get lastId() { return lastId; }, over, cut: () => cutting.abort() };
}
