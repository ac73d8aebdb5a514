/** The step table holds together: rules, labels, owners, forms and milestones of every step and task. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { steps, deploymentSteps, hasTask, siteSteps, tasks, type StepKey, type TaskStep } from '../../../domain/deployment/steps.ts';
import { taskInputs } from '../../../domain/deployment/steps.schema.ts';
import { profileNames } from '../../../domain/people/profiles.ts';
import { policySchemas } from '../../../domain/policy/policies.schema.ts';
import { answers, questionnaire } from '../../support/answers.ts';

const keys = Object.keys(steps) as StepKey[];
const taskNames = Object.keys(tasks) as TaskStep[];
const { milestones } = policySchemas['lead-times'].parse(JSON.parse(readFileSync(new URL('../../../domain/policy/defaults/lead-times.json', import.meta.url), 'utf8')));

describe('the step table', () => {
  it('is the deployment’s steps, then the site’s', () => { expect([...deploymentSteps, ...siteSteps]).toEqual(keys); });
  it.each(keys)('%s has a rule, an owner, and a label in French and another in English', (key) => {
    const { rule, owner, labels } = steps[key];
    expect(rule).toMatch(/^D-\d\d$/);
    expect(profileNames).toContain(owner);
    expect(labels.fr.trim() && labels.en.trim()).not.toBe('');
    expect(labels.fr).not.toBe(labels.en);
  });
  it.each(keys)('%s names a milestone that the shipped lead times have, or none (D-20)', (key) => {
    expect([null, ...Object.keys(milestones)]).toContain(steps[key].milestone);
  });
  it('keeps every milestone of the shipped lead times (D-20)', () => {
    expect([...new Set(keys.flatMap((key) => steps[key].milestone ?? []))].toSorted()).toEqual(Object.keys(milestones).toSorted());
  });
  it('has no label twice', () => {
    for (const language of ['fr', 'en'] as const) {
      const labels = keys.map((key) => steps[key].labels[language]);
      expect(new Set(labels).size).toBe(labels.length);
    }
  });
});

describe('the tasks', () => {
  it('are those of the steps that ask something of a person, under the step’s name, and those beside the steps', () => {
    expect(keys.filter((key) => taskNames.includes(key as TaskStep))).toEqual(keys.filter(hasTask));
    expect(taskNames.filter((name) => !(name in steps)).toSorted()).toEqual([
      'abandon-approval', 'access-order-refused', 'approval-refused', 'billing-not-started', 'collection-correction', 'delivery-reservations', 'invoice-correction', 'line-migration', 'missing-documents', 'obl-choice', 'service-not-registered',
      'stuck-call', 'technical-collection', 'undo-by-hand', 'visit-unfavourable', 'works-quote',
    ]);
  });
  it('have a form each, and no form is without a task', () => { expect(Object.keys(taskInputs).toSorted()).toEqual(taskNames.toSorted()); });
  it.each(taskNames)('%s: is asked in French and in English, of a profile, by a form that JSON Schema can say and that refuses an unknown field', (name) => {
    const { rule, owner, labels, milestone } = tasks[name];
    // D-20: due when that is.
    expect([null, ...Object.keys(milestones)]).toContain(milestone);
    expect(rule).toMatch(/^D-\d\d$/);
    expect(profileNames).toContain(owner);
    expect(labels.fr).not.toBe(labels.en);
    const schema = z.toJSONSchema(taskInputs[name], { io: 'input' });
    for (const form of schema.oneOf ?? [schema]) expect(form).toMatchObject({ type: 'object', additionalProperties: false });
    expect(taskInputs[name].safeParse(answers[name]).success).toBe(true);
    expect(taskInputs[name].safeParse({ ...answers[name], unknown: 1 }).success).toBe(false);
    expect(taskInputs[name].safeParse({}).success).toBe(false);
  });
  it('take a contest with its reason, and a refusal of the coordinator with a word (D-17)', () => {
    expect(taskInputs['invoice-validation'].safeParse({ validated: false, reason: 'La ligne 2 n’a pas été commandée' }).success).toBe(true);
    expect(taskInputs['invoice-simulation'].safeParse({ approved: false, comment: 'Remise oubliée' }).success).toBe(true);
  });
  it.each<readonly [string, TaskStep, object]>([
    ['an approval without a word (D-02)', 'techno-commercial-approval', { approved: true }],
    ['an approval with an empty word (D-02)', 'financial-approval', { approved: true, comment: '  ' }],
    ['a refused collection without what is wrong with it (D-04)', 'technical-validation', { accepted: false }],
    ['a date that does not exist', 'internal-launch', { heldOn: '2026-02-30', salesAttended: true, presalesAttended: true }],
    ['an internal launch without the sales engineer (D-05)', 'internal-launch', { heldOn: '2026-01-05', presalesAttended: true }],
    ['a customer launch at which nobody asked whether the need is understood (D-07)', 'customer-launch', { heldOn: '2026-01-08', administrativeDataChecked: true, solutionCoherent: true, planningPresented: true }],
    ['a date out of our time', 'activation', { activatedOn: '0001-01-01' }],
    ['a slot without a time zone (D-10)', 'intervention-planning', { startsAt: '2030-01-15T09:00:00', endsAt: '2030-01-15T11:00:00' }],
    ['a visit without equipment (D-11)', 'technical-visit', { outcome: 'favourable', questionnaire: { ...questionnaire, equipment: [] } }],
    ['a cable of negative length (D-11)', 'technical-visit', { outcome: 'favourable', questionnaire: { ...questionnaire, cablingPathMetres: -1 } }],
    ['an installation of nothing (D-13)', 'installation', { installedOn: '2026-01-02', serialNumbers: [] }],
    ['an override without a reason (D-31)', 'invoice-correction', { choice: 'override' }],
    ['a contest without a reason (D-17)', 'invoice-validation', { validated: false }],
    ['a simulation refused without a word (D-17)', 'invoice-simulation', { approved: false }],
    ['a handover without its documentation (D-19)', 'handover', { documentationComplete: false }],
    ['a choice that does not exist (D-09)', 'access-order-refused', { choice: 'wait', comment: 'vu' }],
  ])('refuse %s', (_, name, input) => { expect(taskInputs[name].safeParse(input).success).toBe(false); });
});
