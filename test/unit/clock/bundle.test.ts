/** domain/clock goes into the workflow bundle: it may pull in nothing but integers. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

it('domain/clock bundles without a date library, zod, calendars or anything of Node', async () => {
  const entryPoints = readdirSync(`${root}domain/clock`).map((file) => `domain/clock/${file}`);
  const { metafile } = await build({ entryPoints, absWorkingDir: root, bundle: true, write: false, outdir: 'unused', metafile: true, platform: 'neutral' });
  const folders = new Set(Object.keys(metafile.inputs).map((path) => path.split('/').slice(0, 2).join('/')));
  expect([...folders].filter((folder) => folder !== 'domain/clock' && folder !== 'domain/errors')).toEqual([]);
});
