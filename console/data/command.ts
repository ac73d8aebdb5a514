/** A command to the API: one idempotency key per intention, kept when it is sent again, and nothing called done before the server has said so. */
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useRef } from 'react';
import { isUnknownOutcome } from './problem.ts';

export interface CommandOptions<Input, Output> {
  /** Sends it; `key` goes into the header `Idempotency-Key`. */
  readonly send: (input: Input, key: string) => Promise<Output>;
  /** Puts the answered state in the cache, says it, goes on. */
  readonly done?: (output: Output, input: Input) => unknown;
  /** Lists that it changes: asked anew. */
  readonly touches?: readonly (readonly unknown[])[];
}

/** The key changes when the input does, or after an answer that is certain: the same intention never has two keys. */
export function useCommand<Input, Output>({ send, done, touches = [] }: CommandOptions<Input, Output>): UseMutationResult<Output, Error, Input> {
  const client = useQueryClient();
  const intention = useRef<{ readonly text: string; readonly key: string }>(undefined);
  return useMutation<Output, Error, Input>({
    mutationFn: async (input) => {
      // In brackets: of nothing at all there would be no text, and no key.
      const text = JSON.stringify([input]);
      if (intention.current?.text !== text) intention.current = { text, key: crypto.randomUUID() };
      try {
        const output = await send(input, intention.current.key);
        intention.current = undefined;
        return output;
      } catch (thrown) {
        if (!isUnknownOutcome(thrown)) intention.current = undefined;
        throw thrown;
      }
    },
    onSuccess: async (output, input) => {
      for (const queryKey of touches) void client.invalidateQueries({ queryKey });
      await done?.(output, input);
    },
  });
}
