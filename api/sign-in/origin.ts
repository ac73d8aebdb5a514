/** Whether a request that a browser signs by itself (by a cookie) comes from a page of ours: no other site acts in a person's name. */
import type { Request } from 'express';
import { refuse } from '../../domain/errors/codes.ts';
import { problem } from '../http/problem.ts';

/** Sent by the console's own client: no form of another site can, and a script of one would have to ask first, which nothing here allows. */
const header = 'x-jalon-console';

/** @throws {Problem} `cross-site-request` */
export function demandOwnPage(request: Request, publicUrl: URL): void {
  const site = request.get('sec-fetch-site');
  const origin = request.get('origin');
  const isOurs = request.get(header) === '1' && (site !== undefined || origin !== undefined)
    && (site === undefined || site === 'same-origin') && (origin === undefined || origin === publicUrl.origin);
  if (!isOurs) throw problem(refuse('cross-site-request'));
}
