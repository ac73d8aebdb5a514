/** D-23: undoes in reverse what was done, or may have been done, outside; what can't be undone is handed to a person. */
import type { SiteEffect } from '../../../domain/deployment/site.ts';
import type { OutsideAnswer } from '../../journey/call-outside.ts';
import { call, is, type Site } from './site.ts';

export async function undo(site: Site): Promise<void> {
  for (let effect = lastEffect(site); effect && is(site, 'undoing'); effect = lastEffect(site)) {
    await undoEffect(site, effect);
  }
}

/** The interventions of an order that is no more. */
export async function undoInterventions(site: Site): Promise<void> {
  for (const effect of site.state().effects.filter(({ kind }) => kind === 'intervention')) await undoEffect(site, effect);
}

async function undoEffect(site: Site, effect: SiteEffect): Promise<void> {
  const answered = await askToUndo(site, effect);
  const outcome = answered.how !== 'went-through' ? 'skipped' : answered.answer.outcome === 'too-late' ? 'too-late' : 'undone';
  site.act({ type: 'effectSettled', effect, outcome });
}

function askToUndo(site: Site, { kind, key }: SiteEffect): Promise<OutsideAnswer<{ outcome: 'cancelled' | 'released' | 'too-late' }>> {
  switch (kind) {
    case 'access-order': return call(site, 'cancel-access-order', always, ({ obl }) => obl('Annulation de la commande OBL').cancelAccessOrder(key));
    case 'intervention': return call(site, 'cancel-intervention', always, ({ refTech }) => refTech('Annulation de l’intervention').cancelIntervention(key));
    case 'equipment': return call(site, 'release-equipment', always, ({ refTech }) => refTech('Rappel des équipements').releaseEquipment(key));
  }
}

const always = (): boolean => true;

function lastEffect(site: Site): SiteEffect | undefined {
  return site.state().effects.at(-1);
}
