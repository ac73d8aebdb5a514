/** What staff and the OBL's support are told by mail when nobody need decide: escalations and alerts (D-07, D-09, D-13, D-17, D-21). */
import type { Threshold } from '../../domain/deployment/jeopardy.ts';
import type { LadderName } from '../../domain/deployment/policy.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import { frenchDate, nbsp } from './french.ts';
import { mail, siteLine, type NoticeFrame, type NoticeSite, type NoticeText } from './texts.ts';

/** Who is told: the persons of a profile whom the deployment concerns, or the local loop operators' support. */
export type InternalRecipient = Profile | 'obl-support';

/** What a notice is about. A ladder: who keeps silent was reminded, and does not answer. */
const subjects = {
  'technical-collection': { title: 'Collecte technique attendue du client', says: 'Le client ne répond pas à nos relances. Sans sa collecte technique, les équipements ne peuvent pas être configurés.' },
  'obl-acknowledgement': { title: 'Accusé de réception attendu de l’OBL', says: 'L’opérateur de boucle locale n’a pas accusé réception de la commande malgré nos relances.' },
  'intervention-slot': { title: 'Créneau d’intervention sans réponse', says: 'Le créneau proposé pour l’intervention reste sans réponse malgré nos relances.' },
  'intervention-report': { title: 'Compte rendu d’intervention attendu', says: 'L’intervention a eu lieu ou aurait dû avoir lieu, et son compte rendu n’est pas arrivé malgré nos relances.' },
  'delivery-report': { title: 'PV de livraison attendu de l’OBL', says: 'Le PV de livraison n’est pas arrivé malgré nos relances.' },
  'invoice-validation': { title: 'Simulation de facture sans réponse du client', says: 'Le client n’a ni validé ni contesté la simulation de facture malgré nos relances. La facturation attend sa validation.' },
  'equipment-late': { title: 'Livraison en péril : équipements en retard', says: 'Les équipements ne seront pas au dépôt du technicien avant la date de livraison prévue.' },
  'jeopardy-approaching': { title: 'Échéance proche', says: 'Un jalon du planning arrive à sa date au plus tard et n’est pas fait.' },
  'jeopardy-passed': { title: 'Échéance dépassée', says: 'Un jalon du planning a dépassé sa date au plus tard et n’est pas fait.' },
  'visit-report': { title: 'Compte rendu de visite à remplir', says: 'Le créneau de l’intervention est passé. Merci de remplir la tâche de visite technique, quelle qu’en soit l’issue.' },
  'slot-agreed': { title: 'Intervention déplacée', says: 'Un nouveau créneau est convenu avec l’OBL pour l’intervention. L’heure est dans votre tâche de visite technique.' },
  'slot-off': { title: 'Intervention non maintenue', says: 'Le créneau convenu n’est pas maintenu. Un autre sera proposé.' },
  'slot-recalled': { title: 'Intervention annulée', says: 'Le site est abandonné. L’intervention n’a plus lieu, et aucune autre n’est prévue.' },
  'withdrawal': { title: 'Rétractation du client', says: 'Le client s’est rétracté dans son délai. L’affaire est annulée ; ce qui ne peut être défait dehors vous revient en tâche.' },
} as const satisfies Record<LadderName | 'equipment-late' | `jeopardy-${Threshold}` | 'visit-report' | 'slot-agreed' | 'slot-off' | 'slot-recalled' | 'withdrawal', { title: string; says: string }>;

export type InternalSubject = keyof typeof subjects;

/** The business facts a notice may carry; dates are ISO dates. */
const factLabels = {
  reminders: 'Relances envoyées',
  sinceOn: 'Attendu depuis le',
  orderKey: 'Commande OBL',
  availableOn: 'Équipements disponibles le',
  plannedDeliveryOn: 'Livraison prévue le',
  milestone: 'Jalon',
  latestOn: 'Au plus tard le',
  expectedOn: 'Attendu le',
  cause: 'Cause',
  slotOn: 'Créneau du',
  declaredOn: 'Déclarée le',
} as const;

export type InternalFacts = Readonly<Partial<Record<keyof typeof factLabels, string | number>>>;

/** @param site null where the whole deployment is meant */
export function internalText(frame: NoticeFrame, { site, subject, facts }: { site: NoticeSite | null; subject: InternalSubject; facts: InternalFacts }): NoticeText {
  const { title, says } = subjects[subject];
  const lines = (Object.keys(factLabels) as (keyof typeof factLabels)[]).flatMap((fact) => {
    const value = facts[fact];
    return value === undefined ? [] : [`${factLabels[fact]}${nbsp}: ${fact.endsWith('On') ? frenchDate(String(value)) : value}`];
  });
  return mail(frame, site ? `${title} – ${site.label}` : title, [
    says,
    [`Affaire${nbsp}: ${frame.deploymentId}`, `Commande${nbsp}: ${frame.orderNumber}`, ...(site ? [`Site${nbsp}: ${siteLine(site)}`] : []), ...lines].join('\n'),
  ]);
}
