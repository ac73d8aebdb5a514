/** The blocks of the 360° view (C-01): what each is called, and which permission it takes to see it. Their ranks are data, of the policy `customer-view`. */
import type { Text } from '../errors/codes.ts';
import type { Permission } from '../people/permissions.ts';

interface BlockEntry {
  readonly label: Text;
  readonly needs: Permission;
}

export const viewBlocks = {
  'identity': { label: { fr: 'Identité', en: 'Identity' }, needs: 'customer:view' },
  'contacts': { label: { fr: 'Contacts', en: 'Contacts' }, needs: 'customer:view' },
  'guardianship': { label: { fr: 'Tutelle', en: 'Guardianship' }, needs: 'customer:view' },
  'eligibility': { label: { fr: 'Éligibilité commerciale et technique', en: 'Eligibility' }, needs: 'customer:view' },
  'offers': { label: { fr: 'Offres détenues', en: 'Offers held' }, needs: 'customer:view' },
  'equipment': { label: { fr: 'Équipements et interventions', en: 'Equipment and its history' }, needs: 'customer:view' },
  'inventory': { label: { fr: 'Équipements connus de l’inventaire', en: 'Equipment known to the inventory' }, needs: 'customer:view' },
  'orders': { label: { fr: 'Commandes en cours', en: 'Running orders' }, needs: 'deployment:read' },
  'events': { label: { fr: 'Événements en cours', en: 'Running events' }, needs: 'customer:view' },
  'consumption': { label: { fr: 'Consommation du mois', en: 'Consumption' }, needs: 'account:read' },
  'invoices': { label: { fr: 'Factures', en: 'Invoices' }, needs: 'account:read' },
  'balance': { label: { fr: 'Solde et mode de paiement', en: 'Balance and payment' }, needs: 'account:read' },
  'measures': { label: { fr: 'Mesures particulières', en: 'Special measures' }, needs: 'customer:view' },
  'seniority': { label: { fr: 'Ancienneté', en: 'Seniority' }, needs: 'customer:view' },
  'revenue': { label: { fr: 'Chiffre d’affaires', en: 'Revenue' }, needs: 'account:read' },
  'warranties': { label: { fr: 'Garanties', en: 'Warranties' }, needs: 'customer:view' },
  'deposits': { label: { fr: 'Dépôts de garantie', en: 'Guarantee deposits' }, needs: 'account:read' },
  'correspondence': { label: { fr: 'Contacts et courriers', en: 'Contacts and letters' }, needs: 'timeline:read' },
  'payer': { label: { fr: 'Qualité payeur et recouvrement', en: 'Payer quality and debt collection' }, needs: 'account:read' },
  'interests': { label: { fr: 'Intérêts et moments de vie', en: 'Interests and life moments' }, needs: 'customer:view' },
} as const satisfies Record<string, BlockEntry>;

export type ViewBlock = keyof typeof viewBlocks;
export const viewBlockNames = Object.keys(viewBlocks) as readonly ViewBlock[];

export const ranks = ['essential', 'important', 'secondary'] as const;
export type Rank = (typeof ranks)[number];

/** How many of each list are shown: an agent looks at the first ones, or the last. One more is read, so that a list that goes on says so. */
export const shownOf = { parts: 100, services: 100, orders: 10, sites: 20, tasks: 20, halves: 100, events: 20, messages: 10, interventions: 20, places: 5 } as const;

/** What is asked of the outside for the view, each by itself; some fill several blocks. */
export const readings = ['account', 'invoices', 'consumption', 'eligibility', 'inventory'] as const;
export type Reading = (typeof readings)[number];
