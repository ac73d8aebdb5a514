/** The one page of a link: what is asked of the customer, his answer, and what became of it. */
import { Alert, Anchor, Button, Container, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconClockOff, IconInfoCircle, IconLinkOff } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../../client/failure.ts';
import { Loading } from '../parts/loading.tsx';
import { chooseLanguage, currentLanguage, inLanguage, languages } from '../texts/texts.ts';
import { formatInstant } from '../time/time.ts';
import { About } from './about.tsx';
import { AgreementForm } from './agreement-form.tsx';
import { AppointmentForm } from './appointment-form.tsx';
import { AnswerForm } from './answer-form.tsx';
import { linkQuery, type Link } from './link.ts';
import { ScheduleSection } from './schedule.tsx';
import { Signing } from './signing/signing.tsx';

/** The API writes it into the page. */
const operatorName = document.querySelector<HTMLMetaElement>('meta[name="application-name"]')?.content ?? '';

export function CustomerPage({ token }: { readonly token: string }): ReactNode {
  const { t } = useTranslation('link');
  const asked = useQuery(linkQuery(token));
  const title = asked.data ? inLanguage(asked.data.label) : t('title');
  useEffect(() => { document.title = [title, operatorName].filter(Boolean).join(' · '); }, [title]);
  return (
    <>
      <a className="skip-link" href="#content">{t('skip')}</a>
      <Container component="header" size="sm" pt="md"><Group justify="space-between"><Text fw={600}>{operatorName}</Text><LanguageChoice /></Group></Container>
      <Container component="main" id="content" size="sm" pb="xl">
        <Stack gap="md">
          <Title order={1}>{title}</Title>
          {asked.isPending && <Loading />}
          {asked.isError && <Refused error={asked.error} again={() => void asked.refetch()} />}
          {asked.data && <Asked token={token} link={asked.data} />}
        </Stack>
      </Container>
    </>
  );
}

function Asked({ token, link }: { readonly token: string; readonly link: Link }): ReactNode {
  const { t } = useTranslation('link');
  const [isThanked, setThanked] = useState(false);
  const client = useQueryClient();
  const done = (answered: Link): void => {
    client.setQueryData(linkQuery(token).queryKey, answered);
    setThanked(true);
  };
  if (link.order !== null) return <><About link={link} /><Signing token={token} failed={(error, again) => <Refused error={error} again={again} />} /></>;
  const Form = link.step === 'appointment' ? AppointmentForm : link.ticket === null ? AnswerForm : AgreementForm;
  return (
    <>
      <About link={link} />
      {link.state === 'open' && (
        <Paper withBorder p="md">
          <Form token={token} link={link} done={done} />
          <Text size="xs" c="dimmed" mt="md">{t('until', { at: formatInstant(link.expiresAt) })}</Text>
        </Paper>
      )}
      {link.state === 'completed' && <Said icon={<IconCircleCheck />} color="teal" title={t(isThanked ? 'thanks' : 'completed')} isNews={isThanked}>{t(link.ticket === null ? 'completed.next' : 'completed.ticket', { number: link.ticket ?? '' })}</Said>}
      {link.state === 'withdrawn' && <Said icon={<IconInfoCircle />} color="gray" title={t('withdrawn')} isNews={false}>{t('withdrawn.next')}</Said>}
      {link.deploymentId !== null && <ScheduleSection token={token} />}
    </>
  );
}

/** Where the eye and the reader are led once something was sent. */
function Said({ icon, color, title, isNews, children }: { readonly icon: ReactNode; readonly color: string; readonly title: string; readonly isNews: boolean; readonly children: ReactNode }): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => { if (isNews) place.current?.focus(); }, [isNews]);
  return <Alert ref={place} tabIndex={-1} role="status" variant="light" color={color} icon={icon} title={title}><Text size="sm">{children}</Text></Alert>;
}

/** A link that leads nowhere says why, and what to do: never a bare error. */
function Refused({ error, again }: { readonly error: Error; readonly again: () => void }): ReactNode {
  const { t } = useTranslation('link');
  const code = error instanceof ApiFailure ? error.code : undefined;
  if (code === 'link-expired') return <Said icon={<IconClockOff />} color="orange" title={t('expired')} isNews={false}>{t('expired.next')}</Said>;
  if (code === 'not-found' || code === 'malformed-request') return <Said icon={<IconLinkOff />} color="orange" title={t('unknown')} isNews={false}>{t('unknown.next')}</Said>;
  return (
    <Alert role="alert" variant="light" color="red" title={t('away')}>
      <Text size="sm">{t('away.next')}</Text>
      <Button mt="sm" variant="default" onClick={again}>{t('again')}</Button>
    </Alert>
  );
}

function LanguageChoice(): ReactNode {
  const { t } = useTranslation('link');
  const client = useQueryClient();
  const other = languages.find((language) => language !== currentLanguage()) ?? 'fr';
  const choose = async (): Promise<void> => {
    await chooseLanguage(other);
    await client.invalidateQueries();
  };
  return <Anchor component="button" type="button" size="sm" lang={other} onClick={() => void choose()}>{t(`common:language.${other}`)}</Anchor>;
}
