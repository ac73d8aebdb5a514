/** The words for the codes in a task's context (C-07). */
import { expect, it } from 'vitest';
import { codeLabels } from '../../../api/tasks/code-labels.ts';

it('every known code of a context has its words in both languages; amounts, texts and unknown codes have none', () => {
  expect(codeLabels({
    missingDocuments: 'purchase-order, sepa-mandate', refusedDocuments: '', faults: 'line-missing (FTTH-1G, bis), negative-invoice, constructor', refusedStep: 'financial-approval',
    reason: 'sepa-mandate', siteCount: 2, contestedBecause: null,
  })).toEqual({
    'purchase-order': { fr: 'Bon de commande signé', en: 'Signed purchase order' }, 'sepa-mandate': { fr: 'Mandat SEPA signé', en: 'Signed SEPA mandate' },
    'line-missing': { fr: 'Ligne commandée non facturée', en: 'Ordered line not billed' }, 'negative-invoice': { fr: 'Facture négative', en: 'Negative invoice' },
    'financial-approval': expect.objectContaining({ fr: expect.any(String), en: expect.any(String) }),
  });
});
