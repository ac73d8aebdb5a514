/** From a fresh clone to the built command line, with nothing but Node: installs, builds, then runs `dist/cli/main.js` here. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const environmentFailure = 3;

try {
  if (!isInstalled()) await install();
  const { buildIfStale } = await import('./build.mjs');
  // A client of an API elsewhere needs no console, no workflows; whoever asks for help may want to see it all built.
  const [, , command = '--help'] = process.argv;
  await buildIfStale(root, say, !['up', 'demo', 'test', 'chaos'].includes(command) && !command.startsWith('-'));
} catch (thrown) {
  say(thrown instanceof Error ? thrown.message : String(thrown));
  process.exit(environmentFailure);
}
process.setSourceMapsEnabled(true);
const main = join(root, 'dist', 'cli', 'main.js');
process.argv[1] = main;
await import(pathToFileURL(main).href);

/** On the error stream: the output belongs to the command (`./jalon token … | …`). */
function say(sentence) {
  process.stderr.write(`jalon  ${sentence}\n`);
}

/**
 * True when node_modules holds what package-lock.json asks for. npm writes its own list there as the last thing it does,
 * so a killed install is seen too; packages for other platforms are optional and rightly missing.
 */
function isInstalled() {
  const installedList = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedList)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedList, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    const found = installed[path];
    return path === '' || entry.link === true || (found === undefined ? entry.optional === true : found.version === entry.version);
  });
}

async function install() {
  say('Installing the locked dependencies (npm ci) …');
  const startedAt = Date.now();
  const endWarming = warmGo();
  const progress = setInterval(() => say(`npm ci is still at work, ${seconds(startedAt)} s.`), 15_000);
  const output = [];
  const npm = spawn('npm', ['ci', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const passOn = (signal) => { endWarming(); npm.kill(signal); process.exit(environmentFailure); };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, passOn);
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk) => output.push(chunk.toString()));
  const code = await new Promise((resolve) => { npm.once('close', resolve); npm.once('error', (error) => { output.push(error.message); resolve(-1); }); });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeListener(signal, passOn);
  clearInterval(progress);
  endWarming();
  if (code === 0) return say(`Dependencies are installed (${seconds(startedAt)} s).`);
  throw new Error(`The dependencies could not be installed: npm ci ended with ${code}. Check that npm is installed, that it reaches its registry ("npm ping") and that ${root} can be written, then start again. It said:\n${firstLines(output.join(''))}`);
}

/**
 * Lets Go fetch and compile for the engine while npm is at work: what is done by then, the engine's build finds in Go's own
 * cache. Returns how to end it.
 */
function warmGo() {
  const needsEngine = ['up', 'demo', 'test', 'chaos'].includes(process.argv[2]) && process.env.TEMPORAL_ADDRESS === undefined;
  const { server, buildFlags } = JSON.parse(readFileSync(join(root, 'cli', 'embedded', 'engine-versions.json'), 'utf8'));
  const cache = process.env.JALON_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'jalon');
  if (!needsEngine || existsSync(join(cache, `temporal-server-${server}-${process.platform}-${process.arch}`))) return () => undefined;
  const folder = mkdtempSync(join(tmpdir(), 'jalon-go-'));
  const go = spawn('go', ['install', ...buildFlags, `go.temporal.io/server/cmd/server@v${server}`], { env: { ...process.env, GOBIN: folder, CGO_ENABLED: '0' }, stdio: 'ignore', detached: true });
  go.on('error', () => undefined); // No Go: what serves instead is decided later.
  return () => {
    try {
      if (go.pid !== undefined && go.exitCode === null) process.kill(-go.pid, 'SIGINT');
    } catch {
      // It has ended by itself this very moment.
    }
    rmSync(folder, { recursive: true, force: true });
  };
}

/** npm says what is wrong first, and ends with its manual. */
function firstLines(text) {
  const lines = text.split('\n').filter((line) => line.replace('npm error', '').trim() !== '' && !line.startsWith('npm warn'));
  return lines.slice(0, 8).map((line) => `    ${line}`).join('\n');
}

function seconds(since) {
  return Math.round((Date.now() - since) / 1000);
}
