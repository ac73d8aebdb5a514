/** Says of a block that a list of it goes on, and leads to the whole of it where there is a page for that (C-01). */
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import { Found, type FoundProps } from '../../parts/found.tsx';
import type { BlockName, View } from './contents.tsx';

type Way = Pick<FoundProps, 'to' | 'search'>;

const deployments = (customerId: string): Way => ({ to: '/deployments', search: { customerId } });
const tickets = (customerId: string): Way => ({ to: '/tickets', search: { customerId } });

/** By block and list; of the others no page has more than this one. */
const ways: Readonly<Partial<Record<BlockName, Readonly<Record<string, (customerId: string) => Way>>>>> = {
  orders: { items: deployments },
  equipment: { interventions: tickets },
  events: {
    tickets, moves: deployments, changes: deployments, withdrawals: deployments,
    complaints: (customerId) => ({ to: '/complaints', search: { customerId } }),
    orders: (customerId) => ({ to: '/sales', search: { customerId, section: 'orders' } }),
    terminations: (customerId) => ({ to: '/terminations', search: { customerId } }),
    opportunities: (customerId) => ({ to: '/opportunities', search: { customerId, whose: 'all' } }),
  },
  correspondence: { items: (customerId) => ({ to: `/customers/${customerId}`, search: { tab: 'history' } }) },
};

export function More({ name, block, customerId }: { readonly name: BlockName; readonly block: NonNullable<View['blocks'][BlockName]>; readonly customerId: string }): ReactNode {
  const { t } = useTranslation('customer');
  const lists = 'more' in block ? block.more : 'data' in block && 'more' in block.data ? block.data.more : [];
  return lists.map((list) => {
    const way = ways[name]?.[list]?.(customerId);
    return <Text key={list} size="sm" c="dimmed" mt={4}>{t(`more.${list}`)} {way && <Found {...way}>{t('more.all')}</Found>}</Text>;
  });
}
