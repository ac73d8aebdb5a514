/** Policies as an administrator edits them, so that a test need not wait a day. */
import { expect } from 'vitest';
import type { Policies } from '../../domain/policy/policies.schema.ts';
import type { Caller } from './caller.ts';

/** Gives a policy a new version; what is launched from now on runs under it. */
export async function editPolicy<Name extends keyof Policies>(caller: Caller, name: Name, change: (value: Policies[Name]) => Policies[Name]): Promise<void> {
  const read = await caller.request(`/policies/${name}`, {}, 'admin');
  const { value } = await read.json() as { value: Policies[Name] };
  const edited = await caller.request(`/policies/${name}`, {
    method: 'PUT', body: JSON.stringify({ value: change(value) }), headers: { 'content-type': 'application/json', 'if-match': read.headers.get('etag') ?? '' },
  }, 'admin');
  expect(edited.status, name).toBe(200);
}

/** A link is observed for a second instead of a day before it is accepted (D-15). */
export async function observeBriefly(caller: Caller): Promise<void> {
  await editPolicy(caller, 'acceptance', (value) => ({ ...value, observation: 'PT1S', readEvery: 'PT1S' }));
}
