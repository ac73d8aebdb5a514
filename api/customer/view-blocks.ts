/** The blocks of the 360° view, each made from what was read of the customer and heard outside (C-01). */
import type { CustomerViewRow, InterventionRow, OfferRow, OrderRow, PartRow } from '../../db/customer/view.ts';
import type { SuccessionRow } from '../../db/customer/view-events.ts';
import { appointmentForms, type AppointmentForm } from '../../domain/appointment/appointment.ts';
import { frozenBusinessDays } from '../../domain/clock/frozenDays.ts';
import { shownOf, viewBlocks, type Rank, type ViewBlock } from '../../domain/customer/view-blocks.ts';
import { complaintSteps, type ComplaintPhase } from '../../domain/complaint/steps.ts';
import { milestoneLabel } from '../../domain/deployment/milestones.ts';
import { scheduleOverview } from '../../domain/deployment/overview.ts';
import { dateOfInstant } from '../../domain/deployment/policy.ts';
import type { Language } from '../../domain/errors/codes.ts';
import { followUpKinds, type FollowUpKind } from '../../domain/follow-up/follow-up.ts';
import { orderSteps, type OrderPhase } from '../../domain/order/steps.ts';
import { opportunityStages, type OpportunityStage } from '../../domain/sales/opportunity.ts';
import { terminationSteps, type TerminationPhase } from '../../domain/termination/steps.ts';
import { etagOf } from '../http/conditional.ts';
import { basePath } from '../http/route.ts';
import { first, moreOf, type First } from './first.ts';
import type { Heard, HeardAll } from './readings.ts';
import type { Blocks } from './view.schema.ts';

export interface Viewing {
  readonly row: CustomerViewRow;
  readonly heard: HeardAll;
  readonly rankOf: (block: ViewBlock) => Rank;
  readonly language: Language;
  readonly nowMs: number;
  /** Today where the operator is, ISO. */
  readonly todayOn: string;
  readonly mayEdit: boolean;
}

type Block<Name extends ViewBlock> = NonNullable<Blocks[Name]>;

const guardianKinds = new Set(['guardianship', 'curatorship', 'safeguarding']);

/** All of them; which of them the reader sees is not decided here. */
export function blocksOf(viewing: Viewing): Blocks {
  const { row, heard, nowMs, todayOn } = viewing;
  const own = <Name extends ViewBlock>(name: Name, ...lists: readonly First<unknown>[]) => ({ ...heading(name, viewing), status: 'current' as const, more: moreOf(...lists) });
  const outside = <Data, Shown>(name: ViewBlock, reading: Heard<Data> | undefined, shown: (data: Data) => Shown) => reading && outsideBlock(heading(name, viewing), reading, shown, nowMs);
  const account = heard.account;
  const part = <Name extends 'contacts' | 'measures' | 'interests'>(name: Name) => first('items', row[name], shownOf.parts);
  const measures = parts('measures', part('measures').shown, viewing) as Block<'measures'>['items'];
  const pieces = first('items', row.equipment, shownOf.parts);
  const offers = first('items', row.offers, shownOf.services);
  const orders = row.orders && first('items', row.orders, shownOf.orders);
  const messages = row.correspondence && first('items', row.correspondence, shownOf.messages);
  return {
    identity: { ...own('identity'), ...editAt('Customer', row.version, '', viewing), version: row.version, ...row.identity, centreLabel: row.identity.centreLabel?.[viewing.language] ?? null } as Block<'identity'>,
    contacts: { ...own('contacts', part('contacts')), items: parts('contacts', part('contacts').shown, viewing) as Block<'contacts'>['items'] },
    guardianship: { ...own('guardianship', part('measures')), items: measures.filter(({ kind }) => guardianKinds.has(kind)) },
    measures: { ...own('measures', part('measures')), items: measures.filter(({ kind }) => !guardianKinds.has(kind)) },
    offers: { ...own('offers', offers), services: offers.shown.filter(({ endedOn }) => endedOn === null).length, items: offers.shown.map(offer) },
    equipment: { ...own('equipment'), ...equipment(viewing) },
    warranties: { ...own('warranties', pieces), items: warranties(pieces.shown, todayOn) },
    orders: orders === null ? undefined : { ...own('orders', orders), items: orders.shown.map((order) => running(order, viewing)) },
    events: { ...own('events'), ...events(viewing) },
    seniority: { ...own('seniority'), ...seniority(row, todayOn) },
    correspondence: messages === null ? undefined : { ...own('correspondence', messages), items: messages.shown.map((item) => ({ ...item, at: instant(item.at) })) },
    interests: { ...own('interests', part('interests')), items: parts('interests', part('interests').shown, viewing) as Block<'interests'>['items'] },
    eligibility: outside('eligibility', heard.eligibility, ({ places }) => ({ places, more: moreOf(first('places', row.sites, shownOf.places)) })),
    inventory: outside('inventory', heard.inventory, (data) => data),
    consumption: outside('consumption', heard.consumption, (data) => data),
    invoices: outside('invoices', heard.invoices, (data) => data),
    balance: outside('balance', account, ({ accountReference, balanceCents, payment }) => ({ accountReference, balanceCents, payment })),
    revenue: outside('revenue', account, ({ revenueCents }) => ({ revenueCents })),
    deposits: outside('deposits', account, ({ deposits }) => ({ deposits })),
    payer: outside('payer', account, ({ payer }) => payer),
  };
}

