/** The rules of an appointment, and what its customer is written (S-09). */
import { describe, expect, it } from 'vitest';
import { appointmentCalendar, appointmentText, sellerText, type Telling } from '../../../activities/appointment/texts.ts';
import { appointmentModel, isConfirmationDue } from '../../../domain/appointment/model.ts';
import { appointmentLink, readAppointmentLink } from '../../../domain/appointment/link.ts';
import { after, decide, hour, plan, planned, startMs } from './given.ts';

describe('an appointment (S-09)', () => {
  it('is confirmed 24 hours before, however the clocks are turned meanwhile; one that is nearer is confirmed by its invitation', () => {
    expect(after(planned(72)).confirmAtMs).toBe(startMs + 48 * hour);
    expect(after(planned(24)).confirmAtMs).toBeNull();
    expect(after(planned(23)).confirmAtMs).toBeNull();
    // Paris changes to summer time on March 29, 2026 at 1:00 UTC: at ten there is at eleven of the day before.
    const startsAtMs = Date.parse('2026-03-29T10:00:00+02:00');
    expect(after({ ...planned(), plan: { startsAtMs, endsAtMs: startsAtMs + hour, details: 1 } } as ReturnType<typeof planned>).confirmAtMs).toBe(Date.parse('2026-03-28T09:00:00+01:00'));
  });

  it('is neither planned nor moved into the past', () => {
    expect(decide(appointmentModel.initial, planned(0))).toBe('S-09.in-the-past');
    expect(decide(after(planned()), { type: 'move', plan: plan(72) }, startMs + 73 * hour)).not.toBe('S-09.in-the-past');
    expect(decide(after(planned()), { type: 'move', plan: plan(1) }, startMs + hour)).toBe('S-09.in-the-past');
  });

  it('counts one sequence more with each move, which asks for another answer and another confirmation', () => {
    const accepted = after(planned(), { type: 'told', sequence: 0, how: 'sent' }, { type: 'answer', sequence: 0, answer: 'accepted' }, [{ type: 'confirmed', sequence: 0, how: 'sent' }, startMs + 48 * hour]);
    expect([accepted.answer, accepted.confirmAtMs, isConfirmationDue(accepted)]).toEqual(['accepted', null, false]);
    const moved = decide(accepted, { type: 'move', plan: plan(120) }, startMs + 50 * hour);
    expect(moved).toMatchObject({ state: { sequence: 1, answer: null, toldSequence: 0, confirmAtMs: startMs + 96 * hour } });
    expect(decide(accepted, { type: 'move', plan: plan(72) })).toMatchObject({ events: [] });
    // Another place alone is news too.
    expect(decide(accepted, { type: 'move', plan: plan(72, 2) })).toMatchObject({ state: { sequence: 1 } });
  });

  it('takes an answer to the plan as it is, and no other', () => {
    const moved = after(planned(), { type: 'move', plan: plan(96) });
    expect(decide(moved, { type: 'answer', sequence: 0, answer: 'accepted' })).toBe('wrong-state');
    expect(decide(moved, { type: 'answer', sequence: 1, answer: 'accepted' })).toMatchObject({ state: { answer: 'accepted' } });
  });

  it('that is declined is its seller’s to settle, and is not confirmed; who changes his mind takes the task back', () => {
    const declined = after(planned(), { type: 'answer', sequence: 0, answer: 'declined' });
    expect(Object.values(declined.tasks.open)).toMatchObject([{ step: 'appointment-declined', owner: 'sales-engineer', context: { person: 'sales-engineer' } }]);
    expect(isConfirmationDue(declined)).toBe(false);
    expect(decide(declined, { type: 'answer', sequence: 0, answer: 'accepted' })).toMatchObject({ state: { answer: 'accepted', tasks: { open: {} } } });
    const [task] = Object.values(declined.tasks.open);
    expect(decide(declined, { type: 'completeTask', taskId: task?.id ?? '', input: { choice: 'cancel', comment: 'Plus de besoin' } })).toMatchObject({ state: { phase: 'cancelled', sequence: 1, tasks: { open: {} } } });
    expect(decide(declined, { type: 'completeTask', taskId: task?.id ?? '', input: { choice: 'keep', comment: 'Joint par téléphone' } })).toMatchObject({ state: { phase: 'planned', answer: null, tasks: { open: {} } } });
    const kept = after(planned(), { type: 'answer', sequence: 0, answer: 'declined' }, { type: 'completeTask', taskId: task?.id ?? '', input: { choice: 'keep', comment: 'Joint par téléphone' } });
    expect(isConfirmationDue(kept)).toBe(true);
    // As histories of before have it.
    expect(decide(declined, { type: 'completeTask', taskId: task?.id ?? '', input: { choice: 'keep', comment: 'x' }, isUnconfirmed: true })).toMatchObject({ state: { answer: 'declined' } });
  });

  it('is confirmed at another time by another version of the policy, as long as it has not been', () => {
    const apply = { type: 'applyPolicy', applied: { policy: 'sales', version: 2, frozen: { confirmBeforeMs: 48 * hour } } } as const;
    expect(after(planned(), apply)).toMatchObject({ confirmAtMs: startMs + 24 * hour, opening: { policy: { versions: { sales: 2 }, confirmBeforeMs: 48 * hour } } });
    expect(after(planned(), [{ type: 'confirmed', sequence: 0, how: 'sent' }, startMs + 48 * hour], apply).confirmAtMs).toBeNull();
    expect(decide(after(planned(), apply), apply)).toMatchObject({ events: [] });
  });

  it('whose mails do not go out is somebody’s to retry or pass over, and ends all the same', () => {
    const failure = { system: 'mail', code: 'outside.unavailable', message: 'away', nextTryAtMs: startMs + hour };
    const stuck = after(planned(), { type: 'callFailed', call: 'invitation', failure });
    const [task] = Object.values(stuck.tasks.open);
    expect(task).toMatchObject({ step: 'stuck-call', owner: 'supervisor' });
    expect(decide(stuck, { type: 'completeTask', taskId: task?.id ?? '', input: { choice: 'skip', comment: 'Joint par téléphone' } })).toMatchObject({ state: { stuck: { invitation: { verdict: 'skip' } } } });
    // It stays where the appointment moves or is cancelled.
    expect(Object.keys(after(planned(), { type: 'callFailed', call: 'invitation', failure }, { type: 'cancel', reason: 'x' }).tasks.open)).toHaveLength(1);
    expect(after(planned(), { type: 'callFailed', call: 'invitation', failure }, { type: 'callEnded', call: 'invitation', how: 'went-through' })).toMatchObject({ stuck: {}, tasks: { open: {} } });
  });

  it('remembers what went out of a plan that moved meanwhile, and is over when it ends', () => {
    const moved = after(planned(), { type: 'move', plan: plan(96) });
    expect(decide(moved, { type: 'told', sequence: 0, how: 'sent' })).toMatchObject({ state: { toldSequence: 0, sequence: 1 } });
    expect(decide(moved, { type: 'passed' }, startMs + 96 * hour)).toMatchObject({ events: [] });
    const held = after(planned(), [{ type: 'passed' }, startMs + 73 * hour]);
    expect([held.phase, held.endedAtMs]).toEqual(['held', null]);
    expect(decide(held, { type: 'cancel', reason: 'trop tard' })).toBe('wrong-state');
    expect(decide(held, { type: 'end' }, startMs + 73 * hour)).toMatchObject({ state: { endedAtMs: startMs + 73 * hour } });
  });
});

