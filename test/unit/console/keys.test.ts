/** No two shortcuts of the console can be meant by one press. */
import { describe, expect, it } from 'vitest';
import { defineShortcuts, shortcuts } from '../../../console/keys/table.ts';
import { textsOf } from './source.ts';

describe('The shortcuts of the console', () => {
  it.each([
    ['the same key twice on a page', { a: { keys: 'a', scope: 'tickets' }, b: { keys: 'a', scope: 'tickets' } }],
    ['a page and everywhere', { a: { keys: '?', scope: 'everywhere' }, b: { keys: '?', scope: 'tickets' } }],
    ['a page and any list', { a: { keys: 'j', scope: 'tickets' }, b: { keys: 'j', scope: 'list' } }],
    ['a key and the beginning of two', { a: { keys: 'g', scope: 'tickets' }, b: { keys: 'g h', scope: 'everywhere' } }],
  ])('are refused when they collide: %s', (_, table) => {
    expect(() => defineShortcuts(table)).toThrow('is meant by both');
  });

  it('may be the same on two pages, which are never open at once', () => {
    expect(() => defineShortcuts({ a: { keys: 'a', scope: 'tickets' }, b: { keys: 'a', scope: 'baskets' } })).not.toThrow();
  });

  it('leave the browser what is its own', () => {
    const reserved = ['Control+t', 'Control+w', 'Control+n', 'Control+r', 'Control+f', 'Control+l', 'Control+p', 'Control+s', 'Tab', 'Escape', ' '];
    expect(Object.values(shortcuts).map(({ keys }) => keys).filter((keys) => reserved.includes(keys))).toEqual([]);
  });

  it('are all explained on the sheet', () => {
    for (const id of Object.keys(shortcuts)) expect(textsOf('fr')['common']).toHaveProperty([`keys.${id}`]);
  });
});
