/** What can be done with all lines that are ticked. */
import { ActionIcon, Button, Group } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../data/me.ts';
import type { BasketLine } from '../../tasks/queries.ts';

export interface BulkAsk { readonly act: 'claim' | 'release' | 'assign' | 'complete' }

export interface BulkToolsProps {
  readonly lines: readonly BasketLine[];
  readonly onAsk: (ask: BulkAsk) => void;
  readonly onClear: () => void;
}

export function BulkTools({ lines, onAsk, onClear }: BulkToolsProps): ReactNode {
  const { t } = useTranslation('baskets');
  const mayAssign = useMay('task:assign');
  const mayComplete = useMay('task:complete', 'stuck-call:handle');
  // One input for all: only what asks the same can be completed together.
  const isAlike = new Set(lines.map(({ step }) => step)).size === 1 && lines[0]?.step !== 'ticket';
  return (
    <Group gap={6}>
      {mayComplete && <Button size="compact-xs" variant="default" onClick={() => { onAsk({ act: 'claim' }); }}>{t('bulk.claim')}</Button>}
      <Button size="compact-xs" variant="default" onClick={() => { onAsk({ act: 'release' }); }}>{t('bulk.release')}</Button>
      {mayAssign && <Button size="compact-xs" variant="default" onClick={() => { onAsk({ act: 'assign' }); }}>{t('bulk.assign')}</Button>}
      {mayComplete && isAlike && <Button size="compact-xs" variant="default" onClick={() => { onAsk({ act: 'complete' }); }}>{t('bulk.complete')}</Button>}
      <ActionIcon size="sm" aria-label={t('bulk.clear')} title={t('bulk.clear')} onClick={onClear}><IconX size={14} /></ActionIcon>
    </Group>
  );
}
