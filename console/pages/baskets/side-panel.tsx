/** The task beside the list; Escape leads back to its row. */
import { CloseButton, Group, Text } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { TaskPanel } from '../../tasks/task-panel.tsx';
import classes from './baskets.module.css';

export interface SidePanelProps {
  readonly id: string;
  readonly onClose: () => void;
  readonly onDone: (goesOn: boolean) => unknown;
}

export function SidePanel({ id, onClose, onDone }: SidePanelProps): ReactNode {
  const { t } = useTranslation('baskets');
  const panel = useRef<HTMLElement>(null);
  const isOpening = useRef(true);
  // Opened by a key or a click, not by going along the list: then the focus stays on its row.
  useEffect(() => {
    if ((isOpening.current && document.activeElement?.getAttribute('data-id') === id) || document.activeElement === document.body) panel.current?.focus({ preventScroll: true });
    isOpening.current = false;
  }, [id]);
  return (
    <section ref={panel} className={classes['panel']} aria-label={t('panel')} tabIndex={-1} onKeyDown={({ key, defaultPrevented }) => {
      if (key !== 'Escape' || defaultPrevented) return;
      onClose();
      document.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus();
    }}>
      <Group justify="space-between" mb="xs"><Text size="xs" c="dimmed">{t('panel')}</Text><CloseButton size="sm" aria-label={t('close')} onClick={onClose} /></Group>
      <TaskPanel id={id} scope="baskets" onDone={onDone} />
    </section>
  );
}
