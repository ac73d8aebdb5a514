/** How the lines of a proposal are written (S-01, S-07): from what the customer holds, and from the catalogue; what he holds leaves it by a drop only, with its reason. */
import { refuse, type Refusal } from '../errors/codes.ts';
import type { ProposalLine } from './proposal.ts';
import type { Range } from './ranges.ts';

/** Of one product, as the policy «sales-catalogue» has it. */
export interface Product {
  readonly range: Range;
  readonly label: { readonly fr: string };
  readonly recurringCents: number;
  readonly oneOffCents: number;
}
export type Catalogue = Readonly<Record<string, Product>>;

interface Priced {
  readonly product: string;
  readonly quantity: number;
  readonly discountBasisPoints: number;
}

export type LineEdit =
  | { readonly action: 'keep'; readonly line: string }
  | { readonly action: 'remove'; readonly line: string }
  | ({ readonly action: 'change'; readonly line: string } & Priced)
  | ({ readonly action: 'add'; readonly line?: string | undefined; readonly site?: string | undefined } & Priced);

/** One thing that the customer has today. */
export interface HeldLine {
  readonly rds: string;
  /** Services whose place it took (C-08). */
  readonly formerly?: readonly string[];
  readonly product: string;
  readonly label: string;
  readonly site: string | null;
  readonly monthlyCents: number;
}

/** S-01: the first proposal holds what he has today. A product that the catalogue no longer has is counted as the access that it came with. */
export function heldLines(held: readonly HeldLine[], catalogue: Catalogue): ProposalLine[] {
  return held.map(({ rds, product, label, site, monthlyCents }, index) => ({
    id: `L${index + 1}`, range: own(catalogue, product)?.range ?? 'access', product, label, action: 'keep', rds, site, held: { product, label }, heldMonthlyCents: monthlyCents, quantity: 1, recurringCents: 0, oneOffCents: 0, discountBasisPoints: 0,
  }));
}

/** @returns the new lines, or why not. */
export function editLines(lines: readonly ProposalLine[], edits: readonly LineEdit[], catalogue: Catalogue): readonly ProposalLine[] | Refusal {
  const named = new Set(edits.flatMap(({ line }) => line ?? []));
  // S-07: what he has is not forgotten by the way.
  const forgotten = lines.find(({ id, rds }) => rds !== null && !named.has(id));
  if (forgotten) return refuse('S-07.held-line-missing', { line: forgotten.id, label: forgotten.label }, '/lines');
  let last = Math.max(0, ...lines.map(({ id }) => Number(id.slice(1))));
  const made: ProposalLine[] = [];
  for (const [index, edit] of edits.entries()) {
    const before = edit.line === undefined ? undefined : lines.find(({ id }) => id === edit.line);
    const isFound = edit.action === 'add' ? edit.line === undefined || before?.action === 'add' : before !== undefined && before.rds !== null;
    if (!isFound || made.some(({ id }) => id === edit.line)) return refuse('S-01.unknown-line', { line: edit.line ?? '–' }, `/lines/${index}/line`);
    if (edit.action === 'keep' || edit.action === 'remove') {
      if (before) made.push({ ...before, ...before.held, ...unpriced, action: edit.action });
      continue;
    }
    const product = own(catalogue, edit.product);
    if (!product) return refuse('S-01.unknown-product', { product: edit.product }, `/lines/${index}/product`);
    // S-02: what is changed stays in its sub-order.
    if (before && before.range !== product.range) return refuse('S-01.other-range', { product: edit.product, range: before.range }, `/lines/${index}/product`);
    const { quantity, discountBasisPoints } = edit;
    const priced = { range: product.range, product: edit.product, label: product.label.fr, quantity, recurringCents: product.recurringCents, oneOffCents: product.oneOffCents, discountBasisPoints };
    if (edit.action === 'change' && before) made.push({ ...before, ...priced, action: 'change' });
    if (edit.action === 'add') made.push({ id: before?.id ?? `L${last += 1}`, action: 'add', rds: null, held: null, site: edit.site ?? before?.site ?? null, heldMonthlyCents: 0, ...priced });
  }
  return made;
}

const unpriced = { quantity: 1, recurringCents: 0, oneOffCents: 0, discountBasisPoints: 0 };

/** A product may be called as any member of an object is. */
function own(catalogue: Catalogue, product: string): Product | undefined {
  return Object.hasOwn(catalogue, product) ? catalogue[product] : undefined;
}
