/** What the engine keeps, encrypted (AES-256-GCM): each payload under the first key, read under whichever key it names. Without keys nothing is encrypted. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { DataConverter, Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';

const { Payload: Message } = proto.temporal.api.common.v1;
const encoding = 'binary/encrypted';
const ivBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

type Keys = ReadonlyMap<string, Buffer>;

/**
 * Keys as the setting has them: `name:base64`, separated by spaces, the newest first.
 * @throws {Error} a sentence that names no key material.
 */
export function readKeys(text: string): Keys {
  const entries = text.trim().split(/\s+/).map((entry): [string, Buffer] => {
    const [, name, base64] = /^([\w.-]{1,40}):([A-Za-z0-9+/]{43}=)$/.exec(entry) ?? [];
    if (name === undefined || base64 === undefined) throw new Error(`each key is a name, a colon and ${keyBytes} bytes in base64, for example from: openssl rand -base64 ${keyBytes}`);
    return [name, Buffer.from(base64, 'base64')];
  });
  const keys = new Map(entries);
  if (keys.size !== entries.length) throw new Error('two keys have the same name');
  return keys;
}

/** A payload that can't be read with the keys that this process has. The engine tries again: what was encrypted can be read once the key is there. */
export class UnreadablePayload extends Error {
  override readonly name = 'UnreadablePayload';
}

/** @throws {UnreadablePayload} from `decode`, which says which key is missing or wrong. */
export function createPayloadCodec(keys: Keys): PayloadCodec {
  const [newest] = keys;
  if (!newest) throw new Error('a codec needs a key');
  const [name, key] = newest;
  return {
    encode: async (payloads) => payloads.map((payload) => encrypt(payload, name, key)),
    decode: async (payloads) => payloads.map((payload) => (textOf(payload, 'encoding') === encoding ? decrypt(payload, keys) : payload)),
  };
}

/** For clients and workers; undefined where nothing is encrypted. */
export function dataConverterOf(codec: PayloadCodec | undefined): DataConverter | undefined {
  return codec && { payloadCodecs: [codec] };
}

function encrypt(payload: Payload, name: string, key: Buffer): Payload {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(name));
  const sealed = cipher.update(Message.encode(payload).finish());
  return { metadata: { 'encoding': Buffer.from(encoding), 'encryption-key-id': Buffer.from(name) }, data: Buffer.concat([iv, sealed, cipher.final(), cipher.getAuthTag()]) };
}

function decrypt(payload: Payload, keys: Keys): Payload {
  const name = textOf(payload, 'encryption-key-id');
  const key = keys.get(name);
  if (!key) throw new UnreadablePayload(`a payload is encrypted under the key "${name}", which JALON_PAYLOAD_KEYS does not have`);
  const data = Buffer.from(payload.data ?? []);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, ivBytes), { authTagLength: tagBytes }).setAAD(Buffer.from(name)).setAuthTag(data.subarray(-tagBytes));
    return Message.decode(Buffer.concat([decipher.update(data.subarray(ivBytes, -tagBytes)), decipher.final()]));
  } catch {
    throw new UnreadablePayload(`a payload cannot be read with the key that JALON_PAYLOAD_KEYS calls "${name}": it is another key, or the payload was changed`);
  }
}

function textOf({ metadata }: Payload, name: string): string {
  return Buffer.from(metadata?.[name] ?? []).toString();
}
