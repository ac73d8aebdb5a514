/** The people of a run: they launch deployments and register tickets at an even pace, do what lies in their baskets, and send each command again under its key until they are told. */
import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import pLimit from 'p-limit';
import { tasks, type TaskStep } from '../../domain/deployment/steps.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import { answerNow } from '../../test/support/answers.ts';
import { orderOf, type Caller } from '../../test/support/caller.ts';
import { bringDocuments } from '../../test/support/players.ts';
import { drawsFrom } from './draws.ts';
import { liveOfTicket, register, type TicketDraws } from './tickets.ts';

export interface LoadOptions {
  readonly deployments: number;
  readonly tickets: number;
  /** Over which they begin, evenly. */
  readonly durationMs: number;
  /** What somebody takes between two acts, on average. */
  readonly thinkMs: number;
  readonly seed: number;
  /** Services that tickets are about. */
  readonly services: readonly { readonly rds: string; readonly customerId: string }[];
}

export interface Load {
  /** Commands that were begun: the first ones of the deployments and the tickets. */
  begun(): { readonly deployments: number; readonly tickets: number };
  /** What went wrong with somebody, by its text: refusals are told there too, for an act may come too late. */
  readonly complaints: ReadonlyMap<string, number>;
  /** Resolves when all has begun and every ticket has been lived; the baskets are worked on until `stop`. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Everybody who has a basket: of deployments and sites, and of what a closed ticket proposes. */
const people: readonly Profile[] = [...new Set([...Object.values(tasks).map(({ owner }) => owner), 'technician-n1', 'technician-n2', 'technician-n3'] as const)];
/** When the coordinator looks at them. */
const broughtBySales = 'missing-documents';
const lookEveryMs = 700;
/** Tasks and tickets in somebody's hands: a desk has so many people, and what comes beside that waits in its basket. Without that, whoever is slow is asked ever more often how far he is. */
const atOnce = { tasks: 24, tickets: 80 };
/** More than hands: some lines of a page are held already. */
const lookedAt = 2 * atOnce.tasks;
/** Somebody whose act was refused, or whose look failed, looks again later. */
const againAfterMs = 3_000;
const twoSitesOf = 5;

interface BasketLine {
  readonly id: string;
  readonly step: string;
  readonly deploymentId: string | null;
}

export function startLoad(caller: Caller, { deployments, tickets, durationMs, thinkMs, seed, services }: LoadOptions): Load {
  const stopping = new AbortController();
  // Everybody who waits listens to it; more than ten are no leak.
  setMaxListeners(0, stopping.signal);
  const complaints = new Map<string, number>();
  const begun = { deployments: 0, tickets: 0 };
  const inHands = new Map<string, Promise<void>>();
  const desk = pLimit(atOnce.tickets);
  const draws = drawsFrom(seed);
  const startedMs = Date.now();

  function complain(thrown: unknown): void {
    const text = (thrown instanceof Error ? thrown.message : String(thrown)).replaceAll(/[A-Z]{3}-\d{4}-\d+(\/S\d+)?|[0-9a-f]{8}-[0-9a-f-]{27}/g, '…').slice(0, 300);
    complaints.set(text, (complaints.get(text) ?? 0) + 1);
  }

  /** One after the other, each at its own moment. */
  async function evenly(count: number, begin: (index: number) => Promise<void>): Promise<void> {
    const lives: Promise<void>[] = [];
    for (let index = 0; index < count && !stopping.signal.aborted; index += 1) {
      await wait(startedMs + ((index + draws.next()) * durationMs) / count - Date.now());
      lives.push(begin(index).catch(complain));
    }
    await Promise.all(lives);
  }

  const wait = async (ms: number): Promise<void> => { if (ms > 0) await pause(ms, undefined, { signal: stopping.signal }).catch(() => undefined); };

  async function launch(index: number): Promise<void> {
    begun.deployments += 1;
    const told = await caller.post('/deployments', orderOf(index % twoSitesOf === 0 ? ['Lyon', 'Brest'] : ['Nantes']));
    if (told.status !== 201) throw new Error(`a launch was answered with ${told.status} ${told.text}`);
  }

  async function liveTicket(index: number): Promise<void> {
    begun.tickets += 1;
    const service = services[index % services.length];
    if (!service) throw new Error('there is no service that a ticket could be about');
    const drawn: TicketDraws = { waits: draws.next() < 0.3, disagrees: draws.next() < 0.15, lingers: draws.next() < 0.1, thinkMs: () => 2 * thinkMs * Math.random() };
    const number = await register(caller, service);
    await desk(() => liveOfTicket(caller, number, drawn, { wait, complain, signal: stopping.signal }));
  }

  async function work(profile: Profile): Promise<void> {
    const narrowed = profile.startsWith('technician') ? '&step=documentation' : '';
    while (!stopping.signal.aborted) {
      try {
        if (inHands.size < atOnce.tasks) {
          const { items } = await caller.get<{ items: BasketLine[] }>(`/tasks?whose=all&owner=${profile}&limit=${lookedAt}${narrowed}`, profile);
          for (const line of items) if (line.step !== broughtBySales && !inHands.has(line.id) && inHands.size < atOnce.tasks) inHands.set(line.id, hold(line, profile));
        }
      } catch (thrown) {
        complain(thrown);
        await wait(againAfterMs);
      }
      await wait(lookEveryMs);
    }
  }

  async function hold(line: BasketLine, profile: Profile): Promise<void> {
    try {
      await doTask(line, profile);
    } catch (thrown) {
      complain(thrown);
      await wait(againAfterMs);
    } finally {
      inHands.delete(line.id);
    }
  }

  async function doTask({ id, step, deploymentId }: BasketLine, profile: Profile): Promise<void> {
    if (step === 'technical-validation' && deploymentId !== null) await bringDocuments(caller, deploymentId);
    const input = step === 'documentation' ? { choice: 'dismiss', reason: 'Déjà documenté' } : answerNow(step as TaskStep);
    const told = await caller.post(`/tasks/${id}/complete`, input, { as: profile });
    if (told.status !== 200) throw new Error(`«${step}» was answered with ${told.status} ${told.text}`);
  }

  const working = Promise.all(people.map(work));
  return {
    begun: () => ({ ...begun }), complaints,
    ended: Promise.all([evenly(deployments, launch), evenly(tickets, liveTicket)]).then(() => undefined),
    async stop() {
      stopping.abort();
      await working;
      // What is sent now is told of in the books.
      await Promise.all(inHands.values());
    },
  };
}
