/** A new appointment, or other times for one: the API's warning of two at once may be confirmed. */
import { Checkbox, NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { ApiFailure } from '../../../client/failure.ts';
import { CustomerField } from '../../customers/customer-field.tsx';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { announce } from '../../parts/announce.tsx';
import { faultsIn, SideForm } from '../../parts/side-form.tsx';
import { instantOfLocal, localOfInstant } from '../../time/zone.ts';

type Appointment = Schema<'Appointment'>;
type Times = Pick<Schema<'NewAppointment'>, 'startsAt' | 'endsAt' | 'despiteOverlap'>;

const forms = ['visit', 'call', 'video'] as const;
const touched = [['appointments']] as const;

interface PlanFormProps {
  readonly known: { readonly customerId: string | undefined; readonly opportunityId: string | undefined };
  readonly onClose: () => void;
  readonly onPlanned: (appointment: Appointment) => void;
}

export function PlanForm({ known, onClose, onPlanned }: PlanFormProps): ReactNode {
  const { t } = useTranslation('agenda');
  const [value, setValue] = useState({ customerId: known.customerId, form: 'visit' as (typeof forms)[number], subject: '', place: '', name: '', email: '', startsAt: '', endsAt: '', despiteOverlap: false });
  const set = (part: Partial<typeof value>): void => { setValue({ ...value, ...part }); };
  const plan = useCommand({
    send: (body: Schema<'NewAppointment'>, key) => dataOf(api.POST('/api/v1/appointments', { params: { header: { 'Idempotency-Key': key } }, body })), touches: touched,
    done: (made) => { announce(t('planned', { id: made.id })); onPlanned(made); },
  });
  const faults = faultsIn(plan.error);
  const text = (name: 'subject' | 'place' | 'name' | 'email', pointer: string, type = 'text'): ReactNode => (
    <TextInput label={t(`field.${name}`)} type={type} required={name !== 'place'} value={value[name]} error={faults[pointer]} onChange={({ currentTarget }) => { set({ [name]: currentTarget.value }); }} />
  );
  return (
    <SideForm title={t('plan')} isOpen onClose={onClose} action={t('plan.send')} isSending={plan.isPending} error={plan.error} onSubmit={() => {
      const { customerId, form, subject, place, name, email } = value;
      plan.mutate({ customerId: customerId ?? '', ...(known.opportunityId === undefined ? {} : { opportunityId: known.opportunityId }), form, subject, ...(place === '' ? {} : { place }), invitee: { name, email }, ...timesOf(value) });
    }}>
      <CustomerField value={value.customerId} error={faults['/customerId']} onChange={(customerId) => { set({ customerId }); }} />
      {text('subject', '/subject')}
      <NativeSelect label={t('form')} value={value.form} data={forms.map((one) => ({ value: one, label: t(`form.${one}`) }))} onChange={({ currentTarget }) => { set({ form: currentTarget.value as typeof value.form }); }} />
      {text('place', '/place')}
      <TimeFields value={value} set={set} faults={faults} error={plan.error} />
      {text('name', '/invitee/name')}
      {text('email', '/invitee/email', 'email')}
    </SideForm>
  );
}

export function MoveForm({ appointment, onClose }: { readonly appointment: Appointment; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('agenda');
  const [value, setValue] = useState({ startsAt: localOfInstant(appointment.startsAt), endsAt: localOfInstant(appointment.endsAt), place: appointment.place ?? '', despiteOverlap: false });
  const set = (part: Partial<typeof value>): void => { setValue({ ...value, ...part }); };
  const move = useCommand({
    send: (body: Schema<'AppointmentMove'>, key) => dataOf(api.POST('/api/v1/appointments/{id}/move', { params: { path: { id: appointment.id }, header: { 'Idempotency-Key': key } }, body })), touches: touched,
    done: () => { announce(t('moved')); onClose(); },
  });
  const faults = faultsIn(move.error);
  return (
    <SideForm title={t('move')} isOpen onClose={onClose} action={t('move.send')} isSending={move.isPending} error={move.error} onSubmit={() => { move.mutate({ ...timesOf(value), place: value.place === '' ? null : value.place }); }}>
      <TimeFields value={value} set={set} faults={faults} error={move.error} />
      <TextInput label={t('field.place')} value={value.place} error={faults['/place']} onChange={({ currentTarget }) => { set({ place: currentTarget.value }); }} />
    </SideForm>
  );
}

interface LocalTimes { readonly startsAt: string; readonly endsAt: string; readonly despiteOverlap: boolean }

function TimeFields({ value, set, faults, error }: { readonly value: LocalTimes; readonly set: (part: Partial<LocalTimes>) => void; readonly faults: Readonly<Record<string, string>>; readonly error: Error | null }): ReactNode {
  const { t } = useTranslation('agenda');
  const isDouble = error instanceof ApiFailure && error.code === 'S-09.double-booking';
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {(['startsAt', 'endsAt'] as const).map((name) => (
          <TextInput key={name} label={t(`field.${name}`)} type="datetime-local" required value={value[name]} error={faults[`/${name}`]} onChange={({ currentTarget }) => { set({ [name]: currentTarget.value }); }} />
        ))}
      </SimpleGrid>
      {(isDouble || value.despiteOverlap) && <Checkbox label={t('despite-overlap')} checked={value.despiteOverlap} onChange={({ currentTarget }) => { set({ despiteOverlap: currentTarget.checked }); }} />}
    </>
  );
}

function timesOf({ startsAt, endsAt, despiteOverlap }: LocalTimes): Times {
  return { startsAt: instantOfLocal(startsAt), endsAt: instantOfLocal(endsAt), despiteOverlap };
}
