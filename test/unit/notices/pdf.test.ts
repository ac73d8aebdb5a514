/** The documents customers get: what they say, read back from the file; and that the same facts make the same bytes. */
import { inflateSync } from 'node:zlib';
import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, it } from 'vitest';
import { deliveryNoticePdf } from '../../../activities/notices/pdf/delivery-notice.ts';
import type { DeliveryNoticeFacts } from '../../../activities/notices/pdf/delivery-notice.ts';
import { invoiceSimulationPdf } from '../../../activities/notices/pdf/invoice-simulation.ts';
import type { InvoiceSimulationFacts } from '../../../activities/notices/pdf/invoice-simulation.ts';
import { simulateInvoice } from '../../../domain/billing/invoice.ts';
import { deploymentId, file, operator } from './given.ts';

const lines = file.sites[0]?.lines ?? [];
const frame = {
  operator: operator.name, legalLine: operator.legalLine, deploymentId, orderNumber: file.orderNumber,
  customer: { id: file.customerId, company: 'Boulangerie Martin', attention: ['Jeanne Martin', 'Noël Łukasiewicz'], address: ['3 rue du Mail', '49000 Angers'] },
  site: { label: 'Agence d’Angers', address: '3 rue du Mail, 49000 Angers' },
};
const notice: DeliveryNoticeFacts = {
  ...frame, rds: 'RDS-000042', lines, deliveredOn: '2026-11-23', noticeOn: '2026-11-24',
  tests: [
    { test: 'sync', passed: true, measure: null, unit: null }, { test: 'ping', passed: true, measure: 9, unit: 'ms' },
    { test: 'throughput-down', passed: true, measure: 1940.5, unit: 'Mbit/s' }, { test: 'odd', passed: false, measure: 0, unit: null },
  ],
};
const simulation: InvoiceSimulationFacts = {
  ...frame, reference: 'SIM-000001', simulation: simulateInvoice({ from: '2026-11-23', lines, vatBasisPoints: 2000 }), vatBasisPoints: 2000,
  customerUrl: operator.customerUrl, sentOn: '2026-11-25',
};

async function read(pdf: Buffer): Promise<{ pages: string[]; pdf: Awaited<ReturnType<typeof getDocumentProxy>> }> {
  const proxy = await getDocumentProxy(new Uint8Array(pdf));
  const { text } = await extractText(proxy, { mergePages: false });
  return { pages: text.map((page) => page.replaceAll(/\s+/g, ' ')), pdf: proxy };
}

/** The drawing operators of each page. */
function pageContents(pdf: Buffer): string[] {
  const streams = [...pdf.toString('latin1').matchAll(/stream\n(.*?)\nendstream/gs)].map(([, body = '']) => Buffer.from(body, 'latin1'));
  return streams.map((body) => (body[0] === 0x78 ? inflateSync(body).toString('latin1') : '')).filter((content) => content.includes(' BDC'));
}

describe('the delivery notice', () => {
  it('says what was delivered, from when it is billed, and how it was tested (D-16, D-18)', async () => {
    const { pages: [page] } = await read(await deliveryNoticePdf(notice));
    for (const part of [
      'Avis de mise à disposition', 'RDS-000042', 'AFF-2026-000123', 'Agence d’Angers, 3 rue du Mail, 49000 Angers', 'Boulangerie Martin À l’attention de Jeanne Martin, Noël Łukasiewicz 3 rue du Mail 49000 Angers', 'Boulangerie Martin (CLI-000001)', 'BC-2026-77',
      'Mise à disposition le 23 novembre 2026', 'ce jour inclus', 'Accès fibre mutualisée 1 Gbit/s 49,00 € 100,00 €', 'Total 1 283,56 € 100,00 €',
      'Temps de réponse Réussi 9 ms', 'Débit descendant Réussi 1 940,5 Mbit/s', 'odd Échoué 0', 'Page 1 sur 1', 'RCS Angers',
    ]) expect(page).toContain(part);
  });

  it('without tests has no table of tests', async () => {
    const { pages } = await read(await deliveryNoticePdf({ ...notice, tests: [], legalLine: '' }));
    expect(pages.join(' ')).not.toContain('Essais');
  });
});

