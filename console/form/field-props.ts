/** What a field is given, whatever it is made of. */
import type { JsonSchema } from './schema.ts';
import type { FormWords } from './words.ts';

/** What is the same for all fields of a form. */
export interface FieldFrame {
  readonly words: FormWords;
  readonly faults: Readonly<Record<string, string>>;
  readonly disabled: boolean;
  readonly prefix: string;
  readonly say: (key: string) => string;
}

export interface FieldProps {
  /** Names without indexes, for its words. */
  readonly path: string;
  /** With indexes, for its faults. */
  readonly pointer: string;
  readonly schema: JsonSchema;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly isRequired: boolean;
  readonly frame: FieldFrame;
}
