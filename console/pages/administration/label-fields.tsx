/** What a thing of the administrators is called: its key, and its name in both languages. */
import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface Labelled { readonly key: string; readonly fr: string; readonly en: string }

/** As the API gives it; undefined for one that is not made yet. */
export function labelledOf(one: { readonly key: string; readonly label: { readonly fr: string; readonly en: string } } | undefined): Labelled {
  return { key: one?.key ?? '', fr: one?.label.fr ?? '', en: one?.label.en ?? '' };
}

export interface LabelFieldsProps<Value extends Labelled> {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** A key is given once. */
  readonly isNew: boolean;
  readonly faults: Readonly<Record<string, string>>;
}

export function LabelFields<Value extends Labelled>({ value, onChange, isNew, faults }: LabelFieldsProps<Value>): ReactNode {
  const { t } = useTranslation('administration');
  const field = (name: keyof Labelled, pointer: string): object => ({
    required: true, value: value[name], error: faults[pointer],
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) => { onChange({ ...value, [name]: currentTarget.value }); },
  });
  return (
    <>
      <TextInput label={t('label.key')} description={t('label.key-hint')} readOnly={!isNew} {...field('key', '/key')} />
      <TextInput label={t('label.fr')} {...field('fr', '/label/fr')} />
      <TextInput label={t('label.en')} {...field('en', '/label/en')} />
    </>
  );
}
