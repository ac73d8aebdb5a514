/** What was said: to the customer, by him, and among ourselves, each seen for what it is; and the place to write, which says aloud who will read it. */
import { Alert, Anchor, Button, Group, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { IconEyeOff, IconMail, IconMailForward, IconPaperclip } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dataOf, type Schema } from '../../../client/client.ts';
import { api } from '../../data/api.ts';
import { useCommand } from '../../data/command.ts';
import { oneKey } from '../../data/keys.ts';
import { useMay } from '../../data/me.ts';
import { useRead } from '../../data/read.ts';
import { useDraft } from '../../form/draft.ts';
import { useShortcut } from '../../keys/registry.ts';
import { announce } from '../../parts/announce.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failed } from '../../parts/failed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { useNames } from '../../people/names.ts';
import type { Ticket } from '../../tickets/queries.ts';
import classes from '../../tickets/tickets.module.css';
import { formatInstant } from '../../time/time.ts';

type Message = Schema<'TicketMessage'>;
type To = 'customer' | 'house';
const icons = { in: IconMail, out: IconMailForward, internal: IconEyeOff } as const;
const bytesInKilobyte = 1_024;

export function Conversation({ ticket, onWriting }: { readonly ticket: Ticket; readonly onWriting: (isWriting: boolean) => void }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  const queryKey = oneKey('tickets', ticket.number, 'messages');
  const { data, error, refetch } = useRead({ queryKey, queryFn: () => dataOf(api.GET('/api/v1/tickets/{number}/messages', { params: { path: { number: ticket.number }, query: { limit: 200 } } })) });
  const mayWrite = useMay('ticket:write') && ticket.endedAt === null;
  return (
    <Stack gap="sm">
      {ticket.request && (
        <article className={classes['message']} data-direction="in">
          <Group gap={6} mb={2}><IconMail size={14} aria-hidden /><Text component="span" size="xs" fw={700}>{t('direction.in')}</Text><Text component="span" size="xs" c="dimmed">{t('request', { name: ticket.request.caller.name, at: formatInstant(ticket.createdAt) })}</Text></Group>
          <Text size="sm" className={classes['said'] ?? ''}>{ticket.request.description}</Text>
          {ticket.request.recentChanges !== undefined && <Text size="sm" mt={4}><b>{t('recent-changes')}</b> {ticket.request.recentChanges}</Text>}
        </article>
      )}
      {error ? <Failed error={error} again={refetch} /> : !data ? <Loading /> : data.items.length === 0 ? <Empty title={t('messages.none')} hint={mayWrite ? t('messages.hint') : t('messages.closed')} /> : data.items.map((message) => <Said key={message.id} message={message} />)}
      {mayWrite && <Composer number={ticket.number} onWriting={onWriting} />}
    </Stack>
  );
}

function Said({ message: { direction, channel, author, sender, isKnownSender, text, files, at } }: { readonly message: Message }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  const nameOf = useNames();
  const Icon = icons[direction];
  return (
    <article className={classes['message']} data-direction={direction}>
      <Group gap={6} mb={2}>
        <Icon size={14} aria-hidden /><Text component="span" size="xs" fw={700}>{t(`direction.${direction}`)}</Text>
        <Text component="span" size="xs" c="dimmed">{author === null ? sender?.name ?? '' : nameOf(author)} · {t(`contact.${channel}`)} · {formatInstant(at)}</Text>
      </Group>
      {!isKnownSender && <Alert color="orange" p={6} mb={4}>{t('unknown-sender')} {sender?.address}</Alert>}
      <Text size="sm" className={classes['said'] ?? ''} {...(text === null ? { c: 'dimmed' } : {})}>{text ?? t('erased')}</Text>
      {files.length > 0 && (
        <Group gap="sm" mt={6}>
          {files.map(({ ordinal, fileName, sizeBytes, href }) => <Anchor key={ordinal} href={href} size="sm" download={fileName}><IconPaperclip size={13} aria-hidden /> {t('file', { name: fileName, size: Math.ceil(sizeBytes / bytesInKilobyte) })}</Anchor>)}
        </Group>
      )}
    </article>
  );
}

function Composer({ number, onWriting }: { readonly number: string; readonly onWriting: (isWriting: boolean) => void }): ReactNode {
  const { t } = useTranslation(['ticket', 'tickets'], { nsMode: 'fallback' });
  const client = useQueryClient();
  const [to, setTo] = useState<To>('house');
  const draft = useDraft(`ticket.${number}.message.${to}`);
  const area = useRef<HTMLTextAreaElement>(null);
  const text = typeof draft.value['text'] === 'string' ? draft.value['text'] : '';
  const send = useCommand<{ readonly to: To; readonly text: string }, Message>({
    send: (body, key) => dataOf(api.POST('/api/v1/tickets/{number}/messages', { params: { path: { number }, header: { 'Idempotency-Key': key } }, body })),
    done: (message) => {
      draft.clear();
      announce(t(message.direction === 'out' ? 'sent' : 'noted'));
      // Not waited for: as long as it is sending nothing can be typed, and it says already that it was sent.
      void client.invalidateQueries({ queryKey: oneKey('tickets', number) });
    },
  });
  const isWriting = text !== '';
  useEffect(() => { onWriting(isWriting); return () => { onWriting(false); }; }, [isWriting, onWriting]);
  const write = (next: To): void => { setTo(next); area.current?.focus(); };
  const submit = (): void => { if (text.trim() !== '') send.mutate({ to, text }); };
  useShortcut('ticket-reply', () => { write('customer'); });
  useShortcut('ticket-note', () => { write('house'); });
  const Icon = icons[to === 'customer' ? 'out' : 'internal'];
  return (
    <form onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Stack gap="xs" className={classes['composer'] ?? ''} data-to={to}>
        <SegmentedControl size="xs" w="fit-content" value={to} aria-label={t('write-to')} onChange={(value) => { setTo(value); }} data={(['house', 'customer'] as const).map((value) => ({ value, label: t(`to.${value}`) }))} />
        <Textarea ref={area} autosize minRows={3} maxRows={14} maxLength={10_000} value={text} readOnly={send.isPending} label={t(`to.${to}.label`)} description={t(`to.${to}.hint`)}
          onChange={({ currentTarget: { value } }) => { draft.set({ text: value }); }} onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); submit(); } }} />
        {send.error && <Failed error={send.error} />}
        <Group><Button type="submit" loading={send.isPending} disabled={text.trim() === ''} color={to === 'customer' ? 'indigo' : 'gray'} leftSection={<Icon size={14} />}>{t(`to.${to}.send`)}</Button></Group>
      </Stack>
    </form>
  );
}
