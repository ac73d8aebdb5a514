/** How far a profile reaches, as it is read: everywhere, a centre, a region, one's own customers. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { labelIn, useCentres } from './choices.ts';

export interface Bound { readonly centre: string | null; readonly region: string | null; readonly ownCustomers: boolean }

export function Bounds({ centre, region, ownCustomers }: Bound): ReactNode {
  const { t } = useTranslation('administration');
  const centres = useCentres();
  return centre !== null ? labelIn(centres, centre) : region !== null ? t('bound.region', { region }) : t(ownCustomers ? 'bound.own' : 'bound.everywhere');
}
