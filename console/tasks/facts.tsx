/** What a task says of its circumstances, in the reader's words. */
import { Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { inLanguage } from '../texts/texts.ts';
import { formatCents, formatDay, formatInstant } from '../time/time.ts';
import classes from './tasks.module.css';
import type { TaskDetail } from './queries.ts';

/** Shown elsewhere on the page, or meant for programs. */
const elsewhere = new Set(['customerId', 'choices', 'documentId']);

export function TaskFacts({ task: { context, codeLabels } }: { readonly task: Pick<TaskDetail, 'context' | 'codeLabels'> }): ReactNode {
  const { t, i18n } = useTranslation(['context', 'calls', 'complaint']);
  const facts = Object.entries(context).filter(([name, value]) => !elsewhere.has(name) && value !== null && value !== '');
  if (facts.length === 0) return null;
  return (
    <dl className={classes['facts']}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{i18n.exists(`fact.${name}`, { ns: 'context' }) ? t(`fact.${name}`) : name}</dt>
          <dd><Text component="span" size="sm" className={classes['value'] ?? ''}>{shown(name, value, codeLabels, t)}</Text></dd>
        </div>
      ))}
    </dl>
  );
}

function shown(name: string, value: unknown, labels: TaskDetail['codeLabels'], t: TFunction): string {
  if (typeof value === 'number') return name.endsWith('Cents') ? formatCents(value) : String(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  if (name === 'call' || name === 'system') return t(`calls:${name}.${value}`, { defaultValue: value });
  if (name === 'channel') return t(`complaint:channel.${value}`, { defaultValue: value });
  if (value === 'true' || value === 'false') return t(`form.${value}`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return formatDay(value);
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/.test(value)) return formatInstant(value);
  return value.split(', ').map((part) => {
    const code = part.replace(/ \(.*$/, '');
    const label = labels[code];
    return label ? part.replace(code, inLanguage(label)) : part;
  }).join(', ');
}
