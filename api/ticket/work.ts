/** The work on a ticket as the house reads it, in one place: who receives it sees the script and all that was tried (C-03). */
import type { Pool } from 'pg';
import type { z } from 'zod';
import { readValues } from '../../db/policy/reads.ts';
import { readTicketState, type TicketRead } from '../../db/ticket/reads.ts';
import { readSkilledTeams } from '../../db/ticket/teams.ts';
import type { Text } from '../../domain/errors/codes.ts';
import type { Policies } from '../../domain/policy/policies.schema.ts';
import { missingForTransfer, scriptOf, type Diagnosis } from '../../domain/ticket/diagnosis.ts';
import type { Handovers } from '../../domain/ticket/handovers.ts';
import { transferProposals } from '../../domain/ticket/proposals.ts';
import type { AgreementOf, TicketState } from '../../domain/ticket/ticket.ts';
import { diagnosisTexts } from './diagnosis.ts';
import { worksheetView } from './worksheets.ts';
import type { agreementGiven, ticketWork, transferProposalsView } from './work.schema.ts';

type Contents = ReadonlyMap<string, unknown>;

export function agreementView({ agreement }: Handovers, agreementOf: AgreementOf): z.input<typeof agreementGiven> | null {
  return agreement && { by: agreement.by, as: agreement.as ?? agreementOf, channel: agreement.channel, at: iso(agreement.atMs) };
}

export async function workView(pool: Pool, state: TicketState, { transfers, thirdParties }: Handovers, contents: Contents): Promise<z.input<typeof ticketWork>> {
  return {
    script: await scriptView(pool, state, contents),
    diagnoses: state.diagnoses.map((diagnosis) => diagnosisView(diagnosis, contents)),
    worksheets: state.worksheets.map((worksheet) => worksheetView(worksheet, contents)),
    sales: state.sales, payment: state.payment, documentation: state.documentation,
    minutes: state.worksheets.reduce((sum, { minutes }) => sum + minutes, 0),
    transfers: transfers.map(({ sentAtMs, answeredAtMs, ...transfer }) => ({ ...transfer, sentAt: iso(sentAtMs), answeredAt: answeredAtMs === null ? null : iso(answeredAtMs) })),
    thirdParties: thirdParties.map(({ sinceMs, untilMs, ...party }) => ({ ...party, since: iso(sinceMs), until: untilMs === null ? null : iso(untilMs) })),
  };
}

/** @throws {Error} for a ticket that has a row and no state. */
export async function readProposals(pool: Pool, { number, desk }: TicketRead): Promise<z.input<typeof transferProposalsView>> {
  const [state, teams] = await Promise.all([readTicketState(pool, number), readSkilledTeams(pool, desk)]);
  if (!state) throw new Error(`${number} has a row and no state`);
  const labels = new Map(teams.map(({ team, label }) => [team, label]));
  const items = transferProposals(state, teams).map((proposal) => ({ ...proposal, matching: [...proposal.matching], label: labels.get(proposal.team) ?? nameless(proposal.team) }));
  return { items, missing: missingForTransfer(state) };
}

/** The words of the version that the ticket keeps. */
async function scriptView(pool: Pool, state: TicketState, contents: Contents): Promise<z.input<typeof ticketWork>['script']> {
  const { opening, classification, diagnoses } = state;
  if (!opening) return { questions: [], tests: [], missing: [] };
  const version = opening.policy.versions['scripts'] ?? 1;
  const written = (await readValues(pool, 'scripts', [version])).get(version);
  const category = classification?.category ?? null;
  const { questions, tests } = scriptOf(opening.policy.scripts, category);
  const answers = new Map(diagnoses.flatMap(({ contentId }) => Object.entries(diagnosisTexts.safeParse(contents.get(contentId)).data?.answers ?? {})));
  const done = new Set(diagnoses.flatMap((diagnosis) => diagnosis.tests.map(({ test }) => test)));
  return {
    questions: questions.map((question) => ({ question, label: scriptLabel(written, category, 'questions', question), answer: answers.get(question) ?? null })),
    tests: tests.map((test) => ({ test, label: scriptLabel(written, category, 'tests', test), isDone: done.has(test) })),
    missing: missingForTransfer(state),
  };
}

export function scriptLabel(written: Policies['scripts'] | undefined, category: string | null, list: 'questions' | 'tests', key: string): Text {
  return written?.common[list][key]?.label ?? (category === null ? undefined : written?.categories[category]?.[list][key]?.label) ?? nameless(key);
}

function nameless(key: string): Text {
  return { fr: key, en: key };
}

function diagnosisView({ contentId, isIdentityVerified, frequency, occurredAtMs, tests, references, productUpdate }: Diagnosis, contents: Contents): z.input<typeof ticketWork>['diagnoses'][number] {
  const said = diagnosisTexts.safeParse(contents.get(contentId)).data;
  return {
    description: said?.description ?? null, details: said?.details ?? null, trigger: said?.trigger ?? null, identityVerified: isIdentityVerified, frequency, occurredAt: occurredAtMs.map(iso),
    tests: tests.map(({ doneAtMs, ...test }, place) => ({ ...test, doneAt: doneAtMs === null ? null : iso(doneAtMs), note: said?.notes[place] ?? null })),
    references: [...references], productUpdate,
  };
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
