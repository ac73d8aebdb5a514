/** D-23: undoes in reverse what was done, or may have been done, outside; what can't be undone is handed to a person. */
import type { SiteEffect, SiteState } from '../../../domain/deployment/site.ts';
import type { OutsideAnswer } from '../../journey/call-outside.ts';
import { call, is, type Site } from './site.ts';

export async function undo(site: Site): Promise<void> {
  for (let effect = lastEffect(site); effect && is(site, 'undoing'); effect = lastEffect(site)) {
    await undoEffect(site, effect);
  }
}

/** The interventions of an order that is no more; a cancellation of the site that comes meanwhile takes over. */
export async function undoInterventions(site: Site): Promise<void> {
  for (const effect of site.state().effects.filter(({ kind }) => kind === 'intervention')) {
    if (notUndoing(site.state())) await undoEffect(site, effect, notUndoing);
  }
}

async function undoEffect(site: Site, effect: SiteEffect, wanted: (state: SiteState) => boolean = always): Promise<void> {
  const answered = await askToUndo(site, effect, wanted);
  if (!wanted(site.state())) return;
  const outcome = answered.how !== 'went-through' ? 'skipped' : answered.answer.outcome === 'too-late' ? 'too-late' : 'undone';
  site.act({ type: 'effectSettled', effect, outcome });
}

function askToUndo(site: Site, { kind, key }: SiteEffect, wanted: (state: SiteState) => boolean): Promise<OutsideAnswer<{ outcome: 'cancelled' | 'released' | 'too-late' }>> {
  switch (kind) {
    case 'access-order': return call(site, 'cancel-access-order', wanted, ({ obl }) => obl('Annulation de la commande OBL').cancelAccessOrder(key));
    case 'intervention': return call(site, 'cancel-intervention', wanted, ({ refTech }) => refTech('Annulation de l’intervention').cancelIntervention(key));
    case 'equipment': return call(site, 'release-equipment', wanted, ({ refTech }) => refTech('Rappel des équipements').releaseEquipment(key));
  }
}

const always = (): boolean => true;
const notUndoing = ({ phase }: SiteState): boolean => phase !== 'undoing';

function lastEffect(site: Site): SiteEffect | undefined {
  return site.state().effects.at(-1);
}
