/** The parts of `./jalon demo` by themselves: the file it launches, its documents, its people, the policy it borrows, the story it tells. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, it } from 'vitest';
import { sniff } from '../../../api/documents/sniff.ts';
import { makeChange, planChange, undoChange } from '../../../cli/demo/borrowed.ts';
import { RefusedCall, type Api } from '../../../cli/demo/client.ts';
import { demoDocument } from '../../../cli/demo/documents.ts';
import { morningIn } from '../../../cli/demo/paris-time.ts';
import { answerTo, type TaskFacts } from '../../../cli/demo/people.ts';
import { roughScenario } from '../../../cli/demo/rough.ts';
import type { Scenario } from '../../../cli/demo/scenario.ts';
import { shortObservation, straightScenario } from '../../../cli/demo/straight.ts';
import { lineOf } from '../../../cli/demo/story.ts';
import { launchFile } from '../../../domain/deployment/launch.schema.ts';
import { taskInputs } from '../../../domain/deployment/steps.schema.ts';
import { hasTask, steps, type StepKey } from '../../../domain/deployment/steps.ts';
import { mayBe } from '../../../domain/documents/kinds.ts';
import { requiredDocuments } from '../../../domain/documents/matrix.ts';
import { projectRoot } from '../../../project-root.ts';

const read = ({ launchFile: name }: Scenario) => launchFile.parse(JSON.parse(readFileSync(join(projectRoot(import.meta.url), 'docs', 'examples', name), 'utf8')));
const example = read(straightScenario);

describe('the launch file of the demonstration', () => {
  it.each([straightScenario, roughScenario])('writes to nobody: every address and number in $launchFile is reserved for examples', (scenario) => {
    const { contacts: general, sites } = read(scenario);
    const contacts = [...general, ...sites.flatMap((site) => site.contacts)];
    for (const { email, phone } of contacts) {
      expect(email).toMatch(/\.example$/);
      expect(phone).toMatch(/^\+33 (?:1 99 00|6 39 98) (?!00)/);
    }
  });

  it('has two sites that cost something', () => {
    expect(example.sites.map(({ lines }) => lines.reduce((sum, { recurringCents }) => sum + recurringCents, 0) > 0)).toEqual([true, true]);
  });
});

describe('its documents (D-04)', () => {
  it.each(requiredDocuments(example))('%s is a file of a type that it may have', async (kind) => {
    const { bytes } = await demoDocument(kind, example, '2026-11-23');
    const mediaType = await sniff(bytes);
    expect(mediaType !== undefined && mayBe(kind, mediaType)).toBe(true);
  });

  it('one that is refused as illegible is another file than the one brought in its place', async () => {
    const [first, second] = [await demoDocument('bank-details', example, '2026-11-23', true), await demoDocument('bank-details', example, '2026-11-23')];
    const textOf = async (bytes: Buffer) => (await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })).text;
    expect([(await textOf(first.bytes)).includes('IBAN'), (await textOf(second.bytes)).includes('IBAN')]).toEqual([false, true]);
  });

  it('a purchase order can be read', async () => {
    const { bytes } = await demoDocument('purchase-order', example, '2026-11-23');
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true });
    expect(text).toContain(example.orderNumber);
    expect(text).toContain('Boutique de Brest');
  });
});

describe('its people', () => {
  const facts: TaskFacts = { deploymentId: 'AFF-2026-000001', site: 'S001', accessType: 'ftto', nowMs: Date.parse('2026-11-20T12:00:00Z'), occurrence: 1, serialNumbers: [], told: [] };

  it.each((Object.keys(steps) as StepKey[]).filter(hasTask))('answer the task of %s as its form asks', (step) => {
    expect(taskInputs[step].safeParse(answerTo(step, facts))).toMatchObject({ success: true });
  });

  it('decide on nothing that goes wrong', () => {
    for (const step of ['stuck-call', 'access-order-refused', 'invoice-correction', 'undo-by-hand'] as const) expect(answerTo(step, facts)).toBeUndefined();
  });

  it.each([
    ['techno-commercial-approval', 1, null], ['approval-refused', 1, null], ['obl-choice', 1, 'S002'], ['access-order-refused', 1, 'S002'], ['technical-visit', 1, 'S002'], ['visit-unfavourable', 1, 'S002'],
    ['works-quote', 1, 'S002'], ['delivery-reservations', 1, 'S003'], ['activation', 2, 'S003'], ['invoice-validation', 1, 'S003'], ['invoice-correction', 1, 'S003'], ['abandon-approval', 1, 'S004'],
  ] as const)('answer %s as its form asks when it goes wrong', (step, occurrence, site) => {
    const answer = roughScenario.answer(step, { ...facts, occurrence, site });
    expect(taskInputs[step].safeParse(answer)).toMatchObject({ success: true });
    expect(answer).not.toEqual(answerTo(step, { ...facts, occurrence, site }));
  });

  it('leave a site alone that is given up, and one whose slot is not the last', () => {
    expect(roughScenario.answer('intervention-planning', { ...facts, site: 'S004' })).toBeUndefined();
    expect(roughScenario.answer('technical-visit', { ...facts, site: 'S001' })).toBeUndefined();
  });

  it.each([['2026-11-20T12:00:00Z', 1, '2026-11-23T09:00:00+01:00'], ['2026-03-27T23:30:00Z', 1, '2026-03-30T09:00:00+02:00']])('meet in the morning of a working day, in Paris', (now, days, startsAt) => {
    expect(morningIn(days, Date.parse(now)).startsAt).toBe(startsAt);
  });
});

describe('the policy that it borrows', () => {
  interface Value { observation: string; readEvery: string; changesAtMost: number }
  const house: Value = { observation: 'PT24H', readEvery: 'PT1H', changesAtMost: 3 };

  /** The route's own promises: a version per change, `If-Match` held. `disturb` runs before each edit. */
  function policyApi(disturb: (versions: Value[]) => void = () => undefined) {
    const versions: Value[] = [house];
    const api = {
      async get(_user: string, path: string) {
        const version = Number(new URLSearchParams(path.split('?')[1]).get('version') ?? versions.length);
        return { body: { version, value: versions[version - 1] }, headers: new Headers({ etag: `"${version}"` }) };
      },
      async put(_user: string, _path: string, body: { value: Value }, etag: string) {
        disturb(versions);
        if (etag !== `"${versions.length}"`) throw new RefusedCall('stale', 'stale-version');
        if (!isDeepStrictEqual(versions.at(-1), body.value)) versions.push(body.value);
      },
    };
    return { versions, api: api as unknown as Api };
  }

  it('is short while it launches, and then what it was', async () => {
    const { versions, api } = policyApi();
    const change = await planChange(api, shortObservation);
    await makeChange(api, change);
    expect(versions.at(-1)).toEqual({ observation: 'PT5S', readEvery: 'PT1S', changesAtMost: 3 });
    await undoChange(api, change);
    expect(versions.at(-1)).toEqual(house);
  });

  it('is what it was also after a demonstration that was killed in between', async () => {
    const { versions, api } = policyApi();
    await makeChange(api, await planChange(api, shortObservation));
    const change = await planChange(api, shortObservation);
    await makeChange(api, change);
    await undoChange(api, change);
    expect(versions.at(-1)).toEqual(house);
  });

  it('keeps what an administrator made of it meanwhile', async () => {
    const { versions, api } = policyApi();
    const change = await planChange(api, shortObservation);
    await makeChange(api, change);
    versions.push({ ...house, observation: 'PT48H' });
    await undoChange(api, change);
    expect(versions.at(-1)).toMatchObject({ observation: 'PT48H' });
  });

  it('is read again when somebody edits at the same moment', async () => {
    let hasDisturbed = false;
    const { versions, api } = policyApi((known) => {
      if (!hasDisturbed) known.push({ ...house, changesAtMost: 4 });
      hasDisturbed = true;
    });
    await makeChange(api, await planChange(api, shortObservation));
    expect(versions.at(-1)).toMatchObject({ observation: 'PT5S' });
  });
});

