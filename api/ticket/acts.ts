/** One route per act of the table of states (T-04 to T-16, C-03): parsed, completed with who acts and what the directory knows, sent to the ticket. */
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { readPersonOfDesk } from '../../db/people/directory.ts';
import { readDesk } from '../../db/people/desk.ts';
import { currentPolicies } from '../../db/policy/store.ts';
import { askedOf, chooseTechnician } from '../../db/ticket/attribution.ts';
import { countChildren, whileNobodyMerges } from '../../db/ticket/links.ts';
import { keepMessage } from '../../db/ticket/messages.ts';
import { readTicketState, type TicketRead } from '../../db/ticket/reads.ts';
import { readTeams } from '../../db/ticket/teams.ts';
import { refuse, type ErrorCode, type Text } from '../../domain/errors/codes.ts';
import type { Permission } from '../../domain/people/permissions.ts';
import type { Principal } from '../../domain/people/principal.ts';
import { ticketActInputs, type TicketActInput } from '../../domain/ticket/acts.schema.ts';
import { recorded, type Attributed } from '../../domain/ticket/attributed.ts';
import type { TicketAct } from '../../domain/ticket/states.ts';
import type { Team } from '../../domain/ticket/ticket.ts';
import { awaitingAgreement, reasonsToWait } from '../../domain/ticket/waiting.ts';
import { ticketUpdates, type ActFields } from '../../workflows/ticket/messages.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { act, metaOf, unlessRecorded } from '../journey/act.ts';
import type { Services } from '../services.ts';
import { accountReader, type ReadAccount } from './account.ts';
import { checkClassification, checkSubject } from './create.ts';
import { keepDiagnosis } from './diagnosis.ts';
import { demandOfTheDesk, demandReceiver } from './of-the-desk.ts';
import { keepWork } from './worksheets.ts';
import { byNumber, readView } from './view.ts';
import { ticketView } from './views.schema.ts';
import { commonCause, linkableTicket, visibleTicket } from './visible.ts';

interface Facts {
  readonly pool: Pool;
  readonly ticket: TicketRead;
  readonly principal: Principal;
  /** His team at the ticket's desk; null of who is bound to none, and of a customer. */
  readonly own: Team | null;
  readonly nowMs: number;
  readonly readAccount: ReadAccount;
  readonly allocate: (make: () => Promise<string>) => Promise<string>;
}

interface ActRoute<Name extends TicketAct> {
  readonly summary: Text;
  readonly permission: Permission;
  readonly refusals: readonly ErrorCode[];
  /** The act's fields, with the facts that it needs. @throws {Problem} one of `refusals`. */
  readonly complete: (input: TicketActInput<Name>, facts: Facts) => ActFields<Name> | Promise<ActFields<Name>>;
  /** Sends it while something holds that no other act may change meanwhile. @throws {Problem} one of `refusals`. */
  readonly within?: (fields: ActFields<Name>, facts: Facts, send: () => Promise<void>) => Promise<void>;
}

/** The address of an act: `acknowledgeTransfer` is `acknowledge-transfer`. */
export const verbOf = (act: TicketAct): string => act.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `take` is `takeTicket`, `acknowledgeTransfer` is `acknowledgeTicketTransfer`. */
const operationOf = (act: TicketAct): string => act.replace(/^[a-z]+/, (verb) => `${verb}Ticket`);

