/** What is done on the site before the line is delivered: the visit, the equipment, its configuration, its way and its place (D-11 to D-13). */
import { nextTaskId } from '../../../domain/journey/task.ts';
import type { VisitReport } from '../../../domain/deployment/access.ts';
import { after } from '../../../domain/clock/delay.ts';
import { arrivalDueAtMs, riskEvents } from '../../../domain/deployment/delivery-risk.ts';
import { equipmentKey, type DeliveryRisk, type RefTechFact, type SiteState } from '../../../domain/deployment/site.ts';
import type { EquipmentState, VisitRecord } from '../../../ports/ref-tech.ts';
import { awaitObl, whileDeciding } from './access.ts';
import { call, is, openingOf, personActs, today, type Site } from './site.ts';

/** D-11, at the slot that was agreed. Whatever it found, Ref.Tech has it. */
export async function technicalVisit(site: Site): Promise<void> {
  if (is(site, 'technical-visit')) await awaitObl(site, 'intervention-report', 'Relance (compte rendu d’intervention)');
  const { reported } = site.state();
  if (!is(site, 'technical-visit') || !reported) return;
  const { deploymentId, site: key } = openingOf(site);
  await call(site, 'record-visit', 'technical-visit', ({ refTech }) => refTech('Visite technique dans Ref.Tech').recordVisit({ interventionKey: reported.key, ...recordOf(reported) }));
  if (reported.outcome === 'favourable') {
    const [taskId, linkFromMs] = [nextTaskId(site.state().tasks, site.id, 'supplementary-collection'), Date.now()];
    await call(site, 'send-supplementary-collection', 'technical-visit', ({ notices }) =>
      notices('Collecte complémentaire envoyée').sendSupplementaryCollection({ deploymentId, site: key, taskId, linkFromMs }));
  }
  site.act({ type: 'stepDone', step: 'technical-visit' });
  await whileDeciding(site, 'visit-blocked');
}

function recordOf({ outcome, absent, questionnaire }: VisitReport): VisitRecord {
  if (outcome === 'no-show') return { outcome, absent: absent ?? 'technician' };
  if (outcome === 'unfavourable' || !questionnaire) return { outcome: 'unfavourable' };
  return { outcome, questionnaire };
}

export async function supplementaryCollection(site: Site): Promise<void> {
  await site.until(({ phase }) => phase !== 'supplementary-collection');
}

/** D-12: picked from stock, or ordered with an expected date. */
export async function reserveEquipment(site: Site): Promise<void> {
  const { visit } = site.state();
  if (!is(site, 'equipment') || !visit) return;
  const reserved = await call(site, 'reserve-equipment', 'equipment', ({ refTech }) =>
    refTech('Réservation des équipements').reserveEquipment({ equipmentKey: equipmentKey(openingOf(site)), items: visit.equipment }));
  if (reserved.how === 'overtaken') return;
  const { inStock, availableOn } = reserved.how === 'went-through' ? reserved.answer : { inStock: null, availableOn: null };
  site.act({ type: 'equipmentReserved', inStock, availableOn });
}

export async function configure(site: Site): Promise<void> {
  await site.until(({ phase }) => phase !== 'configuration');
}

/** D-12: the equipment must be at the technician's depot before the delivery. */
export async function dispatch(site: Site): Promise<void> {
  if (!(await personActs(site, 'dispatch'))) return;
  const { equipment } = site.state();
  if (!equipment?.depot) return;
  const { key, depot } = equipment;
  const shipped = await call(site, 'ship-equipment', 'dispatch', ({ refTech }) => refTech('Envoi des équipements').shipEquipment({ equipmentKey: key, depot }));
  // Who passes over the call has brought it there by other means.
  if (shipped.how === 'skipped') site.act({ type: 'refTechTold', fact: { type: 'equipment-received', equipmentKey: key, receivedOn: today(site) }, heard: 'answer' });
  // Counted anew in a fresh history: it is asked a delay later then, once in hundreds of times.
  for (let sinceMs = Date.now(); is(site, 'dispatch');) {
    const dueAtMs = () => after(openingOf(site).policy, sinceMs, openingOf(site).policy.equipment.askEvery);
    const atMs = dueAtMs();
    // A policy applied meanwhile moves the instant.
    const woken = await site.until(({ phase }) => phase !== 'dispatch' || dueAtMs() !== atMs, { atMs, summary: 'État de l’envoi des équipements' });
    if (woken === 'met') continue;
    sinceMs = Date.now();
    const known = await call(site, 'read-equipment', 'dispatch', ({ refTech }) => refTech('État de l’envoi des équipements').readEquipment(key));
    if (known.how !== 'went-through') continue;
    for (const fact of equipmentFacts(key, known.answer)) site.act({ type: 'refTechTold', fact, heard: 'asked' }, 'timer');
  }
}

export async function install(site: Site): Promise<void> {
  await site.until(({ phase }) => phase !== 'installation');
}

/** D-12, beside the story: the arrival of the equipment against the delivery; coordinator and logistics are told of each risk once. */
export async function watchDelivery(site: Site): Promise<void> {
  while (site.state().endedAtMs === null) {
    site.act({ type: 'assessDelivery' }, 'timer');
    const { risk } = site.state();
    if (risk && !risk.isTold) await tellRisk(site, risk);
    const atMs = arrivalDueAtMs(site.state());
    const isOpen = atMs !== null && atMs > Date.now() && site.state().risk === null;
    await site.until(
      (state) => state.endedAtMs !== null || riskEvents(state, Date.now()).length > 0 || arrivalDueAtMs(state) !== atMs,
      isOpen ? { atMs, summary: 'Équipements attendus avant la livraison' } : null,
    );
  }
}

async function tellRisk(site: Site, { ordinal, availableOn, plannedDeliveryDate }: DeliveryRisk): Promise<void> {
  const { deploymentId, site: key } = openingOf(site);
  const isNeeded = ({ risk, endedAtMs }: SiteState) => risk?.ordinal === ordinal && endedAtMs === null;
  for (const to of ['coordinator', 'logistics'] as const) {
    await call(site, 'tell-delivery-risk', isNeeded, ({ notices }) => notices('Livraison en péril : équipements').sendInternal({
      deploymentId, site: key, key: `delivery-risk.${ordinal}`, to, subjectKind: 'equipment-late',
      facts: { plannedDeliveryOn: plannedDeliveryDate, ...(availableOn === null ? {} : { availableOn }) },
    }));
  }
  site.act({ type: 'deliveryRiskTold', ordinal });
}

/** What Ref.Tech answers when asked, as the fact that its lost callback would have brought. */
function equipmentFacts(key: string, { state, receivedOn }: EquipmentState): RefTechFact[] {
  return state === 'received' && receivedOn !== null ? [{ type: 'equipment-received', equipmentKey: key, receivedOn }] : [];
}
