/** A field of several rows, each a small form: equipment with its quantity. */
import { ActionIcon, Button, Fieldset, Group, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import type { FieldProps } from './field-props.ts';
import type { FormValue, JsonSchema } from './schema.ts';

export interface RowsFieldProps extends FieldProps {
  readonly items: JsonSchema;
  /** Handed in: a field may hold rows, and a row fields. */
  readonly renderField: (props: FieldProps) => ReactNode;
}

export function RowsField({ path, pointer, schema, items, value, onChange, isRequired, frame, renderField }: RowsFieldProps): ReactNode {
  const rows = Array.isArray(value) ? value as readonly FormValue[] : isRequired ? [{}] : [];
  const { words, say, disabled, faults } = frame;
  const label = words.label(path);
  return (
    <Fieldset legend={label} variant="filled" p="sm">
      <Stack gap="xs">
        {rows.map((row, index) => (
          // Rows have no number of their own; they are only added at the end and taken out.
          // oxlint-disable-next-line react/no-array-index-key
          <Group key={index} align="end" wrap="wrap" gap="sm" role="group" aria-label={`${label} ${index + 1}`}>
            {Object.entries(items.properties ?? {}).map(([name, part]) => (
              <Fragment key={name}>{renderField({
                path: `${path}.${name}`, pointer: `${pointer}/${index}/${name}`, schema: part, value: row[name], isRequired: items.required?.includes(name) ?? false, frame,
                onChange: (next) => { onChange(rows.map((one, at) => (at === index ? { ...one, [name]: next } : one))); },
              })}</Fragment>
            ))}
            <ActionIcon aria-label={`${say('form.remove')} ${label} ${index + 1}`} disabled={disabled} onClick={() => { onChange(rows.filter((_, at) => at !== index)); }}><IconTrash size={16} /></ActionIcon>
          </Group>
        ))}
        {faults[pointer] !== undefined && <Text size="xs" c="var(--mantine-color-error)">{faults[pointer]}</Text>}
        <Button variant="default" leftSection={<IconPlus size={14} />} disabled={disabled || rows.length >= (schema.maxItems ?? 100)} onClick={() => { onChange([...rows, {}]); }} w="fit-content">{say('form.add')}</Button>
      </Stack>
    </Fieldset>
  );
}
