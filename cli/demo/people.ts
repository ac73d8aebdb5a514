/** What each person of the demonstration answers when his task comes, as on a day without trouble. */
import type { AccessType } from '../../domain/deployment/deployment.ts';
import type { TaskInputs, VisitQuestionnaire } from '../../domain/deployment/steps.schema.ts';
import type { TaskStep } from '../../domain/deployment/steps.ts';
import { dateIn, morningIn } from './paris-time.ts';
import type { TimelineEntry } from './story.ts';

/** What a person knows when he acts. */
export interface TaskFacts {
  readonly deploymentId: string;
  /** Null for a task of the deployment itself. */
  readonly site: string | null;
  readonly accessType: AccessType | null;
  readonly nowMs: number;
  /** How often the person was asked this before, and now: from 1. */
  readonly occurrence: number;
  /** Of the equipment on its way to the site, as Ref.Tech told them. */
  readonly serialNumbers: readonly string[];
  /** All of the timeline so far, oldest first. */
  readonly told: readonly TimelineEntry[];
}

type Answers = { readonly [Step in TaskStep]?: (facts: TaskFacts) => TaskInputs[Step] };

const visits: Partial<Record<AccessType, VisitQuestionnaire>> = {
  ftto: {
    premises: 'technical-room', cablingPathMetres: 45, power: 'available', rackUnitsFree: 6, internalCablingDone: true,
    equipment: [{ model: 'Routeur FTTO géré', quantity: 1 }, { model: 'Convertisseur optique', quantity: 1 }],
  },
};
/** A site with nothing to do to it. */
export const plainVisit: VisitQuestionnaire = {
  premises: 'office', cablingPathMetres: 18, power: 'available', rackUnitsFree: 2, internalCablingDone: true, equipment: [{ model: 'Routeur FTTH avec secours 4G', quantity: 1 }],
};

const answers: Answers = {
  'techno-commercial-approval': () => ({ approved: true, comment: 'Les deux sites sont éligibles, architecture conforme à l’offre.' }),
  'financial-approval': () => ({ approved: true, comment: 'Marge conforme, client connu.' }),
  'sales-collection': ({ deploymentId }) => ({ b2linktReference: `B2L-${deploymentId.slice(4)}`, siteAccessHours: 'Lyon de 5 h à 14 h, Brest de 9 h à 18 h', existingLineToMigrate: false, numberPortability: false }),
  'assignment': () => ({ coordinator: 'coordinator', comment: 'Client multisite, à suivre de près.' }),
  'technical-validation': () => ({ accepted: true, comment: 'Collecte exacte, pièces complètes.' }),
  'internal-launch': ({ nowMs }) => ({ heldOn: dateIn(nowMs), salesAttended: true, presalesAttended: true, comment: 'Le commerce prévient le client.' }),
  'welcome-call': ({ nowMs }) => ({ calledOn: dateIn(nowMs), customerLaunchOn: dateIn(nowMs), comment: 'Lancement tenu dans la foulée de l’appel.' }),
  'customer-launch': ({ nowMs }) => ({ heldOn: dateIn(nowMs), administrativeDataChecked: true, solutionCoherent: true, needUnderstood: true, planningPresented: true, comment: 'Planning accepté par le client.' }),
  'technical-collection': () => ({ lanAddressing: 'dhcp', firewall: 'ours', publicAddresses: 8, comment: 'Caisses et fours connectés sur un réseau à part.' }),
  'intervention-planning': ({ nowMs, site }) => ({ ...morningIn(2 + Number(site?.slice(1) ?? 1), nowMs), comment: 'Convenu au téléphone avec le contact du site.' }),
  'technical-visit': ({ accessType }) => ({ outcome: 'favourable', questionnaire: visits[accessType ?? 'ftth'] ?? plainVisit, comment: 'Passage existant, rien à percer.' }),
  'supplementary-collection': () => ({ rackReady: true, powerReady: true, accessInstructions: 'Sonner à l’arrière, demander le responsable.' }),
  'configuration': ({ deploymentId, site }) => ({ configurationReference: `CONF-${deploymentId.slice(4)}-${site ?? ''}` }),
  'dispatch': ({ accessType }) => ({ depot: accessType === 'ftto' ? 'Dépôt Lyon Est' : 'Dépôt Brest Nord' }),
  'installation': ({ nowMs, serialNumbers }) => ({ installedOn: dateIn(nowMs), serialNumbers: serialNumbers.length > 0 ? [...serialNumbers] : ['SN-0001'], comment: 'Posé en baie, étiqueté.' }),
  'activation': ({ nowMs }) => ({ activatedOn: dateIn(nowMs), comment: 'Lien monté, tests à lancer.' }),
  'invoice-simulation': () => ({ approved: true, comment: 'Conforme à la commande signée.' }),
  'invoice-validation': () => ({ validated: true, comment: 'Bon pour facturation.' }),
  'handover': () => ({ documentationComplete: true, comment: 'Dossier remis à l’exploitation.' }),
};

/** What the task's person types in; undefined for what goes wrong, which nobody decides here. */
export function answerTo(step: TaskStep, facts: TaskFacts): TaskInputs[TaskStep] | undefined {
  return answers[step]?.(facts);
}
