/** Whom a notice goes to, read from the launch file: names, mails and numbers never enter a journey. */
import type { LaunchFile } from '../../domain/deployment/launch.schema.ts';

type Site = LaunchFile['sites'][number];
type Contact = LaunchFile['contacts'][number];
type Role = Contact['role'];

/** The contacts of the first role that has one with a mail; the site's own before the deployment's. Empty where nobody has a mail. */
export function mailedContacts(file: Pick<LaunchFile, 'contacts'>, site: Pick<Site, 'contacts'> | null, roles: readonly Role[]): (Contact & { email: string })[] {
  for (const role of roles) {
    for (const contacts of [site?.contacts ?? [], file.contacts]) {
      const found = contacts.filter((contact): contact is Contact & { email: string } => contact.role === role && contact.email !== undefined);
      if (found.length > 0) return found;
    }
  }
  return [];
}

/** The mobile number of the site's contact, in international form; null where he has none (D-10). */
export function siteMobile(site: Pick<Site, 'contacts' | 'address'>): string | null {
  for (const { role, phone } of site.contacts) {
    const mobile = role === 'site' && phone !== undefined ? mobileNumber(phone, site.address.country) : null;
    if (mobile !== null) return mobile;
  }
  return null;
}

/** Mobile numbers of the overseas departments begin like those of the mainland, and belong to codes of their own. */
const overseas: readonly (readonly [prefix: RegExp, code: string])[] = [
  [/^069[01]/, '590'], [/^0694/, '594'], [/^069[67]/, '596'], [/^069[23]/, '262'], [/^0639[0-7]/, '262'],
];
/** Codes of France and its departments: there a mobile number shows by its first digits. */
const frenchMobile = /^\+(?:33[67]\d{8}|(?:590|594|596|262)6\d{8})$/;
const frenchNumber = /^\+(?:33|590|594|596|262)/;

/**
 * A number in international form if it is a mobile one, as far as can be told: a text to a landline is lost.
 * @param country of the site, for numbers written without their country; only French ones can be completed
 */
export function mobileNumber(phone: string, country: string): string | null {
  // «+33 (0)6 …»: the zero in brackets is dialled at home only.
  const digits = phone.replace('(0)', '').replaceAll(/[ .()-]/g, '');
  const international = digits.startsWith('+') ? digits : digits.startsWith('00') ? `+${digits.slice(2)}` : fromFrance(digits, country);
  if (international === null || !/^\+[1-9]\d{6,14}$/.test(international)) return null;
  return frenchNumber.test(international) && !frenchMobile.test(international) ? null : international;
}

function fromFrance(digits: string, country: string): string | null {
  if (country !== 'FR' || !/^0[67]\d{8}$/.test(digits)) return null;
  const code = overseas.find(([prefix]) => prefix.test(digits))?.[1] ?? '33';
  return `+${code}${digits.slice(1)}`;
}
