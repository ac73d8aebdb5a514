/** What details of indicators are called: channels, steps, kinds, categories of the policy. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { wordOf, useChoices } from '../../tickets/queries.ts';
import type { Words } from './figures.ts';

export function useWords(): Words {
  const { t } = useTranslation(['steering', 'deployments']);
  const choices = useChoices();
  return useMemo(() => ({
    whole: t('whole'), none: t('none'),
    detail: (detail) => {
      if (detail === '') return t('unclassified');
      const ofPolicy = wordOf({ ...choices?.categories && Object.fromEntries(Object.entries(choices.categories).map(([key, { label }]) => [key, label])), ...choices?.types }, detail);
      return ofPolicy === detail ? t([`detail.${detail}`, `deployments:phase.${detail}`, `deployments:site-phase.${detail}`, `deployments:step.${detail}`], { defaultValue: detail }) : ofPolicy;
    },
  }), [t, choices]);
}
