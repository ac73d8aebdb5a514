/** The routes of changes during the journey (D-25): target date, contact, offer; and what was changed so far. */
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { countLaunchChanges, forgetLaunchChange, keepLaunchChange, readChanges, type LaunchChange } from '../../db/deployment/launch-changes.ts';
import { readLaunchFile } from '../../db/deployment/launch-files.ts';
import { readSites } from '../../db/deployment/reads.ts';
import { dateOfOurTime } from '../../domain/calendar/date.schema.ts';
import { siteJourneyId, siteKey } from '../../domain/deployment/deployment.ts';
import type { OfferTotals } from '../../domain/deployment/changes.ts';
import { contact, isSameContact, launchFile, launchSite, type LaunchFile } from '../../domain/deployment/launch.schema.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { ActMeta } from '../../domain/journey/journey.ts';
import { changeContactUpdate, changeOfferUpdate, changeSiteOfferUpdate, changeTargetDateUpdate } from '../../workflows/deployment/messages.ts';
import { faultsOf } from '../http/fields.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { act, isRefusal, metaOf, unlessRecorded } from '../journey/act.ts';
import type { Services } from '../services.ts';
import { demandTowards } from '../people/reach.ts';
import { demandItsCoordinator } from './coordinator.ts';
import { byDeploymentId, reason, siteKey as site } from './fields.schema.ts';
import { deploymentViewer } from './view.ts';
import { deploymentView } from './views.schema.ts';
import { visibleDeployment } from './visible.ts';

const contactChange = z.strictObject({
  site: site.optional().meta({ description: 'The site whose contact it is; absent: of the whole deployment' }),
  remove: contact.pick({ role: true, name: true }).optional(),
  add: contact.optional(),
}).refine(({ remove, add }) => remove !== undefined || add !== undefined, 'a contact to add, to remove, or both');
type ContactChange = z.infer<typeof contactChange>;

const offerChange = z.strictObject({ site, lines: launchSite.shape.lines });

const change = z.union([
  z.strictObject({ reason, targetActivationDate: dateOfOurTime }),
  z.strictObject({ reason, contact: contactChange }),
  z.strictObject({ reason, offer: offerChange }),
]);

const changeView = z.object({
  at: z.iso.datetime(), actor: z.string(), type: z.enum(['targetDateChanged', 'contactChanged', 'offerChanged', 'addressChanged']), site: z.string().nullable(), reason: z.string(),
  before: z.unknown().meta({ description: 'Null where it was erased' }), after: z.unknown(),
}).meta({ id: 'DeploymentChange' });

interface Asked {
  readonly deploymentId: string;
  readonly meta: ActMeta;
  readonly reason: string;
  /** The same for a request that is sent again. */
  readonly changeId: string;
}

