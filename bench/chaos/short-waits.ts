/** Waits of days that last seconds in a run, and services that tickets are about. */
import { makeChange, planChange, type Borrowed } from '../../cli/demo/borrowed.ts';
import { createApi } from '../../cli/demo/client.ts';
import { fetchToken } from '../../cli/token.ts';
import type { Installation } from '../../test/support/installation.ts';

type Value = Readonly<Record<string, unknown>>;

const elapsed = (seconds: number): Value => ({ elapsed: `PT${seconds}S` });
/** What the waits of a run last. */
export interface Waits {
  /** In which a Pro ticket is promised. */
  readonly resolutionSeconds: number;
  /** After which whoever keeps silent is reminded, late enough that one who is only slow is not, and then again. */
  readonly reminderSeconds: number;
}

function shortened({ resolutionSeconds, reminderSeconds }: Waits): readonly Borrowed[] {
  return [
    { policy: 'acceptance', meaning: 'the link is observed for a second', shorten: (value) => ({ ...value, observation: 'PT1S', readEvery: 'PT1S' }) },
    {
      policy: 'reminders', meaning: 'who keeps silent is reminded after seconds',
      shorten: (value) => Object.fromEntries(Object.entries(value).map(([ladder, rest]) => [ladder, { ...rest as object, firstAfter: elapsed(reminderSeconds), againEvery: elapsed(reminderSeconds) }])),
    },
    { policy: 'equipment', meaning: 'where equipment is, is asked after seconds', shorten: (value) => ({ ...value, askEvery: elapsed(reminderSeconds) }) },
    { policy: 'outside-calls', meaning: 'what fails outside is told after a minute', shorten: (value) => ({ ...value, tellAfter: 'PT1M', againEvery: 'PT20S' }) },
    { policy: 'notices', meaning: 'people are told at night too', shorten: (value) => ({ ...value, atAnyHour: ['P1', 'P2', 'P3', 'P4', 'P5'] }) },
    {
      policy: 'service-levels', meaning: `a Pro ticket is promised in ${resolutionSeconds} s`,
      shorten: (value) => {
        const contracts = value['contracts'] as Record<string, object>;
        return { ...value, contracts: { ...contracts, pro: { ...contracts['pro'], resolution: `PT${resolutionSeconds}S`, takingChargeRatio: 1 } } };
      },
    },
  ];
}

/** For what begins from now on. */
export async function shortenWaits({ apiUrl, issuer }: Installation, waits: Waits): Promise<void> {
  const api = createApi({ baseUrl: apiUrl, tokenOf: (user) => fetchToken(issuer, user) });
  for (const borrowed of shortened(waits)) await makeChange(api, await planChange(api, borrowed));
}

/** Master data, as the inventory of an operator brings it along. */
export async function addServices({ pool }: Installation, count: number): Promise<{ rds: string; customerId: string }[]> {
  const { rows } = await pool.query<{ rds: string; customerId: string }>(`
    INSERT INTO services (rds, customer_id, access_type) SELECT 'RDS-8' || lpad(n::text, 5, '0'), 'CLI-000002', 'ftth' FROM generate_series(1, $1::integer) AS n RETURNING rds, customer_id AS "customerId"`, [count]);
  return rows;
}
