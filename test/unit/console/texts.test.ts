/** No text of the interface is outside its two languages: none missing, none left over, none in the code. */
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { complaintSchema } from '../../../console/pages/new-complaint/schema.ts';
import { registrationSchema } from '../../../console/pages/new-ticket/schema.ts';
import { issuedBy } from '../../../db/termination/projection.ts';
import { formInputs } from '../../../domain/journey/forms.schema.ts';
import { ticketActInputs } from '../../../domain/ticket/acts.schema.ts';
import { askedKeys, consoleSources, literalTexts, textsOf } from './source.ts';

const texts = { fr: textsOf('fr'), en: textsOf('en') };
/** Read once: the same folder asks for the same file again and again. */
const sources = consoleSources().map(({ file, source }) => ({ file, source, ...askedKeys(file, source) }));
const plural = /_(?:zero|one|two|few|many|other)$/;
/** Names that are the same everywhere, or written in their own language. */
const sameInBoth = new Set(['product']);

function keysOf(language: 'fr' | 'en'): string[] {
  return Object.entries(texts[language]).flatMap(([namespace, entries]) => Object.keys(entries).map((key) => `${namespace}:${key.replace(plural, '')}`));
}

function patternOf(key: string): RegExp {
  return new RegExp(`^${key.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`);
}

describe('The texts of the console', () => {
  it('are the same keys in French and in English', () => {
    expect(new Set(keysOf('fr'))).toEqual(new Set(keysOf('en')));
  });

  it('have in each language the plurals that it knows', () => {
    const forms = { fr: ['one', 'many', 'other'], en: ['one', 'other'] } as const;
    for (const language of ['fr', 'en'] as const) {
      for (const [namespace, entries] of Object.entries(texts[language])) {
        for (const key of Object.keys(entries).filter((one) => plural.test(one))) {
          for (const form of forms[language]) expect(Object.keys(entries), `${language}/${namespace}`).toContain(key.replace(plural, `_${form}`));
        }
      }
    }
  });

  it('quote the same values in both', () => {
    const quoted = (text: string | undefined): string[] => [...new Set((text ?? '').match(/\{\{\w+\}\}/g))].toSorted();
    const different = Object.entries(texts.fr).flatMap(([namespace, entries]) => Object.entries(entries).flatMap(([key, text]) => {
      const other = texts.en[namespace]?.[key];
      return other === undefined || quoted(other).join(' ') === quoted(text).join(' ') ? [] : [`${namespace}:${key}`];
    }));
    expect(different).toEqual([]);
  });

  it('are all there that the pages ask for', () => {
    const missing = sources.flatMap(({ file, keys }) => {
      // A function of the same folder may be handed the page's own.
      const namespaces = sources.filter((other) => dirname(other.file) === dirname(file)).flatMap((other) => other.namespaces);
      const readable = ['common', ...namespaces].flatMap((namespace) => Object.keys(texts.fr[namespace] ?? {}).map((key) => key.replace(plural, '')));
      const asked = keys.filter((key) => !key.startsWith('*') && isKey(key));
      return asked.filter((key) => !readable.some((one) => patternOf(key).test(one))).map((key) => `${file}: ${key}`);
    });
    expect(missing).toEqual([]);
  });

  it('are all asked for', () => {
    const asked = sources.flatMap(({ keys }) => keys).filter((key) => key.replaceAll('*', '').length > 1);
    const patterns = [...new Set(asked)].map((key) => patternOf(key));
    const unused = Object.entries(texts.fr).filter(([namespace]) => namespace !== 'forms')
      .flatMap(([namespace, entries]) => Object.keys(entries).map((key) => key.replace(plural, '')).filter((key) => !patterns.some((pattern) => pattern.test(key))).map((key) => `${namespace}:${key}`));
    expect(unused).toEqual([]);
  });

  it('name every field of every form, and every choice', () => {
    const ofTickets = Object.entries(ticketActInputs).map(([act, schema]) => [`ticket-${act}`, schema] as const);
    const choices = { desks: {}, teams: [], types: {}, symptoms: {}, categories: {}, waitingReasons: {} };
    const names = [...Object.entries(formInputs), ...ofTickets].flatMap(([form, schema]) => wordsOf(form, z.toJSONSchema(schema) as JsonSchema)).concat(wordsOf('ticket-register', registrationSchema(choices)), wordsOf('complaint-enter', complaintSchema({ subjects: [], orders: [], comment: { minLength: 1, maxLength: 1 }, gestureLimitCents: 0 })));
    const missing = names.filter((either) => !either.some((key) => texts.fr['forms']?.[key] !== undefined));
    expect(missing).toEqual([]);
    const asked = new Set(names.flat());
    expect(Object.keys(texts.fr['forms'] ?? {}).filter((key) => !asked.has(key.replace(/\?$/, '')))).toEqual([]);
  });

  it('name every letter of a termination, where its letters stand and in the customer’s view', () => {
    const missing = Object.values(issuedBy).filter((kind) => texts.fr['terminations']?.[`letter.${kind}`] === undefined || texts.fr['customer']?.[`about.${kind}`] === undefined);
    expect(missing).toEqual([]);
  });

  it('stand nowhere in the code', () => {
    const literal = sources.flatMap(({ file, source }) => literalTexts(file, source).map(({ line, text }) => `${file}:${line} ${text}`));
    expect(literal).toEqual([]);
  });

  it.each([
    'const a = <p>Bonjour</p>;', "const a = <p>{'Bonjour'}</p>;", "const a = <p>{late ? 'En retard' : x}</p>;", 'const a = <input aria-label="Chercher" />;', 'const a = <Field label={`Échéance ${x}`} />;',
    "const a = <p>{open && 'Ouvert'}</p>;",
  ])('would be seen in the code: %s', (source) => { expect(literalTexts('a.tsx', source)).toHaveLength(1); });

  it.each(['const a = <p>{t(\'hello\')}</p>;', 'const a = <Icon size="sm" />;', 'const a = <p>·</p>;', "const a = <p>{x === 'open' ? y : z}</p>;"])('are not mistaken: %s', (source) => {
    expect(literalTexts('a.tsx', source)).toEqual([]);
  });
});

