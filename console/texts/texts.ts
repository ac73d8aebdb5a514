/** The interface's texts: one JSON file per language and page (an i18next namespace), loaded with the page. French unless the browser or the person says otherwise. */
import i18next, { type BackendModule, type ReadCallback } from 'i18next';
import { initReactI18next } from 'react-i18next';

export const languages = ['fr', 'en'] as const;
export type Language = (typeof languages)[number];

const kept = 'jalon.language';
const files = import.meta.glob<Record<string, string>>('./{fr,en}/*.json', { import: 'default' });

const backend: BackendModule = {
  type: 'backend',
  init() { /* The files are known at build time. */ },
  read(language, namespace, done) { void readTexts(language, namespace, done); },
};

async function readTexts(language: string, namespace: string, done: ReadCallback): Promise<void> {
  const load = files[`./${language}/${namespace}.json`];
  if (!load) return done(new Error(`no texts for ${language}/${namespace}`), false);
  try {
    done(null, await load());
  } catch (thrown) {
    done(thrown as Error, false);
  }
}

function isLanguage(value: string | null | undefined): value is Language {
  return languages.some((language) => language === value);
}

function wanted(): Language {
  const chosen = localStorage.getItem(kept);
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => isLanguage(tag)) ?? 'fr';
}

/** What the interface speaks now; the API is asked in the same. */
export function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'fr';
}

/** The one of two texts that the API gives. */
export function inLanguage(text: Readonly<Record<Language, string>>): string {
  return text[currentLanguage()];
}

/** Keeps the choice for the next time. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(kept, language);
  await i18next.changeLanguage(language);
}

export async function startTexts(): Promise<void> {
  i18next.on('languageChanged', (language) => { document.documentElement.lang = language; });
  await i18next.use(backend).use(initReactI18next).init({
    lng: wanted(), fallbackLng: false, supportedLngs: [...languages], ns: ['common'], defaultNS: 'common', fallbackNS: 'common',
    keySeparator: false, nsSeparator: ':', interpolation: { escapeValue: false }, react: { useSuspense: true },
  });
}
