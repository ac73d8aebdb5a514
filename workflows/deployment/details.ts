/** What a supervisor reads in the Temporal Web UI: one line of summary, and where the journey stands, in Markdown. No personal data. */
import type { DeploymentState, Launch } from '../../domain/deployment/deployment.ts';
import { nextValidationReminderAtMs } from '../../domain/deployment/billing.ts';
import { nextReminderAtMs } from '../../domain/deployment/obl-wait.ts';
import { awaitsReservations, type SiteState } from '../../domain/deployment/site.ts';
import type { Cause } from '../../domain/deployment/schedule.ts';
import type { Jeopardies } from '../../domain/deployment/jeopardy.ts';
import { milestoneLabel } from '../../domain/deployment/milestones.ts';
import { steps, tasks, type StepKey } from '../../domain/deployment/steps.ts';
import { instantText, openTaskLines, stuckCallLines } from '../journey/details.ts';

export function deploymentSummary({ deploymentId, customerId, sites }: Launch): string {
  return `Déploiement ${deploymentId} · client ${customerId} · ${sites.length} site${sites.length > 1 ? 's' : ''}`;
}

export function siteSummary(site: string, accessType: string): string {
  return `Site ${site} · accès ${accessType.toUpperCase()}`;
}

const deploymentPhases = {
  'new': 'Nouveau', 'delivering': 'Déploiement des sites', 'cancelling': 'Annulation en cours', 'completed': 'Terminé', 'cancelled': 'Annulé', 'withdrawn': 'Rétracté',
} as const;

const sitePhases = {
  'new': 'Nouveau', 'obl-choice': 'Choix de l’OBL', 'order-refused': 'Commande refusée par l’OBL', 'visit-blocked': 'Visite à décider', 'reordering': 'Changement d’OBL', 'in-service': 'En service', 'undoing': 'Annulation en cours', 'cancelled': 'Abandonné',
} as const;

const slotStatus = { 'proposed': 'proposé', 'agreed': 'convenu', 'reopened': 'à revoir' } as const;

function deploymentPhase(phase: DeploymentState['phase']): string {
  return phase in deploymentPhases ? deploymentPhases[phase as keyof typeof deploymentPhases] : steps[phase as StepKey].labels.fr;
}

function sitePhase(phase: SiteState['phase']): string {
  return phase in sitePhases ? sitePhases[phase as keyof typeof sitePhases] : steps[phase as StepKey].labels.fr;
}

const milestones: Record<DeploymentState['sites'][string], string> = {
  'waiting': 'en attente', 'started': 'en cours', 'delivered': 'livré', 'in-service': 'en service', 'cancelled': 'abandonné',
};

export function deploymentDetails(state: DeploymentState): string {
  const sites = Object.entries(state.sites).map(([site, milestone]) => `| ${site} | ${milestones[milestone]} |`);
  return [
    `**${deploymentPhase(state.phase)}** · cible ${state.launch?.targetActivationDate ?? 'non fixée'} · commande ${state.launch?.orderNumber ?? ''}`, '',
    ...(state.coordinator === null ? [] : [`- Coordinateur : ${state.coordinator}`]),
    ...atRisk(state.jeopardies),
    ...stuckCallLines(state.stuck),
    ...openTaskLines(state.tasks, tasks),
    '', '| Site | Avancement |', '|---|---|', ...sites,
  ].join('\n');
}

export function siteDetails(state: SiteState): string {
  const reminderAtMs = nextReminderAtMs(state);
  const validationAtMs = nextValidationReminderAtMs(state);
  return [
    `**${sitePhase(state.phase)}**`, '',
    ...atRisk(state.jeopardies),
    ...(state.order ? [`- Commande ${state.order.orderKey} chez ${state.order.obl}, référence ${state.order.oblReference ?? 'à venir'}, livraison prévue ${state.order.plannedDeliveryDate ?? 'à venir'}`] : []),
    ...(reminderAtMs === null ? [] : [`- Prochaine relance de l’OBL : ${instantText(reminderAtMs)}`]),
    ...(validationAtMs === null ? [] : [`- Prochaine relance du client : ${instantText(validationAtMs)}`]),
    ...(state.slot && state.slot.status !== 'dropped' ? [`- Créneau ${slotStatus[state.slot.status]} : ${instantText(Date.parse(state.slot.startsAt))}`] : []),
    ...(state.equipment ? [`- Équipements ${state.equipment.isReceived ? 'arrivés au dépôt' : `disponibles le ${state.equipment.availableOn ?? '?'}`}`] : []),
    ...(state.risk ? [`- ⚠ Livraison en péril : équipements disponibles le ${state.risk.availableOn ?? '?'}, livraison prévue le ${state.risk.plannedDeliveryDate}`] : []),
    ...(state.report ? [`- PV ${state.report.reportReference} du ${state.report.deliveredOn}${awaitsReservations(state) ? ', réserves à traiter' : ''}`] : []),
    ...(state.observation?.quality ? [`- Lien : ${state.observation.quality.qualification}`] : []),
    ...(state.rds === null ? [] : [`- Service ${state.rds}`]),
    ...(state.subscriptionReference === null ? [] : [`- Facturation ${state.subscriptionReference}`]),
    ...stuckCallLines(state.stuck),
    ...openTaskLines(state.tasks, tasks),
  ].join('\n');
}

/** D-21: what is at risk, by when it was due, and who took the time. */
function atRisk({ open }: Jeopardies): string[] {
  return Object.entries(open).map(([milestone, { threshold, latestOn, expectedOn, cause }]) =>
    `- ⚠ en péril : **${milestoneLabel(milestone)}**, au plus tard le ${latestOn}${threshold === 'passed' ? ' (dépassé)' : ''}, attendu le ${expectedOn}${cause ? ` (${causeText(cause)})` : ''}`);
}

/** «Visite technique, 3 jours ouvrés de retard». */
export function causeText({ milestone, slippedDays }: Cause): string {
  const days = slippedDays > 1 ? `${slippedDays} jours ouvrés` : `${slippedDays} jour ouvré`;
  return milestone === 'launch' ? `délai demandé trop court de ${days}` : `${milestoneLabel(milestone)}, ${days} de retard`;
}
