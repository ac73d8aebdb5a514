/** The documents of a termination: the letter that confirms it, and the labels by which equipment comes back. */
import { addDays } from '../../domain/termination/progress.ts';
import type { LeavingEquipment } from '../../domain/termination/termination.ts';
import { frenchDate, nbsp } from '../notices/french.ts';
import { createSheet, type Letterhead, type Sheet } from '../notices/pdf/sheet.ts';

interface Head extends Letterhead {
  readonly id: string;
  readonly customer: { readonly id: string; readonly company: string | null; readonly attention: string };
}

function openSheet({ operator, legalLine, id, customer }: Head, title: string, on: string): Sheet {
  const sheet = createSheet({ operator, legalLine, title, reference: id, dateOn: on });
  sheet.addressee([customer.company ?? customer.id, `À l’attention de ${customer.attention}`]);
  sheet.title(title, `Établi le ${frenchDate(on)}`);
  return sheet;
}

const customerOf = ({ customer: { id, company } }: Head): string => (company === null ? id : `${company} (${id})`);

export interface ConfirmationFacts extends Head {
  readonly ticket: string;
  readonly receivedOn: string;
  readonly letterReference: string;
  readonly services: readonly string[];
  readonly confirmedOn: string;
}

export async function confirmationPdf(facts: ConfirmationFacts): Promise<Buffer> {
  const { id, ticket, receivedOn, letterReference, services, confirmedOn } = facts;
  const sheet = openSheet(facts, 'Confirmation de votre demande de résiliation', confirmedOn);
  sheet.facts([['Résiliation', id], ['Ticket', ticket], ['Lettre recommandée', letterReference], ['Reçue le', frenchDate(receivedOn)], ['Client', customerOf(facts)]]);
  sheet.heading(services.length === 1 ? 'Service concerné' : 'Services concernés');
  sheet.table({ columns: [{ share: 1 }], header: ['Référence de service (RDS)'], rows: services.map((rds) => ({ cells: [rds] })) });
  sheet.paragraph(`La date d’effet, l’indemnité de résiliation anticipée s’il y a lieu et la facture finale vous seront communiquées. Vous pouvez retirer votre demande tant que la facture finale n’est pas émise${nbsp}: rappelez alors le ticket ${ticket}.`);
  return await sheet.finish();
}

export interface ReturnLabelsFacts extends Head {
  readonly equipment: readonly LeavingEquipment[];
  readonly sentOn: string;
  readonly withinDays: number;
}

export async function returnLabelsPdf(facts: ReturnLabelsFacts): Promise<Buffer> {
  const { id, equipment, sentOn, withinDays } = facts;
  const sheet = openSheet(facts, 'Étiquettes de retour', sentOn);
  sheet.callout(`À renvoyer avant le ${frenchDate(addDays(sentOn, withinDays))}`, 'Collez sur chaque colis l’étiquette de l’équipement qu’il contient.');
  sheet.facts([['Résiliation', id], ['Client', customerOf(facts)]]);
  sheet.heading('Équipements attendus');
  sheet.table({
    columns: [{ share: 0.3 }, { share: 0.35 }, { share: 0.35 }], header: ['Étiquette', 'N° de série', 'Modèle'],
    rows: equipment.map(({ serialNumber, model }, index) => ({ cells: [`${id}-${index + 1}`, serialNumber, model ?? '–'] })),
  });
  return await sheet.finish();
}
