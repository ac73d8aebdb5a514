/** The frame of a page: its one h1 (which takes the focus when one comes here), its title in the window, its actions beside. */
import { Box, Group, Title } from '@mantine/core';
import { useMatch } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import classes from './page-frame.module.css';

export interface PageFrameProps {
  readonly title: string;
  /** Beside the title: counts, badges. */
  readonly aside?: ReactNode;
  /** Buttons, to the right. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

let lastFocused: string | undefined;

export function PageFrame({ title, aside, actions, children }: PageFrameProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  // Of this page, also while it is being left: the address is the next one's by then.
  const { pathname } = useMatch({ strict: false });
  useEffect(() => { document.title = `${title} · Jalon`; }, [title]);
  useEffect(() => {
    // Not on the first page: who comes from outside begins at the top, as everywhere.
    if (lastFocused !== undefined && lastFocused !== pathname) heading.current?.focus({ preventScroll: true });
    lastFocused = pathname;
  }, [pathname]);
  return (
    <Box className={classes['page']}>
      <Group justify="space-between" mb="md" gap="sm">
        <Group gap="sm"><Title order={1} ref={heading} tabIndex={-1}>{title}</Title>{aside}</Group>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Box>
  );
}
