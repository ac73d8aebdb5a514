/** The yearly sheet of CSDP orders (T-20), as a spreadsheet opens it: semicolons, a mark for its encoding, nothing that it would take for a formula. */
import type { ReplacementRead } from '../../db/replacement/replacements.ts';

const columns: readonly (readonly [title: string, of: (line: ReplacementRead) => string | null])[] = [
  ['Remplacement', ({ id }) => id], ['Ticket', ({ ticket }) => ticket], ['Client', ({ customerId }) => customerId], ['N° de série', ({ serialNumber }) => serialNumber],
  ['Modèle', ({ model }) => model], ['Panne', ({ fault }) => fault], ['Pièce', ({ partNumber }) => partNumber], ['Commande CSDP', ({ orderReference }) => orderReference],
  ['Garantie', ({ isBilled }) => (isBilled ? 'non' : 'oui')], ['Commandée le', ({ orderedOn }) => orderedOn], ['Reçue le', ({ receivedOn }) => receivedOn],
  ['Remplacée le', ({ replacedOn }) => replacedOn], ['Retournée le', ({ returnedOn }) => returnedOn],
];

export function csdpSheet(lines: readonly ReplacementRead[]): string {
  const rows = [columns.map(([title]) => title), ...lines.map((line) => columns.map(([, of]) => of(line) ?? ''))];
  return `\uFEFF${rows.map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`;
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[;"\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
