/** The table of mandatory documents (D-04), against a second writing of it, for every order there can be. */
import { describe, expect, it } from 'vitest';
import { documentKindNames, documentKinds, documentMediaTypes, mayBe, type DocumentKind } from '../../../domain/documents/kinds.ts';
import { missingDocuments, requiredDocuments, type OrderFacts } from '../../../domain/documents/matrix.ts';

const flags = ['purchaseOrderContract', 'customOffer', 'amendedTerms', 'feasibilityStudy', 'electronicSignature', 'electronicMandate'] as const;

/** `always`, `–`, or the facts on which it hangs; `!` where the fact takes it away. */
const table: readonly (readonly [DocumentKind, string, string])[] = [
  ['purchase-order', '!electronicSignature', 'purchaseOrderContract'],
  ['notification-letter', '–', 'always'],
  ['deal-simulator', 'always', 'always'],
  ['eligibility-evidence', 'always', 'always'],
  ['bank-details', '!electronicMandate', '–'],
  ['sepa-mandate', '!electronicMandate', '–'],
  ['feasibility-answer', 'feasibilityStudy', 'feasibilityStudy'],
  ['custom-offer-validation', 'customOffer', '–'],
  ['terms-amendment', 'amendedTerms', '–'],
];

const orders: readonly OrderFacts[] = (['private', 'public'] as const).flatMap((market) =>
  Array.from({ length: 2 ** flags.length }, (_, bits) => ({
    market, ...Object.fromEntries(flags.map((flag, index) => [flag, (bits & (1 << index)) !== 0])) as Record<(typeof flags)[number], boolean>,
  })));

function holds(cell: string, facts: OrderFacts): boolean {
  if (cell === 'always' || cell === '–') return cell === 'always';
  const flag = cell.replace('!', '') as (typeof flags)[number];
  return facts[flag] === !cell.startsWith('!');
}

describe('the required documents (D-04)', () => {
  it.each(orders.map((facts) => [`${facts.market} ${flags.filter((flag) => facts[flag]).join(' ')}`, facts] as const))('of an order %s are those of the table', (_name, facts) => {
    expect(requiredDocuments(facts)).toEqual(table.filter(([, ofPrivate, ofPublic]) => holds(facts.market === 'private' ? ofPrivate : ofPublic, facts)).map(([kind]) => kind));
  });

  it('are missing until a document of the kind is accepted, be there others that are not', () => {
    const required = ['deal-simulator', 'bank-details', 'sepa-mandate'] as const;
    expect(missingDocuments(required, [])).toEqual(required);
    expect(missingDocuments(required, [
      { kind: 'bank-details', status: 'added' }, { kind: 'bank-details', status: 'accepted' }, { kind: 'sepa-mandate', status: 'added' }, { kind: 'other', status: 'accepted' },
    ])).toEqual(['deal-simulator', 'sepa-mandate']);
  });
});

describe('the kinds of documents', () => {
  it('have a label in both languages and at least one type a file may have', () => {
    for (const kind of documentKindNames) {
      expect(documentKinds[kind].label.fr).toMatch(/^\p{Lu}/u);
      expect(documentKinds[kind].label.en).toMatch(/^\p{Lu}/u);
      expect(mayBe(kind, 'application/pdf')).toBe(true);
    }
    expect(documentMediaTypes.filter((type) => mayBe('purchase-order', type))).toEqual(['application/pdf']);
  });
});
