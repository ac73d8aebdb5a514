/** What a customer does by the link that he was mailed, without signing in: read what is asked of him, and answer (D-06, D-11, D-17). */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { survivingId } from '../../db/customer/customers.ts';
import { readStates } from '../../db/deployment/reads.ts';
import { readLaunchFile } from '../../db/deployment/launch-files.ts';
import { readTask, type TaskRead } from '../../db/tasks/reads.ts';
import { siteKey } from '../../domain/deployment/deployment.ts';
import { forCustomer, scheduleOverview } from '../../domain/deployment/overview.ts';
import { tasks, type TaskStep } from '../../domain/deployment/steps.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { journeyOfTask } from '../../domain/journey/task.ts';
import { readSignatureLink } from '../../domain/order/link.ts';
import { readAppointmentLink } from '../../domain/appointment/link.ts';
import { readAgreementLink } from '../../domain/ticket/agreement.ts';
import { completeAnyTaskUpdate } from '../../workflows/journey/messages.ts';
import { scheduleBody } from '../deployment/schedule.ts';
import { scheduleView } from '../deployment/schedule-views.schema.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { act } from '../journey/act.ts';
import type { Services } from '../services.ts';
import { inputSchemaOf, parseInput } from '../tasks/input.ts';
import { answerAgreement, readAgreement, type Asked } from './agreement.ts';
import { readSigning, signingRoutes, type ToSign } from './signing.ts';
import { answerInvitation, readInvitation, type Invited } from './appointment.ts';
import { openLink } from './token.ts';
import { linkView } from './views.schema.ts';

const byToken = z.object({ token: z.string().min(1).max(2000) });

/** What a link leads to: a task of his deployment, a ticket that asks whether it is solved, an order to sign, or an invitation. */
type Opened = { readonly task: TaskRead & { readonly deploymentId: string }; readonly expiresAt: string } | { readonly asked: Asked } | { readonly toSign: ToSign } | { readonly invited: Invited };

export function linkRoutes(services: Services): Route[] {
  const { pool } = services;

  /** @throws {Problem} `link-expired`, `not-found`. */
  async function opened(token: string): Promise<Opened> {
    const { sub, customerId, exp } = await openLink(token, services.linkSecret, services.nowMs());
    const proposal = readAgreementLink(sub);
    if (proposal) return { asked: { ...proposal, customerId, expiresAt: new Date(exp * 1000).toISOString() } };
    const signature = readSignatureLink(sub);
    if (signature) return { toSign: { ...signature, customerId, expiresAt: new Date(exp * 1000).toISOString() } };
    const invitation = readAppointmentLink(sub);
    if (invitation) return { invited: { ...invitation, customerId, expiresAt: new Date(exp * 1000).toISOString() } };
    const task = await readTask(pool, sub);
    // The mail may be there before the task is.
    if (!task || task.owner !== 'customer' || task.customerId !== await survivingId(pool, customerId) || task.deploymentId === null) throw problem(refuse('not-found', { id: 'links/…' }));
    return { task: { ...task, deploymentId: task.deploymentId }, expiresAt: new Date(exp * 1000).toISOString() };
  }

  async function view(found: Opened): Promise<z.input<typeof linkView>> {
    if ('asked' in found) return await readAgreement(pool, found.asked);
    if ('toSign' in found) return await readSigning(pool, found.toSign);
    if ('invited' in found) return await readInvitation(pool, found.invited);
    const { task, expiresAt } = found;
    const { orderNumber, sites } = await readLaunchFile(pool, task.deploymentId);
    const label = sites.find((_, index) => siteKey(index) === task.site)?.label;
    return {
      state: task.status, taskId: task.id, deploymentId: task.deploymentId, orderNumber, site: task.site !== null && label !== undefined ? { site: task.site, label } : null, ticket: null, order: null,
      step: task.step, label: tasks[task.step as TaskStep].labels, context: task.context, inputSchema: inputSchemaOf(task), expiresAt,
    };
  }

  return [
    defineRoute({
      method: 'GET', path: '/links/{token}', operationId: 'readCustomerLink', tags: ['links'],
      summary: { fr: 'Lire ce qu’un lien demande au client (D-06)', en: 'Read what a link asks of the customer (D-06)' },
      guard: 'public', params: byToken,
      answers: { 200: { description: { fr: 'La demande et son formulaire', en: 'What is asked, and its form' }, schema: linkView } },
      refusals: ['not-found', 'link-expired'],
      handle: async ({ params }) => ({ status: 200, body: await view(await opened(params.token)) }),
    }),
    defineRoute({
      method: 'GET', path: '/links/{token}/schedule', operationId: 'readCustomerLinkSchedule', tags: ['links'],
      summary: { fr: 'Lire le planning du déploiement d’un lien : les jalons qui concernent le client (D-22)', en: 'Read the schedule of a link’s deployment: the milestones that concern the customer (D-22)' },
      guard: 'public', params: byToken,
      answers: { 200: { description: { fr: 'Le planning', en: 'The schedule' }, schema: scheduleView } },
      refusals: ['not-found', 'link-expired'],
      handle: async ({ params, language }) => {
        const found = await opened(params.token);
        const states = 'task' in found ? await readStates(pool, found.task.deploymentId) : undefined;
        if (!states) throw problem(refuse('not-found', { id: 'links/…' }));
        return { status: 200, body: scheduleBody(forCustomer(scheduleOverview(states.deployment, states.sites, services.nowMs())), language) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/links/{token}', operationId: 'answerCustomerLink', tags: ['links'],
      summary: { fr: 'Répondre par un lien, sans s’identifier', en: 'Answer by a link, without signing in' },
      description: { fr: 'Le corps est celui que décrit « inputSchema ». Le même corps envoyé deux fois compte une fois.', en: 'The body is what “inputSchema” describes. The same body sent twice counts once.' },
      guard: 'public', params: byToken, body: z.record(z.string(), z.unknown()),
      answers: { 200: { description: { fr: 'Répondu', en: 'Answered' }, schema: linkView } },
      refusals: ['malformed-request', 'not-found', 'link-expired', 'task-closed', 'wrong-state', 'outcome-unknown'],
      handle: async ({ params, body, requestId }) => {
        const found = await opened(params.token);
        if ('asked' in found) {
          await answerAgreement(services, found.asked, body, requestId);
          return { status: 200, body: await view(found) };
        }
        // An order is signed by its code, below.
        if ('toSign' in found) throw problem(refuse('not-found', { id: 'links/…' }));
        if ('invited' in found) {
          await answerInvitation(services, found.invited, body, requestId);
          return { status: 200, body: await view(found) };
        }
        const { task } = found;
        const input = parseInput(task.step, body);
        // A form that is sent again because its answer was lost is the same act.
        const commandId = `link-${createHash('sha256').update(`${task.id} ${JSON.stringify(input)}`).digest('hex')}`;
        await act(services, journeyOfTask(task.id), completeAnyTaskUpdate, {
          taskId: task.id, input, meta: { actor: `customer-link:${task.deploymentId}`, channel: 'link', commandId, requestId },
        });
        return { status: 200, body: await view(await opened(params.token)) };
      },
    }),
    ...signingRoutes(services, async (token) => {
      const found = await opened(token);
      if (!('toSign' in found)) throw problem(refuse('not-found', { id: 'links/…' }));
      return found.toSign;
    }),
  ];
}
