/** Who else looks at this ticket or writes on it now; and that one is there oneself, until one leaves. */
import { Alert } from '@mantine/core';
import { IconEye, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { oneKey } from '../../data/keys.ts';

/** Who comes and goes is told by the stream; that one is still there oneself has to be said again. */
const everyMs = 20_000;

export function Others({ number, isWriting }: { readonly number: string; readonly isWriting: boolean }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  const params = { path: { number } };
  const { data } = useQuery({
    queryKey: oneKey('tickets', number, 'presence', { isWriting }), refetchInterval: everyMs, gcTime: 0, staleTime: 0, retry: false,
    queryFn: () => dataOf(api.PUT('/api/v1/tickets/{number}/presence', { params, body: { isWriting } })),
    placeholderData: (before) => before,
  });
  useEffect(() => () => { void api.DELETE('/api/v1/tickets/{number}/presence', { params: { path: { number } }, keepalive: true }); }, [number]);
  const others = data?.others ?? [];
  const isBusy = others.some((other) => other.isWriting);
  return (
    <div role="status">
      {others.length > 0 && (
        <Alert color={isBusy ? 'orange' : 'gray'} p="xs" mb="sm" icon={isBusy ? <IconPencil size={16} /> : <IconEye size={16} />}>
          {others.map(({ subject, name, isWriting: writes }) => t(writes ? 'other.writes' : 'other.looks', { name: name ?? subject })).join(' ')}
        </Alert>
      )}
    </div>
  );
}
