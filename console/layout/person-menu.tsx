/** Who one is, and what one chooses for oneself: language, colours, the way out. */
import { Avatar, Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../data/me.ts';
import { queryClient } from '../data/query-client.ts';
import { chooseLanguage, currentLanguage, inLanguage, languages } from '../texts/texts.ts';

const colours = [['auto', IconDeviceDesktop], ['light', IconSun], ['dark', IconMoon]] as const;

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
        <Menu.Label><Text component="span" size="sm" fw={600} display="block">{name}</Text>{me.profiles.map(({ label }) => inLanguage(label)).join(', ')}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t('person.language')}</Menu.Label>
        {languages.map((language) => (
          <Menu.Item key={language} role="menuitemradio" aria-checked={language === currentLanguage()} lang={language} onClick={() => { void changeLanguage(language); }}
            rightSection={language === currentLanguage() ? <IconCheck size={14} /> : undefined}>{t(`language.${language}`)}</Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('person.colours')}</Menu.Label>
        {colours.map(([colour, Icon]) => (
          <Menu.Item key={colour} role="menuitemradio" aria-checked={colour === colorScheme} leftSection={<Icon size={14} />} onClick={() => { setColorScheme(colour); }}
            rightSection={colour === colorScheme ? <IconCheck size={14} /> : undefined}>{t(`colours.${colour}`)}</Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={14} />} onClick={() => { void signOut(); }}>{t('person.sign-out')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The API answers in the reader's language: what it said before is asked again. */
async function changeLanguage(language: (typeof languages)[number]): Promise<void> {
  await chooseLanguage(language);
  await queryClient.invalidateQueries();
}

async function signOut(): Promise<void> {
  const response = await fetch('/sign-out', { method: 'POST', headers: { 'X-Jalon-Console': '1' } });
  // At the provider, where the other session ends: the next to sign in is asked who he is.
  location.assign(response.ok ? (await response.json() as { next: string }).next : '/sign-in');
}
