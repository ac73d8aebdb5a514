/** The frame around every page: navigation, top bar, main part; on a narrow screen the navigation is in a drawer. */
import { AppShell } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSessionEnded } from '../data/session.ts';
import { EverywhereShortcuts } from '../keys/everywhere.tsx';
import type { Page } from '../page.ts';
import { useAnnounced } from '../parts/announce.tsx';
import { Loading } from '../parts/loading.tsx';
import { Navigation } from './navigation.tsx';
import { SessionEnded } from './session-ended.tsx';
import { TopBar } from './top-bar.tsx';

const Notes = lazy(() => import('../parts/notes.tsx').then(({ Notes: Shown }) => ({ default: Shown })));

export function Shell({ pages }: { readonly pages: readonly Page[] }): ReactNode {
  return <Suspense fallback={<Loading />}><Frame pages={pages} /></Suspense>;
}

function Frame({ pages }: { readonly pages: readonly Page[] }): ReactNode {
  const { t } = useTranslation();
  const [opened, drawer] = useDisclosure(false);
  const pathname = useLocation({ select: (location) => location.pathname });
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  // Out of sight is out of reach: for the tabulator and a screen reader too.
  const isAway = isNarrow && !opened;
  const { close } = drawer;
  useEffect(() => { close(); }, [pathname, close]);
  const ended = useSessionEnded();
  const announced = useAnnounced();
  return (
    <AppShell header={{ height: 48 }} navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding="md" layout="alt">
      <EverywhereShortcuts />
      {announced && <Suspense><Notes /></Suspense>}
      <a href="#main" className="skip-link">{t('skip')}</a>
      <AppShell.Header><TopBar opened={opened} onToggle={drawer.toggle} /></AppShell.Header>
      <AppShell.Navbar component="div" inert={isAway} style={{ visibility: isAway ? 'hidden' : undefined }}><Navigation pages={pages} onClose={drawer.close} /></AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        {ended && <SessionEnded />}
        <Suspense fallback={<Loading />}><Outlet /></Suspense>
      </AppShell.Main>
    </AppShell>
  );
}
