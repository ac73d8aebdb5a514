/** The documents keep up with the code: what they name exists, and every rule that the code cites is explained. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { profileNames } from '../../../domain/people/profiles.ts';
import { projectRoot } from '../../../project-root.ts';

const root = projectRoot(import.meta.url);
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const filesBelow = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name)).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));

const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !/^\.|^(?:node_modules|dist)$/.test(entry.name)).map(({ name }) => name);
const documents = ['README.md', 'CHANGELOG.md', ...filesBelow('docs', /\.md$/)];

/** Paths in code spans that begin with a folder of ours; a pattern promises no file. */
function namedFiles(text: string): string[] {
  return [...text.matchAll(/`([^`\s]+)`/g)].map(([, span]) => span as string)
    .filter((span) => folders.includes(span.split('/')[0] as string) && /^[\w./-]+$/.test(span) && span.includes('/') && !span.includes('NNNN'));
}

function linkedFiles(document: string, text: string): string[] {
  return [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, target]) => normalize(join(dirname(document), target as string)));
}

const exists = (path: string): boolean => existsSync(join(root, path));

describe('The documents', () => {
  it.each(documents)('%s names files that exist', (document) => {
    const text = read(document);
    expect([...namedFiles(text), ...linkedFiles(document, text)].filter((path) => !exists(path))).toEqual([]);
  });

  it('would be found out', () => {
    expect(namedFiles('see `domain/nothing.ts`, `dist/api/main.js`, `GET /tasks`').filter((path) => !exists(path))).toEqual(['domain/nothing.ts']);
    expect(linkedFiles('docs/a.md', '[b](../gone.md)').filter((path) => !exists(path))).toEqual(['gone.md']);
  });

  it.each(documents)('%s names settings that exist', (document) => {
    const known = `${read('config.ts')} ${read('cli/settings.ts')} ${read('docker-compose.yml')}`;
    const named = [...read(document).matchAll(/\b(?:JALON|TEMPORAL)_[A-Z_]*[A-Z]\b(?![_*])/g)].map(([name]) => name);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(documents)('%s names routes that exist', (document) => {
    const { paths } = JSON.parse(read('docs/openapi.json')) as { paths: Record<string, object> };
    const known = Object.keys(paths).map((path) => new RegExp(`^${path.replace('/api/v1', '').replaceAll(/\{\w+\}/g, '[^/]+')}$`));
    const named = [...read(document).matchAll(/`(?:GET|POST|PUT|PATCH|DELETE) (\/[\w{}/-]+(?:\.[a-z]+)?)/g)].map(([, path]) => path as string);
    // A simulator's own addresses are none of the API's, nor are those that only browsers visit.
    expect(named.filter((path) => !/^\/(?:v1|sim|healthz|sign-)/.test(path) && !known.some((pattern) => pattern.test(path)))).toEqual([]);
  });
});

describe('The threat model', () => {
  const parts = new Map(read('docs/security.md').split(/^## /m).slice(1).map((part) => [part.split('\n')[0] as string, part]));
  const rowsOf = (part: string): string[] => [...(parts.get(part) ?? '').matchAll(/^\| (?!who wants|item|---).*$/gm)].map(([row]) => row).filter((row) => !row.startsWith('|---'));

  it.each(['Who could want what', 'OWASP API Security Top 10 (2023)'])('names in each row of «%s» a test', (part) => {
    expect(rowsOf(part).length).toBeGreaterThan(9);
    // Whether they exist, is asked of every document above.
    expect(rowsOf(part).filter((row) => !/`test\/[\w./-]+\.test\.ts`/.test(row.split('|').at(-2) ?? ''))).toEqual([]);
  });

  it('has every item of OWASP’s list', () => {
    expect(rowsOf('OWASP API Security Top 10 (2023)').map((row) => /API\d+/.exec(row)?.[0])).toEqual(Array.from({ length: 10 }, (_, index) => `API${index + 1}`));
  });
});

describe('The rules', () => {
  const rules = read('docs/rules.md');
  const explained = new Set([...rules.matchAll(/^(?:### |\| )([DTRCS]-\d{2})\b/gm)].map(([, id]) => id as string));

  it('explain every rule of a deployment', () => {
    const asked = [...Array.from({ length: 26 }, (_, index) => index + 1), 30, 31].map((number) => `D-${String(number).padStart(2, '0')}`);
    expect(asked.filter((id) => !explained.has(id))).toEqual([]);
  });

  it('explain every rule that code, policies and messages cite', () => {
    const sources = folders.filter((folder) => folder !== 'docs').flatMap((folder) => filesBelow(folder, /\.(?:ts|mjs|sql)$/));
    const cited = new Set(sources.flatMap((file) => read(file).match(/\b[DTRCS]-\d{2}\b/g) ?? []));
    expect(cited.size).toBeGreaterThan(20);
    expect([...cited].filter((id) => !explained.has(id)).toSorted()).toEqual([]);
  });

  it('say of each rule where it is held, or that it comes later', () => {
    const parts = rules.split(/^### /m).slice(1).map((part) => part.split(/^## /m)[0] as string);
    expect(parts.filter((part) => !/Held by `|\*Later:\*/.test(part)).map((part) => part.split('\n')[0])).toEqual([]);
  });
});

describe('The glossary', () => {
  it('has every profile', () => {
    const glossary = read('docs/glossary.md');
    const levels = (name: string): string => name.replace(/^technician-n[23]$/, 'technician-n1');
    expect(profileNames.filter((name) => !glossary.includes(`\`${levels(name)}\``))).toEqual([]);
  });
});
