/** The locked dependencies can be installed on every platform, whatever the registry offered when they were locked. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../../project-root.ts';

interface Entry { optionalDependencies?: Record<string, string>; resolved?: string }

const lock = JSON.parse(readFileSync(join(projectRoot(), 'package-lock.json'), 'utf8')) as { packages: Record<string, Entry> };

it('the lock has every optional package it asks for: npm ci refuses it otherwise (node ops/complete-lock.mjs adds them)', () => {
  const asked = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) => Object.keys(optionalDependencies).map((name) => [path, name] as const));
  const missing = asked.filter(([path, name]) => lock.packages[`node_modules/${name}`] === undefined && lock.packages[`${path}/node_modules/${name}`] === undefined);
  expect(missing.map(([, name]) => name)).toEqual([]);
});

it('the lock names no registry', () => {
  expect(Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
