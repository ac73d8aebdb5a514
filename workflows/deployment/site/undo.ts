/** D-23: undoes in reverse what was done, or may have been done, outside; what can't be undone is handed to a person. */
import { isPastReturn, mayUndo, slotToRecall } from '../../../domain/deployment/cancellation.ts';
import { siteEffects, type SiteEffect, type SiteEffectKind } from '../../../domain/deployment/effects.ts';
import { dateOfInstant } from '../../../domain/deployment/policy.ts';
import { serviceKey, type EffectOutcome, type SiteState } from '../../../domain/deployment/site.ts';
import type { OutsideAnswer } from '../../journey/call-outside.ts';
import type { Outside } from '../outside.ts';
import { call, is, openingOf, type Site } from './site.ts';

export async function undo(site: Site): Promise<void> {
  // A system that is away keeps nobody waiting for a visit, nor the mail server an order in its place.
  await Promise.all([undoEffects(site), recallSlot(site)]);
}

async function undoEffects(site: Site): Promise<void> {
  for (let effect = lastEffect(site); effect && is(site, 'undoing'); effect = lastEffect(site)) {
    await undoEffect(site, effect);
  }
}

/** D-10: customer and technician are told that nobody comes, and that no other slot follows. */
async function recallSlot(site: Site): Promise<void> {
  const slot = slotToRecall(site.state(), Date.now());
  if (!slot) return;
  const { deploymentId, site: key, policy } = openingOf(site);
  const { ordinal, startsAt, endsAt } = slot;
  const isOwed = ({ announced }: SiteState) => announced?.ordinal === ordinal;
  await call(site, 'recall-slot', isOwed, ({ notices }) => notices('Rendez-vous annulé avec le site').recallSlot({ deploymentId, site: key, ordinal, slot: { startsAt, endsAt } }));
  await call(site, 'tell-technician', isOwed, ({ notices }) => notices('Annulation dite au technicien').sendInternal({
    deploymentId, site: key, key: `slot.${ordinal}.recalled`, to: 'field-technician', subjectKind: 'slot-recalled', facts: { slotOn: dateOfInstant(policy, Date.parse(startsAt)) },
  }));
  site.act({ type: 'slotRecalled', ordinal });
}

/** The interventions of an order that is no more; a cancellation of the site that comes meanwhile takes over. */
export async function undoInterventions(site: Site): Promise<void> {
  await undoKind(site, 'intervention');
}

/** The order that is left for another OBL (D-11). */
export async function undoOrder(site: Site): Promise<void> {
  await undoKind(site, 'access-order');
}

async function undoKind(site: Site, meant: SiteEffect['kind']): Promise<void> {
  for (const effect of site.state().effects.filter((each) => each.kind === meant && mayUndo(site.state(), each))) {
    if (notUndoing(site.state())) await undoEffect(site, effect, notUndoing);
  }
}

async function undoEffect(site: Site, effect: SiteEffect, wanted: (state: SiteState) => boolean = always): Promise<void> {
  const isByHand = siteEffects[effect.kind].pastIt === 'by-hand' && isPastReturn(site.state(), effect);
  const outcome = isByHand ? 'point-of-no-return' : outcomeOf(await askToUndo(site, effect, wanted));
  if (wanted(site.state())) site.act({ type: 'effectSettled', effect, outcome });
}

type Undone = OutsideAnswer<{ outcome: 'cancelled' | 'released' | 'too-late' } | void>;

function outcomeOf(answered: Undone): EffectOutcome {
  if (answered.how !== 'went-through') return 'skipped';
  return answered.answer?.outcome === 'too-late' ? 'too-late' : 'undone';
}

function askToUndo(site: Site, { kind, key }: SiteEffect, wanted: (state: SiteState) => boolean): Promise<Undone> {
  const { undoneBy, labels } = siteEffects[kind];
  return call(site, undoneBy, wanted, (outside) => requests[kind](outside, { key, service: serviceKey(openingOf(site)), summary: `Annulation : ${labels.fr}` }));
}

interface Asked {
  readonly key: string;
  readonly service: string;
  readonly summary: string;
}

/** Each may be asked for before what it undoes has arrived: the outside remembers it then, and refuses what comes late. */
const requests: Readonly<Record<SiteEffectKind, (outside: Outside, asked: Asked) => Promise<{ outcome: 'cancelled' | 'released' | 'too-late' } | void>>> = {
  'access-order': ({ obl }, { key, summary }) => obl(summary).cancelAccessOrder(key),
  'intervention': ({ refTech }, { key, summary }) => refTech(summary).cancelIntervention(key),
  'equipment': ({ refTech }, { key, summary }) => refTech(summary).releaseEquipment(key),
  'ip': ({ refTech }, { service, summary }) => refTech(summary).releaseProduction(service, 'ip'),
  'radius': ({ refTech }, { service, summary }) => refTech(summary).releaseProduction(service, 'radius'),
  'backbone': ({ refTech }, { service, summary }) => refTech(summary).releaseProduction(service, 'backbone'),
  'service': ({ jarvis }, { service, summary }) => jarvis(summary).deproduceService(service),
  'billing': ({ billing }, { service, summary }) => billing(summary).cancelBilling(service),
  'supervision': ({ refTech }, { service, summary }) => refTech(summary).stopSupervision(service),
};

const always = (): boolean => true;
const notUndoing = ({ phase }: SiteState): boolean => phase !== 'undoing';

function lastEffect(site: Site): SiteEffect | undefined {
  return site.state().effects.at(-1);
}
