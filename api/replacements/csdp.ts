/** The yearly sheet of CSDP orders (T-20), as a spreadsheet opens it. */
import type { ReplacementRead } from '../../db/replacement/replacements.ts';
import { sheet } from '../http/sheet.ts';

const columns: readonly (readonly [title: string, of: (line: ReplacementRead) => string | null])[] = [
  ['Remplacement', ({ id }) => id], ['Ticket', ({ ticket }) => ticket], ['Client', ({ customerId }) => customerId], ['N° de série', ({ serialNumber }) => serialNumber],
  ['Modèle', ({ model }) => model], ['Panne', ({ fault }) => fault], ['Pièce', ({ partNumber }) => partNumber], ['Commande CSDP', ({ orderReference }) => orderReference],
  ['Garantie', ({ isBilled }) => (isBilled ? 'non' : 'oui')], ['Commandée le', ({ orderedOn }) => orderedOn], ['Reçue le', ({ receivedOn }) => receivedOn],
  ['Remplacée le', ({ replacedOn }) => replacedOn], ['Retournée le', ({ returnedOn }) => returnedOn],
];

export function csdpSheet(lines: readonly ReplacementRead[]): string {
  return sheet([columns.map(([title]) => title), ...lines.map((line) => columns.map(([, of]) => of(line) ?? ''))]);
}
