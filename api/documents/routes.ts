/** The routes of documents (D-04): add, list with what is still missing, read, show or download, accept, refuse. */
import { z } from 'zod';
import { readDeployment } from '../../db/deployment/reads.ts';
import { listDocuments, readDocument, readOrderFacts, type DocumentRead } from '../../db/documents/reads.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import { isIssued, issuedKinds } from '../../domain/documents/issued.ts';
import { documentKinds, documentMediaTypes, maySee } from '../../domain/documents/kinds.ts';
import { missingDocuments, requiredDocuments, stateOfKind } from '../../domain/documents/matrix.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { ActMeta } from '../../domain/journey/journey.ts';
import type { Scope } from '../../domain/people/scope.ts';
import type { Principal } from '../../domain/people/principal.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import { acceptDocumentUpdate, rejectDocumentUpdate } from '../../workflows/deployment/messages.ts';
import { demandItsCoordinator } from '../deployment/coordinator.ts';
import { byDeploymentId } from '../deployment/fields.schema.ts';
import { visibleDeployment } from '../deployment/visible.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import { act, metaOf, unlessRecorded } from '../journey/act.ts';
import { profilesTowards } from '../people/reach.ts';
import type { Services } from '../services.ts';
import { addDocument } from './add.ts';
import { contentDisposition } from './download.ts';
import { documentContentQuery, documentList, documentRejection, documentView, newDocument } from './views.schema.ts';

const byId = z.object({ id: z.uuid() });

interface Reader {
  readonly principal: Principal;
  readonly scope: Scope;
}

