/** Fields at fault: from what zod says to a place, a stable code and a sentence in both languages. */
import type { z } from 'zod';
import { faultText, type Fault, type FaultCode } from '../../domain/clock/faults.ts';
import { errorCodes, fill, type ErrorCode, type ErrorParameters, type Language, type Text } from '../../domain/errors/codes.ts';

/** What can be wrong with a field; stable, like the codes of the answers. */
export const fieldCodes = {
  'required': { fr: 'Ce champ est obligatoire.', en: 'This field is required.' },
  'unknown-field': { fr: 'Ce champ n’existe pas ici ; retirez-le.', en: 'There is no such field here; remove it.' },
  'wrong-type': { fr: 'Le type attendu est « {expected} ».', en: 'The expected type is “{expected}”.' },
  'invalid-format': { fr: 'Le format attendu est « {format} ».', en: 'The expected format is “{format}”.' },
  'too-small': { fr: 'Trop petit ou trop court : {minimum} au moins.', en: 'Too small or too short: at least {minimum}.' },
  'too-big': { fr: 'Trop grand ou trop long : {maximum} au plus.', en: 'Too big or too long: at most {maximum}.' },
  'not-a-multiple': { fr: 'Ce doit être un multiple de {divisor}.', en: 'This must be a multiple of {divisor}.' },
  'not-allowed': { fr: 'Valeurs permises : {values}.', en: 'Allowed values: {values}.' },
  'invalid': { fr: 'Valeur refusée : {reason}.', en: 'Value refused: {reason}.' },
  'invalid-json': { fr: 'Le corps n’est pas du JSON en UTF-8.', en: 'The body is not JSON in UTF-8.' },
  'forbidden-character': { fr: 'Caractère interdit (NUL ou demi-codet isolé).', en: 'Forbidden character (NUL or lone surrogate).' },
  'too-deep': { fr: 'Plus de {maximum} niveaux imbriqués.', en: 'More than {maximum} nested levels.' },
  'contradicts-policy': { fr: 'La politique « {policy} » ne tiendrait plus : voir {at} ({reason}).', en: 'The policy “{policy}” would no longer hold: see {at} ({reason}).' },
} as const satisfies Record<string, Text>;

export type FieldCode = keyof typeof fieldCodes;

/** The part of the request a pointer points into. */
export type Place = 'body' | 'query' | 'path' | 'header';

export interface FieldFault {
  readonly in: Place;
  /** JSON pointer (RFC 6901) within that part. */
  readonly pointer: string;
  /** Where a rule is broken by the value alone, the rule's own: `S-04.iban`. */
  readonly code: FieldCode | FaultCode | ErrorCode;
  readonly parameters: ErrorParameters;
}

/** One entry of `errors`. */
export function describeFault({ in: place, pointer, code, parameters }: FieldFault, language: Language): { in: Place; pointer: string; code: FieldFault['code']; message: string } {
  const message = isFieldCode(code) ? fill(fieldCodes[code][language], parameters, language) : isRule(code) ? fill(errorCodes[code].detail[language], parameters, language) : faultText(code, language);
  return { in: place, pointer, code, message };
}

function isRule(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCodes, code);
}

function isFieldCode(code: FieldFault['code']): code is FieldCode {
  return Object.hasOwn(fieldCodes, code);
}

/** What the domain found wrong in a body, as fields of it. */
export function bodyFaults(faults: readonly Fault[]): FieldFault[] {
  return faults.map(({ pointer, code }) => ({ in: 'body', pointer, code, parameters: {} }));
}

/** Longer names come only from somebody who plays; the answer need not repeat them whole. */
const segmentMax = 100;

export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((segment) => `/${String(segment).slice(0, segmentMax).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

export function fault(place: Place, path: readonly PropertyKey[], code: FieldCode, parameters: ErrorParameters = {}): FieldFault {
  return { in: place, pointer: pointerOf(path), code, parameters };
}

/** Every fault zod found in one part of a request; `input` is what was parsed. */
export function faultsOf(place: Place, issues: readonly z.core.$ZodIssue[], input: unknown, base: readonly PropertyKey[] = []): FieldFault[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path];
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => fault(place, [...path, key], 'unknown-field'));
    // What was said in one word is no object that lacks something.
    if (valueAt(input, path) === undefined && typeof valueAt(input, path.slice(0, -1)) !== 'string') return [fault(place, path, 'required')];
    if (issue.code === 'invalid_union') return unionFaults(place, issue, input, path);
    return [oneFault(place, issue, path)];
  });
}

/** Of a union, the variant the input comes closest to is the one its author meant. */
function unionFaults(place: Place, issue: z.core.$ZodIssueInvalidUnion, input: unknown, path: readonly PropertyKey[]): FieldFault[] {
  const closest = [...issue.errors].sort((one, other) => one.length - other.length)[0];
  if (closest === undefined || closest.length === 0) return [fault(place, path, 'invalid', { reason: 'no variant fits' })];
  return faultsOf(place, closest, input, path);
}

function oneFault(place: Place, issue: z.core.$ZodIssue, path: readonly PropertyKey[]): FieldFault {
  switch (issue.code) {
    case 'invalid_type': return fault(place, path, 'wrong-type', { expected: issue.expected });
    case 'invalid_format': return fault(place, path, 'invalid-format', { format: issue.format === 'regex' ? issue.pattern ?? 'regex' : issue.format });
    case 'too_small': return fault(place, path, 'too-small', { minimum: String(issue.minimum) });
    case 'too_big': return fault(place, path, 'too-big', { maximum: String(issue.maximum) });
    case 'not_multiple_of': return fault(place, path, 'not-a-multiple', { divisor: issue.divisor });
    case 'invalid_value': return fault(place, path, 'not-allowed', { values: issue.values.map(String).join(', ') });
    default: {
      const rule: unknown = issue.code === 'custom' ? issue.params?.['code'] : undefined;
      return isRule(rule) ? { in: place, pointer: pointerOf(path), code: rule, parameters: {} } : fault(place, path, 'invalid', { reason: issue.message });
    }
  }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<PropertyKey, unknown>)[key] : undefined), input);
}
