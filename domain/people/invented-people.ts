/** The invented people of a first try, one for each profile: who signs in there, and who is written to. */
import type { Profile } from './profiles.ts';

export const inventedPeople: Readonly<Record<Profile, string>> = {
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
