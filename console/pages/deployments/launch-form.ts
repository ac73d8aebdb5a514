/** What is typed to launch a deployment, and the file that it makes for the API. */
import { parse } from 'csv-parse/browser/esm/sync';
import type { Schema } from '../../../client/client.ts';

type LaunchFile = Schema<'LaunchFile'>;
type LaunchSite = LaunchFile['sites'][number];

export interface SiteForm {
  readonly label: string;
  readonly accessType: LaunchSite['accessType'];
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly contactName: string;
  readonly contactPhone: string;
  readonly offerCode: string;
  readonly offerLabel: string;
  /** Euros each month. */
  readonly recurring: number;
  /** Euros once. */
  readonly oneOff: number;
  /** Services that it takes the place of. */
  readonly replaces: readonly string[];
}

export interface LaunchForm {
  readonly customerId: string;
  readonly orderNumber: string;
  readonly market: LaunchFile['market'];
  readonly targetActivationDate: string;
  readonly engagementMonths: number;
  readonly contactName: string;
  readonly contactEmail: string;
  readonly contactPhone: string;
  readonly sites: readonly SiteForm[];
}

export const emptySite: SiteForm = { label: '', accessType: 'ftth', street: '', postalCode: '', city: '', contactName: '', contactPhone: '', offerCode: '', offerLabel: '', recurring: 0, oneOff: 0, replaces: [] };
export const emptyLaunch: LaunchForm = { customerId: '', orderNumber: '', market: 'private', targetActivationDate: '', engagementMonths: 36, contactName: '', contactEmail: '', contactPhone: '', sites: [emptySite] };

/** What decides which documents and approvals it takes (D-02, D-04): an order as most are; others come by file or from sales. */
const plain = { purchaseOrderContract: false, customOffer: false, amendedTerms: false, feasibilityStudy: false, electronicSignature: false, electronicMandate: false } as const;

const cents = (euros: number): number => Math.round(euros * 100);
const phoneOf = (phone: string): { phone?: string } => (phone.trim() === '' ? {} : { phone: phone.trim() });

/** The order's contact is asked for documents and for the technical collection alike. */
export function launchFileOf({ contactName, contactEmail, contactPhone, sites, ...order }: LaunchForm): LaunchFile {
  const contact = { name: contactName, email: contactEmail, ...phoneOf(contactPhone) };
  return { ...order, ...plain, contacts: [{ role: 'administrative', ...contact }, { role: 'technical', ...contact }], sites: sites.map((site) => siteOf(site)) };
}

function siteOf({ label, accessType, street, postalCode, city, contactName, contactPhone, offerCode, offerLabel, recurring, oneOff, replaces }: SiteForm): LaunchSite {
  return {
    label, accessType, address: { street, postalCode, city, country: 'FR' }, contacts: [{ role: 'site', name: contactName, ...phoneOf(contactPhone) }],
    lines: [{ code: offerCode, label: offerLabel, recurringCents: cents(recurring), oneOffCents: cents(oneOff) }], ...(replaces.length === 0 ? {} : { replaces: [...replaces] }),
  };
}

/** The columns of a file to import: one line a site, the lines of one order number together. */
export const importColumns = [
  'orderNumber', 'customerId', 'market', 'targetActivationDate', 'engagementMonths', 'contactName', 'contactEmail', 'contactPhone',
  'siteLabel', 'accessType', 'street', 'postalCode', 'city', 'siteContactName', 'siteContactPhone', 'offerCode', 'offerLabel', 'recurring', 'oneOff',
] as const;
type ImportColumn = (typeof importColumns)[number];

export interface ImportedOrder {
  readonly orderNumber: string;
  /** Of the file, counted from 1, the heading included. */
  readonly lines: readonly number[];
  readonly form: LaunchForm;
}

/** @returns the orders, or the columns that are missing. */
export function readImport(rows: readonly (readonly string[])[]): { readonly orders: readonly ImportedOrder[]; readonly missing: readonly ImportColumn[] } {
  const [heading = [], ...lines] = rows;
  const places = new Map(heading.map((name, index) => [name.trim(), index]));
  const missing = importColumns.filter((name) => !places.has(name) && !name.endsWith('Phone'));
  if (missing.length > 0) return { orders: [], missing };
  const orders = new Map<string, { lines: number[]; form: LaunchForm }>();
  for (const [index, cells] of lines.entries()) {
    const cell = (name: ImportColumn): string => (cells[places.get(name) ?? -1] ?? '').trim();
    const number = (name: ImportColumn): number => Number(cell(name).replace(',', '.') || '0');
    const site: SiteForm = {
      label: cell('siteLabel'), accessType: cell('accessType') as SiteForm['accessType'], street: cell('street'), postalCode: cell('postalCode'), city: cell('city'), contactName: cell('siteContactName'),
      contactPhone: cell('siteContactPhone'), offerCode: cell('offerCode'), offerLabel: cell('offerLabel'), recurring: number('recurring'), oneOff: number('oneOff'), replaces: [],
    };
    const known = orders.get(cell('orderNumber'));
    orders.set(cell('orderNumber'), known
      ? { lines: [...known.lines, index + 2], form: { ...known.form, sites: [...known.form.sites, site] } }
      : {
        lines: [index + 2],
        form: {
          customerId: cell('customerId'), orderNumber: cell('orderNumber'), market: cell('market') as LaunchForm['market'], targetActivationDate: cell('targetActivationDate'), engagementMonths: number('engagementMonths'),
          contactName: cell('contactName'), contactEmail: cell('contactEmail'), contactPhone: cell('contactPhone'), sites: [site],
        },
      });
  }
  return { orders: [...orders].map(([orderNumber, order]) => ({ orderNumber, ...order })), missing: [] };
}

/** A file as spreadsheets write it: comma or semicolon, with or without the mark at its beginning. @throws {Error} where its quotes do not close */
export function parseCsv(text: string): string[][] {
  return parse(text, { bom: true, delimiter: [';', ','], relax_column_count: true, skip_empty_lines: true, skip_records_with_empty_values: true });
}
