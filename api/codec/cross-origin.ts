/** Lets the pages of one other origin call (CORS): the Temporal Web UI, which reads encrypted payloads in the supervisor's browser. */
import type { Request, RequestHandler } from 'express';
import { basePath } from '../http/route.ts';

export const codecPath = `${basePath}/codec`;

const keptSeconds = 600;

/** Stands before the routes that the pages of `origin` may call; to those of any other it says nothing, which a browser takes for no. */
export function allowOrigin(origin: string | null): RequestHandler {
  return function allowPages(request, response, next) {
    response.vary('Origin');
    if (origin === null || request.get('origin') !== origin) return next();
    response.set({ 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' });
    if (request.method !== 'OPTIONS') return next();
    response.set({
      'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'authorization, content-type, x-namespace', 'access-control-max-age': String(keptSeconds),
    }).status(204).end();
  };
}

/** Whether a request comes from a page of the Web UI, to where its pages may. Its origin was said by the browser; JSON is sent by no other site's page without being asked for. */
export function isCodecOfWebUi(request: Request, origin: string | null): boolean {
  return origin !== null && request.get('origin') === origin && request.path.startsWith(`${codecPath}/`);
}
