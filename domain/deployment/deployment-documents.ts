/** The documents of a deployment (D-04): added, accepted or refused, and what sales must still bring, as one task that keeps itself up to date. */
import { missingDocuments, requiredDocuments, stateOfKind, type HeldDocument } from '../documents/matrix.ts';
import { refuse } from '../errors/codes.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import { taskChange, type Task } from '../journey/task.ts';
import type { DeploymentCommand, DeploymentEvent, DeploymentState, Documents, Launch } from './deployment.ts';
import { cancellable, factsOf, isOver, launchOf, orderContext, taskOf, wrongState } from './deployment-steps.ts';
import { deploymentSteps, type DeploymentStep } from './steps.ts';

type CommandOf<Type extends DeploymentCommand['type']> = Extract<DeploymentCommand, { readonly type: Type }>;
type DocumentEvent = Extract<DeploymentEvent, { readonly type: 'documentAdded' | 'documentAccepted' | 'documentRejected' }>;

export function decideDocument(state: DeploymentState, command: CommandOf<'addDocument' | 'acceptDocument' | 'rejectDocument'>): Decision<DeploymentEvent> {
  if (command.type === 'addDocument') {
    if (isOver(state.phase)) return wrongState(state, cancellable);
    // Added under the same id: the same document, sent again.
    return state.documents[command.document.id] ? accept() : happened(state, { type: 'documentAdded', document: command.document });
  }
  const { documentId } = command;
  const document = state.documents[documentId];
  if (!document) return reject(refuse('not-found', { id: documentId }));
  const { kind, status } = document;
  if (command.type === 'acceptDocument') {
    if (status === 'accepted') return accept();
    return isOver(state.phase) ? wrongState(state, cancellable) : happened(state, { type: 'documentAccepted', documentId, kind });
  }
  if (status === 'rejected' && document.reason === command.reason) return accept();
  // What an ended step was built on stays.
  const open = status === 'accepted' ? untilValidated : cancellable;
  return open.includes(state.phase) ? happened(state, { type: 'documentRejected', documentId, kind, reason: command.reason }) : wrongState(state, open);
}

const untilValidated: readonly DeploymentStep[] = deploymentSteps.slice(0, deploymentSteps.indexOf('technical-validation') + 1);

function happened(state: DeploymentState, event: DocumentEvent): Decision<DeploymentEvent> {
  const after: DeploymentState = { ...state, documents: evolveDocuments(state.documents, event) };
  return accept<DeploymentEvent>(event, ...(state.phase === 'technical-validation' ? askedOfSales(after) : []));
}

export function evolveDocuments(documents: Documents, event: DocumentEvent): Documents {
  if (event.type === 'documentAdded') {
    const { id, kind, digest } = event.document;
    return { ...documents, [id]: { kind, digest, status: 'added', reason: null } };
  }
  const document = documents[event.documentId];
  if (!document) return documents;
  const verdict: Pick<HeldDocument, 'status' | 'reason'> = event.type === 'documentAccepted' ? { status: 'accepted', reason: null } : { status: 'rejected', reason: event.reason };
  return { ...documents, [event.documentId]: { ...document, ...verdict } };
}

/** The mandatory documents without an accepted one (D-04). */
export function stillMissing(state: DeploymentState): string[] {
  return missingDocuments(requiredDocuments(factsOf(launchOf(state))), Object.values(state.documents));
}

/** The mandatory documents that sales must bring: there is none, or it was refused. */
export function toBring(state: DeploymentState): string[] {
  const { missing, refused } = wanted(launchOf(state), state.documents);
  return [...missing, ...refused];
}

/** D-04: one task lists what is missing or refused, follows every change, and goes by itself with the last that is accepted. */
export function askedOfSales(state: DeploymentState): DeploymentEvent[] {
  const launch = launchOf(state);
  const open = Object.values(state.tasks.open).find(({ step }) => step === 'missing-documents');
  if (stillMissing(state).length === 0) return open ? [{ type: 'taskWithdrawn', taskId: open.id, reason: 'documents-complete' }] : [];
  const context = { ...orderContext(launch), ...contextOf(launch, state.documents) };
  if (open) return taskChange(open, { context, dueAtMs: open.dueAtMs });
  return toBring(state).length === 0 ? [] : [taskOf(state, launch, 'missing-documents', context)];
}

function wanted(launch: Launch, documents: Documents) {
  const held = Object.values(documents);
  const states = requiredDocuments(factsOf(launch)).map((kind) => ({ kind, ...stateOfKind(kind, held) }));
  const those = (wantedStatus: string): string[] => states.filter(({ status }) => status === wantedStatus).map(({ kind }) => kind);
  return { missing: those('missing'), refused: those('rejected'), toCheck: those('added'), reasons: states.flatMap(({ kind, reason }) => (reason === null ? [] : [`${kind} : ${reason}`])) };
}

function contextOf(launch: Launch, documents: Documents): Task['context'] {
  const { missing, refused, toCheck, reasons } = wanted(launch, documents);
  return { missingDocuments: missing.join(', '), refusedDocuments: refused.join(', '), refusalReasons: reasons.join(' ; '), documentsToCheck: toCheck.join(', ') };
}
