/** The simulation of a site's first invoice as a document: every line, its days, tax and totals (D-17, D-30). */
import type { SimulatedInvoice } from '../../../domain/billing/invoice.ts';
import { dateOf, requireDayNumber } from '../../../domain/clock/localDate.ts';
import { frenchDate, frenchMoney, frenchRate, nbsp } from '../french.ts';
import { siteLine } from '../texts.ts';
import type { NoticeSite } from '../texts.ts';
import { openLetter, type Letter } from './letter.ts';

export interface InvoiceSimulationFacts extends Letter {
  readonly site: NoticeSite;
  /** Billing's own of this simulation. */
  readonly reference: string;
  readonly simulation: SimulatedInvoice;
  /** 2000 is 20 %. */
  readonly vatBasisPoints: number;
  /** Where it is validated or contested. */
  readonly customerUrl: string;
  /** ISO date. */
  readonly sentOn: string;
}

export async function invoiceSimulationPdf(facts: InvoiceSimulationFacts): Promise<Buffer> {
  const { simulation, reference, sentOn, vatBasisPoints } = facts;
  const { lines, totals } = simulation;
  const sheet = openLetter(facts, {
    title: 'Simulation de facture', made: 'Établie', on: sentOn, reference, facts: [['Simulation', reference], ['Site', siteLine(facts.site)], ...periodRow(simulation)],
  });
  sheet.heading('Détail');
  sheet.table({
    columns: [{ share: 0.46 }, { share: 0.18, align: 'right' }, { share: 0.16, align: 'right' }, { share: 0.2, align: 'right' }],
    header: ['Désignation', `Prix${nbsp}HT`, 'Jours', `Montant${nbsp}HT`],
    rows: lines.map(({ label, kind, fullCents, daysBilled, daysInPeriod, htCents }) => ({
      cells: [
        `${label} (${kind === 'recurring' ? 'mensuel' : 'ponctuel'})`, frenchMoney(fullCents),
        daysBilled === null || daysInPeriod === null ? '–' : `${daysBilled}${nbsp}/${nbsp}${daysInPeriod}`, frenchMoney(htCents),
      ],
    })),
  });
  sheet.table({
    columns: [{ share: 0.75, align: 'right', isRowHeader: true }, { share: 0.25, align: 'right' }],
    rows: [
      { cells: [`Total${nbsp}HT`, frenchMoney(totals.htCents)] }, { cells: [`TVA ${frenchRate(vatBasisPoints)}`, frenchMoney(totals.vatCents)] },
      { cells: [`Total${nbsp}TTC`, frenchMoney(totals.ttcCents)], isBold: true },
    ],
  });
  sheet.callout('À valider, ou à contester', 'Répondez en ligne, sur votre espace client', facts.customerUrl);
  sheet.paragraph(`Si cette simulation vous convient, validez-la${nbsp}: la facturation ne commence qu’après votre validation, à compter de la date de mise à disposition, ce jour inclus.`);
  sheet.paragraph('Si une ligne, un montant ou une date ne vous convient pas, contestez-la en indiquant votre motif. Nous la corrigeons, et vous recevez une nouvelle simulation.');
  sheet.paragraph('Ce document n’est pas une facture. Les montants mensuels sont calculés au prorata des jours du mois.');
  return await sheet.finish();
}

/** The days billed, where something is billed by days. */
function periodRow({ lines, periodEnd }: SimulatedInvoice): [string, string][] {
  const daysBilled = lines.find((line) => line.daysBilled !== null)?.daysBilled;
  if (daysBilled === null || daysBilled === undefined) return [];
  const from = dateOf(requireDayNumber(periodEnd) - daysBilled + 1);
  return [['Période', `du ${frenchDate(from)} au ${frenchDate(periodEnd)} inclus`]];
}
