/** What a supervisor reads of an order in the Temporal Web UI: one line of summary, and where it stands, in Markdown. No personal data. */
import type { OrderOpening, OrderState } from '../../domain/order/order.ts';
import { orderSteps } from '../../domain/order/steps.ts';
import { orderTasks } from '../../domain/order/tasks.ts';
import { openTaskLines, stuckCallLines } from '../journey/details.ts';

const outcomes = { produced: 'produite', cancelled: 'production annulée', withdrawn: 'retirée après signature', expired: 'signature expirée', abandoned: 'abandonnée', refused: 'remise refusée' } as const;

export function orderSummary({ id, customerId, subOrders }: OrderOpening): string {
  return `Commande ${id} · client ${customerId} · ${subOrders.length} sous-commande${subOrders.length > 1 ? 's' : ''}`;
}

export function orderDetails({ opening, phase, outcome, signature, code, signed, deploymentId, terminationId, rejects, tasks, stuck }: OrderState): string {
  return [
    `**${orderSteps[phase].labels.fr}**${outcome === null ? '' : ` · ${outcomes[outcome]}`}`, '',
    ...(opening ? [`- Proposition : ${opening.proposalId}`, `- Total : ${(opening.ttcCents / 100).toFixed(2).replace('.', ',')} € TTC`, `- Émetteur : ${opening.emitter}`] : []),
    ...(signature ? [`- Signature : ${signature.mode === 'electronic' ? 'électronique' : 'papier'}${code ? `, ${code.ordinal} code${code.ordinal > 1 ? 's' : ''} demandé${code.ordinal > 1 ? 's' : ''}` : ''}`] : []),
    ...(signed ? [`- Signée le ${new Date(signed.atMs).toISOString().slice(0, 10)}`] : []),
    ...(deploymentId === null ? [] : [`- Affaire : ${deploymentId}`]), ...(terminationId === null ? [] : [`- Résiliation : ${terminationId}`]),
    ...rejects.filter(({ status }) => status !== 'settled').map(({ number, side }) => `- Rejet n° ${number} (${side === 'production' ? 'production' : 'facturation'})`),
    ...openTaskLines(tasks, orderTasks), ...stuckCallLines(stuck),
  ].join('\n');
}
