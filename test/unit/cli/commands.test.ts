/** Commands are derived from the OpenAPI document: every operation has one, under a name of its own, with all that it takes. */
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { completions } from '../../../cli/api/completion.ts';
import { documentOf, readDocument, type Operation } from '../../../cli/api/document.ts';
import { commandNames } from '../../../cli/api/names.ts';
import { fieldOf, fieldsOf, flagOf, ownOptions, setAt } from '../../../cli/api/options.ts';
import { addResources, defaultVerb, type Typed } from '../../../cli/api/program.ts';
import { bodyFields } from '../../../cli/api/request.ts';
import { projectRoot } from '../../../project-root.ts';

const document = readDocument(projectRoot());
const names = commandNames(document.operations);

/** What the words of a command line come to. */
async function typed(...words: string[]): Promise<Typed> {
  let seen: Typed | undefined;
  const program = new Command('jalon').exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  addResources(program, document, async (one) => { seen = one; });
  await program.parseAsync(words, { from: 'user' });
  if (!seen) throw new Error('nothing was run');
  return seen;
}

const operationOf = (id: string): Operation => {
  const found = document.operations.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};

describe('The names of commands', () => {
  it.each([
    ['listTickets', 'tickets list'], ['takeTicket', 'tickets take'], ['acknowledgeTicketTransfer', 'tickets acknowledge-transfer'], ['launchDeployment', 'deployments launch'],
    ['readTicketClock', 'tickets clock'], ['addCustomerContact', 'customers contacts add'], ['abandonSite', 'deployments sites abandon'], ['editPolicy', 'policies edit'],
    ['planMeeting', 'deployments meetings plan'], ['exportIndicators', 'indicators csv'], ['keepUser', 'users keep'], ['joinTeam', 'users join-team'],
  ])('%s is «%s»', (id, name) => {
    expect(names.get(id)?.join(' ')).toBe(name);
  });

  it('are given to every operation, callbacks and probes apart, and each to one only', () => {
    expect(names.size).toBe(document.operations.length);
    expect(new Set([...names.values()].map((words) => words.join(' '))).size).toBe(names.size);
    expect(document.operations.filter(({ path }) => path.includes('/callbacks/'))).toEqual([]);
  });

  it('are refused when two operations would have the same', () => {
    const twice = (id: string): Operation => ({ ...operationOf('listTickets'), id, path: '/api/v1/notes' });
    expect(() => commandNames([twice('listNotes'), twice('listAllNotes')])).toThrow('jalon notes list');
  });

  it('of a resource alone stand for its list, or for what there is to read', () => {
    expect([defaultVerb(document, 'tasks'), defaultVerb(document, 'me'), defaultVerb(document, 'indicators'), defaultVerb(document, 'previews')]).toEqual(['list', 'read', 'read', undefined]);
  });
});

