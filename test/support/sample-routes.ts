/** Routes of no business: one of each kind the frame knows. */
import { z } from 'zod';
import { refuse } from '../../domain/errors/codes.ts';
import { problem } from '../../api/http/problem.ts';
import { defineRoute, type Route } from '../../api/http/route.ts';

const text = (sentence: string): { fr: string; en: string } => ({ fr: sentence, en: sentence });
const noteId = z.string().regex(/^N-\d{3}$/);
const note = z.strictObject({
  title: z.string().min(1).max(20),
  count: z.int().min(0).max(5).default(1),
  kind: z.enum(['a', 'b']).optional(),
  due: z.iso.date().optional(),
  parts: z.array(z.strictObject({ name: z.string() })).max(3).default([]),
  either: z.union([z.strictObject({ left: z.string() }), z.strictObject({ right: z.number() })]).optional(),
}).meta({ id: 'SampleNote' });

/** What a test makes the handlers do. */
export interface Behaviour {
  make?: (given: { commandId: string; allocate: (make: () => Promise<string>) => Promise<string> }) => Promise<{ id: string }>;
  read?: () => Promise<void>;
}

export function sampleRoutes(behaviour: Behaviour = {}): readonly Route[] {
  return [
    defineRoute({
      method: 'POST', path: '/notes', operationId: 'createNote', summary: text('Create a note'), tags: ['notes'],
      guard: { permission: 'deployment:launch' }, body: note,
      answers: { 201: { description: text('Created'), schema: z.object({ id: z.string() }), headers: { Location: text('Where it is') } } },
      refusals: ['D-01.target-date-past'],
      handle: async ({ commandId, allocate, body }) => {
        if (body.title === 'past') return problem(refuse('D-01.target-date-past', { date: '2020-01-01' }, '/due'));
        const made = await behaviour.make?.({ commandId, allocate }) ?? { id: 'N-001' };
        return { status: 201, body: made, headers: { location: `/api/v1/notes/${made.id}` } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/notes', operationId: 'listNotes', summary: text('List notes'), tags: ['notes'],
      guard: { anyOf: ['deployment:read', 'task:read'] }, query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(20), like: z.string().optional() }),
      answers: { 200: { description: text('Found'), schema: z.object({ limit: z.number(), reach: z.string() }) } }, refusals: [],
      handle: async ({ query, scope }) => {
        await behaviour.read?.();
        return { status: 200, body: { limit: query.limit, reach: scope.reach } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/notes/{id}', operationId: 'getNote', summary: text('Read a note'), tags: ['notes'],
      guard: { permission: 'deployment:read' }, params: z.strictObject({ id: noteId }),
      answers: { 200: { description: text('Found'), schema: z.object({ id: z.string(), channel: z.string(), requestId: z.string() }) } }, refusals: ['not-found'],
      handle: async ({ params, channel, requestId }) => ({ status: 200, body: { id: params.id, channel, requestId } }),
    }),
    defineRoute({
      method: 'DELETE', path: '/notes/{id}', operationId: 'deleteNote', summary: text('Delete a note'), tags: ['notes'],
      guard: { permission: 'deployment:cancel' }, params: z.strictObject({ id: noteId }),
      answers: { 204: { description: text('Gone') } }, refusals: [],
      handle: async () => ({ status: 204 }),
    }),
    defineRoute({
      method: 'POST', path: '/callbacks/sample', operationId: 'receiveSample', summary: text('Take a callback'), tags: ['callbacks'],
      guard: { callbackFrom: 'obl' },
      answers: { 202: { description: text('Stored'), schema: z.object({ webhookId: z.string(), bytes: z.number(), channel: z.string() }) } }, refusals: [],
      handle: async ({ callback, channel }) => ({ status: 202, body: { webhookId: callback.webhookId, bytes: callback.rawBody.length, channel } }),
    }),
    defineRoute({
      method: 'GET', path: '/about', operationId: 'about', summary: text('About'), tags: ['about'], guard: 'public',
      answers: { 200: { description: text('Here'), schema: z.object({ name: z.string() }) } }, refusals: [],
      handle: async () => ({ status: 200, body: { name: 'Jalon' } }),
    }),
  ];
}
