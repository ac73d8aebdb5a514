/** The words of what happens, for every timeline. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export interface EventWords {
  readonly event: (type: string) => string;
  readonly channel: (channel: string) => string;
}

/** What an older version wrote, and no text names any more, is said as it stands: «ticket taken». */
export function useEventWords(): EventWords {
  const { t } = useTranslation('events');
  return useMemo(() => ({
    event: (type) => t(`event.${type}`, { defaultValue: type.replaceAll(/([A-Z])/g, ' $1').toLowerCase() }),
    channel: (channel) => t(`channel.${channel}`, { defaultValue: channel }),
  }), [t]);
}
