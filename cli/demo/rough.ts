/** The demonstration in which things go wrong, as they do: four sites, and what may happen to each. */
import type { TaskInputs } from '../../domain/deployment/steps.schema.ts';
import type { TaskStep } from '../../domain/deployment/steps.ts';
import { morningIn } from './paris-time.ts';
import { answerTo, plainVisit, type TaskFacts } from './people.ts';
import type { Look, Scenario } from './scenario.ts';
import { shortObservation } from './straight.ts';
import type { TimelineEntry } from './story.ts';

type Trouble = { readonly [Step in TaskStep]?: (facts: TaskFacts) => TaskInputs[Step] | undefined };

/** The slot of Nantes is agreed anew after the OBL has moved it, and after the customer has. */
const slotsAtNantes = 3;
const [nantes, rennes, lille, metz] = ['S001', 'S002', 'S003', 'S004'] as const;

/** What people answer when it goes wrong; undefined: as on a day without trouble. */
const trouble: Trouble = {
  'techno-commercial-approval': ({ occurrence }) => (occurrence > 1 ? undefined : { approved: false, comment: 'L’éligibilité de Rennes en FTTO n’est pas démontrée : à reprendre.' }),
  'approval-refused': () => ({ comment: 'Éligibilité de Rennes confirmée par deux opérateurs, captures jointes.' }),
  'obl-choice': () => ({ obl: 'orange-wholesale', comment: 'Délai annoncé le plus court.' }),
  'access-order-refused': () => ({ choice: 'other-obl', obl: 'axione', comment: 'Saturé chez le premier, éligible chez le second.' }),
  'technical-visit': ({ site, occurrence }) => (site === rennes && occurrence === 1
    ? { outcome: 'works-needed', questionnaire: plainVisit, comment: 'Fourreau écrasé sous la cour : génie civil à prévoir.' } : undefined),
  'visit-unfavourable': () => ({ choice: 'quote', amountCents: 185_000, description: 'Réfection du fourreau sous la cour, 12 mètres', comment: 'Devis de l’entreprise de travaux joint.' }),
  'works-quote': () => ({ agreed: true, comment: 'Bon pour accord.' }),
  'delivery-reservations': () => ({ choice: 'accept-with-reservations', comment: 'Réserves mineures, levées à la mise en service.' }),
  'activation': ({ site, occurrence, nowMs }) => (site === lille && occurrence > 1 ? { ...straight('activation', nowMs), comment: 'Jarretière remplacée, tests à relancer.' } : undefined),
  'invoice-validation': ({ site, occurrence }) => (site === lille && occurrence === 1 ? { validated: false, reason: 'Les frais d’accès devaient être offerts, voir la proposition.' } : undefined),
  'invoice-correction': () => ({ choice: 'again', comment: 'Vérifié avec le commerce : les frais d’accès sont dus, geste traité à part.' }),
  'abandon-approval': () => ({ approved: true, comment: 'Le dépôt ferme en mars, rien à déployer.' }),
};

export const roughScenario: Scenario = {
  launchFile: 'launch-rough.json',
  borrowed: [shortObservation, {
    policy: 'reminders', meaning: 'an OBL that does not acknowledge is reminded after six seconds',
    shorten: (value) => ({ ...value, 'obl-acknowledgement': { ...value['obl-acknowledgement'] as object, firstAfter: { elapsed: 'PT6S' }, againEvery: { elapsed: 'PT30S' } } }),
  }],
  answer(step, facts) {
    // Metz is given up before anybody comes; at Nantes nobody comes before the last slot.
    if (facts.site === metz && step !== 'abandon-approval') return undefined;
    if (facts.site === nantes && step === 'technical-visit' && slotsOf(facts.told, nantes) < slotsAtNantes) return undefined;
    const answer = trouble[step] as ((facts: TaskFacts) => TaskInputs[TaskStep] | undefined) | undefined;
    return answer?.(facts) ?? answerTo(step, facts);
  },
  act,
  refusedDocuments: { 'bank-details': 'Le RIB est illisible : scannez-le à plat, en couleur.' },
  abandoned: [metz],
};

async function act({ api, deploymentId, sites, told, nowMs }: Look): Promise<boolean> {
  const phaseOf = (key: string): string | undefined => sites.find(({ site }) => site === key)?.phase;
  const path = `/deployments/${deploymentId}/sites`;
  // The OBL has moved the first slot by itself; the second does not suit the customer.
  if (phaseOf(nantes) === 'technical-visit' && slotsOf(told, nantes) === slotsAtNantes - 1) {
    await api.post('coordinator', `${path}/${nantes}/replan`, { ...morningIn(9, nowMs), askedBy: 'customer', reason: 'Le fournil est fermé ce jour-là.' });
    return true;
  }
  if (phaseOf(metz) === 'intervention-planning' && !has(told, metz, 'taskOpened', 'abandon-approval')) {
    await api.post('coordinator', `${path}/${metz}/abandon`, { reason: 'Le client ferme son dépôt de Metz.' });
    return true;
  }
  return false;
}

function straight(step: 'activation', nowMs: number): TaskInputs['activation'] {
  return answerTo(step, { deploymentId: '', site: null, accessType: null, nowMs, occurrence: 1, serialNumbers: [], told: [] }) as TaskInputs['activation'];
}

function entriesOf(told: readonly TimelineEntry[], site: string, type: string): readonly TimelineEntry[] {
  return told.filter((entry) => entry.type === type && entry.journeyId.endsWith(`/${site}`));
}

function slotsOf(told: readonly TimelineEntry[], site: string): number {
  return entriesOf(told, site, 'slotAgreed').length;
}

function has(told: readonly TimelineEntry[], site: string, type: string, step: TaskStep): boolean {
  return entriesOf(told, site, type).some(({ payload }) => (payload['task'] as { step?: string } | undefined)?.step === step);
}
