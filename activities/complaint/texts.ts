/** What a customer who complains is written (S-08): pure texts, in the customers' language. */
import { frenchDate, frenchMoney, nbsp } from '../notices/french.ts';

interface Said {
  readonly subject: string;
  readonly text: string;
}

export function acknowledgementText(operator: string, { id, name, orderNumber, answerBy }: { id: string; name: string; orderNumber: string; answerBy: string | null }): Said {
  return mail(operator, name, `Votre réclamation ${id}`, [
    `Nous avons bien reçu votre réclamation au sujet de la commande ${orderNumber}. Elle est enregistrée sous le numéro ${id}.`,
    answerBy === null ? 'Nous vous répondons dès que possible.' : `Nous vous répondons au plus tard le ${frenchDate(answerBy)}. Il est inutile de nous l’adresser par un autre canal.`,
  ]);
}

export function answerText(operator: string, { id, name, orderNumber, number, text, gestureCents }: { id: string; name: string; orderNumber: string; number: number; text: string; gestureCents: number }): Said {
  return mail(operator, name, `Votre réclamation ${id}${nbsp}: notre réponse${number === 1 ? '' : ` n°${nbsp}${number}`}`, [
    `Voici notre réponse à votre réclamation au sujet de la commande ${orderNumber}.`, text,
    ...(gestureCents === 0 ? [] : [`À titre commercial, nous vous accordons ${frenchMoney(gestureCents)}, qui seront portés au crédit de votre compte.`]),
    'Si cette réponse ne vous convient pas, faites-le-nous savoir en rappelant ce numéro.',
  ]);
}

function mail(operator: string, name: string, subject: string, paragraphs: readonly string[]): Said {
  return { subject, text: [`Bonjour ${name},`, ...paragraphs, `Cordialement,\n${operator}`].join('\n\n') };
}
