/** The users of the development identity provider: one for each profile of the catalogue, named after it. */
import { inventedPeople } from '../../domain/people/invented-people.ts';
import { type Profile, profileNames } from '../../domain/people/profiles.ts';

export interface DevelopmentUser {
  /** What one types, the token's `sub`, and the name of the profile at once. */
  readonly user: Profile;
  readonly name: string;
  /** Only the user of the `customer` profile belongs to a customer: the first of the demonstration data. */
  readonly customerId?: string;
}

export const developmentUsers: readonly DevelopmentUser[] = profileNames.map((user) => ({
  user,
  name: inventedPeople[user],
  ...(user === 'customer' ? { customerId: 'CLI-000001' } : {}),
}));

/** The user of that name, or undefined: any text may come in. */
export function findUser(user: unknown): DevelopmentUser | undefined {
  return developmentUsers.find((entry) => entry.user === user);
}
