/** The lines of a proposal as they are being edited, and as the API takes them: all at once, so that nothing he has is forgotten by the way (S-07). */
import type { Schema } from '../../../client/client.ts';
import type { Proposal } from '../../sales/queries.ts';

type LineEdit = NonNullable<Schema<'ProposalPatch'>['lines']>[number];
export type Line = Proposal['subOrders'][number]['lines'][number];

export interface EditedLine {
  /** Of the proposal; of a line that is not saved yet, one of this page. */
  readonly key: string;
  readonly line: Line | undefined;
  readonly range: Proposal['subOrders'][number]['range'];
  readonly action: Line['action'];
  readonly product: string;
  readonly site: string;
  readonly quantity: number;
  readonly discountBasisPoints: number;
}

export function editedLines({ subOrders }: Pick<Proposal, 'subOrders'>): EditedLine[] {
  return subOrders.flatMap(({ range, lines }) => lines.map((line): EditedLine => ({
    key: line.id, line, range, action: line.action, product: line.product, site: line.site ?? '', quantity: line.quantity, discountBasisPoints: line.discountBasisPoints,
  })));
}

export function patchOf(lines: readonly EditedLine[]): LineEdit[] {
  return lines.map(({ line, action, product, site, quantity, discountBasisPoints }): LineEdit => {
    const priced = { product, quantity, discountBasisPoints };
    if (action === 'add' || !line) return { action: 'add', ...(line ? { line: line.id } : {}), ...(site.trim() === '' ? {} : { site: site.trim() }), ...priced };
    return action === 'change' ? { action, line: line.id, ...priced } : { action, line: line.id };
  });
}
