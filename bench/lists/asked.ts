/** Who asks for what: every published pair of filter and sort of baskets, tickets and customers, and the 360° view, each with readers and values drawn anew. */
import type { Pool } from '../../db/pool.ts';
import { customerPairs, type CustomerListFilter } from '../../domain/customer/lists.ts';
import { basketPairs, type BasketFilter } from '../../domain/journey/basket-lists.ts';
import { ticketPairs, type TicketListFilter } from '../../domain/ticket/lists.ts';

export type Draw = (below: number) => number;

/** As if of a seed, so that what was slow can be asked again. */
export function drawsOf(seed: number): Draw {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

export const kinds = ['baskets', 'tickets', 'customers', '360°'] as const;
export type Kind = (typeof kinds)[number];

export interface Asked {
  readonly kind: Kind;
  readonly label: string;
  readonly request: (draw: Draw) => { readonly path: string; readonly as: string };
}

interface Known {
  readonly customers: readonly { readonly id: string; readonly name: string; readonly centre: string }[];
  /** Those with most of it more often. */
  readonly busy: Known['customers'];
  readonly services: readonly string[];
  readonly deployments: readonly string[];
  readonly teams: readonly string[];
  readonly people: Readonly<Record<string, readonly { readonly subject: string; readonly centre: string }[]>>;
}

/** A few thousand of everything, drawn by the database. */
async function readKnown(pool: Pool): Promise<Known> {
  const some = async <Row extends object>(text: string) => (await pool.query<Row>(text)).rows;
  const people = await some<{ profile: string; subject: string; centre: string }>('SELECT profile, subject, centre FROM team_members ORDER BY subject');
  const customer = 'SELECT c.id, c.name, c.centre FROM customers AS c';
  return {
    customers: await some(`${customer} ORDER BY md5(c.id) LIMIT 2000`),
    busy: await some(`${customer} JOIN (SELECT customer_id FROM basket_items ORDER BY md5(id) LIMIT 2000) AS one ON one.customer_id = c.id`),
    services: (await some<{ rds: string }>('SELECT rds FROM services ORDER BY md5(rds) LIMIT 2000')).map(({ rds }) => rds),
    deployments: (await some<{ id: string }>('SELECT id FROM deployments WHERE ended_at IS NULL ORDER BY md5(id) LIMIT 1000')).map(({ id }) => id),
    teams: (await some<{ key: string }>('SELECT key FROM teams ORDER BY key')).map(({ key }) => key),
    people: Object.fromEntries([...new Set(people.map(({ profile }) => profile))].map((profile) => [profile, people.filter((one) => one.profile === profile)])),
  };
}

const technicians = ['technician-n1', 'technician-n2', 'technician-n3'];
/** Who works from baskets, who looks for tickets, who knows customers. */
const readers: Readonly<Record<Kind, readonly string[]>> = {
  'baskets': [...technicians, 'coordinator', 'production-manager', 'account-manager', 'service-agent', 'dispatcher', 'supervisor'],
  'tickets': [...technicians, 'service-agent', 'account-manager', 'dispatcher', 'supervisor', 'customer'],
  'customers': ['service-agent', 'account-manager', 'supervisor'],
  '360°': ['service-agent'],
};

export async function everythingAsked(pool: Pool): Promise<Asked[]> {
  const known = await readKnown(pool);
  const oneOf = <T>(of: readonly T[], draw: Draw): T => {
    const found = of[draw(of.length)];
    if (found === undefined) throw new Error('there is none to be drawn');
    return found;
  };
  const customerOf = (draw: Draw) => oneOf(draw(2) === 0 ? known.customers : known.busy, draw);
  const readerOf = (kind: Kind, draw: Draw): string => {
    const profile = oneOf(readers[kind], draw);
    return profile === 'customer' ? customerOf(draw).id : oneOf(known.people[profile] ?? [], draw).subject;
  };
  /** Of his centre, who sees him. */
  const agentOf = (centre: string, draw: Draw): string => oneOf((known.people['service-agent'] ?? []).filter((agent) => agent.centre === centre), draw).subject;

  const filterOfBasket: Readonly<Record<BasketFilter, (draw: Draw) => string>> = {
    owner: (draw) => oneOf([...technicians, 'coordinator', 'presales-engineer', 'account-manager'], draw), kind: (draw) => oneOf(['ticket', 'deployment'], draw), step: (draw) => oneOf(['ticket', 'assignment', 'welcome-call'], draw),
    customerId: (draw) => customerOf(draw).id, deploymentId: (draw) => oneOf(known.deployments, draw), dueBefore: (draw) => new Date(Date.now() + draw(96) * 3_600_000).toISOString(), atRisk: (draw) => oneOf(['true', 'false'], draw),
  };
  const filterOfTickets: Readonly<Record<TicketListFilter, readonly [name: string, value: (draw: Draw) => string]>> = {
    customerId: ['customerId', (draw) => customerOf(draw).id], rds: ['rds', (draw) => oneOf(known.services, draw)], team: ['team', (draw) => (draw(8) === 0 ? 'dispatcher' : oneOf(known.teams, draw))],
    assignee: ['assignee', (draw) => oneOf(known.people[oneOf(technicians, draw)] ?? [], draw).subject], isHeld: ['held', (draw) => oneOf(['true', 'false'], draw)],
    phase: ['phase', (draw) => oneOf(['registered', 'in-progress', 'waiting', 'agreement', 'resolved', 'closed', 'merged'], draw)], isOpen: ['open', (draw) => oneOf(['true', 'false'], draw)],
  };
  const filterOfCustomers: Readonly<Record<CustomerListFilter, (draw: Draw) => string>> = {
    search: (draw) => ((one) => oneOf([one.id, one.name, one.name.split(' ').slice(1, -1).join(' '), `+33 1 ${one.id.slice(4).padStart(8, '0')}`, `contact1@c${Number(one.id.slice(4))}.invalid`], draw))(customerOf(draw)),
    centre: (draw) => customerOf(draw).centre, accountManager: (draw) => oneOf(known.people['account-manager'] ?? [], draw).subject,
  };
  const list = (kind: Kind, path: string, pair: Readonly<Record<string, string>>, filter: string | null, value: (draw: Draw) => string): Asked => ({
    kind, label: [...Object.values(pair), filter ?? 'no filter'].join(', '),
    request: (draw) => ({ path: `/api/v1${path}?${String(new URLSearchParams({ ...pair, ...(filter === null ? {} : { [filter]: value(draw) }), limit: '50' }))}`, as: readerOf(kind, draw) }),
  });
  return [
    ...basketPairs.map(({ whose, filter, sort }) => list('baskets', '/tasks', { whose, sort }, filter, (draw) => (filter === null ? '' : filterOfBasket[filter](draw)))),
    ...ticketPairs.map(({ filter, sort }) => {
      const [name, value] = filter === null ? [null, () => ''] as const : filterOfTickets[filter];
      return list('tickets', '/tickets', { sort }, name, value);
    }),
    ...customerPairs.map(({ filter, sort }) => list('customers', '/customers', { sort }, filter, (draw) => (filter === null ? '' : filterOfCustomers[filter](draw)))),
    { kind: '360°', label: 'a customer of the agent’s centre', request: (draw) => ((customer) => ({ path: `/api/v1/customers/${customer.id}/360`, as: agentOf(customer.centre, draw) }))(customerOf(draw)) },
  ];
}