function heading(name: ViewBlock, { rankOf, language }: Viewing): { label: string; rank: Rank } {
  return { label: viewBlocks[name].label[language], rank: rankOf(name) };
}

function outsideBlock<Data, Shown>(head: { label: string; rank: Rank }, heard: Heard<Data>, shown: (data: Data) => Shown, nowMs: number) {
  if (heard.status === 'unknown') return { ...head, ...heard };
  const { data, readAt, ...rest } = heard;
  return { ...head, ...rest, readAt: readAt.toISOString(), ageSeconds: Math.max(0, Math.floor((nowMs - readAt.getTime()) / 1000)), data: shown(data) };
}

const partOperations = { contacts: 'Contact', measures: 'Measure', equipment: 'Equipment', interests: 'Interest' } as const;

function parts(part: keyof typeof partOperations, rows: readonly PartRow[], viewing: Viewing): readonly PartRow[] {
  return rows.map((one) => ({ ...one, ...editAt(partOperations[part], one.version, `/${part}/${one.id}`, viewing) }));
}

/** Edits in place: by the operations of the record itself, which keep what was there before (C-04). */
function editAt(what: string, version: number, below: string, { row, mayEdit }: Viewing) {
  const operationId = what === 'Customer' ? 'changeCustomer' : `changeCustomer${what}`;
  return mayEdit ? { edit: { operationId, method: 'PATCH', href: `${basePath}/customers/${row.id}${below}`, ifMatch: etagOf(version) } } : {};
}

function offer({ ordered, endedOn, ...service }: OfferRow): Block<'offers'>['items'][number] {
  return {
    ...service, status: endedOn === null ? 'in-service' : 'ended', endedOn, siteLabel: ordered?.label ?? null, address: ordered?.address ?? null,
    options: ordered?.lines.map(({ code, label, recurringCents }) => ({ code, label, recurringCents })) ?? [],
  };
}

/** Null of each kind that the reader may not see. */
function events({ row, heard: { account }, language }: Viewing): Pick<Block<'events'>, 'tickets' | 'terminations' | 'complaints' | 'orders' | 'moves' | 'changes' | 'withdrawals' | 'opportunities' | 'appointments' | 'followUps' | 'totalDrop' | 'debtCollection' | 'more'> {
  const debt = account && account.status !== 'unknown' ? account.data.payer.debtCollection : null;
  const seen = <Row>(list: string, rows: readonly Row[] | null): First<Row> | null => rows && first(list, rows, shownOf.events);
  const [tickets, terminations, complaints, orders, withdrawals] = [seen('tickets', row.tickets), seen('terminations', row.terminations), seen('complaints', row.complaints), seen('orders', row.ordersAhead), seen('withdrawals', row.withdrawals)];
  const [opportunities, appointments, followUps] = [seen('opportunities', row.opportunities), seen('appointments', row.appointments), seen('followUps', row.followUps)];
  // Read together: where they go on, either may.
  const [moves, changes] = [seen('moves', row.successions), seen('changes', row.successions)];
  const successions = (wanted: SuccessionRow['origin']) => moves?.shown.filter(({ origin }) => origin === wanted).map(({ deploymentId, orderNumber, phase, targetActivationDate, halves }) => {
    const shown = first('halves', halves, shownOf.halves);
    return { deploymentId, orderNumber, phase, targetActivationDate, halves: shown.shown.slice(), more: moreOf(shown) };
  }) ?? null;
  return {
    tickets: tickets?.shown.map((ticket) => ({ ...ticket, dueAt: maybeInstant(ticket.dueAt), createdAt: instant(ticket.createdAt) })) ?? null,
    terminations: terminations?.shown.map((one) => ({ ...one, services: one.services.slice(), label: terminationSteps[one.phase as TerminationPhase].labels[language] })) ?? null,
    complaints: complaints?.shown.map((one) => ({ ...one, label: complaintSteps[one.phase as ComplaintPhase].labels[language], dueAt: maybeInstant(one.dueAt) })) ?? null,
    orders: orders?.shown.map((one) => ({ ...one, label: orderSteps[one.phase as OrderPhase].labels[language], openedAt: instant(one.openedAt) })) ?? null,
    moves: successions('move'), changes: successions('change'), withdrawals: withdrawals?.shown.slice() ?? null,
    opportunities: opportunities?.shown.map((one) => ({ ...one, label: opportunityStages[one.stage as OpportunityStage].label[language] })) ?? null,
    appointments: appointments?.shown.map((one) => ({ ...one, label: appointmentForms[one.form as AppointmentForm].label[language], startsAt: instant(one.startsAt), endsAt: instant(one.endsAt) })) ?? null,
    followUps: followUps?.shown.map((one) => ({ ...one, label: followUpKinds[one.what as FollowUpKind].label[language], dueAt: instant(one.dueAt) })) ?? null,
    totalDrop: row.totalDrop,
    debtCollection: debt && account && account.status !== 'unknown' ? { ...debt, readAt: account.readAt.toISOString() } : null,
    more: moreOf(tickets, terminations, complaints, orders, moves, changes, withdrawals, opportunities, appointments, followUps),
  };
}

