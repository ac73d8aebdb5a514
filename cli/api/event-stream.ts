/** Reads server-sent events out of the pieces in which they arrive (HTML Living Standard, 9.2.6). */

export interface StreamMessage {
  readonly event: string;
  readonly data: string;
}

/** A parser that keeps what is not whole yet; comments and messages without data are none. */
export function createEventSourceParser(): (piece: string) => StreamMessage[] {
  let kept = '';
  return (piece) => {
    // A carriage return at the end may be half of a line end.
    const [, whole = '', half = ''] = /^([\s\S]*?)(\r?)$/.exec(kept + piece) ?? [];
    const blocks = whole.replaceAll(/\r\n?/g, '\n').split('\n\n');
    kept = (blocks.pop() ?? '') + half;
    return blocks.flatMap((block) => {
      const lines = block.split('\n').map((line) => /^([^:]*):? ?([\s\S]*)$/.exec(line) ?? []);
      const valuesOf = (name: string): string[] => lines.flatMap(([, key, value = '']) => (key === name ? [value] : []));
      const data = valuesOf('data');
      return data.length === 0 ? [] : [{ event: valuesOf('event').at(-1) ?? 'message', data: data.join('\n') }];
    });
  };
}
