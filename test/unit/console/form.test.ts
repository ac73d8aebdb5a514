/** What a form of the console sends: only what belongs to the way it was filled in, and nothing empty. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { missingOf, openSchema, sendable, variantsOf, type FormValue, type JsonSchema } from '../../../console/form/schema.ts';
import { formInputs } from '../../../domain/journey/forms.schema.ts';

function schemaOf(form: keyof typeof formInputs): JsonSchema {
  return z.toJSONSchema(formInputs[form], { io: 'input' }) as JsonSchema;
}

describe('A form made of a JSON Schema', () => {
  it('sends what belongs to the choice, and not what was typed for another', () => {
    const typed = { choice: 'abandon', amountCents: 120_000, description: 'Tranchée', obl: 'orange', comment: 'Trop cher' };
    expect(sendable(schemaOf('visit-unfavourable'), typed)).toEqual({ choice: 'abandon', comment: 'Trop cher' });
    expect(sendable(schemaOf('visit-unfavourable'), { ...typed, choice: 'quote' })).toEqual({ choice: 'quote', amountCents: 120_000, description: 'Tranchée', comment: 'Trop cher' });
  });

  it('leaves out what is empty, at any depth', () => {
    const typed = { outcome: 'favourable', questionnaire: { premises: 'office', equipment: [{ model: 'R1', quantity: 1 }, {}], photos: [] }, comment: '  ' };
    expect(sendable(schemaOf('technical-visit'), typed)).toEqual({ outcome: 'favourable', questionnaire: { premises: 'office', equipment: [{ model: 'R1', quantity: 1 }] } });
  });

  it('says what is missing before anything is sent, by pointer', () => {
    expect(missingOf(schemaOf('technical-visit'), {})).toEqual([]);
    expect(missingOf(schemaOf('sales-collection'), { b2linktReference: 'B2L-1', numberPortability: false })).toEqual(['/existingLineToMigrate']);
    expect(missingOf(schemaOf('technical-visit'), { outcome: 'favourable', questionnaire: { premises: 'office', equipment: [{ model: 'R1' }] } }))
      .toEqual(['/questionnaire/cablingPathMetres', '/questionnaire/power', '/questionnaire/rackUnitsFree', '/questionnaire/internalCablingDone', '/questionnaire/equipment/0/quantity']);
  });

  it('asks for nothing that has a value of its own', () => {
    expect(missingOf(schemaOf('access-order-refused'), { choice: 'correct-and-reorder', comment: 'vu', address: { street: '2 rue Neuve', postalCode: '69001' } })).toEqual(['/address/city']);
  });

  it('asks for nothing of a group that may be left out, until something of it is typed, nor once that is taken away', () => {
    const schema: JsonSchema = { type: 'object', properties: { user: { type: 'object', properties: { name: { type: 'string' }, phone: { type: 'string' } }, required: ['name'] } } };
    expect(missingOf(schema, {})).toEqual([]);
    expect(missingOf(schema, { user: { phone: '+33 6 39 98 11 22' } })).toEqual(['/user/name']);
    expect(missingOf(schema, { user: { phone: '' } })).toEqual([]);
  });

  it.each(Object.keys(formInputs) as (keyof typeof formInputs)[])('of %s shows every field of every way to fill it in', (form) => {
    const schema = schemaOf(form);
    const ways = variantsOf(schema);
    expect(ways !== undefined || schema.properties !== undefined).toBe(true);
    for (const variant of ways?.variants ?? []) expect(openSchema(schema, { [ways?.field ?? '']: variant.value } satisfies FormValue)).toBe(variant.schema);
  });
});
