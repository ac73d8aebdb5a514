/** What the 360° view shows of the outside (C-01): every system asked beside the others, each for itself; one that is away or slow leaves what was last heard of it, marked stale, or nothing. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { CustomerViewRow, Place } from '../../db/customer/view.ts';
import { parseDuration } from '../../domain/clock/duration.ts';
import { readings, type Reading } from '../../domain/customer/view-blocks.ts';
import type { Policies } from '../../domain/policy/policies.schema.ts';
import { accountConsumption, accountInvoices, billingAccount } from '../../ports/billing-account.ts';
import { eligibility } from '../../ports/eligibility.ts';
import { inventoryList } from '../../ports/inventory.ts';
import { outsideFault, type OutsideFault } from '../http/outside.ts';
import type { Services } from '../services.ts';
import { unitedAccount } from './united-account.ts';

export interface NamedPlace extends Place {
  readonly label: string;
}

const place = z.object({ label: z.string(), street: z.string(), postalCode: z.string(), city: z.string(), country: z.string() });
/** What is kept of each; one that was kept by another release and is something else now was never heard. */
export const answers = {
  account: billingAccount, invoices: accountInvoices, consumption: accountConsumption, inventory: inventoryList,
  eligibility: z.object({ places: z.array(z.object({ place, eligibility })) }),
} as const satisfies Record<Reading, z.ZodType>;

export type AnswerTo<R extends Reading> = z.infer<(typeof answers)[R]>;

export type Heard<Data> =
  | { readonly status: 'current'; readonly readAt: Date; readonly data: Data }
  | ({ readonly status: 'stale'; readonly readAt: Date; readonly data: Data } & OutsideFault)
  | ({ readonly status: 'unknown' } & OutsideFault);

export type HeardAll = { readonly [R in Reading]?: Heard<AnswerTo<R>> };

interface Asking {
  /** Every id that he ever had, the one of the record that remains first (C-09). */
  readonly customerIds: readonly string[];
  /** Each is tested for what it can have. */
  readonly places: readonly NamedPlace[];
  readonly remembered: CustomerViewRow['remembered'];
  readonly reuseFor: Policies['customer-view']['reuseFor'];
  readonly isWanted: (reading: Reading) => boolean;
}

/** An answer that is as it was is kept again after so long: that it was heard is worth a write now and then, not at each view. */
const keptAgainAfterMs = 60_000;

/** @returns also what of it is worth keeping. */
export async function hear({ outside, nowMs }: Pick<Services, 'outside' | 'nowMs'>, asking: Asking) {
  const ask: { readonly [R in Reading]: () => Promise<AnswerTo<R>> } = {
    ...unitedAccount(outside.accounts, asking.customerIds),
    eligibility: async () => ({ places: await Promise.all(asking.places.map(async (tested) => ({ place: tested, eligibility: await outside.eligibility.of(tested) }))) }),
    inventory: async () => ({ items: [...new Map((await Promise.all(asking.customerIds.map((id) => outside.inventory.itemsOf(id)))).flat().map((item) => [item.serialNumber, item])).values()] }),
  };
  const all = await Promise.all(readings.filter(asking.isWanted).map(async (reading) => [reading, await hearOne(reading, ask[reading])] as const));
  const news = all.flatMap(([reading, { heard, isNews }]) => (heard.status === 'current' && isNews ? [{ reading, answer: heard.data, readAt: heard.readAt }] : []));
  // Each came from the reading of its name.
  return { heard: Object.fromEntries(all.map(([reading, { heard }]) => [reading, heard])) as HeardAll, news };

  async function hearOne(reading: Reading, one: () => Promise<unknown>): Promise<{ readonly heard: Heard<unknown>; readonly isNews: boolean }> {
    const before = rememberedOf(reading);
    const reuse = asking.reuseFor[reading];
    if (before && reuse !== null && nowMs() - before.readAt.getTime() < millisecondsOf(reuse)) return { heard: { status: 'current', ...before }, isNews: false };
    try {
      const data = await one();
      const readAt = new Date(nowMs());
      const isNews = !before || readAt.getTime() - before.readAt.getTime() >= keptAgainAfterMs || !isDeepStrictEqual(data, before.data);
      return { heard: { status: 'current', readAt, data }, isNews };
    } catch (error) {
      const fault = outsideFault(error);
      return { heard: before ? { status: 'stale', ...before, ...fault } : { status: 'unknown', ...fault }, isNews: false };
    }
  }

  function rememberedOf(reading: Reading): { readonly data: unknown; readonly readAt: Date } | undefined {
    const kept = asking.remembered[reading];
    if (!kept) return undefined;
    const parsed = answers[reading].safeParse(kept.answer);
    if (!parsed.success) return undefined;
    // Of other places it is no answer.
    if ('places' in parsed.data && !isDeepStrictEqual(parsed.data.places.map((tested) => tested.place), [...asking.places])) return undefined;
    return { data: parsed.data, readAt: new Date(kept.readAt) };
  }
}

function millisecondsOf(duration: string): number {
  const parsed = parseDuration(duration);
  return parsed.ok ? parsed.durationMs : 0;
}
