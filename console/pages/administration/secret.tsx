/** A secret that is shown once: to be copied now. */
import { Alert, Button, Code, CopyButton, Group, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export function Secret({ title, hint, value, onClose }: { readonly title: string; readonly hint: string; readonly value: string; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('administration');
  return (
    <Alert role="status" icon={<IconKey size={16} />} color="orange" title={title} mb="md">
      <Text size="sm">{hint}</Text>
      <Code block my="xs">{value}</Code>
      <Group gap="xs">
        <CopyButton value={value}>{({ copied, copy }) => <Button onClick={copy}>{t(copied ? 'keys.copied' : 'keys.copy')}</Button>}</CopyButton>
        <Button variant="default" onClick={onClose}>{t('keys.hide')}</Button>
      </Group>
    </Alert>
  );
}
