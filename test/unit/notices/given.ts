/** A deployment of two sites, for the tests of what customers are written. */
import { launchFile } from '../../../domain/deployment/launch.schema.ts';
import type { LaunchFile } from '../../../domain/deployment/launch.schema.ts';
import type { NoticeParts, Operator } from '../../../activities/notices/notices.ts';
import type { IssuedDocument } from '../../../domain/documents/issued.ts';

export const operator: Operator = {
  name: 'Anjou Télécom', customerUrl: 'https://client.example.fr', email: 'deploiement@anjou.example', readTimeZone: async () => 'Europe/Paris',
  legalLine: 'Anjou Télécom, SAS au capital de 100 000 € – 1 place du Ralliement, 49000 Angers – RCS Angers 123 456 789 – TVA FR00123456789',
};

export const deploymentId = 'AFF-2026-000123';

export const file: LaunchFile = launchFile.parse({
  customerId: 'CLI-000001', orderNumber: 'BC-2026-77', market: 'private', targetActivationDate: '2027-02-01', engagementMonths: 36,
  contacts: [
    { role: 'administrative', name: 'Jeanne Martin', email: 'jeanne.martin@example.fr' },
    { role: 'technical', name: 'Noël Łukasiewicz', email: 'dsi@example.fr', phone: '02 41 00 00 00' },
  ],
  sites: [
    {
      label: 'Agence d’Angers', accessType: 'ftth', address: { street: '3 rue du Mail', postalCode: '49000', city: 'Angers' },
      contacts: [{ role: 'site', name: 'Ana Núñez', email: 'accueil.angers@example.fr', phone: '06 39 98 12 34' }],
      lines: [
        { code: 'FTTH', label: 'Accès fibre mutualisée 1 Gbit/s', recurringCents: 4900, oneOffCents: 10_000 },
        { code: 'GTR', label: 'Garantie de temps de rétablissement 4 h, 24 h/24 et 7 j/7, avec interlocuteur dédié', recurringCents: 123_456, oneOffCents: 0 },
      ],
    },
    {
      label: 'Dépôt de Cholet', accessType: 'sdsl', address: { street: '12 avenue de l’Abattoir', postalCode: '49300', city: 'Cholet' },
      contacts: [{ role: 'site', name: 'Luc Roy', phone: '02 41 62 00 00' }],
      lines: [{ code: 'SDSL', label: 'Accès SDSL 8 Mbit/s', recurringCents: 15_000, oneOffCents: 0 }],
    },
  ],
});

/** A document storage and the book of what was issued, in memory. */
export function keeping(): Pick<NoticeParts, 'storage' | 'issued'> {
  const [contents, book] = [new Map<string, Uint8Array>(), new Map<string, IssuedDocument>()];
  return {
    storage: { put: async (digest, bytes) => void contents.set(digest, bytes), get: async (digest) => contents.get(digest), remove: async (digest) => void contents.delete(digest) },
    issued: {
      find: async (key) => book.get(key) ?? null,
      async keep(key, { digest, sizeBytes }) {
        const kept = book.get(key) ?? { id: `document-${book.size + 1}`, digest, sizeBytes };
        book.set(key, kept);
        return kept;
      },
    },
  };
}
