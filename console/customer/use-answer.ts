/** A draft kept on this device, and its sending: what the API says stands at its fields, and nothing is called sent before it has said so. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiFailure } from '../../client/failure.ts';
import type { FormValue } from '../form/schema.ts';
import { faultsOf } from '../form/schema-form.tsx';
import { draftKey, sendAnswer, type Link } from './link.ts';

export interface AnswerProps {
  readonly token: string;
  readonly link: Link;
  readonly done: (answered: Link) => void;
}

export function useAnswer({ token, done }: AnswerProps) {
  const [value, setValue] = useState<FormValue>(() => readDraft(draftKey(token)));
  const sending = useMutation({
    mutationFn: (body: FormValue) => sendAnswer(token, body),
    onSuccess: (answered) => {
      localStorage.removeItem(draftKey(token));
      done(answered);
    },
  });
  const failure = sending.error instanceof ApiFailure ? sending.error : undefined;
  return {
    value, send: (body: FormValue) => { sending.mutate(body); }, isSending: sending.isPending, error: sending.error, faults: faultsOf(failure?.problem?.errors),
    set: (next: FormValue) => {
      localStorage.setItem(draftKey(token), JSON.stringify({ value: next, at: new Date().toISOString() }));
      setValue(next);
    },
  };
}

function readDraft(key: string): FormValue {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? '{}') as { value?: FormValue }).value ?? {};
  } catch {
    return {};
  }
}
