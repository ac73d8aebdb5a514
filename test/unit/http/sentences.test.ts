/** What sentences quote: amounts in euros, as people of each language write them; everything else as it is. */
import { expect, it } from 'vitest';
import { fill } from '../../../domain/errors/codes.ts';
import { euros } from '../../../domain/errors/money.ts';

it('amounts are euros, rounded nowhere', () => {
  expect([0, 5, -5, 1_234_567, -100_000, 99_999].map((cents) => euros(cents, 'fr').replaceAll(/\s/g, ' '))).toEqual(['0,00 €', '0,05 €', '−0,05 €', '12 345,67 €', '−1 000,00 €', '999,99 €']);
  expect([0, -5, 123_456_789].map((cents) => euros(cents, 'en'))).toEqual(['€0.00', '−€0.05', '€1,234,567.89']);
});

it('a name that ends in Cents is one, a text under it and any other name are quoted as they are', () => {
  expect(fill('{ttcCents} {count} {what} {lack}', { ttcCents: 250, count: 2, what: 'x' }, 'en')).toBe('€2.50 2 x {lack}');
  expect(fill('{ttcCents}', { ttcCents: 'mixed' }, 'fr')).toBe('mixed');
});
