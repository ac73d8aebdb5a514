/** How many there are in truth, how many of them are loaded, how many are chosen; said again whenever it changes. */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../time/time.ts';

export interface CountLineProps {
  readonly loaded: number;
  readonly total: number | undefined;
  readonly hasMore: boolean;
  readonly chosen: number;
}

export function CountLine({ loaded, total, hasMore, chosen }: CountLineProps): ReactNode {
  const { t } = useTranslation();
  const numbers = { loaded: formatNumber(loaded), total: formatNumber(total ?? loaded) };
  const counted = total === undefined && hasMore ? t('list.unknown', numbers) : total !== undefined && total > loaded ? t('list.some', numbers) : t('list.all', { ...numbers, count: loaded });
  return <Text component="output" size="sm" c="dimmed" mr="auto">{counted}{chosen > 0 && <> · {t('list.chosen', { count: chosen })}</>}</Text>;
}
