/** How API, relay and command line ask the engine: in our namespace, traced, and encrypted where there are keys. */
import { Client, type Connection } from '@temporalio/client';
import type { PayloadCodec } from '@temporalio/common';
import type { z } from 'zod';
import type { temporalSettings } from '../config.ts';
import { linkedClient } from './console-link.ts';
import { createPayloadCodec, dataConverterOf, readKeys } from './payload-codec.ts';
import { tracedClient } from './tracing/client.ts';

/** Undefined where nothing is encrypted. @throws {Error} when the setting holds no keys. */
export function payloadCodecOf({ JALON_PAYLOAD_KEYS: keys }: Pick<z.infer<typeof temporalSettings>, 'JALON_PAYLOAD_KEYS'>): PayloadCodec | undefined {
  return keys === undefined ? undefined : createPayloadCodec(readKeys(keys));
}

/** @param consoleUrl where the journeys that it starts lead supervisors, from the Temporal Web UI */
export function createTemporalClient(connection: Connection, namespace: string, codec: PayloadCodec | undefined, consoleUrl?: string): Client {
  const dataConverter = dataConverterOf(codec);
  return new Client({ connection, namespace, interceptors: { workflow: [tracedClient, ...(consoleUrl === undefined ? [] : [linkedClient(consoleUrl)])] }, ...(dataConverter ? { dataConverter } : {}) });
}
