/** The form of a task that waits for the customer: collections, quote for works, invoice (D-06, D-09, D-11, D-17). */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { missingOf, sendable, type JsonSchema } from '../form/schema.ts';
import { SchemaForm } from '../form/schema-form.tsx';
import { SendButton } from './send-button.tsx';
import { useAnswer, type AnswerProps } from './use-answer.ts';

export function AnswerForm(props: AnswerProps): ReactNode {
  const { t } = useTranslation('link');
  const { link } = props;
  const schema = link.inputSchema as JsonSchema;
  const answer = useAnswer(props);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const submit = (event: { readonly preventDefault: () => void }): void => {
    event.preventDefault();
    const body = sendable(schema, answer.value);
    const without = missingOf(schema, body);
    setMissing(without);
    if (without.length === 0) return answer.send(body);
    document.querySelector<HTMLElement>(`[data-pointer="${CSS.escape(without[0] ?? '')}"]`)?.focus();
  };
  const faults = { ...answer.faults, ...Object.fromEntries(missing.map((pointer) => [pointer, t('required')])) };
  return (
    <form noValidate onSubmit={submit}>
      <SchemaForm form={link.step} schema={schema} value={answer.value} onChange={answer.set} faults={faults} disabled={answer.isSending} />
      <SendButton error={answer.error} isSending={answer.isSending} isIncomplete={missing.length > 0} />
    </form>
  );
}
