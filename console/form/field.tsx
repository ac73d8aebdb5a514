/** One field of a form, by what its schema says of it. */
import { Checkbox, Fieldset, Input, NativeSelect, NumberInput, Radio, Stack, Group, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { instantOfLocal, localOfInstant } from '../time/zone.ts';
import { inLanguage } from '../texts/texts.ts';
import { RowsField } from './rows-field.tsx';
import type { FieldProps } from './field-props.ts';
import { isFilled, type FormValue, type JsonSchema } from './schema.ts';

const longText = 200;
/** So many choices are seen at once; more are looked for. */
const fewChoices = 5;

export function Field(props: FieldProps): ReactNode {
  const { path, pointer, schema, value, onChange, isRequired, frame } = props;
  const { words, faults, disabled, prefix, say } = frame;
  const label = schema.label ? inLanguage(schema.label) : words.label(path);
  const common = { label, description: words.hint(path), error: faults[pointer], disabled, required: isRequired, id: `${prefix}${pointer}`, 'data-pointer': pointer } as const;
  if (schema.type === 'object' && schema.properties) {
    const inner = (value ?? {}) as FormValue;
    const asks = isRequired || isFilled(schema, value);
    return (
      <Fieldset legend={label} variant="filled" p="sm">
        <Stack gap="sm">
          {Object.entries(schema.properties).map(([name, part]) => (
            <Field key={name} path={`${path}.${name}`} pointer={`${pointer}/${name}`} schema={part} value={inner[name]} isRequired={asks && (schema.required?.includes(name) ?? false)} frame={frame}
              onChange={(next) => { onChange({ ...inner, [name]: next }); }} />
          ))}
        </Stack>
      </Fieldset>
    );
  }
  if (schema.type === 'array') {
    if (schema.items?.properties) return <RowsField {...props} items={schema.items} renderField={(inner) => <Field {...inner} />} />;
    return <TagsInput {...common} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} acceptValueOnBlur splitChars={[',', ';', ' ']} placeholder={say('form.tags')} />;
  }
  if (schema.const === true) {
    return <Checkbox {...common} size="xs" checked={value === true} onChange={({ currentTarget: { checked } }) => { onChange(checked ? true : undefined); }} />;
  }
  if (schema.type === 'boolean') {
    return (
      <Radio.Group {...common} value={value === undefined ? '' : String(value)} onChange={(chosen) => { onChange(chosen === 'true'); }}>
        <Group mt={4}>{['true', 'false'].map((choice) => <Radio key={choice} size="xs" value={choice} label={say(`form.${choice}`)} disabled={disabled} />)}</Group>
      </Radio.Group>
    );
  }
  if (schema.enum) {
    const choices = schema.enum.map((one) => ({ value: String(one), label: choiceOf(schema, one) ?? words.choice(path, one) }));
    if (choices.length > fewChoices) return <NativeSelect {...common} value={String(value ?? '')} onChange={({ currentTarget }) => { onChange(currentTarget.value); }} data={[{ value: '', label: say('form.choose') }, ...choices]} />;
    return (
      <Radio.Group {...common} value={String(value ?? '')} onChange={onChange}>
        <Stack gap={6} mt={4}>{choices.map((choice) => <Radio key={choice.value} size="xs" value={choice.value} label={choice.label} disabled={disabled} />)}</Stack>
      </Radio.Group>
    );
  }
  if (schema.type === 'integer' || schema.type === 'number') {
    const isMoney = path.endsWith('Cents');
    const scale = isMoney ? 100 : 1;
    return (
      <NumberInput {...common} value={typeof value === 'number' ? value / scale : ''} onChange={(next) => { onChange(typeof next === 'number' ? Math.round(next * scale) : undefined); }}
        {...(schema.minimum === undefined ? {} : { min: schema.minimum / scale })} {...(schema.maximum === undefined ? {} : { max: schema.maximum / scale })} clampBehavior="none"
        decimalScale={isMoney ? 2 : 0} suffix={isMoney ? ' €' : ''} decimalSeparator={say('form.decimal')} thousandSeparator={isMoney ? ' ' : ''} maw={220} />
    );
  }
  if (schema.format === 'date') return <TextInput {...common} type="date" maw={220} value={asText(value)} onChange={({ currentTarget }) => { onChange(currentTarget.value); }} />;
  if (schema.format === 'date-time') {
    return <TextInput {...common} type="datetime-local" maw={260} value={localOfInstant(value)} onChange={({ currentTarget }) => { onChange(currentTarget.value === '' ? undefined : instantOfLocal(currentTarget.value)); }} />;
  }
  if (schema.format === 'email') return <TextInput {...common} type="email" maxLength={schema.maxLength} value={asText(value)} onChange={({ currentTarget }) => { onChange(currentTarget.value); }} />;
  if ((schema.maxLength ?? longText) > longText) {
    return <Textarea {...common} autosize minRows={2} maxRows={10} maxLength={schema.maxLength} value={asText(value)} onChange={({ currentTarget }) => { onChange(currentTarget.value); }} />;
  }
  if (schema.type === 'string') return <TextInput {...common} maxLength={schema.maxLength} placeholder={asText(schema.default)} value={asText(value)} onChange={({ currentTarget }) => { onChange(currentTarget.value); }} />;
  return <Input.Wrapper {...common} />;
}

function choiceOf({ labels }: JsonSchema, value: string | number): string | undefined {
  if (!labels) return undefined;
  const label = labels[String(value)];
  // What has no words is its own name: a number of a worksheet, of a ticket.
  return label ? inLanguage(label) : String(value);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
