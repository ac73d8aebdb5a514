/** The notice of delivery (avis de MAD) as a document: what was delivered, from which day it counts, and how it was tested (D-16, D-18). */
import type { TestResult } from '../../../domain/deployment/site.ts';
import { frenchDate, frenchMoney, frenchNumber, nbsp } from '../french.ts';
import { siteLine } from '../texts.ts';
import type { NoticeSite } from '../texts.ts';
import { openLetter, type Letter } from './letter.ts';

export interface DeliveryNoticeFacts extends Letter {
  readonly rds: string;
  readonly site: NoticeSite;
  readonly lines: readonly { readonly label: string; readonly recurringCents: number; readonly oneOffCents: number }[];
  /** The MAD date: billing counts from this day, included. ISO date. */
  readonly deliveredOn: string;
  readonly tests: readonly TestResult[];
  /** Date of the notice itself, ISO. */
  readonly noticeOn: string;
}

/** Labels of the activation tests that Ref.Tech runs; another is shown by its own name. */
const testLabels: Readonly<Record<string, string>> = {
  'sync': 'Synchronisation de la ligne', 'ping': 'Temps de réponse', 'throughput-down': 'Débit descendant', 'throughput-up': 'Débit montant',
  'dns': 'Résolution de noms', 'voice-quality': 'Qualité vocale',
};

export async function deliveryNoticePdf(facts: DeliveryNoticeFacts): Promise<Buffer> {
  const { deploymentId, rds, site, lines, tests, deliveredOn, noticeOn } = facts;
  const sheet = openLetter(facts, {
    title: 'Avis de mise à disposition', made: 'Établi', on: noticeOn, reference: `${deploymentId} – ${rds}`, facts: [['Référence de service (RDS)', rds], ['Site', siteLine(site)]],
  });
  sheet.callout(`Mise à disposition le ${frenchDate(deliveredOn)}`, 'La facturation est décomptée à partir de cette date, ce jour inclus.');
  sheet.heading('Offre livrée');
  const total = (pick: (line: (typeof lines)[number]) => number): string => frenchMoney(lines.reduce((sum, line) => sum + pick(line), 0));
  sheet.table({
    columns: [{ share: 0.6 }, { share: 0.2, align: 'right' }, { share: 0.2, align: 'right' }],
    header: ['Désignation', `Mensuel${nbsp}HT`, `Ponctuel${nbsp}HT`],
    rows: [
      ...lines.map(({ label, recurringCents, oneOffCents }) => ({ cells: [label, frenchMoney(recurringCents), frenchMoney(oneOffCents)] })),
      { cells: ['Total', total((line) => line.recurringCents), total((line) => line.oneOffCents)], isBold: true },
    ],
  });
  if (tests.length > 0) {
    sheet.heading('Essais de mise en service');
    sheet.table({
      columns: [{ share: 0.6 }, { share: 0.2 }, { share: 0.2, align: 'right' }], header: ['Essai', 'Résultat', 'Mesure'],
      rows: tests.map(({ test, passed, measure, unit }) => ({
        cells: [testLabels[test] ?? test, passed ? 'Réussi' : 'Échoué', measure === null ? '–' : `${frenchNumber(measure)}${unit === null ? '' : nbsp + unit}`],
      })),
    });
  }
  sheet.paragraph('Vous recevrez la simulation de votre première facture. La facturation ne commence qu’après votre validation.');
  return await sheet.finish();
}
