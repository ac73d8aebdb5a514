/** Requests at a steady pace, whether or not those before have been answered: who waits in line is part of what is measured. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Asked, Draw } from './asked.ts';
import type { Service } from './service.ts';

export interface Timed {
  readonly asked: Asked;
  readonly path: string;
  readonly as: string;
  readonly tookMs: number;
}

/** Each of these so often, in an order that is drawn. @throws {Error} on an answer that is none */
export async function paced({ ask }: Service, all: readonly Asked[], times: number, perSecond: number, draw: Draw): Promise<Timed[]> {
  const turns = all.flatMap((asked) => Array.from({ length: times }, () => ({ asked, at: draw(1_000_000) }))).toSorted((one, other) => one.at - other.at);
  const beganMs = Date.now();
  const running: Promise<Timed>[] = [];
  for (const [index, { asked }] of turns.entries()) {
    await wait(Math.max(0, beganMs + (index * 1_000) / perSecond - Date.now()));
    running.push(timed(ask, asked, draw));
  }
  return await Promise.all(running);
}

async function timed(ask: Service['ask'], asked: Asked, draw: Draw): Promise<Timed> {
  const { path, as } = asked.request(draw);
  const { status, tookMs, body } = await ask(path, as);
  if (status !== 200) throw new Error(`${path} as ${as}: ${status} ${body.slice(0, 300)}`);
  return { asked, path, as, tookMs };
}
