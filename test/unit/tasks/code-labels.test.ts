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

it('the subject of a complaint is named by whoever knows its policy, and only where it is asked for (S-08)', () => {
  const label = { fr: 'Livraison, délai', en: 'Delivery, delay' };
  expect(codeLabels({ subject: 'delivery', reason: 'delivery' }, (key) => (key === 'delivery' ? label : { fr: key, en: key }))).toEqual({ delivery: label });
  expect(codeLabels({ subject: 'delivery' })).toEqual({});
});
