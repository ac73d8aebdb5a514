/** The other half of a new site: the services that it takes the place of, and their termination (C-08). */
import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../client/client.ts';
import { formatDay } from '../time/time.ts';

export function Halves({ halves }: { readonly halves: readonly Schema<'Succession'>[] }): ReactNode {
  const { t } = useTranslation();
  return halves.map(({ site, services, termination, acceptedOn, isGivenUp, oldEndsOn }) => (
    <Text key={site} size="sm">
      {t('half', { site, services: services.join(', ') })} · {isGivenUp ? t('half.given-up') : acceptedOn === null ? t('half.awaits') : t('half.accepted', { on: formatDay(acceptedOn) })}
      {oldEndsOn !== null && ` · ${t('half.ends', { on: formatDay(oldEndsOn) })}`} {termination !== null && <Anchor component={Link} to={`/terminations/${termination}`} inherit>{termination}</Anchor>}
    </Text>
  ));
}
