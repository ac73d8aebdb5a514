/** The columns of the list of opportunities. */
import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../../client/client.ts';
import type { Column } from '../../list/columns.ts';
import { inLanguage } from '../../texts/texts.ts';
import { formatCents, formatDay, formatNumber } from '../../time/time.ts';

type Opportunity = Schema<'Opportunity'>;
const tones: Readonly<Record<Opportunity['stage'], string>> = { discovery: 'gray', proposal: 'indigo', negotiation: 'indigo', won: 'teal.9', lost: 'red.9' };

export function Stage({ opportunity: { stage, label } }: { readonly opportunity: Pick<Opportunity, 'stage' | 'label'> }): ReactNode {
  return <Badge variant="outline" color={tones[stage]}>{inLanguage(label)}</Badge>;
}

export function useOpportunityColumns(): readonly Column<Opportunity>[] {
  const { t } = useTranslation('opportunities');
  return [
    { key: 'purpose', header: t('purpose'), cell: ({ purpose }) => purpose, width: 'minmax(160px, 3fr)', fixed: true },
    { key: 'customer', header: t('customer'), cell: ({ customerName }) => customerName, width: 'minmax(120px, 2fr)' },
    { key: 'stage', header: t('stage'), cell: (one) => <Stage opportunity={one} />, width: 'minmax(120px, 1fr)' },
    { key: 'amount', header: t('amount'), cell: ({ amountCents }) => formatCents(amountCents), width: '120px', align: 'end' },
    { key: 'probability', header: t('probability'), cell: ({ probability }) => t('percent', { value: formatNumber(probability) }), width: '110px', align: 'end' },
    { key: 'weighted', header: t('weighted'), cell: ({ weightedCents }) => formatCents(weightedCents), width: '120px', align: 'end' },
    { key: 'closes', header: t('closes'), cell: ({ closesOn }) => formatDay(closesOn), width: '120px' },
    { key: 'period', header: t('period'), cell: ({ period }) => period, width: '90px', hidden: true },
    { key: 'channel', header: t('channel'), cell: ({ channelLabel }) => inLanguage(channelLabel), width: '110px', hidden: true },
    { key: 'seller', header: t('seller'), cell: ({ seller, sellerName }) => sellerName ?? seller, width: 'minmax(110px, 1fr)' },
  ];
}