const acts: { readonly [Name in TicketAct]: ActRoute<Name> } = {
  classify: {
    summary: { fr: 'Classer (T-04)', en: 'Classify (T-04)' }, permission: 'ticket:act', refusals: ['T-03.service-missing', 'T-04.unknown-class'],
    complete: async (classification, { pool, ticket, readAccount }) => {
      const { values } = await currentPolicies(pool, ['classification', 'desks']);
      checkClassification(values.classification, classification, '');
      await checkSubject(pool, values, ticket, classification.category);
      return { classification, ...(values.classification.categories[classification.category]?.opensBillingTask === true ? { account: await readAccount(ticket.customerId) } : {}) };
    },
  },
  prioritise: {
    summary: { fr: 'Prioriser : échéances recalculées depuis T0 (T-05)', en: 'Prioritise: due dates recomputed from T0 (T-05)' }, permission: 'ticket:act', refusals: [],
    complete: ({ urgentBy, importance, ...input }) => ({
      ...input, ...(urgentBy === undefined ? {} : { urgentByMs: urgentBy === null ? null : Date.parse(urgentBy) }), ...(importance === undefined ? {} : { importance }),
    }),
  },
  take: {
    summary: { fr: 'Prendre en charge (T-07, T-09)', en: 'Take charge (T-07, T-09)' }, permission: 'ticket:act', refusals: ['T-10.team-had-it', 'T-11.no-team', 'T-11.other-level'],
    complete: (_, { principal, own }) => ({ by: principal.subject, ...(own ? { own } : {}) }),
  },
  attribute: {
    summary: { fr: 'Attribuer, à qui désignent les règles ou nommément (T-11)', en: 'Attribute, to whom the rules choose or by name (T-11)' }, permission: 'ticket:attribute',
    refusals: ['T-10.team-had-it', 'T-11.absent', 'T-11.nobody', 'T-11.other-level', 'T-11.unknown-person'],
    complete: async (input, facts) => ({ attributed: 'to' in input ? await byName(input, facts) : await byTheRules(input, facts), seen: null }),
  },
  diagnose: {
    summary: { fr: 'Noter un diagnostic : questions, essais, indices (T-12)', en: 'Note a diagnosis: questions, tests, clues (T-12)' }, permission: 'ticket:act', refusals: ['T-12.unknown-question'],
    complete: async (findings, { pool, ticket }) => ({ diagnosis: await keepDiagnosis(pool, ticket.number, findings) }),
  },
  recordWork: {
    summary: { fr: 'Remplir une fiche de travail : temps, travail, facturation (T-17, T-18)', en: 'Fill in a worksheet: time, work, billing (T-17, T-18)' }, permission: 'ticket:act',
    refusals: ['T-17.work-in-the-future', 'T-18.account-manager-decides', 'T-18.not-agreed-before', 'T-18.reason-missing'],
    complete: async (input, { pool, ticket, principal, nowMs }) => ({ work: await keepWork(pool, ticket.number, input, principal.subject, nowMs) }),
  },
  wait: {
    summary: { fr: 'Mettre en attente (T-08)', en: 'Wait for somebody (T-08)' }, permission: 'ticket:act', refusals: ['T-08.unknown-reason', 'T-13.no-third-party'],
    complete: async (input, { pool, ticket }) => {
      // T-14: that is waited for once a solution is proposed. Asked here: histories of before may have waited for it without.
      if (input.reason === awaitingAgreement) throw problem(refuse('T-08.unknown-reason', { reason: input.reason, reasons: (await choosableReasons(pool, ticket)).join(', ') }, '/reason'));
      return input;
    },
  },
  answer: { summary: { fr: 'Une réponse est là : l’horloge repart (T-08)', en: 'An answer has come: the clock goes on (T-08)' }, permission: 'ticket:act', refusals: [], complete: () => ({}) },
  transfer: {
    summary: { fr: 'Transférer, à chaud ou à froid (T-09, T-10, C-03)', en: 'Transfer, warm or cold (T-09, T-10, C-03)' }, permission: 'ticket:act',
    refusals: ['T-10.unknown-team', 'T-10.team-had-it', 'T-09.reason-missing', 'C-03.not-classified', 'C-03.not-prepared', 'C-03.offer-pending'],
    complete: async ({ to, mode, reason = null }, { pool, ticket }) => {
      const teams = await readTeams(pool, ticket.desk);
      const known = teams.find(({ team }) => team === to);
      if (!known) throw problem(refuse('T-10.unknown-team', { team: to, teams: teams.map(({ team }) => team).join(', ') }, '/to'));
      return { to: known, mode, reason };
    },
  },
  acknowledgeTransfer: {
    summary: { fr: 'Accepter un transfert (C-03)', en: 'Accept a transfer (C-03)' }, permission: 'ticket:act', refusals: ['C-03.no-such-offer', 'C-03.not-the-receiver'],
    complete: (input, { principal, own, ticket }) => {
      demandReceiver(own, principal, ticket);
      return { ...input, by: principal.subject };
    },
  },
  declineTransfer: {
    summary: { fr: 'Refuser un transfert : retour au répartiteur (C-03)', en: 'Decline a transfer: back to the dispatcher (C-03)' }, permission: 'ticket:act', refusals: ['C-03.no-such-offer', 'C-03.not-the-receiver'],
    complete: (input, { principal, own, ticket }) => {
      demandReceiver(own, principal, ticket);
      return input;
    },
  },
  resolve: { summary: { fr: 'Proposer une solution au demandeur (T-13, T-14)', en: 'Propose a solution to the requester (T-13, T-14)' }, permission: 'ticket:act', refusals: ['T-13.update-first'], complete: (input) => input },
  agree: { summary: { fr: 'Noter l’accord du demandeur (T-14)', en: 'Note the requester’s agreement (T-14)' }, permission: 'ticket:agree', refusals: ['T-14.not-his-to-agree'], complete: (agreement) => ({ agreement }) },
  disagree: { summary: { fr: 'Noter son désaccord : le diagnostic reprend (T-14)', en: 'Note his disagreement: the diagnosis goes on (T-14)' }, permission: 'ticket:agree', refusals: ['T-14.not-his-to-agree'], complete: ({ reason, ...agreement }) => ({ agreement, reason }) },
  cause: { summary: { fr: 'Proposer ou confirmer la cause (T-15)', en: 'Propose or confirm the cause (T-15)' }, permission: 'ticket:act', refusals: [], complete: (input) => input },
  close: { summary: { fr: 'Clore (T-16)', en: 'Close (T-16)' }, permission: 'ticket:act', refusals: ['T-16.cause-not-confirmed', 'T-16.unknown-worksheet', 'T-18.billing-undecided', 'T-24.sales-task-open', 'C-08.payment-question-open'], complete: (input) => input },
  closeWithoutAgreement: {
    summary: { fr: 'Clore sans l’accord d’un demandeur silencieux (T-08)', en: 'Close without the agreement of a silent requester (T-08)' }, permission: 'ticket:supervise',
    refusals: ['T-08.not-proposed-for-closing', 'T-16.unknown-worksheet', 'T-18.billing-undecided', 'T-24.sales-task-open', 'C-08.payment-question-open'], complete: (input) => input,
  },
  merge: {
    summary: { fr: 'Fusionner dans un autre ticket du même incident (T-02)', en: 'Merge into another ticket of the same incident (T-02)' }, permission: 'ticket:act', refusals: ['T-02.same-ticket', 'T-02.merged-away', 'T-02.survivor-ended', 'T-18.billing-undecided', 'T-24.sales-task-open', 'C-08.payment-question-open'],
    complete: async (input, { pool, ticket }) => {
      const { category } = await visibleTicket(pool, input.into, { reach: 'own', customerId: ticket.customerId });
      return { ...input, category };
    },
    within: async ({ into }, { pool, ticket }, send) => await whileNobodyMerges(pool, [ticket.number, into], async (client) => {
      const { endedAt } = await linkableTicket(client, into, { reach: 'all' }, '/into');
      if (endedAt !== null) throw problem(refuse('T-02.survivor-ended', { ticket: into }, '/into'));
      await send();
    }),
  },
  link: {
    summary: { fr: 'Lier à un autre ticket, ou au ticket d’une cause commune (T-02)', en: 'Link to another ticket, or to the ticket of a common cause (T-02)' }, permission: 'ticket:act',
    refusals: ['T-02.same-ticket', 'T-02.unknown-ticket', 'T-02.merged-away', 'T-02.nested-cause', 'T-02.other-cause'],
    complete: async ({ to, kind }, { pool, ticket }) => {
      // The house links across customers: an incident of many is no customer's own.
      if (kind === 'common-cause') return { to, cause: await commonCause(pool, to, { reach: 'all' }, '/to'), children: await countChildren(pool, ticket.number) };
      await linkableTicket(pool, to, { reach: 'all' }, '/to');
      return { to };
    },
  },
  unlink: { summary: { fr: 'Défaire un lien qui était faux (T-02)', en: 'Undo a link that was wrong (T-02)' }, permission: 'ticket:act', refusals: ['T-02.not-linked'], complete: (input) => input },
  broadcast: {
    summary: { fr: 'Écrire à tous les demandeurs d’un incident de masse (T-02)', en: 'Write to all requesters of a mass incident (T-02)' }, permission: 'ticket:act', refusals: ['T-02.no-children'],
    complete: async ({ text }, { pool, ticket, allocate }) => {
      const messageId = await allocate(async () => uuidv7());
      await keepMessage(pool, messageId, ticket.number, { text });
      return { messageId, children: await countChildren(pool, ticket.number) };
    },
  },
};

