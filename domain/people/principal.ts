/** Who is behind a request: what a verified token says of the person, and nothing more. */
import type { Profile } from './profiles.ts';

export interface Principal {
  /** The identity provider's stable identifier of the person (`sub`). */
  readonly subject: string;
  readonly name?: string;
  readonly profiles: readonly Profile[];
  /** The customer whose user this is; without it, the `customer` profile reaches nothing. */
  readonly customerId?: string;
}
