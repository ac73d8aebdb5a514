/** What the engine keeps, encrypted: nothing readable without the key, readable after a rotation, and a clear word where it is not. */
import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { readSettings, temporalSettings } from '../../../config.ts';
import { createPayloadCodec, readKeys } from '../../../workers/payload-codec.ts';

const key = (name: string): string => `${name}:${randomBytes(32).toString('base64')}`;
const [first, second] = [key('2026-05'), key('2026-11')];
const codecOf = (keys: string) => createPayloadCodec(readKeys(keys));
const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const valueOf = (payload: Payload | undefined): unknown => payload && defaultPayloadConverter.fromPayload(payload);
const seal = async (keys: string, value: unknown): Promise<Payload> => (await codecOf(keys).encode([payloadOf(value)]))[0] as Payload;
const open = async (keys: string, payload: Payload): Promise<unknown> => valueOf((await codecOf(keys).decode([payload]))[0]);
const text = ({ metadata, data }: Payload): string => [...Object.values(metadata ?? {}), data ?? new Uint8Array()].map((bytes) => Buffer.from(bytes).toString('latin1')).join('|');

describe('An encrypted payload', () => {
  it('holds nothing that can be read, differs each time, and is read with its key', async () => {
    const sealed = await seal(first, { order: 'BC-2026-1', city: 'Lyon' });
    expect(text(sealed)).not.toMatch(/BC-2026|Lyon|json\/plain/);
    expect(text(await seal(first, { order: 'BC-2026-1', city: 'Lyon' }))).not.toBe(text(sealed));
    expect(await open(first, sealed)).toEqual({ order: 'BC-2026-1', city: 'Lyon' });
  });

  it('of an older key is read after a rotation, and what is written then is under the newer', async () => {
    const old = await seal(first, 'before');
    const rotated = `${second} ${first}`;
    expect(await open(rotated, old)).toBe('before');
    const sealed = await seal(rotated, 'after');
    expect(text(sealed)).toContain('2026-11');
    expect(await open(second, sealed)).toBe('after');
  });

  it.each([
    ['a key that is not there', second, /the key "2026-05", which JALON_PAYLOAD_KEYS does not have/],
    ['another key of the same name', key('2026-05'), /cannot be read with the key that JALON_PAYLOAD_KEYS calls "2026-05"/],
  ])('is refused with %s, by a sentence that names it', async (_, keys, sentence) => {
    await expect(open(keys, await seal(first, 'x'))).rejects.toThrow(sentence);
  });

  it('that was changed, cut or given another key’s name is refused', async () => {
    const sealed = await seal(first, 'x');
    const data = Buffer.from(sealed.data as Uint8Array);
    const changed = Buffer.from(data);
    changed[20] = (changed[20] as number) ^ 1;
    const both = `${first} 2026-06:${first.split(':')[1]}`;
    await expect(open(first, { ...sealed, data: changed })).rejects.toThrow('it is another key, or the payload was changed');
    await expect(open(first, { ...sealed, data: data.subarray(0, 10) })).rejects.toThrow('was changed');
    await expect(open(both, { ...sealed, metadata: { ...sealed.metadata, 'encryption-key-id': Buffer.from('2026-06') } })).rejects.toThrow('was changed');
  });

  it('stands beside those in clear: what was written before there was a key is read', async () => {
    expect(await open(first, payloadOf('in clear'))).toBe('in clear');
  });
});

describe('The keys', () => {
  const settings = { TEMPORAL_ADDRESS: 'x:7233' };
  it.each([['a short key', 'a:c2hvcnQ='], ['no name', randomBytes(32).toString('base64')], ['a key in another alphabet', `a:${'_'.repeat(43)}=`]])('are refused at the start: %s', (_, keys) => {
    expect(() => readSettings(temporalSettings, { ...settings, JALON_PAYLOAD_KEYS: keys })).toThrow('JALON_PAYLOAD_KEYS');
    expect(() => readKeys(keys)).toThrow(/openssl rand -base64 32/);
  });

  it('may be left out, and two of one name are one too many', () => {
    expect(readSettings(temporalSettings, { ...settings, JALON_PAYLOAD_KEYS: '' }).JALON_PAYLOAD_KEYS).toBeUndefined();
    expect(() => readKeys(`${first} ${first}`)).toThrow('same name');
  });
});
