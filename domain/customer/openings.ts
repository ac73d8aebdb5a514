/** Where the reason of a contact may lead (C-02): operations of the API, each with what of its form is known before anything is typed. */
import type { Profile } from '../people/profiles.ts';

/** How somebody reached us, or we him. */
export const contactChannels = ['phone', 'mail', 'letter', 'shop', 'chat', 'visit'] as const;
export type ContactChannel = (typeof contactChannels)[number];

/** What is known of a customer when he makes contact. */
export interface KnownOfCustomer {
  readonly customerId: string;
  readonly channel: ContactChannel | null;
  /** The service that it is about: the one he names, or the only one he has. */
  readonly rds: string | null;
  /** The service that it is about, else all of his, as far as they are in service and no termination, move or change of offer has them yet. */
  readonly endable: readonly string[];
  /** Which of his contacts speaks. */
  readonly caller: { readonly name: string; readonly phone: string | null; readonly email: string | null } | null;
  /** His deployments under way that are not being cancelled. */
  readonly deployments: readonly string[];
}

/** One form to open: of what its address names, and with what it is filled. */
export interface Target {
  readonly params: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Opening {
  /** As the API's document calls it; who may do it is what its route says. */
  readonly operationId: string;
  /** None where there is nothing that it could be done to. */
  targets(known: KnownOfCustomer): readonly Target[];
}

export const openings = {
  'ticket': { operationId: 'registerTicket', targets: (known) => [{ params: {}, body: ticketOf(known) }] },
  'complaint': { operationId: 'openComplaint', targets: ({ customerId, channel, caller }) => [{ params: {}, body: { customerId, ...(channel === null ? {} : { channel }), ...(caller?.email == null ? {} : { contact: { name: caller.name, email: caller.email } }) } }] },
  // S-09: what of a need is known when it is first heard of; the customer, and that he telephoned.
  'opportunity': { operationId: 'openOpportunity', targets: ({ customerId, channel }) => [{ params: {}, body: { customerId, ...(channel === 'phone' ? { channel } : {}) } }] },
  'record': { operationId: 'changeCustomer', targets: ({ customerId }) => [{ params: { id: customerId }, body: {} }] },
  // C-08: each of them, until it is in service.
  'withdrawal': { operationId: 'withdrawOrder', targets: ({ deployments }) => deployments.map((id) => ({ params: { id }, body: {} })) },
  'termination': { operationId: 'openTermination', targets: (known) => whereEndable(known, { ...onlyOne(known, (rds) => ({ services: [rds] })), ...(known.caller === null ? {} : { contact: withoutNulls(known.caller) }) }) },
  // C-08: in whose place the new service comes.
  'move': { operationId: 'launchMove', targets: (known) => whereEndable(known, { launch: replacing(known) }) },
  'change': { operationId: 'launchDeployment', targets: (known) => whereEndable(known, replacing(known)) },
  'deployment': { operationId: 'launchDeployment', targets: ({ customerId }) => [{ params: {}, body: { customerId } }] },
} as const satisfies Record<string, Opening>;

export type OpeningName = keyof typeof openings;

/** Absent where nothing is known: a form shows what is filled. */
function ticketOf({ customerId, channel, rds, caller }: KnownOfCustomer): Record<string, unknown> {
  return {
    customerId, ...(channel === 'phone' || channel === 'mail' ? { contact: channel } : {}), ...(rds === null ? {} : { rds }),
    ...(caller === null ? {} : { caller: { ...withoutNulls(caller), relation: 'self' } }),
  };
}

function withoutNulls({ name, phone, email }: NonNullable<KnownOfCustomer['caller']>): Record<string, string> {
  return { name, ...(phone === null ? {} : { phone }), ...(email === null ? {} : { email }) };
}

function whereEndable({ endable }: KnownOfCustomer, body: Target['body']): readonly Target[] {
  return endable.length === 0 ? [] : [{ params: {}, body }];
}

/** Of several the customer says which: none is ended because a form proposed it. */
function onlyOne({ endable: [rds, ...others] }: KnownOfCustomer, fields: (rds: string) => Record<string, unknown>): Record<string, unknown> {
  return rds === undefined || others.length > 0 ? {} : fields(rds);
}

function replacing(known: KnownOfCustomer): Record<string, unknown> {
  return { customerId: known.customerId, ...onlyOne(known, (rds) => ({ sites: [{ replaces: [rds] }] })) };
}

/** A reason as an agent sees it. */
export interface Lead {
  readonly operationId: string;
  readonly targets: readonly Target[];
  /** Profiles that may open it: to whom somebody who may not hands over. */
  readonly openedBy: readonly Profile[];
}

/** What the reason itself says wins over what is known. */
export function leadOf(opens: OpeningName, said: Readonly<Record<string, unknown>>, known: KnownOfCustomer): Omit<Lead, 'openedBy'> {
  const { operationId, targets } = openings[opens];
  return { operationId, targets: targets(known).map(({ params, body }) => ({ params, body: { ...body, ...said } })) };
}
