/** The reason of a contact leads to what handles it, filled in with what is known (C-02); that there was a contact writes itself into the timeline (C-04). */
import { z } from 'zod';
import { readKnown, recordContact, type KnownRow, type Named } from '../../db/customer/known.ts';
import { contactChannels, leadOf, type ContactChannel, type Target } from '../../domain/customer/openings.ts';
import { refuse, type Language } from '../../domain/errors/codes.ts';
import { allows, type Permission } from '../../domain/people/permissions.ts';
import type { Principal } from '../../domain/people/principal.ts';
import { profileNames, profiles, type Profile } from '../../domain/people/profiles.ts';
import type { Scope } from '../../domain/people/scope.ts';
import type { Policies } from '../../domain/policy/policies.schema.ts';
import { contactReasons } from '../../domain/policy/relations.schema.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Guard, type Route } from '../http/route.ts';
import { mayTowards } from '../people/reach.ts';
import type { Services } from '../services.ts';
import { byCustomerId } from './views.schema.ts';
import { editOf } from './visible.ts';

const rds = z.string().trim().min(1).max(60).meta({ description: 'The service that it is about' });
const contactId = z.uuid().meta({ description: 'Which of his contacts speaks' });
const channel = z.enum(contactChannels);

const lead = z.object({
  reason: z.string().meta({ description: 'Of the policy `contact-reasons`' }), label: z.string(), operationId: z.string(),
  opens: z.array(z.object({
    method: z.string(), href: z.string(), body: z.record(z.string(), z.unknown()).meta({ description: 'What of the form is known' }),
  })).meta({ description: 'What the asker may open, one for each that it could be done to; none: it is not his, or there is nothing to do it to' }),
  openedBy: z.array(z.object({ profile: z.string(), label: z.string() })).meta({ description: 'Who may: to whom the contact is handed over otherwise' }),
}).meta({ id: 'ContactLead' });

type Reason = Policies['contact-reasons']['reasons'][number];
interface Asked { readonly row: KnownRow; readonly named: Named; readonly channel: ContactChannel | null; readonly principal: Principal; readonly language: Language }

