/** The words of a form: what a field and its choices are called, by the texts `forms`; `<form>.<field>` before `<field>`. */
import { useTranslation } from 'react-i18next';

export interface FormWords {
  /** `path`: names of fields without indexes, `questionnaire.premises`. */
  readonly label: (path: string) => string;
  readonly hint: (path: string) => string | undefined;
  readonly choice: (path: string, value: unknown) => string;
}

export function useFormWords(form: string): FormWords {
  const { t, i18n } = useTranslation('forms');
  const keysOf = (path: string, end = ''): string[] => [`${form}.${path}${end}`, `${path.split('.').at(-1) ?? path}${end}`];
  return {
    label: (path) => t(keysOf(path)),
    hint: (path) => { const keys = keysOf(path, '?'); return keys.some((key) => i18n.exists(key, { ns: 'forms' })) ? t(keys) : undefined; },
    choice: (path, value) => t(keysOf(path, `=${String(value)}`)),
  };
}
