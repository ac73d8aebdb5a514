/** The table of mandatory documents (D-04), against a second writing of it, for every order there can be. */
import { describe, expect, it } from 'vitest';
import { profileNames } from '../../../domain/people/profiles.ts';
import { documentKindNames, documentKinds, documentMediaTypes, mayBe, maySee, type DocumentKind } from '../../../domain/documents/kinds.ts';
import { hasBankDetails, missingDocuments, requiredDocuments, stateOfKind, type OrderFacts } from '../../../domain/documents/matrix.ts';

const flags = ['purchaseOrderContract', 'customOffer', 'amendedTerms', 'feasibilityStudy', 'electronicSignature', 'electronicMandate'] as const;

/** `always`, `–`, or the facts on which it hangs; `!` where the fact takes it away. */
const table: readonly (readonly [DocumentKind, string, string])[] = [
  ['purchase-order', '!electronicSignature', 'purchaseOrderContract'],
  ['signature-evidence', 'electronicSignature', '–'],
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

describe('the state of a kind of document (D-04)', () => {
  const rejected = (reason: string) => ({ kind: 'bank-details', status: 'rejected', reason }) as const;
  const held = (status: 'added' | 'accepted') => ({ kind: 'bank-details', status, reason: null }) as const;
  it.each([
    ['missing when there is none', [], 'missing', null],
    ['refused for the last reason given', [rejected('illisible'), rejected('périmé')], 'rejected', 'périmé'],
    ['added again after a refusal', [rejected('illisible'), held('added')], 'added', null],
    ['accepted whatever else there is', [held('added'), held('accepted'), rejected('illisible')], 'accepted', null],
  ] as const)('is %s', (_, documents, status, reason) => {
    expect(stateOfKind('bank-details', documents)).toEqual({ status, reason });
    expect(stateOfKind('sepa-mandate', documents).status).toBe('missing');
  });
});

describe('the readers of a document (C-05)', () => {
  const all = profileNames.filter((profile) => profile !== 'customer');
  it('are of the house, but for an account: who asks for it, checks it and bills by it', () => {
    for (const kind of documentKindNames) {
      const isBank = kind === 'bank-details' || kind === 'sepa-mandate';
      expect(all.filter((profile) => maySee(kind, 'all', [profile])).toSorted(), kind).toEqual((isBank ? ['coordinator', 'sales-engineer', 'billing-admin'] as const : all).toSorted());
    }
  });
  it('are a customer’s users for what he signed and was sent', () => {
    expect(documentKindNames.filter((kind) => maySee(kind, 'own', ['customer']))).toEqual(['purchase-order', 'signature-evidence', 'notification-letter', 'terms-amendment']);
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

it('a customer can be debited once his bank details and mandate are both accepted, or the mandate was given electronically and its evidence accepted (D-31)', () => {
  const [details, mandate] = [{ kind: 'bank-details', status: 'accepted' }, { kind: 'sepa-mandate', status: 'accepted' }];
  expect([hasBankDetails(false, []), hasBankDetails(false, [details]), hasBankDetails(false, [mandate, { ...details, status: 'rejected' }])]).toEqual([false, false, false]);
  const evidence = (status: string) => ({ kind: 'signature-evidence', status });
  expect([hasBankDetails(true, []), hasBankDetails(true, [evidence('added')]), hasBankDetails(false, [evidence('accepted')])]).toEqual([false, false, false]);
  expect([hasBankDetails(false, [mandate, details]), hasBankDetails(true, [evidence('accepted')])]).toEqual([true, true]);
});
