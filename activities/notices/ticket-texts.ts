/** What customers and colleagues are written of a ticket: pure texts, in the customers' language. */
import type { NoticeContent, NoticeFacts } from '../../domain/ticket/notices.ts';
import type { SalesAnswer } from '../../domain/ticket/tasks.ts';
import type { BillingCategory } from '../../domain/ticket/worksheets.ts';
import { frenchInstant, frenchNumber, nbsp } from './french.ts';

export interface TicketFrame extends NoticeFacts {
  /** Who signs. */
  readonly operator: string;
}

export interface TicketNoticeText {
  readonly subject: string;
  readonly text: string;
}

/** What only some notices say. */
export interface Particulars {
  /** Where he agrees or not. */
  readonly link: string;
  /** Null: none, or erased. */
  readonly message: string | null;
  /** When it goes out. */
  readonly nowMs: number;
}

const clockNames = { 'taking-charge': 'de prise en charge', 'resolution': 'de résolution' } as const;

const outcomeTexts: Readonly<Record<SalesAnswer['outcome'], string>> = { quoted: 'un devis est envoyé', ordered: 'la commande est passée', declined: 'sans suite' };

const billingLabels: Readonly<Record<BillingCategory, string>> = {
  'correction': 'correction, dans le projet', 'included': 'incluse', 'account-manager': 'à décider par le chargé d’affaire', 'warranty': 'garantie', 'warranty-with-update': 'garantie, avec mise à jour',
  'against-contract': 'décomptée du contrat', 'repair': 'dépannage facturé', 'extra': 'facturée en plus, par décision du chargé d’affaire',
};

