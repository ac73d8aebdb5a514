/** What milestones are called; one that only the policy knows goes by its own name. */
import { useTranslation } from 'react-i18next';

export function useMilestoneWords(): (milestone: string) => string {
  const { t } = useTranslation('deployments');
  return (milestone) => t(`milestone.${milestone}`, { defaultValue: milestone });
}