describe('the invoice simulation', () => {
  it('shows every line with its days, tax and totals (D-30)', async () => {
    const { pages: [page] } = await read(await invoiceSimulationPdf(simulation));
    for (const part of [
      'Simulation de facture', 'SIM-000001', 'du 23 novembre 2026 au 30 novembre 2026 inclus', 'Accès fibre mutualisée 1 Gbit/s (ponctuel) 100,00 € – 100,00 €',
      'Accès fibre mutualisée 1 Gbit/s (mensuel) 49,00 € 8 / 30 13,07 €', '329,22 €', 'Total HT 442,29 €', 'TVA 20 % 88,46 €', 'Total TTC 530,75 €',
      operator.customerUrl, 'contestez-la en indiquant votre motif', 'n’est pas une facture', 'Boulangerie Martin (CLI-000001)', 'BC-2026-77',
    ]) expect(page).toContain(part);
  });

  it('of one-off lines only has no period', async () => {
    const oneOff = simulateInvoice({ from: '2026-11-23', lines: [{ code: 'FAS', label: 'Frais d’accès', recurringCents: 0, oneOffCents: 5000 }], vatBasisPoints: 2000 });
    const { pages } = await read(await invoiceSimulationPdf({ ...simulation, simulation: oneOff }));
    expect(pages.join(' ')).not.toContain('Période');
  });

  it('over several pages repeats its header, numbers its pages and loses no line', async () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ code: `L${index}`, label: `Ligne ${index + 1} ${'d’un libellé long '.repeat(index % 7)}`, recurringCents: 100, oneOffCents: 0 }));
    const pdf = await invoiceSimulationPdf({ ...simulation, simulation: simulateInvoice({ from: '2026-11-01', lines: many, vatBasisPoints: 2000 }) });
    const { pages } = await read(pdf);
    expect(pages.length).toBeGreaterThan(3);
    pages.forEach((page, index) => expect(page).toContain(`Page ${index + 1} sur ${pages.length}`));
    for (const page of pages.slice(0, -1)) expect(page).toContain('Désignation');
    for (let line = 1; line <= 100; line += 1) expect(pages.join(' ')).toContain(`Ligne ${line} `);
    expect(pages.at(-1)).toContain('Total TTC 120,00 €');
    // Every mark is closed on its page: torn ones make readers guess.
    const contents = pageContents(pdf);
    expect(contents).toHaveLength(pages.length);
    for (const content of contents) expect(content.match(/^EMC$/gm)).toHaveLength(content.match(/ B(DC|MC)$/gm)?.length ?? 0);
  });
});

it('the simulation’s link can be followed, and is read aloud as one', async () => {
  const { pdf } = await read(await invoiceSimulationPdf(simulation));
  const page = await pdf.getPage(1);
  expect(await page.getAnnotations()).toMatchObject([{ subtype: 'Link', url: `${operator.customerUrl}/` }]);
  expect(JSON.stringify(await page.getStructTree())).toContain('"role":"Link"');
});

describe('both documents', () => {
  it.each([['notice', () => deliveryNoticePdf(notice)], ['simulation', () => invoiceSimulationPdf(simulation)]])('are the same bytes for the same facts: %s', async (_which, render) => {
    const [first, second] = await Promise.all([render(), render()]);
    expect(second.equals(first)).toBe(true);
  });

  it.each([['notice', () => deliveryNoticePdf(notice)], ['simulation', () => invoiceSimulationPdf(simulation)]])('can be read aloud: tagged, in French, with headings and header cells: %s', async (_which, render) => {
    const { pdf } = await read(await render());
    expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true });
    const { info, metadata } = await pdf.getMetadata();
    expect(info).toMatchObject({ Language: 'fr-FR', PDFFormatVersion: '1.7' });
    expect((metadata as { getRaw(): string }).getRaw()).toContain('<pdfuaid:part>1</pdfuaid:part>');
    const roles = JSON.stringify(await (await pdf.getPage(1)).getStructTree());
    for (const role of ['H1', 'H2', 'Table', 'TR', 'TH', 'TD', 'P']) expect(roles).toContain(`"role":"${role}"`);
  });
});
