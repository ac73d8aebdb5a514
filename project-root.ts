/** Finds the project's folder from the sources as well as from the bundles in `dist/`. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of the package named "jalon", walking up from a module; by default from this one, or the bundle it is in.
 * @throws {Error} when no folder above is that package.
 */
export function projectRoot(moduleUrl: string = import.meta.url): string {
  for (let folder = dirname(fileURLToPath(moduleUrl)); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === 'jalon') return folder;
    if (folder === dirname(folder)) throw new Error('The folder of the package "jalon" was not found: run from a complete copy of it.');
  }
}
