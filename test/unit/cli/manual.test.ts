/** The manual of the command line lists what there is: its tables are those of the code, and its examples are understood. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../cli/api/document.ts';
import { commandNames } from '../../../cli/api/names.ts';
import { addResources, defaultVerb } from '../../../cli/api/program.ts';
import { exitCodes, exitCodeTexts } from '../../../cli/failure.ts';
import { projectRoot } from '../../../project-root.ts';

const root = projectRoot();
const document = readDocument(root);
const marker = '<!-- Generated from docs/openapi.json and cli/failure.ts by "npm run openapi": do not edit below. -->\n';
const text = readFileSync(join(root, 'docs', 'cli.md'), 'utf8');
const written = text.slice(0, text.indexOf(marker));

const row = (...cells: string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

function generated(): string {
  const names = commandNames(document.operations);
  const commands = document.operations.map((operation) => ({ operation, words: names.get(operation.id) ?? [] })).sort((one, other) => (one.words.join(' ') < other.words.join(' ') ? -1 : 1));
  return [
    '', '## Exit codes', '', row('code', 'meaning'), row('---', '---'),
    ...Object.entries(exitCodes).map(([name, code]) => row(String(code), exitCodeTexts[name as keyof typeof exitCodes])),
    '', '## Commands', '', row('command', 'what it does', 'request'), row('---', '---', '---'),
    ...commands.map(({ operation: { arguments: given, body, summary, method, path }, words }) => row(
      `\`${[...words, ...given.map(({ name }) => `<${name}>`), ...(body ? [body.isForm ? '<file>' : '[file]'] : [])].join(' ')}\``, summary, `\`${method} ${path.slice('/api/v1'.length)}\``,
    )),
    '',
  ].join('\n');
}

describe('docs/cli.md', () => {
  it('lists every command and every exit code; after a change on purpose, "npm run openapi" writes it', async () => {
    await expect(`${written}${marker}${generated()}`).toMatchFileSnapshot('../../../docs/cli.md');
  });

  it('gives examples that are understood', async () => {
    const examples = [...written.matchAll(/^\.\/jalon (.+?)(?:\s+#.*)?$/gm)].map(([, line = '']) => line.split(/\s+/).map((word) => word.replaceAll('\'', '')));
    const ours = examples.filter(([first]) => !['sign-in', 'completion'].includes(first ?? ''));
    expect(ours.length).toBeGreaterThan(5);
    for (const [first = '', ...rest] of ours) {
      let isRun = false;
      const program = new Command('jalon').exitOverride();
      addResources(program, document, async () => { isRun = true; });
      const verb = rest.length === 0 ? [defaultVerb(document, first) ?? ''] : rest;
      await program.parseAsync([first, ...verb], { from: 'user' });
      expect(isRun, [first, ...rest].join(' ')).toBe(true);
    }
  });
});
