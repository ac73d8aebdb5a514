/** A call to the outside in the reader's words (D-24). */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** «JARVIS : passer la commande d’accès». */
export function useCallWords(): (call: { readonly system: string; readonly call: string }) => string {
  const { t } = useTranslation('calls');
  return useCallback(({ system, call }) => t('call', { system: t(`system.${system}`, { defaultValue: system }), call: t(`call.${call}`, { defaultValue: call }) }), [t]);
}
