/** The browser that the machine has: Debian's Chromium, or what is called like it. */
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome'] as const;

/** No sandbox: tests run as root in containers, and open nothing but our own pages. Nothing else goes out. */
export const chromiumArguments = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
] as const;

/** @throws {Error} with what to do. */
export async function findChromium(): Promise<string> {
  for (const name of names) {
    for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
      const path = join(folder, name);
      if (await access(path, constants.X_OK).then(() => true, () => false)) return path;
    }
  }
  throw new Error('The console is tested in Chromium, which is not on the PATH. Install it (Debian, Ubuntu: "apt-get install chromium") and start again.');
}
