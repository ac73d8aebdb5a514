/** Whom a notice goes to. */
import { describe, expect, it } from 'vitest';
import { mailedContacts, mobileNumber, siteMobile } from '../../../activities/notices/recipients.ts';
import { file } from './given.ts';

const [angers, cholet] = file.sites;
if (!angers || !cholet) throw new Error('two sites');

describe('a mail', () => {
  it('goes to the contact of the site before that of the deployment', () => {
    const site = { contacts: [{ role: 'technical' as const, name: 'Paul', email: 'paul@example.fr' }] };
    expect(mailedContacts(file, site, ['technical', 'administrative']).map(({ email }) => email)).toEqual(['paul@example.fr']);
    expect(mailedContacts(file, angers, ['technical', 'administrative']).map(({ email }) => email)).toEqual(['dsi@example.fr']);
  });
  it('goes to the next role where nobody of the first has an address', () => {
    expect(mailedContacts(file, cholet, ['site', 'technical', 'administrative']).map(({ email }) => email)).toEqual(['dsi@example.fr']);
    expect(mailedContacts({ contacts: [] }, cholet, ['site', 'technical'])).toEqual([]);
  });
});

describe('a text message', () => {
  it('goes to the mobile number of the site’s contact, and to no landline', () => {
    expect(siteMobile(angers)).toBe('+33639981234');
    expect(siteMobile(cholet)).toBeNull();
  });
  it.each([
    ['06 12 34 56 78', 'FR', '+33612345678'], ['+33 (0)7.12.34.56.78', 'FR', '+33712345678'], ['0033612345678', 'FR', '+33612345678'], ['02 41 00 00 00', 'FR', null],
    ['0690 12 34 56', 'FR', '+590690123456'], ['0692 12 34 56', 'FR', '+262692123456'], ['+262 262 12 34 56', 'FR', null], ['+32 470 12 34 56', 'BE', '+32470123456'],
    ['0470 12 34 56', 'BE', null], ['06 12 34', 'FR', null], ['0039', 'FR', null],
  ])('%s in %s is %s', (phone, country, expected) => expect(mobileNumber(phone, country)).toBe(expected));
});
