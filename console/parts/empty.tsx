/** What stands where there is nothing: why, and what to do next. */
import { Center, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export interface EmptyProps {
  readonly title: string;
  readonly hint?: string;
  /** The next thing to do: a button, a link. */
  readonly children?: ReactNode;
  readonly icon?: ReactNode;
}

export function Empty({ title, hint, children, icon }: EmptyProps): ReactNode {
  return (
    <Center p="xl">
      <Stack align="center" gap="xs" maw={420}>
        <ThemeIcon variant="light" color="gray" size="lg" radius="xl" aria-hidden>{icon ?? <IconInbox size={18} stroke={1.5} />}</ThemeIcon>
        <Text fw={600}>{title}</Text>
        {hint !== undefined && <Text size="sm" c="dimmed" ta="center">{hint}</Text>}
        {children}
      </Stack>
    </Center>
  );
}
