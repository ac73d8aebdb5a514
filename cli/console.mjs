/** Builds the web console into `dist/console`; with `--watch`, again at every change. */
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/**
 * @param {string} root the project's folder
 * @param {{ watch?: boolean }} options
 */
export async function buildConsole(root, { watch = false } = {}) {
  await build({
    configFile: false, root: join(root, 'console'), logLevel: watch ? 'info' : 'warn', plugins: [react()],
    build: {
      outDir: join(root, 'dist', 'console'), emptyOutDir: true, target: 'es2023',
      // Browsers that know light-dark(): made for older ones it asks for a color-scheme in the same rule, which is Mantine's, and every colour of ours was lost.
      cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'], manifest: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 900,
      // Customers who come by a link load no navigation, and none of the pages behind it.
      rolldownOptions: {
        input: { index: join(root, 'console', 'index.html'), customer: join(root, 'console', 'customer.html') },
        // What most pages share comes as one file: left to itself a page is a hundred of them, most of a thousand bytes. Asked of fewer pages, the first one would carry what it does not use.
        output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 14 }] } },
      },
      ...(watch ? { watch: {} } : {}),
    },
  });
}

if (process.argv[1] === import.meta.filename) await buildConsole(join(import.meta.dirname, '..'), { watch: process.argv.includes('--watch') });
