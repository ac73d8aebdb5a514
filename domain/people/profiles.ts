/** The catalogue of business profiles (C-05, domain.md "Profiles"): what a person is at work. What a profile may do stands in permissions.ts. */

interface ProfileEntry {
  readonly label: { readonly fr: string; readonly en: string };
}

/** One row per profile; its key is what tokens, tasks and grants carry, so it never changes. */
export const profiles = {
  'coordinator': { label: { fr: 'Coordinateur client', en: 'Coordinator' } },
  'production-manager': { label: { fr: 'Manager de production', en: 'Production manager' } },
  'sales-engineer': { label: { fr: 'Ingénieur commercial', en: 'Sales engineer' } },
  'sales-manager': { label: { fr: 'Responsable commercial', en: 'Sales manager' } },
  'account-manager': { label: { fr: 'Chargé d’affaire', en: 'Account manager' } },
  'presales-engineer': { label: { fr: 'Ingénieur avant-vente', en: 'Pre-sales engineer' } },
  'business-director': { label: { fr: 'Directeur de BU', en: 'Business director' } },
  'field-technician': { label: { fr: 'Technicien de proximité', en: 'Field technician' } },
  'specialist-technician': { label: { fr: 'Technicien spécialisé', en: 'Specialist technician' } },
  'logistics': { label: { fr: 'Logistique', en: 'Logistics' } },
  'service-agent': { label: { fr: 'Chargé de la relation client', en: 'Service agent' } },
  'technician-n1': { label: { fr: 'Technicien niveau 1', en: 'Technician level 1' } },
  'technician-n2': { label: { fr: 'Technicien niveau 2', en: 'Technician level 2' } },
  'technician-n3': { label: { fr: 'Technicien niveau 3', en: 'Technician level 3' } },
  'dispatcher': { label: { fr: 'Répartiteur', en: 'Dispatcher' } },
  'billing-admin': { label: { fr: 'Équipe admin & facturation', en: 'Billing administrator' } },
  'network-admin': { label: { fr: 'Administrateur réseau', en: 'Network administrator' } },
  'supervisor': { label: { fr: 'Superviseur', en: 'Supervisor' } },
  'admin': { label: { fr: 'Administrateur', en: 'Administrator' } },
  'customer': { label: { fr: 'Client', en: 'Customer' } },
} as const satisfies Record<string, ProfileEntry>;

/** The name of a profile, as carried by the `profiles` claim of a token. */
export type Profile = keyof typeof profiles;

/** Every profile, in the order of the catalogue. */
export const profileNames = Object.keys(profiles) as readonly Profile[];

/** Whether an outside value is the name of a profile of the catalogue. */
export function isProfile(value: unknown): value is Profile {
  return typeof value === 'string' && Object.hasOwn(profiles, value);
}
