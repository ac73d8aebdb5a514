/** What customers and the support desk are written: pure texts, in the customers' language. */
import { frenchDate, frenchDay, frenchMoney, frenchSlot, nbsp } from './french.ts';

export interface NoticeText {
  readonly subject: string;
  readonly text: string;
}

/** What every mail says of us and of the order. */
export interface NoticeFrame {
  /** Who signs. */
  readonly operator: string;
  readonly deploymentId: string;
  readonly orderNumber: string;
  /** Where the customer reads and answers. */
  readonly customerUrl: string;
}

/** A site as the customer knows it: «Agence d'Angers, 3 rue du Mail, 49000 Angers». */
export interface NoticeSite {
  readonly label: string;
  readonly address: string;
}

/** Longer lists tire, and the customer's pages show them whole. */
const sitesListed = 20;

/** D-06: the coordinator is introduced, the customer launch announced, the technical collection asked for. `coordinator`: null while his name is not known here. */
export function welcomeText(
  frame: NoticeFrame,
  { coordinator, customerLaunchOn, isCustomerLaunchHeld, sites, collectionUrl }:
  { coordinator: string | null; customerLaunchOn: string; isCustomerLaunchHeld: boolean; sites: readonly NoticeSite[]; collectionUrl: string },
): NoticeText {
  const listed = sites.slice(0, sitesListed).map((site) => `–${nbsp}${siteLine(site)}`);
  const more = sites.length - listed.length;
  return mail(frame, 'Bienvenue', [
    `Votre commande ${frame.orderNumber} est entrée en production sous la référence ${frame.deploymentId}.`,
    `Votre coordinateur client${coordinator === null ? '' : `, ${coordinator},`} vous accompagne jusqu’à la mise en service${nbsp}: c’est votre interlocuteur pour toute question sur le déploiement.`,
    `Le lancement de votre projet ${isCustomerLaunchHeld ? 'a eu' : 'aura'} lieu le ${frenchDay(customerLaunchOn)}.`,
    [
      sites.length === 1 ? `Site à raccorder${nbsp}:` : `Sites à raccorder (${sites.length})${nbsp}:`, ...listed,
      ...(more > 0 ? [`–${nbsp}et ${more} ${more === 1 ? 'autre' : 'autres'}`] : []),
    ].join('\n'),
    [
      `Merci de remplir dès maintenant la collecte technique (locaux, accès, adressage, équipements en place)${nbsp}:`, collectionUrl,
      'Sans elle, vos équipements ne peuvent pas être configurés.',
    ].join('\n'),
  ]);
}

/** D-07: the report of the customer launch, with the backward schedule. @param milestones in any order; `latestOn` ISO date */
export function projectReportText(frame: NoticeFrame, { milestones }: { milestones: readonly { readonly label: string; readonly latestOn: string }[] }): NoticeText {
  const lines = milestones.toSorted((a, b) => (a.latestOn < b.latestOn ? -1 : Number(a.latestOn > b.latestOn)))
    .map(({ label, latestOn }) => `–${nbsp}${label}${nbsp}: au plus tard le ${frenchDay(latestOn)}`);
  return mail(frame, 'Compte rendu de lancement et planning', [
    'Merci pour votre participation au lancement de votre projet.',
    [`Voici les échéances qui permettent de tenir la date de mise en service que vous avez demandée${nbsp}:`, ...lines].join('\n'),
    [`Le planning est tenu à jour ici${nbsp}:`, frame.customerUrl].join('\n'),
  ]);
}

interface SlotFacts {
  readonly site: NoticeSite;
  readonly slot: { readonly startsAt: string; readonly endsAt: string };
  readonly timeZone: string;
  /** 1 for the first slot agreed, more once it was moved. */
  readonly ordinal: number;
}

/** D-10: the slot by SMS; short, as each part is paid for. */
export function slotSms({ operator, deploymentId }: NoticeFrame, { site, slot, timeZone, ordinal }: SlotFacts): string {
  const what = ordinal > 1 ? 'Nouveau rendez-vous' : 'Rendez-vous';
  return `${operator}${nbsp}: ${what} ${frenchSlot(slot, timeZone)}, ${site.label}, pour votre raccordement (${deploymentId}). Merci de prévoir l’accès aux locaux.`;
}