export function ticketNoticeText(frame: TicketFrame, content: NoticeContent, { link, message, nowMs }: Particulars): TicketNoticeText {
  const { number, solution, waitingLabel, timeZone } = frame;
  switch (content.kind) {
    case 'acknowledgement':
      return mail(frame, 'Votre demande est enregistrée', [
        `Votre demande d’assistance est enregistrée sous le numéro ${number}. Merci de le rappeler dans tout échange${nbsp}: répondre à ce message suffit.`, ...ofService(frame),
      ]);
    case 'agreement':
      return mail(frame, 'Votre demande est-elle résolue ?', [
        ...(solution === null ? ['Nous pensons avoir résolu votre demande.'] : [`Nous pensons avoir résolu votre demande${nbsp}:\n${solution}`]),
        `Merci de nous dire ici si c’est bien le cas, et comment vous jugez notre service${nbsp}:\n${link}`, 'Sans votre accord, votre demande reste ouverte.',
      ]);
    case 'reminder':
      return mail(frame, `Rappel n°${nbsp}${content.ordinal}${nbsp}: votre réponse est attendue`, [
        `Nous avons besoin de vous pour avancer${waitingLabel === null ? '' : `${nbsp}: ${waitingLabel}`}.`, 'Répondre à ce message suffit.',
      ]);
    case 'third-party-reminder':
      return mail(frame, `Relance n°${nbsp}${content.ordinal} à faire`, [`Ce ticket attend toujours${waitingLabel === null ? '' : `${nbsp}: ${waitingLabel}`}. Merci de relancer.`, ...ofService(frame)]);
    case 'threshold':
      return mail(frame, `${frenchNumber(Math.round(content.ratio * 100))}${nbsp}% du délai ${clockNames[content.clock]}`, [
        content.ratio >= 1 ? `Le délai ${clockNames[content.clock]} de ce ticket est dépassé.` : `Ce ticket a consommé ${frenchNumber(Math.round(content.ratio * 100))}${nbsp}% de son délai ${clockNames[content.clock]}.`,
        `Échéance${nbsp}: ${frenchInstant(content.dueAtMs, timeZone)}.`, ...ofService(frame),
      ]);
    case 'no-team-left':
      return mail(frame, `Plus d’équipe au niveau ${content.level}`, [`Toutes les équipes du niveau ${content.level} ont déjà eu ce ticket${nbsp}: il reste où il est.`, ...ofService(frame)]);
    case 'closing-proposed':
      return mail(frame, 'Clôture proposée', ['Le demandeur ne répond pas à nos relances. Vous pouvez clore ce ticket sans son accord, avec un motif.', ...ofService(frame)]);
    case 'expectation':
      return mail(frame, 'Où en est votre demande', [
        'Votre demande n’est pas encore résolue ; nos équipes y travaillent.',
        // T-22: nobody is promised a time that has passed.
        content.dueAtMs > nowMs ? `Nous prévoyons de la résoudre au plus tard le ${frenchInstant(content.dueAtMs, timeZone)}. Si cela devait changer, nous vous le dirions.`
          : 'Le délai prévu est dépassé, et nous vous prions de nous en excuser. Nous vous tiendrons informé de la suite.',
      ]);
    case 'clock-stopped':
      return mail(frame, content.awaitsHim ? 'Votre réponse est attendue' : 'Votre demande est en attente', [
        content.awaitsHim ? `Nous avons besoin de vous pour avancer${waitingLabel === null ? '' : `${nbsp}: ${waitingLabel}`}. Répondre à ce message suffit.` : `Votre demande attend${waitingLabel === null ? ' un tiers' : `${nbsp}: ${waitingLabel}`}.`,
        `Le délai que nous vous avions annoncé (${frenchInstant(content.promisedMs, timeZone)}) est suspendu jusque-là. Nous vous dirons le nouveau dès que notre travail aura repris.`,
      ]);
    case 'message':
      return mail(frame, 'Message au sujet de votre demande', [message ?? 'Ce message a été effacé.', 'Pour répondre, répondez à ce message.']);
    case 'broadcast':
      return mail(frame, 'Information sur votre demande', [message ?? 'Ce message a été effacé.', 'Votre demande reste suivie sous son propre numéro. Pour répondre, répondez à ce message.']);
    case 'customer-wrote':
      return mail(frame, 'Le client a écrit', [message ?? 'Ce message a été effacé.', ...ofService(frame)]);
    case 'work-report':
      return mail(frame, `Compte rendu d’intervention ${content.reference}`, [
        message ?? 'Le texte de cette fiche a été effacé.', `Temps passé${nbsp}: ${content.minutes} min\nFacturation${nbsp}: ${billingLabels[content.billing]}`, ...ofService(frame),
      ]);
    case 'billing-decided':
      return mail(frame, `Facturation décidée${nbsp}: ${content.reference}`, [`Le chargé d’affaire a décidé${nbsp}: ${billingLabels[content.billing]}.`, ...ofService(frame)]);
    case 'sales-answered':
      return mail(frame, 'Le commerce a répondu au besoin', [`Réponse${nbsp}: ${outcomeTexts[content.outcome]}${content.reference === null ? '' : `, référence ${content.reference}`}.`, ...ofService(frame)]);
    case 'documentation-proposed':
      return mail(frame, 'Documentation du client à compléter', [`Ce ticket est clos. Merci de dire ce qu’il faut en ajouter à la documentation du client. Nous proposons${nbsp}:
${content.text}`, 'Dans votre corbeille, la tâche du même ticket l’ajoute tel quel, corrigé, ou pas du tout.']);
    case 'merged':
      return mail(frame, `Votre demande est suivie sous le numéro ${content.into}`, [
        `Votre demande ${number} est réunie à une autre, du même incident, qui est déjà suivie sous le numéro ${content.into}. Merci de rappeler ce dernier numéro dans tout échange${nbsp}: répondre à ce message suffit.`,
      ]);
    case 'closed':
      return mail(frame, 'Votre demande est close', [
        ...(solution === null ? [] : [`Solution apportée${nbsp}:\n${solution}`]), `Si le problème revient, répondez à ce message${nbsp}: une nouvelle demande liée à celle-ci sera ouverte.`, 'Merci de votre confiance.',
      ]);
  }
}

function ofService({ rds, priority }: TicketFrame): string[] {
  return [[`Priorité${nbsp}: ${priority}`, ...(rds === null ? [] : [`Service${nbsp}: ${rds}`])].join('\n')];
}

/** The number closes each subject: an answer finds its ticket by it. */
function mail({ operator, number }: TicketFrame, subject: string, paragraphs: readonly string[]): TicketNoticeText {
  return { subject: `${subject} – ${number}`, text: ['Bonjour,', ...paragraphs, `Cordialement,\n${operator}`].join('\n\n') };
}
