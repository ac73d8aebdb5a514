/** The users of the development identity provider: one for each profile of the catalogue, named after it. */
import { type Profile, profileNames } from '../../domain/people/profiles.ts';

export interface DevelopmentUser {
  /** What one types, the token's `sub`, and the name of the profile at once. */
  readonly user: Profile;
  readonly name: string;
  /** Only the user of the `customer` profile belongs to a customer: the first of the demonstration data. */
  readonly customerId?: string;
}

/** Invented people. */
const names: Readonly<Record<Profile, string>> = {
  'coordinator': 'Camille Moreau',
  'production-manager': 'Philippe Garnier',
  'sales-engineer': 'Inès Lambert',
  'sales-manager': 'Olivier Perrin',
  'account-manager': 'Sophie Renaud',
  'presales-engineer': 'Julien Faure',
  'business-director': 'Hélène Marchand',
  'field-technician': 'Karim Benali',
  'specialist-technician': 'Thomas Leroux',
  'logistics': 'Nadia Colin',
  'service-agent': 'Élodie Picard',
  'technician-n1': 'Lucas Besson',
  'technician-n2': 'Aminata Diallo',
  'technician-n3': 'Vincent Maillard',
  'dispatcher': 'Claire Fontaine',
  'billing-admin': 'Bruno Chevalier',
  'network-admin': 'Yann Le Goff',
  'supervisor': 'Marie Delorme',
  'admin': 'Antoine Rivière',
  'customer': 'Laure Vasseur',
};

export const developmentUsers: readonly DevelopmentUser[] = profileNames.map((user) => ({
  user,
  name: names[user],
  ...(user === 'customer' ? { customerId: 'CLI-000001' } : {}),
}));

/** The user of that name, or undefined: any text may come in. */
export function findUser(user: unknown): DevelopmentUser | undefined {
  return developmentUsers.find((entry) => entry.user === user);
}
