/** Complaints of one customer, each in a line: what they were about, what became of them, what was given. */
import { Anchor, List, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { inLanguage } from '../texts/texts.ts';
import { formatCents, formatInstant } from '../time/time.ts';
import type { ComplaintSummary } from './queries.ts';

export function ComplaintLines({ items }: { readonly items: readonly ComplaintSummary[] }): ReactNode {
  const { t } = useTranslation('complaints');
  if (items.length === 0) return <Text size="sm" c="dimmed">{t('others.none')}</Text>;
  return (
    <List size="sm" spacing={4} listStyleType="none">
      {items.map(({ id, subjectLabel, orderNumber, label, openedAt, gestureCents }) => (
        <List.Item key={id}>
          <Anchor component={Link} to={`/complaints/${id}`} size="sm">{id}</Anchor> {inLanguage(subjectLabel)} · {orderNumber}
          <Text size="xs" c="dimmed">{inLanguage(label)} · {formatInstant(openedAt, 'short')}{gestureCents > 0 && ` · ${t('given', { amount: formatCents(gestureCents) })}`}</Text>
        </List.Item>
      ))}
    </List>
  );
}