export function permissionOf(act: TicketAct): Permission {
  return acts[act].permission;
}

async function choosableReasons(pool: Pool, { number }: TicketRead): Promise<string[]> {
  const policy = (await readTicketState(pool, number))?.opening?.policy;
  return policy ? reasonsToWait(policy) : [];
}

/** @throws {Problem} */
async function byName({ to: subject, reason }: { readonly to: string; readonly reason: string }, { pool, ticket, nowMs }: Facts): Promise<Attributed> {
  const person = await readPersonOfDesk(pool, ticket.desk, subject, nowMs);
  if (!person) throw problem(refuse('T-11.unknown-person', { subject }, '/to'));
  if (person.absentUntil) throw problem(refuse('T-11.absent', { subject, until: person.absentUntil.toISOString() }, '/to'));
  return { to: { subject, team: person.team, level: person.level }, cause: 'dispatched', noChoice: null, reason, project: null, displacedBy: null, considered: [] };
}

/** @throws {Problem} */
async function byTheRules({ project, wish }: { readonly project?: string | undefined; readonly wish?: string | undefined }, { pool, ticket, nowMs }: Facts): Promise<Attributed> {
  const [desk, state] = await Promise.all([readDesk(pool, ticket.desk), readTicketState(pool, ticket.number)]);
  if (!desk || !state) throw problem(refuse('T-11.nobody', { reason: 'no-technician' }));
  const asked = askedOf(state, { ...(project === undefined ? {} : { project }), ...(wish === undefined ? {} : { wish }) });
  const made = await chooseTechnician(pool, desk, asked, nowMs);
  if (made.outcome === 'dispatcher') throw problem(refuse('T-11.nobody', { reason: made.reason }));
  return recorded(made, state.level, { cause: 'dispatched', project: asked.project });
}

