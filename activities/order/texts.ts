/** What a customer is written about his order (S-04): pure texts, in the customers' language. */
import { frenchMoney, nbsp } from '../notices/french.ts';

/** S-04: what is signed by it stands beside the code, so that nobody gives it away for something else. */
export function codeText(operator: string, { orderId, ttcCents, code }: { orderId: string; ttcCents: number; code: string }): string {
  return `${operator}${nbsp}: ${code} est votre code pour signer la commande ${orderId} de ${frenchMoney(ttcCents)} TTC. Ne le communiquez à personne.`;
}

/** S-04: the link leads to what is signed and proves nothing yet. */
export function invitationText(operator: string, { orderId, name, ttcCents, link, mobileEnd }: { orderId: string; name: string; ttcCents: number; link: string; mobileEnd: string }): { subject: string; text: string } {
  return {
    subject: `Votre commande à signer – ${orderId}`,
    text: [
      `Bonjour ${name},`, `Votre commande ${orderId}, d’un montant de ${frenchMoney(ttcCents)} TTC sur l’engagement, est prête. Lisez-la et signez-la ici${nbsp}:`, link,
      `Pour signer, vous demanderez sur cette page un code, envoyé par SMS au mobile qui se termine par ${mobileEnd}. Nous ne vous demanderons jamais ce code autrement.`, `Cordialement,\n${operator}`,
    ].join('\n\n'),
  };
}

export function signedText(operator: string, { orderId, name }: { orderId: string; name: string }): { subject: string; text: string } {
  return {
    subject: `Votre commande signée – ${orderId}`,
    text: [`Bonjour ${name},`, `Vous avez signé la commande ${orderId}. Vous trouverez en pièces jointes le bon de commande et le fichier de preuve de votre signature.`, `Cordialement,\n${operator}`].join('\n\n'),
  };
}

/** C-08: the same whoever gave it up; what he said himself he knows. */
export function withdrawnText(operator: string, { orderId, name }: { orderId: string; name: string }): { subject: string; text: string } {
  return {
    subject: `Votre commande est retirée – ${orderId}`,
    text: [
      `Bonjour ${name},`, `La commande ${orderId}, que vous aviez signée, est retirée${nbsp}: elle n’est pas remise en production, et rien ne vous sera facturé. Un mandat de prélèvement que vous auriez donné avec elle ne sert pas.`,
      'Si vous ne l’avez pas demandé, dites-le à votre interlocuteur commercial.', `Cordialement,\n${operator}`,
    ].join('\n\n'),
  };
}
