/** The form of an act as it can be filled in on one ticket: what it takes, with the choices that this ticket leaves open, and the words for them. */
import type { Pool } from 'pg';
import { z } from 'zod';
import { listTeams, type TeamRead } from '../../db/people/directory.ts';
import { currentPolicies } from '../../db/policy/store.ts';
import type { TicketRead } from '../../db/ticket/reads.ts';
import type { Text } from '../../domain/errors/codes.ts';
import { ticketActInputs } from '../../domain/ticket/acts.schema.ts';
import { scriptOf } from '../../domain/ticket/diagnosis.ts';
import { transferProposals } from '../../domain/ticket/proposals.ts';
import type { TicketAct } from '../../domain/ticket/states.ts';
import type { TicketState } from '../../domain/ticket/ticket.ts';
import { reasonsToWait } from '../../domain/ticket/waiting.ts';
import { scriptLabel } from './work.ts';

type Schema = Record<string, unknown>;
type Labels = Readonly<Record<string, Text>>;

export interface FormFacts {
  readonly ticket: TicketRead;
  readonly state: TicketState;
  readonly teams: readonly TeamRead[];
  readonly lists: Readonly<Record<'type' | 'symptom' | 'category' | 'waiting', Labels>>;
  readonly scripts: Awaited<ReturnType<typeof currentPolicies<'scripts'>>>['values']['scripts'];
}

export async function readFormFacts(pool: Pool, ticket: TicketRead, state: TicketState): Promise<FormFacts> {
  const [teams, { values: { classification, scripts, 'waiting-reasons': waiting } }] = await Promise.all([listTeams(pool, ticket.desk), currentPolicies(pool, ['classification', 'scripts', 'waiting-reasons'])]);
  const { types, symptoms, categories } = classification;
  return { ticket, state, teams, scripts, lists: { type: labelsOf(types), symptom: labelsOf(symptoms), category: labelsOf(categories), waiting: labelsOf(waiting.reasons) } };
}

export function labelsOf(entries: Readonly<Record<string, { readonly label: Text }>>): Labels {
  return Object.fromEntries(Object.entries(entries).map(([key, { label }]) => [key, label]));
}

/** JSON Schema, with `label` on a property and `labels` by value where the words are data. */
export function formOf(act: TicketAct, facts: FormFacts): Schema {
  // By name: to whom the rules choose takes no form.
  const schema = z.toJSONSchema(act === 'attribute' ? ticketActInputs.attribute.options[0] : ticketActInputs[act], { io: 'input' }) as Schema;
  const properties = Object.fromEntries(Object.entries(schema['properties'] ?? {}).map(([name, part]) => [name, open(part as Schema)]));
  return { ...schema, properties: { ...properties, ...openChoices(act, properties, facts) } };
}

/** What the form begins with: as it stands now. */
export function initialOf(act: TicketAct, { ticket, state }: FormFacts): Schema {
  const { impact, contract, importance, urgentBy } = ticket;
  const { classification, cause, worksheets, offer, opening } = state;
  const worksheet = worksheets.at(-1)?.reference;
  switch (act) {
    case 'classify': return { ...classification };
    case 'prioritise': return { impact, contract, ...(importance === null ? {} : { importance }), ...(urgentBy === null ? {} : { urgentBy: urgentBy.toISOString() }) };
    case 'cause': return { ...cause };
    case 'close': case 'closeWithoutAgreement': return worksheet === undefined ? {} : { worksheet };
    case 'acknowledgeTransfer': case 'declineTransfer': return { ordinal: offer?.ordinal };
    case 'agree': case 'disagree': return { by: opening?.agreementOf, as: opening?.agreementOf };
    case 'transfer': return { mode: 'warm' };
    default: return {};
  }
}

/** A value that may be null is one that may be left out, to a form. */
function open(part: Schema): Schema {
  const options = part['anyOf'] as Schema[] | undefined;
  const [only, ...more] = options?.filter(({ type }) => type !== 'null') ?? [];
  return only && more.length === 0 ? { ...only, ...(part['description'] === undefined ? {} : { description: part['description'] }) } : part;
}

const anyOf = (keys: readonly string[], labels: Labels): Schema => ({ type: 'string', enum: keys, labels: Object.fromEntries(keys.flatMap((key) => (labels[key] ? [[key, labels[key]]] : []))) });

function openChoices(act: TicketAct, properties: Schema, { state, ticket, teams, lists, scripts }: FormFacts): Schema {
  const people = teams.filter(({ level }) => level === ticket.level).flatMap(({ members }) => members);
  const sheets = state.worksheets.map(({ reference }) => reference);
  const policy = state.opening?.policy;
  switch (act) {
    case 'classify': return Object.fromEntries((['type', 'symptom', 'category'] as const).map((field) => [field, anyOf(Object.keys(lists[field]), lists[field])]));
    case 'wait': return { reason: anyOf(policy ? reasonsToWait(policy) : [], lists.waiting) };
    case 'attribute': return { to: anyOf(people.map(({ subject }) => subject), Object.fromEntries(people.map(({ subject, name }) => [subject, { fr: name, en: name }]))) };
    case 'transfer': {
      const proposals = transferProposals(state, teams.map(({ key, level, skills }) => ({ team: key, level, skills })));
      return { to: anyOf(proposals.map(({ team }) => team), Object.fromEntries(teams.map(({ key, label }) => [key, label]))) };
    }
    case 'diagnose': {
      if (!policy) return {};
      const category = state.classification?.category ?? null;
      const { questions, tests } = scriptOf(policy.scripts, category);
      const tried = properties['tests'] as { readonly items: { readonly properties: Schema } };
      const test = { ...anyOf(tests, Object.fromEntries(tests.map((key) => [key, scriptLabel(scripts, category, 'tests', key)]))) };
      return {
        answers: { type: 'object', properties: Object.fromEntries(questions.map((key) => [key, { type: 'string', maxLength: 4_000, label: scriptLabel(scripts, category, 'questions', key) }])) },
        // Without a script any test can be named.
        ...(tests.length === 0 ? {} : { tests: { ...tried, items: { ...tried.items, properties: { ...tried.items.properties, test } } } }),
      };
    }
    case 'close': case 'closeWithoutAgreement': return { worksheet: anyOf(sheets, {}) };
    case 'unlink': return { from: anyOf(state.links.map(({ other }) => other), {}) };
    default: return {};
  }
}
