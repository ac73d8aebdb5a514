/** Proposals side by side (S-01): one row for each thing that any of them holds, one cell for each proposal. */
import { amountsOfLine, type Amounts, type Basket, type LineAction, type ProposalLine } from './proposal.ts';
import { rangeNames, type Range } from './ranges.ts';

export interface ComparedCell {
  readonly action: LineAction;
  readonly product: string;
  readonly label: string;
  readonly quantity: number;
  readonly discountBasisPoints: number;
  readonly amounts: Amounts;
}

export interface ComparedRow {
  readonly range: Range;
  /** Of the first that has it. */
  readonly label: string;
  readonly site: string | null;
  /** In the order of the proposals; null where one does not have it. */
  readonly cells: readonly (ComparedCell | null)[];
}

/** What the customer has today is one row however it is treated; what comes new is one row by product and site. */
export function compare(baskets: readonly Basket[]): ComparedRow[] {
  const rows = new Map<string, { first: ProposalLine; cells: (ComparedCell | null)[] }>();
  for (const [index, basket] of baskets.entries()) {
    const seen = new Map<string, number>();
    for (const line of basket.lines) {
      const kind = line.rds === null ? `${line.range} ${line.product} ${line.site ?? ''}` : `${line.rds} ${line.id}`;
      const nth = (seen.get(kind) ?? 0) + 1;
      seen.set(kind, nth);
      const row = rows.get(`${kind} ${nth}`) ?? { first: line, cells: baskets.map(() => null) };
      rows.set(`${kind} ${nth}`, row);
      const { action, product, label, quantity, discountBasisPoints } = line;
      row.cells[index] = { action, product, label, quantity, discountBasisPoints, amounts: amountsOfLine(line, basket) };
    }
  }
  return [...rows.values()].map(({ first: { range, label, site }, cells }) => ({ range, label, site, cells }))
    .sort((one, other) => rangeNames.indexOf(one.range) - rangeNames.indexOf(other.range));
}
