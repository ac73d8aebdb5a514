/** What billing is asked of a termination: the stop, its withdrawal, the final invoice. */
import { servicesToStop, servicesToUndo } from '../../domain/termination/progress.ts';
import { openingOf } from '../../domain/termination/termination.ts';
import { call, is, type Termination } from './termination.ts';

/** */
export async function stopBilling(journey: Termination): Promise<void> {
  for (const { rds, serviceKey } of servicesToStop(journey.state())) {
    const { effectiveOn } = journey.state();
    if (!is(journey, 'scheduled') || effectiveOn === null) return;
    const { id } = openingOf(journey.state());
    const asked = await call(journey, 'stop-billing', 'scheduled', ({ billing }) => billing(`Arrêt de la facturation ${rds}`).stopBilling({ service: serviceKey, termination: id, lastDay: effectiveOn }));
    if (asked.how !== 'overtaken') journey.act({ type: 'billingStopped', rds, how: asked.how === 'went-through' ? 'asked' : 'skipped' });
  }
}

/** also of a stop that was under way when the request was withdrawn. */
export async function undoStops(journey: Termination): Promise<void> {
  for (const { rds, serviceKey } of servicesToUndo(journey.state())) {
    const { id } = openingOf(journey.state());
    const undone = await call(journey, 'undo-stop', 'undoing', ({ billing }) => billing(`Facturation maintenue ${rds}`).withdrawStop({ service: serviceKey, termination: id }));
    journey.act({ type: 'stopUndone', rds, how: undone.how === 'went-through' ? 'undone' : 'skipped' });
  }
}

/** from here on nothing is withdrawn. */
export async function issueFinalInvoice(journey: Termination): Promise<void> {
  const { effectiveOn, feeCents } = journey.state();
  if (!is(journey, 'final-invoice') || effectiveOn === null) return;
  const { id, customerId, services } = openingOf(journey.state());
  const issued = await call(journey, 'final-invoice', 'final-invoice', ({ billing }) => billing('Facture finale').issueFinalInvoice({
    termination: id, customerId, lastDay: effectiveOn, services: services.map(({ serviceKey }) => serviceKey), feeCents: feeCents ?? 0,
  }));
  journey.act({ type: 'finalInvoiceIssued', invoice: issued.how === 'went-through' ? issued.answer : { reference: null, totals: null } });
}