describe('What a command takes', () => {
  it('is never called as an option of the command line’s own', () => {
    for (const operation of document.operations) {
      const flags = [...operation.query.filter(({ name }) => name !== 'limit'), ...bodyFields(operation, document.resolve)].map((field) => flagOf(field).slice(2));
      expect(flags.filter((flag) => (ownOptions as readonly string[]).includes(flag)), operation.id).toEqual([]);
      expect(new Set(flags).size, operation.id).toBe(flags.length);
    }
  });

  it('is the arguments of its address, in their order', async () => {
    expect((await typed('referents', 'name', 'telecom', 'CLI-000001', '--subject', 'anna')).path).toEqual({ desk: 'telecom', customerId: 'CLI-000001' });
  });

  it('is read as what its schema says', async () => {
    const { options } = await typed('deployments', 'launch', '--engagement-months', '36', '--custom-offer', '--amended-terms', 'false', '--sites', '[{"label":"Siège"}]', '--order-number', '007');
    expect(options).toMatchObject({ engagementMonths: 36, customOffer: true, amendedTerms: false, sites: [{ label: 'Siège' }], orderNumber: '007' });
  });

  it.each([
    ['a word that is no choice', ['tickets', 'list', '--phase', 'sleeping']],
    ['a number that is none', ['deployments', 'launch', '--engagement-months', 'many']],
    ['what is neither true nor false', ['deployments', 'launch', '--custom-offer', 'perhaps']],
    ['broken JSON', ['deployments', 'launch', '--sites', '[{']],
    ['an unknown option', ['tickets', 'take', 'TCK-1', '--gently']],
    ['a missing argument', ['tickets', 'take']],
    ['a change without the version that was read', ['teams', 'keep', 'telecom-n1']],
    ['an unknown verb', ['tickets', 'embrace', 'TCK-1']],
  ])('refuses %s', async (_, words) => {
    await expect(typed(...words)).rejects.toMatchObject({ code: expect.stringMatching(/^commander\./) });
  });

  it('knows lists, choices and null of a schema', () => {
    const field = (schema: object) => fieldOf('x', schema, false, document.resolve);
    expect(field({ type: 'array', items: { type: 'string', enum: ['a', 'b'] } })).toMatchObject({ kind: 'text', isList: true, choices: ['a', 'b'] });
    expect(field({ anyOf: [{ type: 'string' }, { type: 'null' }] })).toMatchObject({ kind: 'text', isNullable: true });
    expect(field({ type: 'array', items: { type: 'object', properties: {} } })).toMatchObject({ kind: 'json', isList: false });
    expect(field({ $ref: '#/components/schemas/NewCustomer' }).kind).toBe('json');
  });

  it('is, of alternatives, what any of them takes, required when all ask for it', () => {
    const either = { anyOf: [{ properties: { act: { const: 'claim' }, ids: {} }, required: ['act', 'ids'] }, { properties: { act: { const: 'assign' }, person: { type: 'string' } }, required: ['act', 'person'] }] };
    expect(fieldsOf(either, document.resolve).map(({ name, isRequired, choices }) => [name, isRequired, choices])).toEqual([['act', true, ['claim', 'assign']], ['ids', false, []], ['person', false, []]]);
  });
});

describe('--set', () => {
  it('places a value within what is sent, lists by number', () => {
    expect(['caller.name=Durand', 'sites.0.label=Siège', 'sites.0.rank=1', 'urgent=true', 'note=a=b'].reduce<unknown>(setAt, {}))
      .toEqual({ caller: { name: 'Durand' }, sites: [{ label: 'Siège', rank: 1 }], urgent: true, note: 'a=b' });
  });

  it('changes nothing of what it was given, nor of what all objects share', () => {
    const given = { caller: { name: 'Durand' } };
    setAt(given, 'caller.name=Martin');
    expect(given).toEqual({ caller: { name: 'Durand' } });
    expect(() => setAt({}, '__proto__.polluted=1')).toThrow('__proto__');
  });
});

describe('Completion', () => {
  const program = new Command('jalon');
  program.command('up');
  addResources(program, document, async () => undefined);
  it.each([
    [['termin'], ['termination-choices', 'terminations']], [['tickets', 'ta'], ['take']], [['tickets', 'list', '--phase', 'w'], ['waiting']], [['tickets', 'list', '--ph'], ['--phase']],
    [['customers', 'contacts', 'a'], ['add']], [['tickets', 'take', 'TCK-1', '--output', ''], ['csv', 'json', 'table']], [['tickets', 'list', '--rds', ''], []],
  ])('of %j offers %j', (words, offered) => {
    expect(completions(program, words)).toEqual(offered);
  });
});

describe('A document of another making', () => {
  it('is read as far as it says anything', () => {
    const { operations } = documentOf({ paths: { '/api/v1/notes': { get: { operationId: 'listNotes', summary: 'List', responses: { 200: {} } } }, '/healthz': { get: {} } }, components: { schemas: {} } });
    expect(operations).toMatchObject([{ id: 'listNotes', method: 'GET', arguments: [], body: undefined, answer: undefined }]);
  });
});
