/** Ends the children of a test run that was itself killed: nobody would ever start again on its data folder. */
import { spawn } from 'node:child_process';

/** Waits until its standard input closes, which a death of any kind does, and then kills the groups of the remembered children. */
const script = 'read -r _; for file in "$1"/*.json; do pid=$(sed -n \'s/.*"pid":\\([0-9]*\\).*/\\1/p\' "$file") && [ -n "$pid" ] && kill -KILL "-$pid"; done';

/**
 * Starts the guardian of the children remembered in `pidsFolder`.
 * @returns how to dismiss it, once they are stopped.
 */
export function guard(pidsFolder: string): () => void {
  const guardian = spawn('sh', ['-c', script, 'jalon-guardian', pidsFolder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  guardian.on('error', () => undefined); // No sh here: then a killed test run leaves its children, as it would without a guardian.
  guardian.unref();
  return () => void guardian.kill('SIGKILL');
}
