/** The papers of a sale: the quote of a proposal (S-01). */
import { amountsOf, amountsOfLine, subOrdersOf, type Basket } from '../../domain/sales/proposal.ts';
import { ranges } from '../../domain/sales/ranges.ts';
import type { QuoteFacts, SaleFiles } from '../../ports/sale-files.ts';
import { frenchDate, frenchMoney, frenchRate, nbsp } from './french.ts';
import { createSheet, type Letterhead, type Sheet } from './pdf/sheet.ts';

export function saleFiles(letterhead: Letterhead): SaleFiles {
  return { quote: (facts) => quotePdf(letterhead, facts) };
}

async function quotePdf(letterhead: Letterhead, facts: QuoteFacts): Promise<Buffer> {
  const { id, name, customer, on } = facts;
  const sheet = createSheet({ ...letterhead, title: 'Devis', reference: id, dateOn: on });
  sheet.addressee([customer.name, ...customer.address]);
  sheet.title('Devis', `Établi le ${frenchDate(on)}`);
  sheet.facts([['Proposition', `${name} (${id})`], ['Client', `${customer.name} (${customer.id})`], ['Engagement', `${facts.engagementMonths}${nbsp}mois`]]);
  writeBasket(sheet, facts);
  sheet.paragraph('Ce devis n’est pas une commande. Les prix sont ceux du catalogue à ce jour, remises déduites.');
  return await sheet.finish();
}

const actions = { keep: 'inchangé', change: 'modifié', remove: 'retiré', add: 'nouveau' } as const;

/** Sub-order by sub-order (S-02), then what it comes to, then when it is paid (S-03). */
export function writeBasket(sheet: Sheet, basket: Basket): void {
  for (const { range, lines, amounts } of subOrdersOf(basket)) {
    sheet.heading(ranges[range].label.fr);
    sheet.table({
      columns: [{ share: 0.4 }, { share: 0.12 }, { share: 0.1, align: 'right' }, { share: 0.1, align: 'right' }, { share: 0.14, align: 'right' }, { share: 0.14, align: 'right' }],
      header: ['Produit', 'État', 'Qté', 'Remise', 'Par mois HT', 'Ponctuel HT'],
      rows: [
        ...lines.map((line) => {
          const { monthlyCents, oneOffCents } = amountsOfLine(line, basket);
          const discount = line.discountBasisPoints === 0 ? '–' : frenchRate(line.discountBasisPoints);
          return { cells: [line.site === null ? line.label : `${line.label} – ${line.site}`, actions[line.action], String(line.quantity), discount, frenchMoney(monthlyCents), frenchMoney(oneOffCents)] };
        }),
        { cells: ['Total de la gamme', '', '', '', frenchMoney(amounts.monthlyCents), frenchMoney(amounts.oneOffCents)], isBold: true as const },
      ],
    });
  }
  const { monthlyCents, oneOffCents, htCents, vatCents, ttcCents } = amountsOf(basket);
  sheet.heading('Montants');
  sheet.facts([
    ['Par mois HT', frenchMoney(monthlyCents)], ['Ponctuel HT', frenchMoney(oneOffCents)], ['Valeur de la commande HT', frenchMoney(htCents)],
    [`TVA ${frenchRate(basket.vatBasisPoints)}`, frenchMoney(vatCents)], ['Valeur de la commande TTC', frenchMoney(ttcCents)],
  ]);
  if (basket.instalments.length === 0) return;
  sheet.heading('Échéancier');
  sheet.table({ columns: [{ share: 0.6 }, { share: 0.4, align: 'right' }], header: ['Échéance', 'TTC'], rows: basket.instalments.map(({ dueOn, ttcCents: cents }) => ({ cells: [frenchDate(dueOn), frenchMoney(cents)] })) });
}
