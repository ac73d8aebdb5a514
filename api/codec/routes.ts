/** What the Temporal Web UI asks to read and write encrypted payloads (its remote codec): for who may look at every journey. */
import { z } from 'zod';
import type { Payload } from '@temporalio/common';
import { refuse } from '../../domain/errors/codes.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';

const base64 = z.base64().meta({ description: 'Base64' });
const payload = z.strictObject({
  metadata: z.record(z.string().max(200), base64).optional(), data: base64.optional(),
}).meta({ id: 'EnginePayload' });
const payloads = z.strictObject({ payloads: z.array(payload).max(2_000) }).meta({ id: 'EnginePayloads' });

export function codecRoutes({ codec }: Pick<Services, 'codec'>): Route[] {
  const route = (verb: 'encode' | 'decode', summary: { fr: string; en: string }): Route => defineRoute({
    method: 'POST', path: `/codec/${verb}`, operationId: `${verb}Payloads`, tags: ['engine'], summary,
    description: {
      fr: 'Protocole « remote codec » de Temporal : la « Codec Server endpoint » de la Web UI est l’adresse qui précède ce verbe. Ce qui n’est pas chiffré revient tel quel.',
      en: 'Temporal’s remote codec protocol: the “Codec Server endpoint” of the Web UI is the address before this verb. What is not encrypted comes back as it is.',
    },
    guard: { permission: 'engine:read' }, body: payloads, idempotent: false,
    answers: { 200: { description: { fr: 'Dans le même ordre', en: 'In the same order' }, schema: payloads } },
    refusals: ['C-05.beyond-own-access', 'unreadable-payload'],
    handle: async ({ body, scope }) => {
      // A journey of any customer may be asked for.
      if (scope.reach !== 'all') return problem(refuse('C-05.beyond-own-access'));
      const given = body.payloads.map(({ metadata, data }): Payload => ({ metadata: mapped(metadata ?? {}, (text) => Buffer.from(text, 'base64')), data: Buffer.from(data ?? '', 'base64') }));
      const coded = await (codec?.[verb](given) ?? Promise.resolve(given)).catch((error: unknown) => {
        throw error instanceof Error && error.name === 'UnreadablePayload' ? problem(refuse('unreadable-payload'), { cause: error }) : error;
      });
      return { status: 200, body: { payloads: coded.map(({ metadata, data }) => ({ metadata: mapped(metadata ?? {}, toBase64), data: toBase64(data ?? new Uint8Array()) })) } };
    },
  });
  return [
    route('encode', { fr: 'Chiffrer des charges pour le moteur', en: 'Encrypt payloads for the engine' }),
    route('decode', { fr: 'Déchiffrer des charges du moteur', en: 'Decrypt payloads of the engine' }),
  ];
}

function mapped<From, To>(values: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
