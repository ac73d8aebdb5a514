/** The customer's data of an order as it is typed (S-02), and as the API takes it. */
import type { Schema } from '../../../client/client.ts';
import type { Proposal } from '../../sales/queries.ts';

export type Party = Schema<'OrderParty'>;

export interface SiteForm {
  readonly label: string;
  readonly accessType: Party['sites'][number]['accessType'];
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly contactName: string;
  readonly contactPhone: string;
}

export interface PartyForm {
  readonly market: 'private' | 'public';
  readonly contactName: string;
  readonly contactEmail: string;
  readonly contactPhone: string;
  readonly targetActivationDate: string;
  readonly siteAccessHours: string;
  readonly existingLineToMigrate: boolean;
  readonly numberPortability: boolean;
  readonly purchaseOrderContract: boolean;
  readonly customOffer: boolean;
  readonly amendedTerms: boolean;
  readonly feasibilityStudy: boolean;
  readonly sites: readonly SiteForm[];
}

export const facts = ['purchaseOrderContract', 'customOffer', 'amendedTerms', 'feasibilityStudy'] as const;
export const collected = ['existingLineToMigrate', 'numberPortability'] as const;

const emptySite: SiteForm = { label: '', accessType: 'ftth', street: '', postalCode: '', city: '', contactName: '', contactPhone: '' };

/** What is known already: who the customer is, where his lines go, by what access. */
export function emptyParty(proposal: Proposal, customer: Schema<'Customer'>, accessOf: (product: string) => string | null): PartyForm {
  const lines = proposal.subOrders.flatMap((one) => one.lines).filter(({ action }) => action !== 'keep');
  const labels = [...new Set(lines.map(({ site }) => site ?? ''))];
  const { address, name, email, phone, market } = customer;
  return {
    market: market ?? 'private', contactName: name, contactEmail: email ?? '', contactPhone: phone ?? '', targetActivationDate: '', siteAccessHours: '', existingLineToMigrate: false, numberPortability: false,
    purchaseOrderContract: false, customOffer: false, amendedTerms: false, feasibilityStudy: false,
    sites: labels.map((label) => ({
      ...emptySite, label, accessType: (lines.filter(({ site }) => (site ?? '') === label).map(({ product }) => accessOf(product)).find((one) => one !== null) ?? 'ftth') as SiteForm['accessType'],
      street: address?.street ?? '', postalCode: address?.postalCode ?? '', city: address?.city ?? '',
    })),
  };
}

export function partyOf({ contactName, contactEmail, contactPhone, targetActivationDate, siteAccessHours, existingLineToMigrate, numberPortability, sites }: PartyForm): Party {
  const contact = { name: contactName.trim(), ...(contactEmail.trim() === '' ? {} : { email: contactEmail.trim() }), ...(contactPhone.trim() === '' ? {} : { phone: contactPhone.trim() }) };
  return {
    contacts: [{ role: 'administrative', ...contact }], targetActivationDate,
    collection: { existingLineToMigrate, numberPortability, ...(siteAccessHours.trim() === '' ? {} : { siteAccessHours: siteAccessHours.trim() }) },
    sites: sites.map(({ label, accessType, street, postalCode, city, contactName: name, contactPhone: phone }) => ({
      // Lines that name no site go to the first one, whatever it is called.
      label: label.trim() === '' ? city.trim() : label.trim(), accessType, address: { street: street.trim(), postalCode: postalCode.trim(), city: city.trim(), country: 'FR' },
      contacts: name.trim() === '' ? [] : [{ role: 'site' as const, name: name.trim(), ...(phone.trim() === '' ? {} : { phone: phone.trim() }) }],
    })),
  };
}

/** For who corrects it. */
export function formOf(party: NonNullable<Schema<'Order'>['party']>): PartyForm {
  const contact = party.contacts.find(({ role }) => role === 'administrative') ?? party.contacts[0];
  const { siteAccessHours = '', existingLineToMigrate, numberPortability } = party.collection;
  return {
    market: 'private', contactName: contact?.name ?? '', contactEmail: contact?.email ?? '', contactPhone: contact?.phone ?? '', targetActivationDate: party.targetActivationDate, siteAccessHours, existingLineToMigrate, numberPortability,
    purchaseOrderContract: false, customOffer: false, amendedTerms: false, feasibilityStudy: false,
    sites: party.sites.map(({ label, accessType, address: { street, postalCode, city }, contacts }) => ({ label, accessType, street, postalCode, city, contactName: contacts[0]?.name ?? '', contactPhone: contacts[0]?.phone ?? '' })),
  };
}