export function changeRoutes(services: Services): Route[] {
  const { pool } = services;
  const view = deploymentViewer(pool);

  /** @throws {Problem} `not-found` where the deployment has no such site. */
  async function fileWith(deploymentId: string, key: string | undefined): Promise<{ file: LaunchFile; index: number }> {
    const file = await readLaunchFile(pool, deploymentId);
    const index = file.sites.findIndex((_, at) => siteKey(at) === key);
    if (key !== undefined && index < 0) throw problem(refuse('not-found', { id: key }));
    return { file, index };
  }

  /** Keeps the change, then has its journey decide. @throws {Problem} the refusal, of which nothing is kept; `D-25.changed-meanwhile` where the site set out since the first attempt. */
  async function decide(change: LaunchChange, ask: () => Promise<void>): Promise<void> {
    if (!(await keepLaunchChange(pool, change))) throw problem(refuse('D-25.changed-meanwhile'));
    try {
      await ask();
    } catch (error) {
      if (isRefusal(error)) await forgetLaunchChange(pool, change.id);
      throw error;
    }
  }

  async function changeContact({ deploymentId, meta, reason: why, changeId }: Asked, asked: ContactChange): Promise<void> {
    const { file, index } = await fileWith(deploymentId, asked.site);
    const before = asked.site === undefined ? file.contacts : file.sites[index]?.contacts ?? [];
    const after = contactsAfter(before, asked);
    const changed: LaunchFile = asked.site === undefined ? { ...file, contacts: after } : { ...file, sites: file.sites.map((one, at) => (at === index ? { ...one, contacts: after } : one)) };
    const parsed = launchFile.safeParse(changed);
    if (!parsed.success) throw problem(refuse('malformed-request'), { faults: faultsOf('body', parsed.error.issues.map((issue) => ({ ...issue, path: ['contact'] })), { contact: asked }) });
    const part = asked.site === undefined ? ['contacts'] : ['sites', String(index), 'contacts'];
    const revision = await countLaunchChanges(pool, deploymentId, part);
    const { add, remove } = asked;
    await decide({ id: changeId, deploymentId, journeyId: deploymentId, part, before, after }, () => act(services, deploymentId, changeContactUpdate, {
      changeId, revision, reason: why, site: asked.site ?? null, role: add?.role ?? remove?.role ?? 'administrative', action: !add ? 'removed' : remove ? 'replaced' : 'added', meta,
    }));
  }

  async function changeOffer({ deploymentId, meta, reason: why, changeId }: Asked, { site: key, lines }: z.infer<typeof offerChange>): Promise<void> {
    const { file, index } = await fileWith(deploymentId, key);
    const before = file.sites[index]?.lines ?? [];
    // A site that is on its way decides for itself; it has a row from its opening on.
    const isOnItsWay = (await readSites(pool, deploymentId)).some((one) => one.site === key);
    const journeyId = isOnItsWay ? siteJourneyId(deploymentId, key) : deploymentId;
    const part = ['sites', String(index), 'lines'];
    const revision = await countLaunchChanges(pool, journeyId, part);
    const facts = { changeId, revision, reason: why, before: totalsOf(before), after: totalsOf(lines), meta };
    await decide({ id: changeId, deploymentId, journeyId, part, before, after: lines }, () => (
      isOnItsWay ? act(services, journeyId, changeSiteOfferUpdate, facts) : act(services, journeyId, changeOfferUpdate, { ...facts, site: key })));
  }

  return [
    defineRoute({
      method: 'POST', path: '/deployments/{id}/changes', operationId: 'changeDeployment', tags: ['deployments'],
      summary: { fr: 'Changer la date cible, un contact ou une offre (D-25)', en: 'Change the target date, a contact or an offer (D-25)' },
      guard: { permission: 'deployment:change' }, params: byDeploymentId, body: change,
      answers: { 200: { description: { fr: 'Changé', en: 'Changed' }, schema: deploymentView } },
      refusals: [
        'malformed-request', 'not-found', 'D-03.other-coordinator', 'wrong-state', 'D-01.target-date-past', 'D-25.unknown-contact', 'D-25.contact-known', 'D-25.changed-meanwhile', 'D-25.offer-invoiced', 'outcome-unknown',
      ],
      handle: async (request) => {
        const { params: { id }, body, scope } = request;
        const deployment = await visibleDeployment(pool, id, scope);
        await unlessRecorded(services, request, async () => {
          demandItsCoordinator(deployment, request.principal);
          const asked: Asked = { deploymentId: id, meta: metaOf(request), reason: body.reason, changeId: await request.allocate(async () => uuidv7()) };
          if ('contact' in body) await changeContact(asked, body.contact);
          else if ('offer' in body) await changeOffer(asked, body.offer);
          else await act(services, id, changeTargetDateUpdate, { targetActivationDate: body.targetActivationDate, reason: body.reason, meta: asked.meta });
        });
        return { status: 200, body: await view(id, scope) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/deployments/{id}/changes', operationId: 'listDeploymentChanges', tags: ['deployments'],
      summary: { fr: 'Lister les changements, avant et après (D-25)', en: 'List the changes, before and after (D-25)' },
      guard: { permission: 'timeline:read', also: 'deployment:read' }, params: byDeploymentId,
      answers: { 200: { description: { fr: 'Du plus ancien au plus récent', en: 'Oldest first' }, schema: z.object({ items: z.array(changeView) }) } },
      refusals: ['not-found'],
      handle: async ({ params: { id }, scope, principal }) => {
        const { customerId } = await visibleDeployment(pool, id, scope);
        await demandTowards(pool, principal, 'deployment:read', customerId, id);
        return { status: 200, body: { items: (await readChanges(pool, id)).map((one) => ({ ...one, at: one.at.toISOString() })) } };
      },
    }),
  ];
}

/** @throws {Problem} `D-25.unknown-contact` where none has that role and name; `D-25.contact-known` where another has those of the one to add: neither could be told apart again. */
function contactsAfter(before: LaunchFile['contacts'], { remove, add }: ContactChange): LaunchFile['contacts'] {
  const others = before.filter((one) => !remove || !isSameContact(one, remove));
  if (remove && others.length !== before.length - 1) throw problem(refuse('D-25.unknown-contact', {}, '/contact/remove'));
  if (add && others.some((one) => isSameContact(one, add))) throw problem(refuse('D-25.contact-known', {}, '/contact/add'));
  return [...others, ...(add ? [add] : [])];
}

function totalsOf(lines: LaunchFile['sites'][number]['lines']): OfferTotals {
  return { recurringCents: lines.reduce((sum, line) => sum + line.recurringCents, 0), oneOffCents: lines.reduce((sum, line) => sum + line.oneOffCents, 0) };
}
