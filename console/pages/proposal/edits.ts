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

/** What one has typed, on what is there now: of each line one's own where one has touched it. */
export function mergedLines(base: Pick<Proposal, 'subOrders'>, now: Pick<Proposal, 'subOrders'>, mine: readonly EditedLine[]): EditedLine[] {
  const textOf = (line: EditedLine): string => JSON.stringify(patchOf([line]));
  const before = new Map(editedLines(base).map((line) => [line.key, textOf(line)]));
  const own = new Map(mine.map((line) => [line.key, line]));
  const kept = editedLines(now).flatMap((line) => {
    const typed = own.get(line.key);
    if (!typed) return before.has(line.key) ? [] : [line];
    return [textOf(typed) === before.get(line.key) ? line : { ...typed, line: line.line }];
  });
  return [...kept, ...mine.filter(({ line }) => line === undefined)];
}