/** `interventions` goes on where some of what was done, to a piece that is shown or to another, is not shown. */
function equipment(viewing: Viewing): Pick<Block<'equipment'>, 'items' | 'otherInterventions' | 'more'> {
  const { row } = viewing;
  const [replacements, tickets] = (['replacement', 'ticket'] as const).map((wanted) => first('interventions', (row.interventions ?? []).filter(({ kind }) => kind === wanted), shownOf.interventions));
  const history = (row.interventions ?? []).filter((one) => replacements?.shown.includes(one) === true || tickets?.shown.includes(one) === true);
  const shown = (rows: readonly InterventionRow[]) => rows.map((one) => ({ ...one, openedAt: instant(one.openedAt), endedAt: maybeInstant(one.endedAt) }));
  const pieces = first('items', row.equipment, shownOf.parts);
  const known = new Set(pieces.shown.map(({ serialNumber }) => serialNumber));
  const items = parts('equipment', pieces.shown, viewing).map((piece) => ({ ...piece, interventions: shown(history.filter(({ serialNumber }) => serialNumber === piece['serialNumber'])) }));
  return { items: items as unknown as Block<'equipment'>['items'], otherInterventions: shown(history.filter(({ serialNumber }) => !known.has(serialNumber))), more: moreOf(pieces, replacements ?? null, tickets ?? null) };
}

function warranties(pieces: CustomerViewRow['equipment'], todayOn: string): Block<'warranties'>['items'] {
  return pieces.flatMap(({ serialNumber, label, warrantyUntil }) => (typeof warrantyUntil === 'string' ? [{ serialNumber, label: String(label), warrantyUntil, isCovered: warrantyUntil >= todayOn }] : []));
}

function seniority({ createdAt, offers }: CustomerViewRow, todayOn: string): { customerSince: string; years: number } {
  const customerSince = [createdAt.toISOString().slice(0, 10), ...offers.flatMap(({ inServiceSince }) => inServiceSince ?? [])].toSorted()[0] ?? todayOn;
  const years = Number(todayOn.slice(0, 4)) - Number(customerSince.slice(0, 4)) - (todayOn.slice(5) < customerSince.slice(5) ? 1 : 0);
  return { customerSince, years: Math.max(0, years) };
}

function running({ states, sites, tasks, launchedAt, ...order }: OrderRow, { nowMs, language }: Viewing): Block<'orders'>['items'][number] {
  const [places, open] = [first('sites', sites, shownOf.sites), first('tasks', tasks, shownOf.tasks)];
  return {
    ...order, launchedAt: instant(launchedAt), ...stepsLeft(states, nowMs, language), more: moreOf(places, open),
    sites: places.shown.map((site) => ({ ...site, slotStartsAt: maybeInstant(site.slotStartsAt), endedAt: maybeInstant(site.endedAt) })), tasks: open.shown.map((task) => ({ ...task, dueAt: maybeInstant(task.dueAt) })),
  };
}

/** With the delay that is left of each, counted in the operator's business days. */
function stepsLeft(states: OrderRow['states'], nowMs: number, language: Language): Pick<Block<'orders'>['items'][number], 'activationOn' | 'steps'> {
  const launch = states?.deployment.launch;
  if (!states || !launch) return { activationOn: null, steps: [] };
  const days = frozenBusinessDays(launch.policy.days);
  const todayOn = dateOfInstant(launch.policy, nowMs);
  const { lines, activationOn } = scheduleOverview(states.deployment, states.sites, nowMs).whole;
  const left = lines.filter(({ doneOn }) => doneOn === null);
  return { activationOn, steps: left.map(({ milestone, latestOn, expectedOn, floatDays }) => ({ milestone, label: milestoneLabel(milestone, language), latestOn, expectedOn, daysLeft: days.between(todayOn, expectedOn), floatDays })) };
}

function instant(text: string): string {
  return new Date(text).toISOString();
}

function maybeInstant(text: string | null): string | null {
  return text === null ? null : instant(text);
}
