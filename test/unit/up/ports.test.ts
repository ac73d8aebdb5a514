/** Choosing ports for processes that bind them later. */
import { expect, it } from 'vitest';
import { freePorts } from '../../../cli/processes/ports.ts';

it('gives two who ask at the same time different ports, though nothing listens on any of them yet', async () => {
  const [some, others] = await Promise.all([freePorts(400), freePorts(400)]);
  expect(new Set([...some, ...others]).size).toBe(800);
});
