/** The ways to the pages that the person may see. */
import { CloseButton, Group, NavLink, Stack, Text } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayOf, useMe } from '../data/me.ts';
import type { Page } from '../page.ts';
import classes from './navigation.module.css';

export function Navigation({ pages, onClose }: { readonly pages: readonly Page[]; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const me = useMe();
  const pathname = useLocation({ select: (location) => location.pathname });
  const entries = pages.flatMap(({ navigation }) => (navigation && mayOf(me, navigation.anyOf) ? [navigation] : []));
  return (
    <Stack gap={0} h="100%" className={classes['navigation']}>
      <Group h={48} px="md" justify="space-between">
        <Text component="span" fw={700} className={classes['brand']}><img src="/icon.svg" alt="" width={20} height={20} />{t('product')}</Text>
        <CloseButton hiddenFrom="sm" aria-label={t('nav.close')} onClick={onClose} />
      </Group>
      <nav aria-label={t('nav.name')}>
        {entries.map(({ to, label, icon: Icon }) => {
          const isHere = to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`);
          return <NavLink key={to} component={Link} to={to} label={t(label)} active={isHere} leftSection={<Icon size={16} stroke={1.6} />} className={classes['entry'] ?? ''} {...(isHere ? { 'aria-current': 'page' as const } : {})} />;
        })}
      </nav>
    </Stack>
  );
}
