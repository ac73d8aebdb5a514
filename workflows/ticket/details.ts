/** What a supervisor reads of a ticket in the Temporal Web UI: one line of summary, and where it stands, in Markdown. No personal data. */
import { holderOf } from '../../domain/ticket/attributed.ts';
import { noChoiceTexts } from '../../domain/ticket/attribution.ts';
import { clockOf, dueAtMs, nextOnTheClocks } from '../../domain/ticket/clocks.ts';
import { documentationLapsesAtMs } from '../../domain/ticket/documentation.ts';
import { isLinked, type LinkKind } from '../../domain/ticket/links.ts';
import { ticketStates } from '../../domain/ticket/states.ts';
import { ticketTasks } from '../../domain/ticket/tasks.ts';
import type { TicketOpening, TicketState } from '../../domain/ticket/ticket.ts';
import { openTaskLines, stuckCallLines } from '../journey/details.ts';

const linkLabels: Readonly<Record<LinkKind, string>> = {
  related: 'apparenté', parent: 'cause commune', child: 'rattaché', survivor: 'le continue', merged: 'fusionné ici', predecessor: 'rouvert ici', successor: 'le rouvre',
};

export function ticketSummary({ number, customerId, rds }: TicketOpening): string {
  return `Ticket ${number} · client ${customerId}${rds === null ? '' : ` · service ${rds}`}`;
}

export function ticketDetails(state: TicketState): string {
  const { phase, priority, contract, level, team, waiting, offer, fired, teams, links } = state;
  const holder = holderOf(state);
  const resolution = clockOf(state, 'resolution');
  const dueMs = resolution && dueAtMs(resolution);
  const next = nextOnTheClocks(state);
  const lapsesAtMs = documentationLapsesAtMs(state);
  return [
    `**${ticketStates[phase].labels.fr}** · ${priority} · contrat ${contract} · N${level}`, '',
    `- Chez : ${team === null ? 'file du répartiteur' : team.team}${holder === null ? '' : `, ${holder}${state.assignee === null ? ' (à prendre)' : ''}`}`,
    ...(holder === null && state.attribution?.noChoice ? [`- Sans technicien : ${noChoiceTexts[state.attribution.noChoice].fr}`] : []),
    ...(waiting ? [`- En attente (${waiting.reason}) depuis ${instant(waiting.sinceMs)}, ${waiting.reminders} relance${waiting.reminders > 1 ? 's' : ''}`] : []),
    ...(offer ? [`- Transfert proposé à ${offer.to.team}, à accepter avant ${instant(offer.expiresAtMs)}`] : []),
    ...(dueMs === null ? [] : [`- Résolution due : ${instant(dueMs)}`]),
    ...(next.outcome === 'threshold' ? [`- Prochaine échéance : ${Math.round(next.ratio * 100)} % à ${instant(next.atMs)}`] : []),
    ...(fired.length === 0 ? [] : [`- Échéances passées : ${fired.map(({ clock, ratio }) => `${Math.round(ratio * 100)} % (${clock})`).join(', ')}`]),
    ...(links.some(isLinked) ? [`- Liés : ${links.filter(isLinked).slice(0, 20).map(({ other, kind }) => `${other} (${linkLabels[kind]})`).join(', ')}`] : []),
    ...(lapsesAtMs === null ? [] : [`- Documentation du client : ajout à décider, sans suite le ${instant(lapsesAtMs)}`]),
    ...stuckCallLines(state.stuck), ...openTaskLines(state.tasks, ticketTasks),
    ...(teams.length > 1 ? [`- Équipes successives : ${teams.join(' → ')}`] : []),
  ].join('\n');
}

function instant(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
