/** Lists the rules of docs/rules.md that no code cites where it holds them, or that no test cites in its title; run by `./jalon test`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = process.argv[2] ?? '.';
const holding = ['domain', 'workflows', 'activities', 'ports', 'api', 'relay', 'db'];
/** The ends of a range (`D-02 to D-07`) are no citations: what stands for many proves none. */
const range = /\b[DTRCS]-\d{2} to [DTRCS]-\d{2}\b/g;
const ruleId = /\b[DTRCS]-\d{2}\b/g;

const sourcesBelow = (folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(?:ts|sql)$/.test(entry.name)).map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));

const citedIn = (text) => text.replace(range, '').match(ruleId) ?? [];

/** A header that names a whole chapter holds no rule: only what stands beside the code counts. */
const withoutHeader = (text) => text.replace(/^\/\*\*[\s\S]*?\*\//, '');
const isTitle = /^\s*(?:it|test|describe)\b.*\(|^\s*\[?['"`]/;

const asked = [...readFileSync(join(root, 'docs/rules.md'), 'utf8').matchAll(/^### ([DTRCS]-\d{2})\b/gm)].map(([, id]) => id);
const held = new Set(holding.flatMap(sourcesBelow).flatMap((text) => citedIn(withoutHeader(text))));
const proven = new Set(sourcesBelow('test').flatMap((text) => citedIn(text.split('\n').filter((line) => isTitle.test(line)).join('\n'))));

const missing = asked.flatMap((id) => [...(held.has(id) ? [] : [`${id}: no code cites it where it holds it`]), ...(proven.has(id) ? [] : [`${id}: no test cites it in its title`])]);
if (asked.length === 0) missing.push('docs/rules.md names no rule');
for (const line of missing) process.stderr.write(`${line}\n`);
if (missing.length > 0) process.exit(1);
process.stdout.write(`${asked.length} rules, each cited by code that holds it and by the title of a test\n`);
