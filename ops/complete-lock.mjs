/**
 * Completes package-lock.json with the optional packages of other platforms that a registry did not offer when the lock
 * was made: `npm ci` refuses a lock without them, on every platform. Run after `npm install`: node ops/complete-lock.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = { x64: 'x64', arm64: 'arm64', ia32: 'ia32', arm: 'arm', ppc64: 'ppc64', s390x: 's390x', riscv64: 'riscv64', loong64: 'loong64' };

/**
 * Adds what is missing, in the lock's order.
 * @param {Record<string, { version?: string, dev?: boolean, optionalDependencies?: Record<string, string> }>} packages of the lock; changed
 * @returns {string[]} the names added
 */
export function completeLock(packages) {
  const added = [];
  for (const entry of Object.values({ ...packages })) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const words = name.slice(name.lastIndexOf('/') + 1).split('-');
      const os = words.find((word) => systems.includes(word));
      const cpu = words.map((word) => processors[word]).find((word) => word !== undefined);
      // Only what its name says is for one platform, pinned: anything else missing is a fault of the lock that must show.
      if (packages[`node_modules/${name}`] !== undefined || os === undefined || cpu === undefined || !/^\d/.test(version)) continue;
      const libc = words.includes('musl') || words.includes('musleabihf') ? 'musl' : words.some((word) => word.startsWith('gnu')) ? 'glibc' : undefined;
      packages[`node_modules/${name}`] = { version, cpu: [cpu], ...(entry.dev === true ? { dev: true } : {}), ...(libc === undefined ? {} : { libc: [libc] }), optional: true, os: [os] };
      added.push(name);
    }
  }
  return added;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = new URL('../package-lock.json', import.meta.url);
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const added = completeLock(lock.packages);
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
  if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`);
  process.stdout.write(added.length === 0 ? 'The lock is complete.\n' : `Added: ${added.join(', ')}\n`);
}
