/** The routes of policies: read, versions, edit with If-Match, preview of the impact, apply to running journeys. */
import { z } from 'zod';
import { listApplications, requestApplication, type ApplicationRead } from '../../db/policy/applications.ts';
import { journeysByVersion, listPolicies, listVersions, readPolicy, readValues, type PolicyRead, type PolicyVersionRead } from '../../db/policy/reads.ts';
import { currentPolicies, editPolicy, faultsWith, type SetFaults } from '../../db/policy/store.ts';
import { under } from '../../domain/clock/faults.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { policyCatalogue, policyNames, type PolicyName } from '../../domain/policy/catalogue.ts';
import { policyImpact } from '../../domain/policy/impact.ts';
import { policySchemas, type Policies } from '../../domain/policy/policies.schema.ts';
import { etagOf } from '../http/conditional.ts';
import { faultyBody } from '../http/domain-faults.ts';
import { fault, faultsOf } from '../http/fields.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem, type Problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { policyApplication, policyImpactView, policyProposal, policySummary, policyVersion, policyView } from './views.schema.ts';

const byName = z.object({ name: z.enum(policyNames as [PolicyName, ...PolicyName[]]) });
const etag = { etag: { fr: 'La version, pour « If-Match »', en: 'The version, for `If-Match`' } };
const versionCursor = z.int().min(1);

export function policyRoutes({ pool }: Pick<Services, 'pool'>): Route[] {
  async function existing(name: PolicyName, version?: number): Promise<PolicyRead> {
    const policy = await readPolicy(pool, name, version);
    if (!policy) throw problem(refuse('not-found', { id: version === undefined ? name : `${name}?version=${version}` }));
    return policy;
  }

  return [
    defineRoute({
      method: 'GET', path: '/policies', operationId: 'listPolicies', tags: ['policies'],
      summary: { fr: 'Lister les politiques et leur version actuelle', en: 'List the policies and their current versions' },
      guard: { permission: 'policy:read' },
      answers: { 200: { description: { fr: 'Toutes', en: 'All of them' }, schema: z.object({ items: z.array(policySummary) }) } },
      refusals: [],
      handle: async () => ({ status: 200, body: { items: (await listPolicies(pool)).filter(({ name }) => policyNames.includes(name)).map(summary) } }),
    }),
    defineRoute({
      method: 'GET', path: '/policies/{name}', operationId: 'readPolicy', tags: ['policies'],
      summary: { fr: 'Lire une politique, dans sa version actuelle ou une autre', en: 'Read a policy, in its current version or another' },
      guard: { permission: 'policy:read' }, params: byName,
      query: z.object({ version: z.coerce.number().int().min(1).max(2 ** 31 - 1).optional() }),
      answers: { 200: { description: { fr: 'La politique', en: 'The policy' }, schema: policyView, headers: etag } },
      refusals: ['not-found'],
      handle: async ({ params, query }) => answer(await existing(params.name, query.version)),
    }),
    defineRoute({
      method: 'GET', path: '/policies/{name}/versions', operationId: 'listPolicyVersions', tags: ['policies'],
      summary: { fr: 'Lister les versions d’une politique, les plus récentes d’abord', en: 'List the versions of a policy, newest first' },
      guard: { permission: 'policy:read' }, params: byName, query: pageQuery,
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(policyVersion) }) } },
      refusals: [],
      handle: async ({ params: { name }, query }) => {
        const page = await listVersions(pool, name, { below: readCursor(query.cursor, versionCursor), limit: query.limit });
        return {
          status: 200, headers: nextLink(`/policies/${name}/versions`, query, page, query.limit, () => page.at(-1)?.version),
          body: { items: page.map(({ version, author, authorName, createdAt }) => ({ version, author, authorName, createdAt: createdAt.toISOString() })) },
        };
      },
    }),
    defineRoute({
      method: 'PUT', path: '/policies/{name}', operationId: 'editPolicy', tags: ['policies'],
      summary: { fr: 'Donner à une politique une nouvelle version', en: 'Give a policy a new version' },
      description: {
        fr: 'Les nouveaux dossiers prennent la nouvelle version ; ceux en cours gardent la leur jusqu’à « apply ». Sans changement, la version reste la même.',
        en: 'New journeys take the new version; running ones keep theirs until “apply”. Without a change the version stays the same.',
      },
      guard: { permission: 'policy:edit' }, conditional: true, params: byName, body: policyProposal,
      answers: { 200: { description: { fr: 'La version actuelle', en: 'The current version' }, schema: policyView, headers: etag } },
      refusals: ['malformed-request', 'not-found', 'stale-version', 'impossible-policy', 'outcome-unknown'],
      handle: async ({ params: { name }, body, principal, matches }) => {
        const value = proposedValue(name, body.value);
        await existing(name);
        const edit = await editPolicy(pool, { name, value, author: principal.subject, hasRead: (version) => matches(etagOf(version)) });
        if (edit.outcome === 'stale') return problem(refuse('stale-version', { version: edit.version }), { headers: { etag: etagOf(edit.version) } });
        if (edit.outcome === 'faulty') return faultyPolicy(edit.faults);
        return answer(await existing(name, edit.version));
      },
    }),
    defineRoute({
      method: 'POST', path: '/policies/{name}/impact', operationId: 'previewPolicyImpact', tags: ['policies'],
      summary: { fr: 'Voir ce qu’une nouvelle valeur changerait, et pour combien de dossiers en cours', en: 'See what a new value would change, and for how many running journeys' },
      description: { fr: 'Rien n’est enregistré.', en: 'Nothing is stored.' },
      guard: { permission: 'policy:read' }, params: byName, body: policyProposal, idempotent: false,
      answers: { 200: { description: { fr: 'Les changements, valeur par valeur', en: 'The changes, value by value' }, schema: policyImpactView } },
      refusals: ['malformed-request', 'not-found', 'impossible-policy'],
      handle: async ({ params: { name }, body }) => {
        const proposed = proposedValue(name, body.value);
        await existing(name);
        const { values, versions } = await currentPolicies(pool, policyNames);
        const faults = faultsWith(values, name, proposed);
        if (faults.own.length > 0 || faults.others.length > 0) return faultyPolicy(faults);
        const running = await journeysByVersion(pool, name);
        const older = await readValues(pool, name, running.map(({ version }) => version));
        return {
          status: 200,
          body: {
            currentVersion: versions[name] ?? 0, changes: policyImpact(values[name], proposed),
            running: running.map((under) => ({ ...under, changes: policyImpact(older.get(under.version), proposed) })),
          },
        };
      },
    }),
    defineRoute({
      method: 'POST', path: '/policies/{name}/apply', operationId: 'applyPolicy', tags: ['policies'],
      summary: { fr: 'Appliquer la version actuelle aux dossiers en cours', en: 'Apply the current version to running journeys' },
      description: {
        fr: 'Les dossiers sont déplacés l’un après l’autre ; « applications » dit où cela en est. Les attentes en cours sont recalculées.',
        en: 'Journeys are moved one after the other; “applications” tells how far it has come. Waits under way are computed anew.',
      },
      guard: { permission: 'policy:edit' }, params: byName,
      answers: { 202: { description: { fr: 'Noté ; le relais s’en charge', en: 'Noted; the relay carries it out' }, schema: policyApplication } },
      refusals: ['not-found'],
      handle: async ({ params: { name }, principal, channel, requestId }) => {
        const { version } = await existing(name);
        await requestApplication(pool, { policy: name, version, requestedBy: principal.subject, channel, requestId });
        const [application] = await listApplications(pool, name, { version, limit: 1 });
        if (!application) throw new Error(`the application of ${name} ${version} was just noted`);
        return { status: 202, body: applicationView(application) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/policies/{name}/applications', operationId: 'listPolicyApplications', tags: ['policies'],
      summary: { fr: 'Suivre l’application d’une politique aux dossiers en cours', en: 'Follow the application of a policy to running journeys' },
      guard: { permission: 'policy:read' }, params: byName, query: pageQuery,
      answers: { 200: { description: { fr: 'Une page, les versions récentes d’abord', en: 'A page, newest versions first' }, schema: z.object({ items: z.array(policyApplication) }) } },
      refusals: [],
      handle: async ({ params: { name }, query }) => {
        const page = await listApplications(pool, name, { below: readCursor(query.cursor, versionCursor), limit: query.limit });
        return {
          status: 200, headers: nextLink(`/policies/${name}/applications`, query, page, query.limit, () => page.at(-1)?.version),
          body: { items: page.map(applicationView) },
        };
      },
    }),
  ];
}

