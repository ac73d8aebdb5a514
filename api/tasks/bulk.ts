/** One act on many tasks at once (C-07): tried beforehand or done, each task wholly or not at all, and no answer that was lost is called a success. */
import { z } from 'zod';
import { errorCodes, fill, refuse, type Language } from '../../domain/errors/codes.ts';
import { journeyModels } from '../../domain/journey/kinds.ts';
import { kindOf } from '../../domain/journey/kind-of.ts';
import type { Decision, JourneyModel } from '../../domain/journey/journey.ts';
import { journeyOfTask } from '../../domain/journey/task.ts';
import { allows } from '../../domain/people/permissions.ts';
import { readJourneyRow } from '../../db/journey/states.ts';
import { problemOf } from '../http/failures.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { metaOf, unlessRecorded } from '../journey/act.ts';
import type { Services } from '../services.ts';
import { prepareAssign, prepareClaim, prepareComplete, prepareRelease, type Prepared } from './acts.ts';
import type { SignedIn } from './rights.ts';
import { taskId } from './routes.ts';

// Baskets hold tickets too: what is no task is refused for itself, and holds up none of the others.
const ids = z.array(z.string().min(1).max(200)).min(1).max(100).refine((all) => new Set(all).size === all.length).meta({ description: 'Up to 100, each once', uniqueItems: true });
const dryRun = z.boolean().default(false).meta({ description: 'true: says what would become of each, and does nothing' });
const bulkAct = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('claim'), ids, dryRun }),
  z.strictObject({ act: z.literal('release'), ids, dryRun }),
  z.strictObject({ act: z.literal('assign'), ids, dryRun, person: z.string().min(1).max(255) }),
  z.strictObject({ act: z.literal('complete'), ids, dryRun, input: z.record(z.string(), z.unknown()).meta({ description: 'The same for all' }) }),
]).meta({ id: 'BulkAct' });
type BulkAct = z.output<typeof bulkAct>;

const bulkResult = z.object({
  items: z.array(z.object({
    id: z.string(),
    outcome: z.enum(['done', 'would-be-done', 'refused', 'unknown']),
    code: z.string().optional().meta({ description: 'Why it was refused, or is not known' }),
    title: z.string().optional(),
    detail: z.string().optional(),
  })),
}).meta({ id: 'BulkResult' });

/** With the ten seconds of an answer within the lease of the key: what is not tried by then is not known, and tried by the next request under the same key. */
const withinMs = 4_000;
const atOnce = 8;

interface Result {
  readonly id: string;
  readonly outcome: 'done' | 'would-be-done' | 'refused' | 'unknown';
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
}

export function bulkRoutes(services: Services): Route[] {
  async function prepare(asked: BulkAct, id: string, who: SignedIn): Promise<Prepared> {
    switch (asked.act) {
      case 'claim': return await prepareClaim(services, id, who);
      case 'release': return await prepareRelease(services, id, who);
      case 'assign': return await prepareAssign(services, id, asked.person, who);
      case 'complete': {
        const prepared = await prepareComplete(services, id, asked.input, who);
        if (asked.dryRun) await demandAcceptable(id, prepared.input);
        return prepared;
      }
    }
  }

  /** What the journey would say, by its recorded state. @throws {Problem} its refusal; `wrong-state` where it is not known. */
  async function demandAcceptable(id: string, input: unknown): Promise<void> {
    const state = (await readJourneyRow(services.pool, journeyOfTask(id)))?.state;
    // Kind and state belong together: both came with the journey's row; every kind takes this command.
    const { decide } = journeyModels[kindOf(id)] as unknown as JourneyModel<unknown, unknown, { readonly type: string }>;
    const decision: Decision<unknown> = state === undefined ? { accepted: false, refusal: refuse('task-closed', { taskId: id }) } : decide(state, { type: 'completeTask', taskId: id, input }, services.nowMs());
    if (!decision.accepted) throw problem(decision.refusal);
  }

  return [
    defineRoute({
      method: 'POST', path: '/tasks/bulk', operationId: 'actOnTasks', tags: ['tasks'],
      summary: { fr: 'Prendre, relâcher, confier ou terminer plusieurs tâches (C-07)', en: 'Claim, release, assign or complete several tasks (C-07)' },
      description: {
        fr: 'Chaque tâche est acceptée ou refusée pour elle-même. 207 : le sort d’au moins une n’est pas connu ; la même requête sous la même clé d’idempotence le dira, sans rien faire deux fois.',
        en: 'Each task is accepted or refused for itself. 207: what became of at least one is not known; the same request under the same idempotency key will say it, and does nothing twice.',
      },
      guard: { anyOf: ['task:complete', 'stuck-call:handle', 'task:assign'] }, body: bulkAct,
      answers: {
        200: { description: { fr: 'Le sort de chacune', en: 'What became of each' }, schema: bulkResult },
        207: { description: { fr: 'Le sort de chacune ; d’au moins une il n’est pas connu', en: 'What became of each; of at least one it is not known' }, schema: bulkResult },
      },
      refusals: [],
      handle: async (request) => {
        const { body, principal, language } = request;
        const needed = body.act === 'assign' ? 'task:assign' as const : body.act === 'release' || allows(principal.profiles, 'stuck-call:handle') ? undefined : 'task:complete' as const;
        if (needed && !allows(principal.profiles, needed)) throw problem(refuse('forbidden', { permission: needed }));
        const untilMs = Date.now() + withinMs;
        async function treat(id: string): Promise<Result> {
          if (Date.now() > untilMs) return resultOf(id, problem(refuse('outcome-unknown')), language);
          try {
            if (!taskId.safeParse(id).success) throw problem(refuse('not-found', { id }));
            // Each its own command, the same for every repetition under the key.
            const meta = { ...metaOf(request), commandId: `${request.commandId}.${id}` };
            if (body.dryRun) await prepare(body, id, request);
            else await unlessRecorded(services, meta, async () => (await prepare(body, id, request)).carryOut(meta));
            return { id, outcome: body.dryRun ? 'would-be-done' : 'done' };
          } catch (thrown) {
            request.noteBug(thrown);
            return resultOf(id, thrown, language);
          }
        }
        const items = await inOrder(body.ids, treat);
        return { status: items.some(({ outcome }) => outcome === 'unknown') ? 207 : 200, body: { items } };
      },
    }),
  ];
}

/** Whatever is no refusal may have been done all the same. */
function resultOf(id: string, thrown: unknown, language: Language): Result {
  const { refusal } = problemOf(thrown, true);
  const { status, title, detail } = errorCodes[refusal.code];
  return { id, outcome: status >= 500 ? 'unknown' : 'refused', code: refusal.code, title: title[language], detail: fill(detail[language], { seconds: 2, ...refusal.parameters }, language) };
}

async function inOrder(all: readonly string[], treat: (id: string) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = all.entries();
  await Promise.all(Array.from({ length: atOnce }, async () => { for (const [index, id] of waiting) results[index] = await treat(id); }));
  return results;
}