describe('the story that it tells', () => {
  const entry = { journeyId: 'AFF-2026-000001/S001', number: 7, at: '2026-11-23T09:00:02.000Z', actor: 'system:site' };
  const startedMs = Date.parse('2026-11-23T09:00:00Z');

  it('says who did a task, by profile, and in whose words', () => {
    const payload = { taskId: 'x', step: 'technical-visit', input: { outcome: 'favourable', comment: 'Rien à percer.' } };
    expect(lineOf({ ...entry, type: 'taskCompleted', actor: 'field-technician', payload }, startedMs)).toEqual({
      afterMs: 2_000, site: 'S001', by: 'person', who: 'Technicien de proximité', user: 'field-technician', what: '«Faire la visite technique et remplir son questionnaire»: Rien à percer.',
    });
  });

  it('says what the outside answered', () => {
    const invoice = { periodEnd: '2026-11-30', lines: [], totals: { htCents: 10_000, vatCents: 2_000, ttcCents: 12_000 } };
    const line = lineOf({ ...entry, type: 'invoiceSimulated', payload: { ordinal: 1, reference: 'SIMF-1', invoice, faults: [] } }, startedMs);
    expect(line).toMatchObject({ by: 'outside', who: 'Billing' });
    expect(line?.what).toContain('120,00\u00A0€ TTC');
  });

  it('leaves out what only the record wants', () => {
    expect(lineOf({ ...entry, type: 'taskOpened', payload: {} }, startedMs)).toBeUndefined();
  });
});
