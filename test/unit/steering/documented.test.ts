/** docs/indicators.md says of every indicator what its definition says, and names no other (C-06). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { indicatorKeys, indicators } from '../../../domain/steering/indicators.ts';
import { liveIndicators, liveKeys } from '../../../domain/steering/live.ts';
import { projectRoot } from '../../../project-root.ts';

const lines = readFileSync(join(projectRoot(import.meta.url), 'docs/indicators.md'), 'utf8').split('\n').filter((line) => line.startsWith('| `'));
const row = (key: string, { labels, unit, definition }: { labels: { fr: string; en: string }; unit: string; definition: { en: string } }): string => `| \`${key}\` | ${labels.en} · ${labels.fr} | ${unit} | ${definition.en} |`;

it('every indicator is documented as it is defined, historical ones and live ones (C-06)', () => {
  expect(lines).toEqual([...indicatorKeys.map((key) => row(key, indicators[key])), ...liveKeys.map((key) => row(key, liveIndicators[key]))]);
});