/** @param routeOf a route of the API by its operation */
export function contactReasonRoutes(services: Pick<Services, 'pool' | 'nowMs'>, routeOf: (operationId: string) => Route | undefined): Route[] {
  const { pool, nowMs } = services;

  /** @throws {Problem} `not-found`; `C-02.unknown-service`, `C-01.unknown-contact` for what is not his. */
  async function known(id: string, scope: Scope, named: Named, at: (field: string) => string | undefined) {
    const row = await readKnown(pool, id, scope, named);
    if (!row) throw problem(refuse('not-found', { id }));
    if (named.rds !== undefined && !row.hasService) throw problem(refuse('C-02.unknown-service', { rds: named.rds }, at('rds')));
    if (named.contactId !== undefined && row.caller === null) throw problem(refuse('C-01.unknown-contact', { contactId: named.contactId }, at('contactId')));
    return { row, reasons: contactReasons.parse(row.policy).reasons };
  }

  /** What the reason opens; for who may not, what it opens otherwise, where he may that (C-02). */
  async function leadFor({ otherwise, ...reason }: Reason, asked: Asked): Promise<z.input<typeof lead>> {
    const first = await leadBy(reason, asked);
    if (first.mayOpen || otherwise === undefined) return first.lead;
    const second = await leadBy({ ...reason, with: {}, ...otherwise }, asked);
    return second.mayOpen ? second.lead : first.lead;
  }

  async function leadBy({ key: reason, label, opens, with: said = {} }: Omit<Reason, 'otherwise'>, asked: Asked): Promise<{ readonly mayOpen: boolean; readonly lead: z.input<typeof lead> }> {
    const { row, named, language, principal } = asked;
    const { operationId, targets } = leadOf(opens, said, {
      customerId: row.id, channel: asked.channel, rds: named.rds ?? (row.services.length === 1 ? row.services[0] ?? null : null), endable: row.endable, caller: row.caller, deployments: row.deployments,
    });
    const route = routeOf(operationId);
    const permissions = route ? permissionsOf(route.guard) : [];
    const may = (await Promise.all(permissions.map((permission) => mayTowards(pool, principal, permission, row.id)))).includes(true);
    return {
      mayOpen: may,
      lead: {
        reason, label: label[language], operationId, opens: route && may ? targets.map((target) => opening(route, target)) : [],
        openedBy: profileNames.filter((profile) => profile !== 'customer' && permissions.some((permission) => allows([profile], permission))).map((profile: Profile) => ({ profile, label: profiles[profile].label[language] })),
      },
    };
  }

  return [
    defineRoute({
      method: 'GET', path: '/customers/{id}/contact-reasons', operationId: 'listContactReasons', tags: ['customers'],
      summary: { fr: 'Lire où mène chaque motif de contact, ce que l’on sait déjà étant rempli (C-02)', en: 'Read where each reason of contact leads, with what is known filled in (C-02)' },
      guard: { permission: 'contact:record' }, params: byCustomerId, query: z.object({ rds: rds.optional(), contactId: contactId.optional(), channel: channel.optional() }),
      answers: { 200: { description: { fr: 'Dans l’ordre de la politique « contact-reasons »', en: 'In the order of the policy “contact-reasons”' }, schema: z.object({ items: z.array(lead) }) } },
      refusals: ['not-found', 'C-01.unknown-contact', 'C-02.unknown-service'],
      handle: async ({ params, query, principal, scope, language }) => {
        const { row, reasons } = await known(params.id, scope, query, () => undefined);
        const asked = { row, named: query, channel: query.channel ?? null, principal, language };
        return { status: 200, body: { items: await Promise.all(reasons.map((reason) => leadFor(reason, asked))) } };
      },
    }),
    defineRoute({
      method: 'POST', path: '/customers/{id}/interactions', operationId: 'recordInteraction', tags: ['customers'],
      summary: { fr: 'Enregistrer un contact et apprendre ce qu’il faut ouvrir (C-02, C-04)', en: 'Record a contact, and learn what to open (C-02, C-04)' },
      guard: { permission: 'contact:record' }, params: byCustomerId,
      body: z.strictObject({
        reason: z.string().min(1).max(60).meta({ description: 'Of the policy `contact-reasons`' }), channel, direction: z.enum(['in', 'out']).default('in').meta({ description: 'He reached us, or we him' }),
        rds: rds.optional(), contactId: contactId.optional(),
      }).meta({ id: 'Interaction' }),
      answers: { 201: { description: { fr: 'Dans le fil du client', en: 'In the customer’s timeline' }, schema: lead } },
      refusals: ['not-found', 'C-01.unknown-contact', 'C-02.unknown-service', 'C-02.unknown-reason'],
      handle: async (request) => {
        const { params, body, principal, scope, language } = request;
        const { row, reasons } = await known(params.id, scope, body, (field) => `/${field}`);
        const reason = reasons.find(({ key }) => key === body.reason);
        if (!reason) throw problem(refuse('C-02.unknown-reason', { reason: body.reason, reasons: reasons.map(({ key }) => key).join(', ') }, '/reason'));
        await recordContact(pool, row.id, { reason: body.reason, contactChannel: body.channel, direction: body.direction, rds: body.rds ?? null, contactId: body.contactId ?? null }, editOf(request, nowMs));
        return { status: 201, body: await leadFor(reason, { row, named: body, channel: body.channel, principal, language }) };
      },
    }),
  ];
}

function permissionsOf(guard: Guard): readonly Permission[] {
  if (typeof guard === 'string' || 'callbackFrom' in guard) return [];
  return 'permission' in guard ? [guard.permission] : guard.anyOf;
}

/** One form, at the address of what it is about. */
function opening({ method, path }: Route, { params, body }: Target): { method: string; href: string; body: Record<string, unknown> } {
  return { method, href: `${basePath}${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))}`, body: { ...body } };
}