/** D-10: the slot by mail, where there is no mobile number. */
export function slotText(frame: NoticeFrame, { site, slot, timeZone, ordinal }: SlotFacts): NoticeText {
  return mail(frame, `${ordinal > 1 ? 'Nouveau rendez-vous' : 'Rendez-vous'} d’intervention – ${site.label}`, [
    `${ordinal > 1 ? 'Le rendez-vous a été déplacé. ' : ''}Notre technicien et l’opérateur de boucle locale interviendront ${frenchSlot(slot, timeZone)}, à l’adresse suivante${nbsp}:\n${siteLine(site)}`,
    'Merci de prévoir l’accès aux locaux et au local technique, et la présence d’une personne pendant l’intervention.',
    [`Si ce créneau ne convient pas, dites-le-nous dès que possible${nbsp}:`, frame.customerUrl].join('\n'),
  ]);
}

/** D-07, D-11: the customer has not answered yet. `site`: null for the technical collection of the whole deployment */
export function collectionReminderText(frame: NoticeFrame, { site, ordinal, collectionUrl }: { site: NoticeSite | null; ordinal: number; collectionUrl: string }): NoticeText {
  const what = site ? 'Collecte complémentaire' : 'Collecte technique';
  return mail(frame, `Rappel n°${nbsp}${ordinal} – ${what}${site ? ` – ${site.label}` : ''}`, [
    site ? `Nous attendons votre collecte complémentaire pour le site suivant${nbsp}:\n${siteLine(site)}` : 'Nous attendons votre collecte technique (locaux, accès, adressage, équipements en place).',
    'Sans elle, vos équipements ne peuvent pas être configurés, et la date de mise en service peut être retardée.',
    [`Merci de la remplir ici${nbsp}:`, collectionUrl].join('\n'),
  ]);
}

/** D-10: the slot that was announced is off, or came to nothing. */
export function slotOffSms({ operator, deploymentId }: NoticeFrame, { site, slot, timeZone }: SlotFacts): string {
  return `${operator}${nbsp}: le rendez-vous ${frenchSlot(slot, timeZone)}, ${site.label}, n’est pas maintenu. Nous vous proposerons un autre créneau (${deploymentId}).`;
}

export function slotOffText(frame: NoticeFrame, { site, slot, timeZone }: SlotFacts): NoticeText {
  return mail(frame, `Rendez-vous non maintenu – ${site.label}`, [
    `Le rendez-vous ${frenchSlot(slot, timeZone)} n’est pas maintenu, ou n’a pas pu avoir lieu, à l’adresse suivante${nbsp}:\n${siteLine(site)}`,
    'Nous vous proposerons un autre créneau.',
  ]);
}

/** D-10, D-23: the site is cancelled, and its slot with it: no other follows. */
export function slotRecalledSms({ operator, deploymentId }: NoticeFrame, { site, slot, timeZone }: SlotFacts): string {
  return `${operator}${nbsp}: raccordement annulé, ${site.label} (${deploymentId}). Le rendez-vous prévu ${frenchSlot(slot, timeZone)} n’a plus lieu${nbsp}: personne ne se présentera.`;
}

export function slotRecalledText(frame: NoticeFrame, { site, slot, timeZone }: SlotFacts): NoticeText {
  return mail(frame, `Rendez-vous annulé – ${site.label}`, [
    `Le raccordement du site suivant est annulé${nbsp}:\n${siteLine(site)}`,
    `Le rendez-vous prévu ${frenchSlot(slot, timeZone)} n’a plus lieu${nbsp}: personne ne se présentera.`,
  ]);
}

/** D-09, D-11: works to agree to. @param quote `amountCents` without VAT */
export function worksQuoteText(frame: NoticeFrame, { site, reference, amountCents, description }: { site: NoticeSite; reference: string; amountCents: number; description: string }): NoticeText {
  return mail(frame, `Devis de travaux – ${site.label}`, [
    `Le raccordement du site suivant demande des travaux${nbsp}:\n${siteLine(site)}`,
    description,
    `Montant${nbsp}: ${frenchMoney(amountCents)} HT. Référence du devis${nbsp}: ${reference}.`,
    [`Merci de l’accepter ou de le refuser${nbsp}:`, frame.customerUrl].join('\n'),
    'Sans votre accord, les travaux ne sont pas engagés.',
  ]);
}

/** D-11: what the technical visit left open. */
export function supplementaryCollectionText(frame: NoticeFrame, { site, collectionUrl }: { site: NoticeSite; collectionUrl: string }): NoticeText {
  return mail(frame, `Collecte complémentaire – ${site.label}`, [
    `La visite technique a eu lieu sur le site suivant${nbsp}:\n${siteLine(site)}`,
    [`Pour configurer vos équipements, il nous manque quelques informations. Merci de compléter la collecte${nbsp}:`, collectionUrl].join('\n'),
  ]);
}