describe('what the customer is written of it (S-09)', () => {
  const telling: Telling = {
    id: 'RDV-2026-000001', customerId: 'CLI-000001', form: 'visit', what: 'invitation', sequence: 0, plan: { startsAtMs: Date.parse('2026-03-30T08:00:00Z'), endsAtMs: Date.parse('2026-03-30T09:00:00Z'), details: 1 }, decidedAtMs: startMs,
    isConfirmedLater: true, details: { subject: 'Votre fibre', place: '1 rue de la Gare, Lyon', invitee: { role: 'invitee', name: 'Jeanne Martin', email: 'jeanne@martin.invalid' } }, seller: 'Eva Roux',
    operator: { name: 'Jalon Télécom', email: 'contact@jalon.invalid' }, timeZone: 'Europe/Paris', link: 'https://clients.jalon.invalid/f/x',
  };
  const jeanne = { name: 'Jeanne Martin', email: 'jeanne@martin.invalid', isAsked: true };
  const unfolded = (calendar: string): string => calendar.replaceAll('\r\n ', '');

  it('tells the time where the operator is, summer time counted, the link to answer by, and whether a confirmation follows', () => {
    const { subject, text } = appointmentText(telling);
    expect(subject).toBe('Rendez-vous – Votre fibre');
    expect(text.replaceAll('\u00A0', ' ')).toContain('le lundi 30 mars 2026, de 10 h à 11 h');
    expect(text).toContain('https://clients.jalon.invalid/f/x');
    expect(appointmentText({ ...telling, isConfirmedLater: false }).text).toContain('tient lieu de confirmation');
    expect(appointmentText({ ...telling, what: 'cancellation', link: null }).text).not.toContain('http');
  });

  it('keeps one UID from the invitation to the cancellation, in UTC, with a sequence that grows', () => {
    const invited = appointmentCalendar(telling, jeanne);
    expect([invited.method, unfolded(invited.content)]).toEqual(['REQUEST', expect.stringMatching(/METHOD:REQUEST[^]*UID:RDV-2026-000001@jalon\.invalid\r\nSEQUENCE:0[^]*DTSTART:20260330T080000Z/)]);
    const cancelled = appointmentCalendar({ ...telling, what: 'cancellation', sequence: 2 }, jeanne);
    expect([cancelled.method, unfolded(cancelled.content)]).toEqual(['CANCEL', expect.stringMatching(/METHOD:CANCEL[^]*UID:RDV-2026-000001@jalon\.invalid\r\nSEQUENCE:2[^]*STATUS:CANCELLED/)]);
    // A repetition is the same to the letter.
    expect(appointmentCalendar(telling, jeanne).content).toBe(invited.content);
  });

  it('tells its seller’s calendar the same meeting, without asking him whether he comes, nor giving him the customer’s link', () => {
    const { subject, text } = sellerText(telling);
    expect([subject, text.replaceAll('\u00A0', ' ')]).toEqual(['Rendez-vous – Votre fibre', expect.stringContaining('avec Jeanne Martin le lundi 30 mars 2026, de 10 h à 11 h, 1 rue de la Gare, Lyon')]);
    expect(text).not.toContain('http');
    expect(sellerText({ ...telling, what: 'cancellation', sequence: 1 }).subject).toContain('annulé');
    const told = unfolded(appointmentCalendar(telling, { name: 'Eva Roux', email: 'eva@jalon.invalid', isAsked: false }).content);
    expect(told).toMatch(/UID:RDV-2026-000001@jalon\.invalid/);
    expect(told).toMatch(/ATTENDEE[^\r]*PARTSTAT=ACCEPTED[^\r]*eva@jalon\.invalid/i);
    expect(told).not.toMatch(/RSVP=TRUE|jeanne/i);
  });

  it('leads to the appointment as it was told, and to nothing else', () => {
    expect(readAppointmentLink(appointmentLink('RDV-2026-000001', 3))).toEqual({ id: 'RDV-2026-000001', sequence: 3 });
    expect(readAppointmentLink('TCK-2026-000001.agreement.1')).toBeNull();
  });
});