export function documentRoutes(services: Services): Route[] {
  const { pool, documents } = services;

  /** @throws {Problem} `not-found`, also for what the person may not see. */
  async function visible(id: string, reader: Reader): Promise<DocumentRead> {
    const document = await readDocument(pool, id);
    const deployment = document && await readDeployment(pool, document.deploymentId);
    if (!deployment || !(await seesCustomer(pool, reader.scope, deployment.customerId))) throw problem(refuse('not-found', { id }));
    if (!mayShow(document, reader.scope, await profilesTowards(pool, reader.principal, deployment.customerId))) throw problem(refuse('not-found', { id }));
    return document;
  }

  /** @throws {Problem} `not-found`, `D-03.other-coordinator`, and what `send` throws. */
  async function judge(documentId: string, request: Reader & Pick<ActMeta, 'commandId'>, send: (deploymentId: string) => Promise<void>) {
    const { id, deploymentId } = await visible(documentId, request);
    const deployment = await visibleDeployment(pool, deploymentId, request.scope);
    await unlessRecorded(services, request, async () => {
      demandItsCoordinator(deployment, request.principal);
      await send(deploymentId);
    });
    return await recorded(id, request);
  }

  /** @throws {Error} of one that was just recorded, none. */
  async function recorded(id: string, { scope }: Reader) {
    const document = await readDocument(pool, id);
    if (!document) throw new Error(`the document ${id} is not where it was recorded`);
    return view(document, scope);
  }

  return [
    defineRoute({
      method: 'POST', path: '/deployments/{id}/documents', operationId: 'addDocument', tags: ['documents'],
      summary: { fr: 'Ajouter une pièce à un déploiement (D-04)', en: 'Add a document to a deployment (D-04)' },
      description: {
        fr: 'Un fichier PDF, JPEG, PNG ou XLSX. Son type est lu dans son contenu ; ni son nom ni le type annoncé ne comptent.',
        en: 'One file: PDF, JPEG, PNG or XLSX. Its type is told from its content; neither its name nor the type declared for it counts.',
      },
      guard: { permission: 'document:add' }, params: byDeploymentId, body: newDocument, multipart: true,
      answers: { 201: { description: { fr: 'Ajoutée', en: 'Added' }, schema: documentView, headers: { location: { fr: 'Adresse de la pièce', en: 'Address of the document' } } } },
      refusals: ['not-found', 'wrong-state', 'unsupported-media-type', 'D-04.wrong-file-type', 'D-04.empty-file', 'D-04.encrypted-file', 'outcome-unknown'],
      handle: async (request) => {
        const { id: deploymentId } = await visibleDeployment(pool, request.params.id, request.scope);
        const id = await addDocument(services, { deploymentId, ...request.body }, metaOf(request), request.allocate);
        return { status: 201, headers: { location: `${basePath}/documents/${id}` }, body: await recorded(id, request) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/deployments/{id}/documents', operationId: 'listDocuments', tags: ['documents'],
      summary: { fr: 'Lister les pièces d’un déploiement, et celles qui manquent (D-04)', en: 'List the documents of a deployment, and those missing (D-04)' },
      guard: { permission: 'deployment:read' }, params: byDeploymentId,
      answers: { 200: { description: { fr: 'Les pièces, de la plus ancienne à la plus récente', en: 'The documents, oldest first' }, schema: documentList } },
      refusals: ['not-found'],
      handle: async ({ params, principal, scope }) => {
        const { customerId } = await visibleDeployment(pool, params.id, scope);
        const profiles = await profilesTowards(pool, principal, customerId);
        const [held, facts] = await Promise.all([listDocuments(pool, params.id), readOrderFacts(pool, params.id)]);
        const isOwn = scope.reach === 'own';
        // Of what the house may not open, it still knows whether it is there.
        const required = facts === undefined ? [] : requiredDocuments(facts).filter((kind) => !isOwn || mayShow({ kind }, scope, profiles));
        const states = held.flatMap(({ kind, status, rejectionReason }) => (isIssued(kind) || status === 'issued' ? [] : [{ kind, status, reason: isOwn ? null : rejectionReason }]));
        return {
          status: 200,
          body: {
            items: held.filter((document) => mayShow(document, scope, profiles)).map((document) => view(document, scope)),
            required: required.map((kind) => ({ kind, label: documentKinds[kind].label, ...stateOfKind(kind, states) })),
            missing: missingDocuments(required, states),
          },
        };
      },
    }),
    defineRoute({
      method: 'GET', path: '/documents/{id}', operationId: 'readDocument', tags: ['documents'],
      summary: { fr: 'Lire ce qu’on sait d’une pièce', en: 'Read what is known of a document' },
      guard: { permission: 'deployment:read' }, params: byId,
      answers: { 200: { description: { fr: 'La pièce, sans son contenu', en: 'The document, without its content' }, schema: documentView } },
      refusals: ['not-found'],
      handle: async (request) => ({ status: 200, body: view(await visible(request.params.id, request), request.scope) }),
    }),
    defineRoute({
      method: 'GET', path: '/documents/{id}/content', operationId: 'downloadDocument', tags: ['documents'],
      summary: { fr: 'Voir ou télécharger le fichier d’une pièce', en: 'Show or download the file of a document' },
      guard: { permission: 'deployment:read' }, params: byId, query: documentContentQuery,
      answers: {
        200: {
          description: { fr: 'Le fichier, tel qu’il a été envoyé', en: 'The file, as it was sent' }, mediaTypes: documentMediaTypes,
          headers: { 'content-disposition': { fr: 'Un téléchargement, sauf demande contraire', en: 'A download, unless asked otherwise' } },
        },
      },
      refusals: ['not-found'],
      handle: async (request) => {
        const { id, kind, mediaType, fileName, sha256 } = await visible(request.params.id, request);
        const bytes = await documents.get(sha256);
        if (bytes === undefined) throw new Error(`the content of document ${id} is not where it was stored`);
        return { status: 200, bytes, headers: { 'content-type': mediaType, 'content-disposition': contentDisposition(request.query.disposition, { fileName, kind, mediaType }) } };
      },
    }),
    defineRoute({
      method: 'POST', path: '/documents/{id}/accept', operationId: 'acceptDocument', tags: ['documents'],
      summary: { fr: 'Accepter une pièce (D-04)', en: 'Accept a document (D-04)' },
      guard: { permission: 'document:accept' }, params: byId,
      answers: { 200: { description: { fr: 'Acceptée', en: 'Accepted' }, schema: documentView } },
      refusals: ['not-found', 'D-03.other-coordinator', 'wrong-state', 'outcome-unknown'],
      handle: async (request) => {
        const { params: { id } } = request;
        return { status: 200, body: await judge(id, request, (deploymentId) => act(services, deploymentId, acceptDocumentUpdate, { documentId: id, meta: metaOf(request) })) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/documents/{id}/reject', operationId: 'rejectDocument', tags: ['documents'],
      summary: { fr: 'Refuser une pièce, avec le motif que lira le commerce (D-04)', en: 'Refuse a document, with the reason that sales will read (D-04)' },
      guard: { permission: 'document:accept' }, params: byId, body: documentRejection,
      answers: { 200: { description: { fr: 'Refusée', en: 'Refused' }, schema: documentView } },
      refusals: ['not-found', 'D-03.other-coordinator', 'wrong-state', 'outcome-unknown'],
      handle: async (request) => {
        const { params: { id }, body: { reason } } = request;
        return { status: 200, body: await judge(id, request, (deploymentId) => act(services, deploymentId, rejectDocumentUpdate, { documentId: id, reason, meta: metaOf(request) })) };
      },
    }),
  ];
}

function mayShow({ kind }: Pick<DocumentRead, 'kind'>, { reach }: Scope, profiles: readonly Profile[]): boolean {
  return isIssued(kind) || maySee(kind, reach, profiles);
}

function view(document: DocumentRead, { reach }: Scope) {
  const isOwn = reach === 'own';
  return {
    ...document, label: isIssued(document.kind) ? issuedKinds[document.kind].label : documentKinds[document.kind].label,
    addedBy: isOwn ? null : document.addedBy, addedByName: isOwn ? null : document.addedByName, addedAt: document.addedAt.toISOString(),
    acceptedBy: isOwn ? null : document.acceptedBy, acceptedAt: document.acceptedAt?.toISOString() ?? null,
    rejectedBy: isOwn ? null : document.rejectedBy, rejectedAt: document.rejectedAt?.toISOString() ?? null, rejectionReason: isOwn ? null : document.rejectionReason,
  };
}
