/** The frame around every page: navigation, top bar, main part; on a narrow screen the navigation is in a drawer. */
import { AppShell } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useLocation } from '@tanstack/react-router';
import { Suspense, useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSessionEnded } from '../data/session.ts';
import { ShortcutSheet } from '../keys/sheet.tsx';
import type { Page } from '../page.ts';
import { Loading } from '../parts/loading.tsx';
import { Navigation } from './navigation.tsx';
import { SessionEnded } from './session-ended.tsx';
import { TopBar } from './top-bar.tsx';

export function Shell({ pages }: { readonly pages: readonly Page[] }): ReactNode {
  return <Suspense fallback={<Loading />}><Frame pages={pages} /></Suspense>;
}

function Frame({ pages }: { readonly pages: readonly Page[] }): ReactNode {
  const { t } = useTranslation();
  const [opened, drawer] = useDisclosure(false);
  const { pathname } = useLocation();
  const { close } = drawer;
  useEffect(() => { close(); }, [pathname, close]);
  const ended = useSessionEnded();
  return (
    <AppShell header={{ height: 48 }} navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding="md" layout="alt">
      <ShortcutSheet />
      <a href="#main" className="skip-link">{t('skip')}</a>
      <AppShell.Header><TopBar opened={opened} onToggle={drawer.toggle} /></AppShell.Header>
      <AppShell.Navbar component="div"><Navigation pages={pages} onClose={drawer.close} /></AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        {ended && <SessionEnded />}
        <Suspense fallback={<Loading />}><Outlet /></Suspense>
      </AppShell.Main>
    </AppShell>
  );
}
