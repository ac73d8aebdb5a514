/** Who one is, and what one chooses for oneself: language, colours, the way out. */
import { Avatar, Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../data/me.ts';
import { queryClient } from '../data/query-client.ts';
import { chooseLanguage, currentLanguage, inLanguage, languages, type Language } from '../texts/texts.ts';

const colours = ['auto', 'light', 'dark'] as const;

export function PersonMenu(): ReactNode {
  const { t } = useTranslation();
  const me = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const name = me.name ?? me.subject;
  return (
    <Menu position="bottom-end" width={240} returnFocus>
      <Menu.Target>
        <UnstyledButton aria-label={t('person.menu', { name })}><Avatar size={28} name={name} color="indigo" variant="filled" /></UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label><Text component="span" size="sm" fw={600} display="block">{name}</Text>{[...new Set(me.profiles.map(({ label }) => inLanguage(label)))].join(', ')}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t('person.language')}</Menu.Label>
        <Menu.RadioGroup value={currentLanguage()} onChange={(language) => { void changeLanguage(language as Language); }}>
          {languages.map((language) => <Menu.RadioItem key={language} value={language} lang={language}>{t(`language.${language}`)}</Menu.RadioItem>)}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t('person.colours')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(colour) => { setColorScheme(colour as 'auto'); }}>
          {colours.map((colour) => <Menu.RadioItem key={colour} value={colour}>{t(`colours.${colour}`)}</Menu.RadioItem>)}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={14} />} onClick={() => { void signOut(); }}>{t('person.sign-out')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The API answers in the reader's language: what it said before is asked again. */
async function changeLanguage(language: Language): Promise<void> {
  await chooseLanguage(language);
  await queryClient.invalidateQueries();
}

async function signOut(): Promise<void> {
  const response = await fetch('/sign-out', { method: 'POST', headers: { 'X-Jalon-Console': '1' } });
  // At the provider, where the other session ends: the next to sign in is asked who he is.
  location.assign(response.ok ? (await response.json() as { next: string }).next : '/sign-in');
}