export function ticketActRoutes(services: Services): Route[] {
  const { pool } = services;
  const readAccount = accountReader(services);
  const routeOf = <Name extends TicketAct>(name: Name): Route => {
    const { summary, permission, refusals, complete, within = async (_fields, _facts, send) => await send() } = acts[name];
    return defineRoute({
      method: 'POST', path: `/tickets/{number}/${verbOf(name)}`, operationId: operationOf(name), tags: ['tickets'], summary,
      guard: { permission }, params: byNumber, body: ticketActInputs[name],
      answers: { 200: { description: { fr: 'Le ticket, tel qu’il est maintenant', en: 'The ticket as it is now' }, schema: ticketView } },
      refusals: ['not-found', 'wrong-state', 'outcome-unknown', 'T-11.not-of-the-desk', ...refusals],
      handle: async (request) => {
        const { principal, scope, params: { number } } = request;
        const ticket = await visibleTicket(pool, number, scope);
        await unlessRecorded(services, request, async () => {
          const own = scope.reach === 'own' ? null : await demandOfTheDesk(pool, principal, ticket);
          const facts: Facts = { pool, ticket, principal, own, nowMs: services.nowMs(), readAccount, allocate: request.allocate };
          const fields = await complete(request.body as TicketActInput<Name>, facts);
          await within(fields, facts, async () => await act(services, number, ticketUpdates[name], { ...fields, meta: metaOf(request) }));
        });
        return { status: 200, body: await readView(pool, await visibleTicket(pool, number, scope), scope) };
      },
    });
  };
  return (Object.keys(acts) as TicketAct[]).map(routeOf);
}
