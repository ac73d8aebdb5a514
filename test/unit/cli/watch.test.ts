/** Watching: what is new is told once, and what comes over a stream is read whole, however it is cut. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventSourceParser } from '../../../cli/api/event-stream.ts';
import { render, type Rendering } from '../../../cli/api/output.ts';
import { watch } from '../../../cli/api/watch.ts';
import { ApiFailure } from '../../../client/failure.ts';

const rows = (...texts: string[]) => ({ items: texts.map((text) => ({ id: text.split(' ')[0], phase: text.split(' ')[1] })) });
const schema = { properties: { items: { items: { properties: { id: { type: 'string' }, phase: { type: 'string' } } } } } };
const away = new ApiFailure(null, null);
class Over extends Error {}

/** What a program hears of these answers, one after the other. */
async function heardOf(format: Rendering['format'], ...answers: (object | Error)[]): Promise<string[]> {
  const heard: string[] = [];
  const rendering: Rendering = { format, language: 'en' };
  const queue = [...answers];
  const watching = watch({
    rendering, everyMs: 1, isScreen: false, write: (text) => { heard.push(text); }, changes: { next: async () => undefined, stop: () => undefined },
    draw: (body, drawing = rendering) => render(body, schema, (one) => one, drawing),
    fetch: async () => {
      const next = queue.shift() ?? new Over();
      if (next instanceof Error) throw next;
      return next;
    },
  });
  await expect(watching).rejects.toBeInstanceOf(answers.at(-1) === away && answers.length === 1 ? ApiFailure : Over);
  return heard.filter((text) => text !== '');
}

describe('A watch', () => {
  it('tells a program each row once, and again when it has changed', async () => {
    expect(await heardOf('json', rows('A new'), rows('A new', 'B new'), rows('A done', 'B new'))).toEqual(['{"id":"A","phase":"new"}\n', '{"id":"B","phase":"new"}\n', '{"id":"A","phase":"done"}\n']);
  });

  it('writes the header of CSV once', async () => {
    expect(await heardOf('csv', rows('A new'), rows('A new', 'B new'), rows('B new'))).toEqual(['id,phase\r\nA,new\r\n', 'B,new\r\n']);
  });

  it('goes on while the API is away for a while, and ends when it was never there', async () => {
    expect(await heardOf('json', rows('A new'), away, rows('B new'))).toHaveLength(2);
    expect(await heardOf('json', away)).toEqual([]);
  });
});

describe('A stream of events', () => {
  const text = ': a comment\n\nid: 7\nevent: change\ndata: {"a":1}\n\nevent: heartbeat\ndata:\n\ndata: one\r\ndata: two\r\n\r\ndata: not whole';
  const whole = [{ event: 'change', data: '{"a":1}' }, { event: 'heartbeat', data: '' }, { event: 'message', data: 'one\ntwo' }];

  it('is the same messages in whatever pieces it arrives', () => {
    fc.assert(fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
      const parse = createEventSourceParser();
      const places = [0, ...cuts.sort((one, other) => one - other), text.length];
      expect(places.slice(1).flatMap((end, index) => parse(text.slice(places[index], end)))).toEqual(whole);
    }));
  });
});
