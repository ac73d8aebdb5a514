/** What each block of the view shows. */
import { Anchor, Badge, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../../client/client.ts';
import { Due, Instant } from '../../time/due.tsx';
import { Found } from '../../parts/found.tsx';
import { Halves } from '../../parts/halves.tsx';
import { formatCents, formatDay, formatInstant, formatNumber } from '../../time/time.ts';
import { EditButton } from './edit.tsx';
import { Aside, Facts, Lines } from './facts.tsx';

export type View = Schema<'Customer360'>;
type Blocks = Required<View['blocks']>;
export type BlockName = keyof Blocks;
/** As it is shown: what is unknown is said before. */
type Shown<Name extends BlockName> = Exclude<Blocks[Name], { status: 'unknown' }>;

const day = (value: string | null | undefined): ReactNode => (value === null || value === undefined ? null : formatDay(value));
const cents = (value: number | null | undefined): ReactNode => (value === null || value === undefined ? null : formatCents(value));
const place = (value: { readonly street: string; readonly postalCode: string; readonly city: string } | null): string | null => (value === null ? null : `${value.street}, ${value.postalCode} ${value.city}`);

function To({ to, children }: { readonly to: string; readonly children: ReactNode }): ReactNode {
  return <Anchor component={Link} to={to} inherit>{children}</Anchor>;
}

function Measures({ items }: { readonly items: Blocks['measures']['items'] }): ReactNode {
  const { t } = useTranslation('customer');
  return <Lines items={items} id={({ id }) => id}>{({ kind, detail, startsOn, endsOn }) => <><strong>{t(`measure.${kind}`)}</strong> {detail} <Aside>{day(startsOn)}{endsOn !== null && <> – {day(endsOn)}</>}</Aside></>}</Lines>;
}

function Interventions({ items }: { readonly items: Blocks['equipment']['otherInterventions'] }): ReactNode {
  const { t } = useTranslation('customer');
  return <>{items.map(({ kind, reference, phase, endedAt }) => <div key={reference}><Aside><To to={kind === 'ticket' ? `/tickets/${reference}` : `/replacements/${reference}`}>{reference}</To> {kind === 'ticket' ? t(`tickets:phase.${phase}`) : t(endedAt === null ? 'replacement.open' : 'replacement.ended')}</Aside></div>)}</>;
}

/** @param t of the texts `customer`, `deployments` and `tickets` */
export const contentsOf = (t: TFunction<'customer'>): { readonly [Name in BlockName]: (block: Shown<Name>) => ReactNode } => ({
  'identity': ({ kind, siren, siret, phone, email, billingEmail, address, language, market, centreLabel, accountManagerName, accountManager }) => (
    <Facts of={[
      ['kind', t(`kind.${kind}`)], ['siren', siren], ['siret', siret], ['phone', phone && <Anchor href={`tel:${phone}`} inherit key="tel">{phone}</Anchor>], ['email', email && <Anchor href={`mailto:${email}`} inherit key="mail">{email}</Anchor>],
      ['billingEmail', billingEmail], ['address', place(address)], ['language', t(`language.${language}`)], ['market', market && t(`market.${market}`)], ['centre', centreLabel], ['accountManager', accountManagerName ?? accountManager],
    ]} />
  ),
  'contacts': ({ items }) => (
    <Lines items={items} id={({ id }) => id}>{({ name, role, job, phones, emails, isMain, note, edit }) => (
      <Group justify="space-between" wrap="nowrap" align="start">
        <div>
          <strong>{name}</strong> <Aside>{t(`role.${role}`)}{job !== null && `, ${job}`}</Aside> {isMain && <Badge size="xs" variant="light">{t('main')}</Badge>}
          <div>{[...phones.map((one) => <Anchor key={one} href={`tel:${one}`} inherit mr="xs">{one}</Anchor>), ...emails.map((one) => <Anchor key={one} href={`mailto:${one}`} inherit mr="xs">{one}</Anchor>)]}</div>
          {note !== null && <Aside>{note}</Aside>}
        </div>
        {edit && <EditButton edit={edit} name="contacts" of={name} />}
      </Group>
    )}</Lines>
  ),
  'guardianship': ({ items }) => <Measures items={items} />,
  'measures': ({ items }) => <Measures items={items} />,
  'eligibility': ({ data: { places } }) => (
    <Lines items={places} id={(one) => one.place.label}>{({ place: where, eligibility: { accesses } }) => (
      <><strong>{where.label}</strong> <Aside>{where.city}</Aside><div>{accesses.map(({ accessType, isEligible }) => <Badge key={accessType} size="xs" variant="light" color={isEligible ? 'teal' : 'gray'} mr={4}>{accessType.toUpperCase()} {t(isEligible ? 'eligible' : 'not-eligible')}</Badge>)}</div></>
    )}</Lines>
  ),
  'offers': ({ items }) => (
    <Lines items={items} id={({ rds }) => rds}>{({ rds, accessType, status, endedOn, siteLabel, address, options, monthlyCents, engagementEndsOn }) => (
      <>
        <strong>{accessType.toUpperCase()}</strong> <Aside>{rds}</Aside> {status === 'ended' && <Badge size="xs" color="gray" variant="light">{t('ended', { on: endedOn === null ? '' : formatDay(endedOn) })}</Badge>}
        <div>{siteLabel ?? ''} {place(address)}</div>
        <Aside>{cents(monthlyCents)} {engagementEndsOn !== null && t('engaged', { until: formatDay(engagementEndsOn) })} {options.map(({ label }) => label).join(', ')}</Aside>
      </>
    )}</Lines>
  ),
  'equipment': ({ items, otherInterventions }) => (
    <>
      {(items.length > 0 || otherInterventions.length === 0) && <Lines items={items} id={({ id }) => id}>{({ label, serialNumber, ownership, installedOn, returnedOn, warrantyUntil, interventions, edit }) => (
        <Group justify="space-between" wrap="nowrap" align="start">
          <div><strong>{label}</strong> <Aside>{serialNumber} · {t(`ownership.${ownership}`)}</Aside>
            <div><Aside>{installedOn !== null && t('installed', { on: formatDay(installedOn) })} {warrantyUntil !== null && t('warranty', { until: formatDay(warrantyUntil) })} {returnedOn !== null && t('returned', { on: formatDay(returnedOn) })}</Aside></div>
            <Interventions items={interventions} /></div>
          {edit && <EditButton edit={edit} name="equipment" of={label} />}
        </Group>
      )}</Lines>}
      <Interventions items={otherInterventions} />
    </>
  ),
  'inventory': ({ data: { items } }) => <Lines items={items} id={({ serialNumber }) => serialNumber}>{({ serialNumber, model }) => <><strong>{model}</strong> <Aside>{serialNumber}</Aside></>}</Lines>,
  'orders': ({ items }) => (
    <Lines items={items} id={({ id }) => id}>{({ id, orderNumber, phase, activationOn, targetActivationDate, isAtRisk, steps, tasks, more }) => (
      <>
        <To to={`/deployments/${id}`}>{id}</To> <Aside>{orderNumber} · {t(`deployments:phase.${phase}`)}</Aside> {isAtRisk && <Badge size="xs" color="red" variant="light">{t('at-risk')}</Badge>}
        <div>{t(activationOn === null ? 'wished' : 'expected', { on: formatDay(activationOn ?? targetActivationDate) })}</div>
        {steps.slice(0, 3).map(({ milestone, label, expectedOn, daysLeft }) => <div key={milestone}><Aside>{label} : {day(expectedOn)} ({t('days-left', { count: daysLeft })})</Aside></div>)}
        {tasks.map(({ id: task, step, dueAt }) => <div key={task}><To to={`/tasks/${encodeURIComponent(task)}`}>{t(`deployments:step.${step}`)}</To> <Due at={dueAt} /></div>)}
        {more.map((list) => <div key={list}><Aside>{t(`more.${list}`)}</Aside></div>)}
      </>
    )}</Lines>
  ),
  'events': ({ tickets, complaints, orders, terminations, moves, changes, withdrawals, opportunities, appointments, followUps, totalDrop, debtCollection }) => {
    const lines = [
      ...(totalDrop === null ? [] : [{ id: 'drop', content: <><Badge size="xs" color="red" variant="light">{t('total-drop')}</Badge> {totalDrop.reason} · {cents(totalDrop.monthlyCents)} <Aside>{day(totalDrop.droppedOn)}</Aside></> }]),
      ...(tickets ?? []).map(({ number, phase, priority, dueAt, isBreached }) => ({ id: number, content: <><To to={`/tickets/${number}`}>{number}</To> <Aside>{priority} · {t(`tickets:phase.${phase}`)}</Aside> <Due at={dueAt} isOverdue={isBreached} /></> })),
      ...(complaints ?? []).map(({ id, label, orderNumber, dueAt, isLate }) => ({ id, content: <><To to={`/complaints/${id}`}>{id}</To> {label} <Aside>{orderNumber}</Aside> {dueAt !== null && <Due at={dueAt} isOverdue={isLate} />}</> })),
      ...(orders ?? []).map(({ id, label, ttcCents, openedAt }) => ({ id, content: <><To to={`/sales/orders/${id}`}>{id}</To> {label} · {cents(ttcCents)} <Aside>{formatInstant(openedAt, 'date')}</Aside></> })),
      ...(terminations ?? []).map(({ id, label, effectiveOn }) => ({ id, content: <><To to={`/terminations/${id}`}>{id}</To> {label} <Aside>{day(effectiveOn)}</Aside></> })),
      ...[...(moves ?? []).map((one) => ({ ...one, isMove: true })), ...(changes ?? []).map((one) => ({ ...one, isMove: false }))].map(({ isMove, deploymentId, orderNumber, halves, more }) => ({ id: deploymentId, content: <>{t(isMove ? 'move' : 'change')} <To to={`/deployments/${deploymentId}`}>{deploymentId}</To> <Aside>{orderNumber}</Aside><Halves halves={halves} />{more.map((list) => <Aside key={list}>{t(`more.${list}`)}</Aside>)}</> })),
      ...(withdrawals ?? []).map(({ deploymentId, declaredOn }) => ({ id: `w-${deploymentId}`, content: <>{t('withdrawal')} <To to={`/deployments/${deploymentId}`}>{deploymentId}</To> <Aside>{day(declaredOn)}</Aside></> })),
      ...(opportunities ?? []).map(({ id, purpose, label, amountCents, probability, closesOn }) => ({ id, content: <><Found to="/opportunities" search={{ item: id }}>{purpose}</Found> {label} · {cents(amountCents)} <Aside>{t('opportunity', { probability: formatNumber(probability), on: formatDay(closesOn) })}</Aside></> })),
      ...(appointments ?? []).map(({ id, label, subject, startsAt, answer }) => ({ id, content: <><Found to="/agenda" search={{ appointment: id, day: startsAt.slice(0, 10), whose: 'all' }}>{subject ?? id}</Found> {label} <Aside>{formatInstant(startsAt)} · {t(`answer.${answer ?? 'none'}`)}</Aside></> })),
      ...(followUps ?? []).map(({ id, label, note, dueAt }) => ({ id, content: <><Found to="/opportunities" search={{ followUp: id, whose: 'all' }}>{label}</Found> {note} <Due at={dueAt} /></> })),
      ...(debtCollection === null ? [] : [{ id: 'debt', content: <><strong>{t(`stage.${debtCollection.stage}`)}</strong> {cents(debtCollection.amountCents)} <Aside>{day(debtCollection.since)}</Aside></> }]),
    ];
    return <Lines items={lines} id={({ id }) => id}>{({ content }) => content}</Lines>;
  },
  'consumption': ({ data: { from, to, lines } }) => (
    <Lines items={lines} id={({ label }, index) => `${label}.${index}`}>{({ label, unit, used, included, overCents }) => (
      <><strong>{label}</strong> {formatNumber(used)}{included !== null && <> / {formatNumber(included)}</>} {t(`unit.${unit}`)} <Aside>{day(from)} – {day(to)} {overCents > 0 && t('over', { amount: formatCents(overCents) })}</Aside></>
    )}</Lines>
  ),
  'invoices': ({ data: { next, invoices } }) => (
    <>
      {next && <Facts of={[['next-invoice', <span key="next">{day(next.expectedOn)} · {cents(next.estimatedTtcCents)}</span>]]} />}
      <Lines items={invoices} id={({ number }) => number}>{({ number, ttcCents, issuedOn, dueOn, status, url }) => (
        <>{url === null ? <strong>{number}</strong> : <Anchor href={url} target="_blank" rel="noreferrer" inherit>{number}</Anchor>} {cents(ttcCents)} <Aside>{day(issuedOn)} · {t(`invoice.${status}`)} · {t('due', { on: formatDay(dueOn) })}</Aside></>
      )}</Lines>
    </>
  ),
  'balance': ({ data: { accountReference, balanceCents, payment } }) => <Facts of={[['account', accountReference], ['balance', cents(balanceCents)], ['payment', t(`payment.${payment.mode}`)], ['invoiceFormat', t(`invoiceFormat.${payment.invoiceFormat}`)]]} />,
  'seniority': ({ customerSince, years }) => <Facts of={[['since', day(customerSince)], ['years', formatNumber(years)]]} />,
  'revenue': ({ data: { revenueCents } }) => <Facts of={[['revenue', cents(revenueCents)]]} />,
  'warranties': ({ items }) => <Lines items={items} id={({ label, serialNumber }) => `${label}.${serialNumber ?? ''}`}>{({ label, serialNumber, warrantyUntil, isCovered }) => <><strong>{label}</strong> <Aside>{serialNumber}</Aside> {t(isCovered ? 'covered' : 'expired', { until: formatDay(warrantyUntil) })}</>}</Lines>,
  'deposits': ({ data: { deposits } }) => <Lines items={deposits} id={({ reference }) => reference}>{({ label, amountCents, paidOn, returnedOn }) => <><strong>{label}</strong> {cents(amountCents)} <Aside>{day(paidOn)}{returnedOn !== null && <> – {t('returned', { on: formatDay(returnedOn) })}</>}</Aside></>}</Lines>,
  'correspondence': ({ items }) => <Lines items={items} id={({ at }, index) => `${at}.${index}`}>{({ kind, at, direction, channel, reference, about }) => (
    <>
      <strong>{t(`letter.${kind}`)}</strong> <Aside>{t(direction === 'in' ? 'from-him' : 'to-him')} · {t(`channel.${channel}`)} · <Instant at={at} /></Aside>
      <div>{kind === 'letter' ? t(`about.${about}`) : <>{kind === 'notice' ? t(`ticket:notice.kind.${about}`) : kind === 'sent' ? t(`sent.${about}`) : about} <Aside>{reference}</Aside></>}</div>
    </>
  )}</Lines>,
  'payer': ({ data: { quality, overdueCents, debtCollection } }) => <Facts of={[['quality', t(`quality.${quality}`)], ['overdue', cents(overdueCents)], ['debt', debtCollection && <>{t(`stage.${debtCollection.stage}`)} {cents(debtCollection.amountCents)}</>]]} />,
  'interests': ({ items }) => <Lines items={items} id={({ id }) => id}>{({ label, happensOn }) => <><strong>{label}</strong> <Aside>{day(happensOn)}</Aside></>}</Lines>,
});