/** @throws {Problem} `malformed-request` with a pointer to each field at fault. */
function proposedValue<Name extends PolicyName>(name: Name, value: unknown): Policies[Name] {
  const parsed = policySchemas[name].safeParse(value);
  if (!parsed.success) throw problem(refuse('malformed-request'), { faults: faultsOf('body', parsed.error.issues, { value }, ['value']) });
  // The schema of the name is the type of the name.
  return parsed.data as Policies[Name];
}

function faultyPolicy({ own, others }: SetFaults): Problem {
  return faultyBody('impossible-policy', under('/value', own), others.map(({ policy, pointer, code }) => fault('body', ['value'], 'contradicts-policy', { policy, at: pointer, reason: code })));
}

function answer(policy: PolicyRead) {
  const { current, value } = policy;
  const valueSchema = z.toJSONSchema(policySchemas[policy.name], { unrepresentable: 'any' }) as Record<string, unknown>;
  return {
    status: 200, headers: { etag: etagOf(policy.version) },
    body: { ...summary(policy), current, value: value as Record<string, unknown>, valueSchema },
  } as const;
}

function summary({ name, version, author, authorName, createdAt }: PolicyVersionRead) {
  const { label, rules } = policyCatalogue[name];
  return { name, label, rules: [...rules], version, author, authorName, createdAt: createdAt.toISOString() };
}

function applicationView({ requestedAt, finishedAt, policy, version, requestedBy, journeys, waiting, moved, unneeded, troubled }: ApplicationRead) {
  return {
    policy, version, requestedBy, requestedAt: requestedAt.toISOString(), journeys, waiting, moved, unneeded, troubled, finishedAt: finishedAt?.toISOString() ?? null,
  };
}
