/** The shortcuts that hold on every page; their sheet is loaded when it is asked for. */
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useShortcut } from './registry.ts';

const ShortcutSheet = lazy(() => import('./sheet.tsx').then(({ ShortcutSheet: Sheet }) => ({ default: Sheet })));

export function EverywhereShortcuts(): ReactNode {
  const [opened, setOpened] = useState(false);
  const navigate = useNavigate();
  useShortcut('sheet', () => { setOpened(true); });
  useShortcut('search', () => { document.querySelector<HTMLInputElement>('#search')?.focus(); });
  useShortcut('go-home', () => { void navigate({ to: '/' }); });
  useShortcut('go-baskets', () => { void navigate({ to: '/baskets' }); });
  useShortcut('go-deployments', () => { void navigate({ to: '/deployments' }); });
  useShortcut('go-tickets', () => { void navigate({ to: '/tickets' }); });
  useShortcut('go-sales', () => { void navigate({ to: '/sales' }); });
  return opened && <Suspense><ShortcutSheet onClose={() => { setOpened(false); }} /></Suspense>;
}
