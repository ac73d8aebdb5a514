/** Who is behind a request: what a verified token says of the person, and the profiles he holds from all sources (C-05). */
import type { Permission } from './permissions.ts';
import type { Profile } from './profiles.ts';
import { everything, type HouseScope } from './scope.ts';

/** What a verified token or key says, and nothing more. */
export interface Identity {
  /** The identity provider's stable identifier of the person (`sub`); of a key `key:` and its id. */
  readonly subject: string;
  readonly name?: string;
  readonly profiles: readonly Profile[];
  /** The customer whose user this is; without it, the `customer` profile reaches nothing. */
  readonly customerId?: string;
}

/** One profile that somebody has, how far it reaches and until when. */
export interface Holding {
  readonly profile: Profile;
  readonly scope: HouseScope;
  /** The identity provider, the directory, a grant for some time, an API key. */
  readonly source: 'token' | 'directory' | 'grant' | 'key';
  /** Null: without an end that we know of. */
  readonly until: Date | null;
}

/** A support team, as the directory has it. */
export interface DeskTeam {
  readonly team: string;
  readonly desk: string;
  readonly level: 1 | 2 | 3;
}

export interface Principal extends Identity {
  /** From all sources, each once. */
  readonly profiles: readonly Profile[];
  readonly holdings: readonly Holding[];
  /** Of a key that was narrowed: nothing else, whatever its profiles allow. */
  readonly only?: readonly Permission[] | undefined;
  /** Of a key that works at a desk (T-11); of a person it is read where it is needed. */
  readonly desk?: DeskTeam | undefined;
}

/** What the token says is bound to no centre. @param held from the other sources */
export function principalOf(identity: Identity, held: readonly Holding[]): Principal {
  const holdings = [...identity.profiles.map((profile): Holding => ({ profile, scope: everything, source: 'token', until: null })), ...held];
  return { ...identity, profiles: [...new Set(holdings.map(({ profile }) => profile))], holdings };
}
