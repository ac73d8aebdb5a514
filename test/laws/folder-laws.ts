/** Holds the laws of the folders against source files: who imports what, who knows the clock, the settings, a socket. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSource, type Import, type Use } from './reading.ts';
import { environmentReaders, type FolderLaw, folderLaws, listeners, neverImported, settingsReaders } from './table.ts';

export interface Violation {
  readonly law: string;
  readonly file: string;
  readonly line: number;
  readonly sentence: string;
}

/** The laws that are no row of the table. */
export const otherLaws = ['pure-domain', 'one-reader-of-the-environment', 'settings-where-composed', 'sockets-where-composed', 'tests-are-not-imported', 'a-folder-without-a-law'] as const;

/** What one file breaks. `file` is a path from the project's folder, with `/`. */
export function violationsOf(file: string, source: string): Violation[] {
  const { imports, uses } = readSource(file, source);
  const law = folderLaws.find(({ files }) => matchesAny(file, files));
  if (!law) return [{ law: 'a-folder-without-a-law', file, line: 1, sentence: 'add its folder to test/laws/table.ts' }];
  return [...imports.flatMap((one) => ofImport(file, law, one)), ...uses.flatMap((use) => ofUse(file, use))];
}

/** What every source file below the project's folder breaks. */
export function violationsBelow(root: string): Violation[] {
  return sourceFiles(root).flatMap((file) => violationsOf(file, readFileSync(join(root, file), 'utf8')));
}

const generated = 'client/schema.d.ts';

/** Paths of our sources, generated and installed ones left out. */
export function sourceFiles(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name.startsWith('.') || ['node_modules', 'dist', 'coverage'].includes(entry.name) ? [] : sourceFiles(root, path);
    return /\.(?:[cm]?[jt]s|tsx)$/.test(entry.name) && path !== generated ? [path] : [];
  });
}

function ofImport(file: string, law: FolderLaw, one: Import): Violation[] {
  const target = one.ours ?? one.package ?? '';
  const broken = (name: string, sentence: string): Violation[] => [{ law: name, file, line: one.line, sentence }];
  if (one.ours !== undefined && matchesAny(target, neverImported) && !matchesAny(file, neverImported)) {
    return broken('tests-are-not-imported', `${target} is there for tests only`);
  }
  if (target === 'config.ts' && !matchesAny(file, settingsReaders)) return broken('settings-where-composed', 'settings are read where a process is composed, and handed on as arguments');
  if (/^(?:node:)?process$/.test(target) && !matchesAny(file, environmentReaders)) return broken('one-reader-of-the-environment', `${target} brings the environment along`);
  const [free, asTypes] = one.ours === undefined
    ? [law.packages, law.packagesAsTypes ?? []]
    : [[...law.ours, ...ownFolder(file)], law.oursAsTypes ?? []];
  const [asValue, asType] = [closest(target, free), closest(target, asTypes)];
  if (asValue === 0 && asType === 0) return broken(law.law, `${target} may not be imported from here`);
  return one.typeOnly || asValue > asType ? [] : broken(law.law, `${target} may be imported as types only: import type { … }`);
}

function ofUse(file: string, { what, line }: Use): Violation[] {
  const broken = (law: string, sentence: string): Violation[] => [{ law, file, line, sentence }];
  if (what === 'listen') return matchesAny(file, listeners) ? [] : broken('sockets-where-composed', 'only what composes a process opens a socket');
  if (file.startsWith('domain/')) return broken('pure-domain', `${what}: the domain knows no clock, no chance and no world; take it as an argument`);
  // A process handed on or taken apart could hide a reading of its environment.
  if ((what === 'process' || what === 'process.env') && !matchesAny(file, environmentReaders)) return broken('one-reader-of-the-environment', `${what} is read in config.ts only`);
  return [];
}

/** The files of the same top-level folder; none for a file that lies in no folder. */
function ownFolder(file: string): string[] {
  const end = file.indexOf('/');
  return end < 0 ? [] : [`${file.slice(0, end)}/**`];
}

function matchesAny(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => patternOf(pattern).test(path));
}

/** The length of the longest pattern that matches, 0 for none: the narrower of two patterns decides. */
function closest(path: string, patterns: readonly string[]): number {
  return Math.max(0, ...patterns.filter((pattern) => matchesAny(path, [pattern])).map((pattern) => pattern.length));
}

const known = new Map<string, RegExp>();

function patternOf(pattern: string): RegExp {
  const found = known.get(pattern);
  if (found) return found;
  const source = pattern.split(/(\*\*\/|\*\*|\*)/).map((part) => ({ '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*' })[part] ?? part.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')).join('');
  const made = new RegExp(`^${source}$`);
  known.set(pattern, made);
  return made;
}