/** What looks like a key without being asked as one (`jalon.language`, `application/json`) is none of a namespace. */
function isKey(key: string): boolean {
  const [beginning = ''] = key.split('.');
  return !/[/ ]/.test(key) && Object.values(texts.fr).some((entries) => Object.keys(entries).some((one) => one === key || one.split('.')[0] === beginning)) && !sameInBoth.has(key);
}

interface JsonSchema { readonly properties?: Readonly<Record<string, JsonSchema>>; readonly items?: JsonSchema; readonly oneOf?: readonly JsonSchema[]; readonly anyOf?: readonly JsonSchema[]; readonly enum?: readonly unknown[]; readonly const?: unknown; readonly type?: string }

/** For each word that a form shows, the keys under which it may be found. */
function wordsOf(form: string, schema: JsonSchema, at: readonly string[] = []): string[][] {
  const here = Object.entries(schema.properties ?? {}).flatMap(([name, part]) => {
    const path = [...at, name];
    const either = (end: string): string[] => [`${form}.${path.join('.')}${end}`, `${name}${end}`];
    const choices = (part.enum ?? (part.const === undefined || part.const === true && !isVariant(schema, name) ? [] : [part.const])).map((value) => either(`=${String(value)}`));
    return [either(''), ...choices, ...wordsOf(form, part, path), ...(part.items ? wordsOf(form, part.items, path) : [])];
  });
  const variants = schema.oneOf ?? schema.anyOf ?? [];
  return [...here, ...variants.flatMap((variant) => wordsOf(form, { ...variant, type: 'variant' }, at))];
}

/** In a variant, `true` is a choice of its own; elsewhere it is a box to tick. */
function isVariant(schema: JsonSchema, _name: string): boolean {
  return schema.type === 'variant';
}
