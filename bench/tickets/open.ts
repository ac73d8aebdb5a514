/** Tickets as the API opens them, with clocks whose thresholds fall at given instants; and the acts of a typical life. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { v7 as uuidv7 } from 'uuid';
import { keepContent } from '../../db/ticket/contents.ts';
import { nextNumber } from '../../db/numbers.ts';
import type { ActMeta } from '../../domain/journey/journey.ts';
import { policySchemas, type Policies } from '../../domain/policy/policies.schema.ts';
import { freezeTicketPolicy, ticketPolicies } from '../../domain/ticket/freeze-policy.ts';
import type { TicketAct } from '../../domain/ticket/states.ts';
import type { TicketOpening } from '../../domain/ticket/ticket.ts';
import { projectRoot } from '../../project-root.ts';
import { searchAttributes } from '../../workflows/deployment/messages.ts';
import { taskQueues, workflowIdOf } from '../../workflows/journey/messages.ts';
import { ticketSummary } from '../../workflows/ticket/details.ts';
import { completeTicketTaskUpdate, openTicketUpdate, ticketUpdates, ticketWorkflowType, type ActFields, type TicketStart } from '../../workflows/ticket/messages.ts';
import type { Contender } from '../journeys/contender.ts';
import { customerId } from '../journeys/ground.ts';

const desk = 'operator';
const farRatio = 1_000;

const written = Object.fromEntries(await Promise.all(ticketPolicies.map(async (name) => {
  const path = join(projectRoot(import.meta.url), 'domain', 'policy', 'defaults', `${name}.json`);
  return [name, policySchemas[name].parse(JSON.parse(await readFile(path, 'utf8')))];
}))) as Pick<Policies, (typeof ticketPolicies)[number]>;
const frozen = freezeTicketPolicy(written, Object.fromEntries(ticketPolicies.map((name) => [name, 1])), desk, Date.now());

/** Opens one whose resolution has thresholds at these instants and one far away. @returns its number. */
export async function openTicket({ client, pool }: Contender, [firstAtMs, secondAtMs]: readonly [number, number]): Promise<string> {
  if (!pool) throw new Error('tickets need a database');
  const number = await nextNumber(pool, 'TCK', 2026);
  const requestId = uuidv7();
  await keepContent(pool, requestId, number, { caller: { name: 'Jeanne Martin', phone: '+33601020304', relation: 'self' }, description: 'Plus de connexion depuis ce matin.' });
  const nowMs = Date.now();
  const resolutionMs = Math.round((firstAtMs - nowMs) / 0.8);
  const secondRatio = (secondAtMs - nowMs) / resolutionMs;
  const opening: TicketOpening = {
    number, customerId, desk, from: 'phone', rds: 'RDS-1', item: null, contract: 'pro', impact: 'outage', classification: null, agreementOf: 'caller', requestId,
    team: { team: 'operator-n1', level: 1 },
    policy: {
      ...frozen, contracts: { ...frozen.contracts, pro: { resolutionMs, takingChargeMs: null, calendar: null } },
      escalation: {
        ...frozen.escalation, thenEvery: null,
        thresholds: [{ ratio: 0.8, acts: ['warn-supervisor', 'tell-customer'] }, { ratio: secondRatio, acts: ['warn-supervisor'] }, { ratio: secondRatio + farRatio, acts: ['warn-supervisor'] }],
      },
    },
  };
  const start: TicketStart = { journeyId: number, opening: { command: { type: 'open', opening }, meta: meta(number, 'open') } };
  await client.workflow.executeUpdateWithStart(openTicketUpdate, {
    updateId: start.opening.meta.commandId, args: [{ meta: start.opening.meta }],
    startWorkflowOperation: new WithStartWorkflowOperation(ticketWorkflowType, {
      workflowId: workflowIdOf(number), taskQueue: taskQueues.journeys, args: [start], workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: ticketSummary(opening), typedSearchAttributes: [{ key: searchAttributes.customer, value: customerId }],
    }),
  });
  return number;
}

/** Twelve acts, two waits among them, and the word on what is to be documented (T-23). */
export async function liveTypically({ client }: Contender, number: string): Promise<void> {
  const handle = client.workflow.getHandle(workflowIdOf(number));
  let acts = 0;
  const act = async <Type extends TicketAct>(type: Type, fields: ActFields<Type>): Promise<void> => {
    acts += 1;
    const by = meta(number, String(acts));
    await handle.executeUpdate(ticketUpdates[type], { updateId: by.commandId, args: [{ ...fields, meta: by }] });
  };
  await act('take', { by: 'technician-n1' });
  await act('classify', { classification: { type: 'incident', symptom: 'no-connection', category: 'access' } });
  await act('wait', { reason: 'customer-answer' });
  await act('answer', {});
  await act('prioritise', { impact: 'degradation', contract: 'pro', reason: 'Débit partiel' });
  await act('wait', { reason: 'local-loop-operator' });
  await act('answer', {});
  await act('recordWork', { work: {
    contentId: uuidv7(), by: 'technician-n1', startedAtMs: Date.now(), minutes: 10, place: 'remote', kind: 'help',
    isDuringProject: false, isUnderWarranty: false, isCustomersError: false, billing: null, billingReason: null, repairAgreement: null,
  } });
  await act('resolve', { solution: 'Port remis en service' });
  await act('agree', { agreement: { by: 'customer', channel: 'phone' } });
  await act('cause', { cause: 'Port en défaut', responsibility: 'operator', isConfirmed: true });
  await act('close', { worksheet: `${number}-F1`, satisfaction: 5 });
  const last = meta(number, 'documentation');
  await handle.executeUpdate(completeTicketTaskUpdate, { updateId: last.commandId, args: [{ taskId: `${number}.documentation.1`, input: { choice: 'dismiss', reason: 'Déjà documenté' }, meta: last }] });
  await handle.result();
}

function meta(number: string, act: string): ActMeta {
  return { actor: 'bench', channel: 'api', commandId: `${number}:${act}` };
}
