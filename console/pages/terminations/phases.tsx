/** The way of a termination from the letter to its end, and where on it one is. */
import { IconCheck, IconPoint, IconPointFilled } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { terminationPhases, terminationSteps, type TerminationPhase } from '../../../domain/termination/views.ts';
import { inLanguage } from '../../texts/texts.ts';
import type { Termination } from './queries.ts';
import classes from './terminations.module.css';

/** Not every termination comes by these: shown while it is there. */
const rare: readonly TerminationPhase[] = ['new', 'held', 'equipment-invoice', 'undoing'];

export function Phases({ phase, outcome }: Pick<Termination, 'phase' | 'outcome'>): ReactNode {
  const { t } = useTranslation('terminations');
  const shown = terminationPhases.filter((one) => one === phase || !rare.includes(one));
  const at = shown.indexOf(phase);
  // Kept or withdrawn, it has not gone the way to its end.
  if (outcome === 'kept' || outcome === 'withdrawn') return null;
  return (
    <ol className={classes['phases']} aria-label={t('phases')}>
      {shown.map((one, index) => {
        const where = index < at || outcome === 'terminated' ? 'done' : index === at ? 'now' : 'ahead';
        const Icon = { done: IconCheck, now: IconPointFilled, ahead: IconPoint }[where];
        return <li key={one} data-where={where} {...(where === 'now' ? { 'aria-current': 'step' as const } : {})}><Icon size={14} aria-hidden /> {inLanguage(terminationSteps[one].labels)}<span className={classes['heard']}> {t(`phase.${where}`)}</span></li>;
      })}
    </ol>
  );
}
