/** The words of what happens, for every timeline. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export interface EventWords {
  readonly event: (type: string) => string;
  readonly channel: (channel: string) => string;
  /** Of which step or task an event is; empty where it is of none, or of one that has no word. */
  readonly step: (payload: Readonly<Record<string, unknown>>) => string;
}

/** The id of a task ends in its step and which of them it is: `AFF-2026-000123.technical-validation.1`. */
function stepOf({ step, task, taskId }: { readonly step?: unknown; readonly task?: unknown; readonly taskId?: unknown }): unknown {
  if (typeof taskId === 'string') return taskId.split('.').at(-2);
  return step ?? (task as { readonly step?: unknown } | undefined)?.step;
}

/** What an older version wrote, and no text names any more, is said as it stands: «ticket taken». */
export function useEventWords(): EventWords {
  const { t } = useTranslation(['events', 'deployments']);
  return useMemo(() => ({
    event: (type) => t(`event.${type}`, { defaultValue: type.replaceAll(/([A-Z])/g, ' $1').toLowerCase() }),
    channel: (channel) => t(`channel.${channel}`, { defaultValue: channel }),
    step: (payload) => {
      const step = stepOf(payload);
      return typeof step === 'string' ? t(`deployments:step.${step}`, { defaultValue: '' }) : '';
    },
  }), [t]);
}
