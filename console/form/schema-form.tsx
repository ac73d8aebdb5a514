/** A form made of a JSON Schema: the ways to fill it in, its fields, the API's faults at their fields. */
import { Radio, Stack } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldProblem } from '../../client/failure.ts';
import { Field } from './field.tsx';
import { openSchema, variantsOf, type FormValue, type JsonSchema } from './schema.ts';
import { useFormWords } from './words.ts';

export interface SchemaFormProps {
  /** Under which its words are found in the texts `forms`. */
  readonly form: string;
  readonly schema: JsonSchema;
  readonly value: FormValue;
  readonly onChange: (value: FormValue) => void;
  /** Message by pointer: `faultsOf(error)`, or what `missingOf` has found. */
  readonly faults?: Readonly<Record<string, string>>;
  readonly disabled?: boolean;
  /** Fields that the page shows in its own way. */
  readonly except?: readonly string[];
}

export function SchemaForm({ form, schema, value, onChange, faults = {}, disabled = false, except = [] }: SchemaFormProps): ReactNode {
  const words = useFormWords(form);
  const { t } = useTranslation();
  const prefix = useId();
  const union = variantsOf(schema);
  const { properties = {}, required = [] } = openSchema(schema, value);
  const set = (name: string, part: unknown): void => { onChange({ ...value, [name]: part }); };
  return (
    <Stack gap="sm">
      {union && (
        <Radio.Group label={words.label(union.field)} required value={value[union.field] === undefined ? '' : String(value[union.field])} error={faults[`/${union.field}`]}
          onChange={(chosen) => { set(union.field, union.variants.find((variant) => String(variant.value) === chosen)?.value); }}>
          <Stack gap={6} mt={4}>
            {union.variants.map((variant) => <Radio key={String(variant.value)} value={String(variant.value)} label={words.choice(union.field, variant.value)} disabled={disabled} size="xs" />)}
          </Stack>
        </Radio.Group>
      )}
      {Object.entries(properties).filter(([name]) => name !== union?.field && !except.includes(name)).map(([name, part]) => (
        <Field key={name} path={name} pointer={`/${name}`} schema={part} value={value[name]} onChange={(next) => { set(name, next); }} isRequired={required.includes(name)}
          frame={{ words, faults, disabled, prefix, say: t }} />
      ))}
    </Stack>
  );
}

/** The API's faults by the pointer of their field. */
export function faultsOf(errors: readonly FieldProblem[] | undefined): Record<string, string> {
  return Object.fromEntries((errors ?? []).flatMap((fault) => ('pointer' in fault && typeof fault.pointer === 'string' ? [[fault.pointer, fault.message]] : [])));
}
