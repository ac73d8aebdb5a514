/** A form beside the list: its fields, the API's refusal, one button that says what it does. */
import { Button, Drawer, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../../client/failure.ts';
import { faultsOf } from '../form/schema-form.tsx';
import { Failed } from './failed.tsx';

export interface SideFormProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly action: string;
  readonly onSubmit: () => void;
  readonly isSending: boolean;
  readonly error: Error | null;
  readonly size?: string;
  readonly children: ReactNode;
  /** Beside the action. */
  readonly beside?: ReactNode;
}

export function SideForm({ title, isOpen, onClose, action, onSubmit, isSending, error, size = 'md', children, beside }: SideFormProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Drawer opened={isOpen} onClose={onClose} position="right" size={size} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={(event) => { event.preventDefault(); onSubmit(); }}>
        <Stack gap="sm">
          {children}
          {error && <Failed error={error} />}
          <Group justify="flex-end">{beside}<Button type="submit" loading={isSending}>{action}</Button></Group>
        </Stack>
      </form>
    </Drawer>
  );
}

/** The refusals of the API at the fields that they are about. */
export function faultsIn(error: Error | null): Readonly<Record<string, string>> {
  return error instanceof ApiFailure ? faultsOf(error.problem?.errors) : {};
}
