/** The mandatory documents of the demonstration's order (D-04): small, real files, as sales would send them. */
import { createSheet } from '../../activities/notices/pdf/sheet.ts';
import { frenchDate, frenchMoney } from '../../activities/notices/french.ts';
import type { LaunchFile } from '../../domain/deployment/launch.schema.ts';
import { documentKinds, type DocumentKind } from '../../domain/documents/kinds.ts';
import { spreadsheet, type Row } from './spreadsheet.ts';

export interface DemoDocument {
  readonly fileName: string;
  readonly bytes: Buffer;
}

const signatures: Partial<Record<DocumentKind, string>> = {
  'purchase-order': 'Bon pour accord, signé par le client et contresigné par l’opérateur.',
  'sepa-mandate': 'J’autorise l’opérateur à prélever les montants facturés. Signé par le titulaire du compte.',
  'bank-details': 'Titulaire : Boulangeries Martin. IBAN : FR76 0000 0000 0000 0000 0000 000 (spécimen).',
};

/** A document of that kind for this order. @param todayOn ISO date. @param isIllegible a page that cannot be read, for the coordinator to refuse */
export async function demoDocument(kind: DocumentKind, file: LaunchFile, todayOn: string, isIllegible = false): Promise<DemoDocument> {
  switch (kind) {
    case 'eligibility-evidence': return { fileName: `retour-eligibilite-${file.orderNumber}.xlsx`, bytes: spreadsheet('Éligibilité', eligibility(file)) };
    case 'deal-simulator': return { fileName: `simulateur-${file.orderNumber}.xlsx`, bytes: spreadsheet('Simulateur', deal(file)) };
    default: return { fileName: `${kind}-${file.orderNumber}.pdf`, bytes: await page(kind, file, todayOn, isIllegible) };
  }
}

function eligibility({ sites }: LaunchFile): Row[] {
  return [
    ['Site', 'Adresse', 'Code postal', 'Ville', 'Accès', 'Éligible', 'Délai annoncé (jours ouvrés)'],
    ...sites.map(({ label, address, accessType }) => [label, address.street, address.postalCode, address.city, accessType.toUpperCase(), 'oui', 15]),
  ];
}

function deal({ sites, engagementMonths }: LaunchFile): Row[] {
  const lines = sites.flatMap(({ label, lines: ofSite }) => ofSite.map((line) => ({ site: label, ...line })));
  return [
    ['Site', 'Offre', 'Mensuel HT (€)', 'Ponctuel HT (€)', 'Engagement (mois)', 'Total HT (€)'],
    ...lines.map(({ site, code, recurringCents, oneOffCents }) => [site, code, recurringCents / 100, oneOffCents / 100, engagementMonths, (recurringCents * engagementMonths + oneOffCents) / 100]),
  ];
}

async function page(kind: DocumentKind, { orderNumber, customerId, sites, contacts }: LaunchFile, todayOn: string, isIllegible: boolean): Promise<Buffer> {
  const title = documentKinds[kind].label.fr;
  const sheet = createSheet({ operator: 'Jalon', legalLine: 'Document de démonstration, sans valeur contractuelle', title, reference: orderNumber, dateOn: todayOn });
  sheet.title(title, `Établi le ${frenchDate(todayOn)}`);
  sheet.facts([['Commande', orderNumber], ['Client', `${customerId}, représenté par ${contacts[0]?.name ?? ''}`], ['Sites', sites.map(({ label }) => label).join(', ')]]);
  if (kind === 'purchase-order') {
    sheet.table({
      columns: [{ share: 0.3 }, { share: 0.4 }, { share: 0.15, align: 'right' }, { share: 0.15, align: 'right' }], header: ['Site', 'Désignation', 'Mensuel', 'Ponctuel'],
      rows: sites.flatMap(({ label, lines }) => lines.map((line) => ({ cells: [label, line.label, frenchMoney(line.recurringCents), frenchMoney(line.oneOffCents)] }))),
    });
  }
  const signature = isIllegible ? 'Numérisation floue : rien n’y est lisible.' : signatures[kind];
  if (signature !== undefined) sheet.paragraph(signature);
  return await sheet.finish();
}
