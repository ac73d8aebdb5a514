/** What a simulator says that it was asked for and did. */
import type { OutsideName } from '../../cli/up/outside.ts';
import type { Installation } from './installation.ts';

export interface Fact {
  readonly type: string;
  readonly oblReference?: string;
  readonly subscriptionReference?: string;
  readonly rds?: string;
  readonly ordinal?: number;
  readonly part?: string;
  readonly isSame?: boolean;
}

/** A simulator's own record, by the key that it was asked under. */
interface OutsideBook {
  readonly pendingCallbacks: number;
  readonly subjects: Readonly<Record<string, { readonly facts: readonly Fact[] }>>;
}

export type OutsideSystem = OutsideName | 'mail';

export async function bookOf(on: Pick<Installation, 'outside'>, system: OutsideSystem): Promise<OutsideBook> {
  const { url, token } = on.outside[system];
  return await (await fetch(`${url}/sim/book`, { headers: { authorization: `Bearer ${token}` } })).json() as OutsideBook;
}

/** The keys under which something was done, not only asked. */
export async function effectsOf(on: Pick<Installation, 'outside'>, system: OutsideSystem): Promise<Record<string, readonly Fact[]>> {
  const { subjects } = await bookOf(on, system);
  return Object.fromEntries(Object.entries(subjects).filter(([, { facts }]) => facts.length > 0).map(([key, { facts }]) => [key, facts]));
}
