/** International bank account numbers (S-04): the length of each SEPA country, and the check digits of ISO 13616. */

const lengths: Readonly<Record<string, number>> = {
  AD: 24, AT: 20, BE: 16, BG: 22, CH: 21, CY: 28, CZ: 24, DE: 22, DK: 18, EE: 20, ES: 24, FI: 18, FR: 27, GB: 22, GI: 23, GR: 27, HR: 21, HU: 28, IE: 22, IS: 26, IT: 27,
  LI: 21, LT: 20, LU: 20, LV: 21, MC: 27, MT: 31, NL: 18, NO: 15, PL: 28, PT: 25, RO: 24, SE: 24, SI: 19, SK: 24, SM: 27, VA: 22,
};

/** As banks write it in a file: without spaces, in capitals. */
export function plainIban(iban: string): string {
  return iban.replaceAll(/\s/g, '').toUpperCase();
}

/** @param iban plain */
export function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(iban) || lengths[iban.slice(0, 2)] !== iban.length) return false;
  let rest = 0;
  // Letters count as 10 to 35; digit by digit, so that no number grows too large.
  for (const character of iban.slice(4) + iban.slice(0, 4)) for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** What may be shown of it: its country and its end. */
export function maskedIban(iban: string): string {
  return `${iban.slice(0, 2)}•• •••• ${iban.slice(-4)}`;
}

/** A number that can get an SMS: international; of France a mobile's. */
export function isMobile(phone: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(phone) && (!phone.startsWith('+33') || /^\+33[67]\d{8}$/.test(phone));
}
