/** the customer sends the equipment back by labels of ours; he is reminded before the deadline, and what is missing or damaged is invoiced. */
import { chargeableEquipment, nextReminder } from '../../domain/termination/progress.ts';
import { openingOf } from '../../domain/termination/termination.ts';
import { call, is, letterOf, today, type Termination } from './termination.ts';

export async function bringEquipmentBack(journey: Termination): Promise<void> {
  if (!is(journey, 'equipment-return')) return;
  const { id, customerId, equipment, policy: { equipmentReturn } } = openingOf(journey.state());
  const serialNumbers = equipment.map(({ serialNumber }) => serialNumber);
  if (journey.state().labels === null) {
    const sentOn = today(journey);
    const sent = await call(journey, 'send-labels', 'equipment-return', ({ notices }) => notices('Étiquettes de retour au client').sendReturnLabels({ id, customerId, equipment: [...equipment], sentOn, withinDays: equipmentReturn.withinDays }));
    journey.act({ type: 'labelsSent', ...letterOf(sent), sentOn });
  }
  while (is(journey, 'equipment-return')) {
    const due = nextReminder(journey.state());
    const deadlineOn = journey.state().labels?.deadlineOn ?? '';
    const woken = await journey.until((state) => state.phase !== 'equipment-return' || nextReminder(state)?.atMs !== due?.atMs, due && { atMs: due.atMs, summary: `Relance du retour n° ${due.ordinal}` });
    if (woken === 'met' || !due) continue;
    await call(journey, 'remind-return', 'equipment-return', ({ notices }) => notices(`Relance du retour n° ${due.ordinal}`).remindReturn({ id, serialNumbers, deadlineOn, ordinal: due.ordinal }));
    journey.act({ type: 'returnReminded', ordinal: due.ordinal }, 'timer');
  }
}

export async function invoiceEquipment(journey: Termination): Promise<void> {
  if (!is(journey, 'equipment-invoice')) return;
  const { id, customerId } = openingOf(journey.state());
  const lines = chargeableEquipment(journey.state()).map(({ serialNumber, model, cents }) => ({ serialNumber, label: model ?? 'Équipement', cents }));
  const issued = await call(journey, 'equipment-invoice', 'equipment-invoice', ({ billing }) => billing('Facture du matériel').issueEquipmentInvoice({ termination: id, customerId, lines }));
  journey.act({ type: 'equipmentInvoiceIssued', invoice: issued.how === 'went-through' ? issued.answer : { reference: null, totals: null } });
}