/** D-16, D-18: the service is there. The notice itself is attached. @param isTested every activation test passed; false where a person passed over them */
export function deliveryNoticeText(frame: NoticeFrame, { site, rds, deliveredOn, isTested }: { site: NoticeSite; rds: string; deliveredOn: string; isTested: boolean }): NoticeText {
  return mail(frame, `Avis de mise à disposition – ${site.label}`, [
    `Votre service est en place${isTested ? ' et ses essais sont concluants' : ''}${nbsp}:\n${siteLine(site)}`,
    `Date de mise à disposition${nbsp}: ${frenchDate(deliveredOn)}. La facturation est décomptée à partir de ce jour inclus.`,
    `Référence de service (RDS)${nbsp}: ${rds}. Merci de la rappeler dans toute demande d’assistance.`,
    'Vous trouverez l’avis de mise à disposition en pièce jointe. La simulation de votre première facture suivra, pour validation.',
  ]);
}

/** D-17: what the first invoice will be, to be validated or contested. The simulation itself is attached. @param answerUrl where the customer answers @param ordinal more than 1 once it was corrected */
export function invoiceSimulationText(frame: NoticeFrame, { site, totalTtcCents, ordinal, answerUrl }: { site: NoticeSite; totalTtcCents: number; ordinal: number; answerUrl: string }): NoticeText {
  return mail(frame, `Simulation de facture${ordinal > 1 ? ' corrigée' : ''} – ${site.label}`, [
    `Voici la simulation ${ordinal > 1 ? 'corrigée ' : ''}de votre première facture pour le site suivant${nbsp}:\n${siteLine(site)}`,
    `Total${nbsp}: ${frenchMoney(totalTtcCents)} TTC. Le détail est en pièce jointe.`,
    [`Merci de la valider, ou de la contester en indiquant votre motif${nbsp}:`, answerUrl].join('\n'),
    'La facturation ne commence qu’après votre validation.',
  ]);
}

/** D-17: the answer that is awaited. @param answerUrl a fresh link to the customer's answer @param totalTtcCents null where no simulation was sent */
export function validationReminderText(frame: NoticeFrame, { site, totalTtcCents, answerUrl }: { site: NoticeSite; totalTtcCents: number | null; answerUrl: string }): NoticeText {
  return mail(frame, `Rappel${nbsp}: simulation de facture à valider – ${site.label}`, [
    `Nous attendons votre réponse sur la simulation de votre première facture pour le site suivant${nbsp}:\n${siteLine(site)}`,
    ...(totalTtcCents === null ? [] : [`Total${nbsp}: ${frenchMoney(totalTtcCents)} TTC. Le détail vous a été envoyé avec la simulation.`]),
    [`Merci de la valider, ou de la contester en indiquant votre motif${nbsp}:`, answerUrl].join('\n'),
  ]);
}

/** C-08: the confirmation that the customer is owed. */
export function withdrawalText(frame: NoticeFrame, { declaredOn }: { declaredOn: string }): NoticeText {
  return mail(frame, 'Votre rétractation est enregistrée', [
    `Nous avons bien reçu votre rétractation du ${frenchDate(declaredOn)} pour votre commande ${frame.orderNumber}.`,
    'Tout ce qui avait été engagé est annulé, et rien ne vous sera facturé. Les rendez-vous prévus n’ont plus lieu.',
    'Un équipement que vous auriez déjà reçu sera repris à nos frais.',
  ]);
}

/** D-19: to the support desk, which looks after the service from now on. */
export function handoverText(frame: NoticeFrame, { site, rds, customerId }: { site: NoticeSite; rds: string; customerId: string }): NoticeText {
  return mail(frame, `Passage en exploitation – ${rds} – ${site.label}`, [
    'Un service entre en exploitation et relève désormais de votre équipe.',
    [
      `Référence de service (RDS)${nbsp}: ${rds}`, `Client${nbsp}: ${customerId}`, `Affaire${nbsp}: ${frame.deploymentId}`, `Site${nbsp}: ${siteLine(site)}`,
    ].join('\n'),
  ]);
}

export function siteLine({ label, address }: NoticeSite): string {
  return `${label}, ${address}`;
}

/** A mail of ours: greeting, paragraphs, signature; the deployment closes its subject. */
export function mail(frame: NoticeFrame, subject: string, paragraphs: readonly string[]): NoticeText {
  return {
    subject: `${subject} – ${frame.deploymentId}`,
    text: ['Bonjour,', ...paragraphs, `Cordialement,\n${frame.operator}`].join('\n\n'),
  };
}
