/** Amounts in people's words, where a sentence quotes them; by hand, for a formatter of Intl is too much in the workflow bundle. */
import type { Language } from './codes.ts';

/** «−1 234,56 €», “−€1,234.56”. @param cents integer */
export function euros(cents: number, language: Language): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  const [minus, mark, point] = [cents < 0 ? '\u2212' : '', language === 'fr' ? '\u202F' : ',', language === 'fr' ? ',' : '.'];
  const amount = `${digits.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, mark)}${point}${digits.slice(-2)}`;
  return language === 'fr' ? `${minus}${amount}\u00A0€` : `${minus}€${amount}`;
}
