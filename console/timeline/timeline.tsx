/** What happened in one journey, act by act, newest first: when, what, who, through what (C-04). */
import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { PagedList } from '../data/paged-list.ts';
import { More } from '../list/more.tsx';
import { Failed } from '../parts/failed.tsx';
import { Loading } from '../parts/loading.tsx';
import { WideTable } from '../parts/wide-table.tsx';
import { useActorWords } from '../people/names.ts';
import { Instant } from '../time/due.tsx';
import { useEventWords } from './words.ts';

export interface TimelineEntry {
  /** A deployment's sites tell theirs in its own. */
  readonly journeyId?: string;
  readonly number: number;
  readonly at: string;
  readonly type: string;
  readonly actor: string;
  readonly actorName: string | null;
  readonly channel: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface TimelineProps {
  /** As the API gives it, oldest first. */
  readonly list: PagedList<TimelineEntry>;
  readonly label: string;
}

export function Timeline({ list, label }: TimelineProps): ReactNode {
  const words = useEventWords();
  const actorWords = useActorWords();
  if (list.error) return <Failed error={list.error} again={list.again} />;
  if (list.isLoading) return <Loading />;
  const hasSites = list.rows.some(({ journeyId }) => journeyId?.includes('/'));
  return (
    <>
      <More list={list} />
      <WideTable minWidth={520} label={label}>
        <Table aria-label={label}>
          <Table.Tbody>{list.rows.toReversed().map(({ journeyId = '', number, at, type, actor, actorName, channel, payload }) => (
            <Table.Tr key={`${journeyId}.${number}`}>
              <Table.Td w={170}><Instant at={at} /></Table.Td>
              {hasSites && <Table.Td w={80}>{journeyId.split('/')[1]}</Table.Td>}
              <Table.Td>{words.event(type)} <Text span inherit c="dimmed">{words.step(payload)}</Text></Table.Td><Table.Td><Text size="xs" c="dimmed">{actorWords(actor, actorName)} · {words.channel(channel)}</Text></Table.Td>
            </Table.Tr>
          ))}</Table.Tbody>
        </Table>
      </WideTable>
    </>
  );
}
