/** One block of the home page: how many, the first of them, and the way to all. */
import { Anchor, Badge, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed } from '../../parts/failed.tsx';
import { formatNumber } from '../../time/time.ts';
import classes from './block.module.css';

export interface BlockLine {
  readonly id: string;
  readonly href: string;
  readonly title: string;
  readonly subject: string;
  readonly aside: ReactNode;
}

export interface BlockProps {
  readonly title: string;
  /** Of all; undefined: more than are shown, nobody has counted. */
  readonly count?: number | undefined;
  readonly tone?: 'late' | 'soon';
  readonly href: string;
  /** Undefined: still coming. */
  readonly lines: readonly BlockLine[] | undefined;
  readonly empty: string;
  readonly error: Error | null;
  readonly again: () => unknown;
}

export function Block({ title, count, tone, href, lines, empty, error, again }: BlockProps): ReactNode {
  const { t } = useTranslation('home');
  const id = useId();
  const isAlarming = tone !== undefined && (count ?? lines?.length ?? 0) > 0;
  return (
    <Paper withBorder radius="md" component="section" aria-labelledby={id} className={classes['block'] ?? ''}>
      <Group justify="space-between" px="md" py="xs" className={classes['head'] ?? ''}>
        <Group gap="xs"><Title order={2} id={id}>{title}</Title>{count !== undefined && <Badge variant={isAlarming ? 'filled' : 'light'} color={isAlarming ? (tone === 'late' ? 'red.8' : 'orange.9') : 'gray'} autoContrast>{formatNumber(count)}</Badge>}</Group>
        <Anchor component={Link} to={href} size="sm">{t('all')}<span className={classes['hidden']}> {title}</span></Anchor>
      </Group>
      {error ? <Failed error={error} again={again} /> : !lines ? <Stack p="md" gap="xs"><Skeleton h={16} /><Skeleton h={16} /><Skeleton h={16} /></Stack> : lines.length === 0
        ? <Text size="sm" c="dimmed" p="md">{empty}</Text>
        : <ul className={classes['lines']}>{lines.map((line) => (
          <li key={line.id}><Link to={line.href} className={classes['line'] ?? ''}><span className={classes['title']}>{line.title}</span><span className={classes['subject']}>{line.subject}</span><span className={classes['aside']}>{line.aside}</span></Link></li>
        ))}</ul>}
    </Paper>
  );
}
