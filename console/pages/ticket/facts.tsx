/** What the ticket is about, and who has it. */
import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames } from '../../people/names.ts';
import { labelOf, teamName, useChoices, wordOf, type Ticket } from '../../tickets/queries.ts';
import classes from '../../tickets/tickets.module.css';
import { inLanguage } from '../../texts/texts.ts';
import { formatInstant } from '../../time/time.ts';

export function TicketFacts({ ticket }: { readonly ticket: Ticket }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  const choices = useChoices();
  const nameOf = useNames();
  const { request, classification, cause, agreement, attribution } = ticket;
  const chosen = attribution?.considered.find(({ verdict, subject }) => verdict === 'chosen' && subject === (ticket.assignee ?? ticket.attributedTo));
  const person = ({ name, phone, email }: { readonly name: string; readonly phone?: string | undefined; readonly email?: string | undefined }): string => [name, phone, email].filter(Boolean).join(' · ');
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['customer', <Anchor key="customer" component={Link} to={`/customers/${ticket.customerId}`} size="sm">{ticket.customerName ?? ticket.customerId}</Anchor>],
    ['service', ticket.rds ?? ticket.item ?? '–'],
    ['desk', labelOf(choices?.desks, ticket.desk)],
    ['classification', classification ? [wordOf(choices?.types, classification.type), wordOf(choices?.symptoms, classification.symptom), labelOf(choices?.categories, classification.category)].join(' · ') : t('unclassified')],
    ['impact', t(`impact.${ticket.impact}`)],
    ['contract', t(`contract.${ticket.contract}`)],
    ...(ticket.importance === null ? [] : [['importance', t(`importance.${ticket.importance}`)] as const]),
    ...(ticket.urgentBy === null ? [] : [['urgent-by', formatInstant(ticket.urgentBy)] as const]),
    ['team', t('team-level', { team: ticket.team === null ? t('dispatcher') : teamName(choices, ticket.team), level: ticket.level })],
    ['holder', ticket.assignee === null ? (ticket.attributedTo === null ? t('held-by.nobody') : t('held-by.given', { name: nameOf(ticket.attributedTo) })) : nameOf(ticket.assignee)],
    ...(chosen === undefined || chosen.reasons.length === 0 ? [] : [['why', chosen.reasons.map(({ label }) => inLanguage(label)).join(', ')] as const]),
    ...(request ? [['caller', person(request.caller)] as const] : []),
    ...(request?.affectedUser ? [['affected', person(request.affectedUser)] as const] : []),
    ['agreement-of', t(`agreement-of.${ticket.agreementOf}`)],
    ['came-by', t(`contact.${ticket.contact}`)],
    ['created', formatInstant(ticket.createdAt)],
    ...(ticket.handledAt === null ? [] : [['handled', formatInstant(ticket.handledAt)] as const]),
    ...(ticket.solution === null ? [] : [['solution', ticket.solution] as const]),
    ...(agreement ? [['agreed', t('agreed', { at: formatInstant(agreement.at), channel: t(`contact.${agreement.channel}`) })] as const] : []),
    ...(cause ? [['cause', `${cause.cause} · ${t(`responsibility.${cause.responsibility}`)}${cause.isConfirmed ? '' : ` · ${t('not-confirmed')}`}`] as const] : []),
    ...(ticket.reopenings === 0 ? [] : [['reopenings', String(ticket.reopenings)] as const]),
  ];
  return (
    <dl className={classes['facts']}>
      {facts.map(([name, value]) => <Fact key={name} name={t(`fact.${name}`)}>{typeof value === 'string' ? <Text component="span" size="sm">{value}</Text> : value}</Fact>)}
    </dl>
  );
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return <><dt>{name}</dt><dd>{children}</dd></>;
}
