/** What a supervisor reads in the Temporal Web UI: one line of summary, and where the journey stands, in Markdown. No personal data. */
import type { DeploymentState, Launch } from '../../domain/deployment/deployment.ts';
import { nextReminderAtMs, type SiteState } from '../../domain/deployment/site.ts';
import { tasks, type TaskStep } from '../../domain/deployment/steps.ts';
import type { TaskBook } from '../../domain/journey/task.ts';
import { profiles } from '../../domain/people/profiles.ts';

export function deploymentSummary({ deploymentId, customerId, sites }: Launch): string {
  return `Déploiement ${deploymentId} · client ${customerId} · ${sites.length} site${sites.length > 1 ? 's' : ''}`;
}

export function siteSummary(site: string, accessType: string): string {
  return `Site ${site} · accès ${accessType.toUpperCase()}`;
}

const deploymentPhases: Record<DeploymentState['phase'], string> = {
  'new': 'Nouveau', 'validating': 'Validation technique', 'delivering': 'Déploiement des sites', 'cancelling': 'Annulation en cours',
  'completed': 'Terminé', 'cancelled': 'Annulé',
};

const sitePhases: Record<SiteState['phase'], string> = {
  'new': 'Nouveau', 'ordering': 'Commande OBL en cours', 'order-refused': 'Commande refusée par l’OBL', 'awaiting-acknowledgement': 'Attente de l’AR OBL',
  'awaiting-delivery-report': 'Attente du PV OBL', 'starting-billing': 'Mise en facturation', 'in-service': 'En service',
  'undoing': 'Annulation en cours', 'cancelled': 'Abandonné',
};

const milestones: Record<DeploymentState['sites'][string], string> = {
  'waiting': 'en attente', 'started': 'en cours', 'delivered': 'livré', 'in-service': 'en service', 'cancelled': 'abandonné',
};

export function deploymentDetails(state: DeploymentState): string {
  const sites = Object.entries(state.sites).map(([site, milestone]) => `| ${site} | ${milestones[milestone]} |`);
  return [
    `**${deploymentPhases[state.phase]}** · cible ${state.launch?.targetActivationDate ?? 'non fixée'} · commande ${state.launch?.orderNumber ?? ''}`, '',
    ...openTasks(state.tasks),
    '', '| Site | Avancement |', '|---|---|', ...sites,
  ].join('\n');
}

export function siteDetails(state: SiteState): string {
  const reminderAtMs = nextReminderAtMs(state);
  const stuck = Object.entries(state.stuck).map(([call, { failure, rounds, sinceMs }]) =>
    `- ⚠ ${failure.system} : appel « ${call} » bloqué depuis ${instant(sinceMs)} (${rounds} série${rounds > 1 ? 's' : ''} d’essais, prochaine ${instant(failure.nextTryAtMs)}) : ${failure.code}`);
  return [
    `**${sitePhases[state.phase]}**`, '',
    ...(state.order ? [`- Commande OBL ${state.order.orderKey}, référence ${state.order.oblReference ?? 'à venir'}, livraison prévue ${state.order.plannedDeliveryDate ?? 'à venir'}`] : []),
    ...(reminderAtMs === null ? [] : [`- Prochaine relance de l’OBL : ${instant(reminderAtMs)}`]),
    ...(state.report ? [`- PV ${state.report.reportReference} du ${state.report.deliveredOn}`] : []),
    ...(state.subscriptionReference === null ? [] : [`- Facturation ${state.subscriptionReference}`]),
    ...stuck,
    ...openTasks(state.tasks),
  ].join('\n');
}

function openTasks(book: TaskBook<TaskStep>): string[] {
  return Object.values(book.open).map(({ step, owner, id }) => `- À faire : **${tasks[step].labels.fr}** (${profiles[owner].label.fr}), tâche \`${id}\``);
}

function instant(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
