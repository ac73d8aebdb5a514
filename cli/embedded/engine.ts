/** The programs of the embedded Temporal: taken from the user's cache, else built there once by Go. */
import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { environmentWith, readSettings } from '../../config.ts';
import { projectRoot } from '../../project-root.ts';
import { Failure } from '../failure.ts';
import { upSettings } from '../settings.ts';

/** Pinned versions, in a file that the bootstrap can read too; a change there makes new folders in the cache and upgrades the schema at the next start. */
export const engineVersions = JSON.parse(
  readFileSync(join(projectRoot(import.meta.url), 'cli', 'embedded', 'engine-versions.json'), 'utf8'),
) as { readonly server: string; readonly ui: string; /** As the engine's own makers build it: without what only some cloud storages need, nor C. */ readonly buildFlags: readonly string[] };

export interface Engine {
  readonly server: string;
  readonly sqlTool: string;
  readonly ui: string;
}

interface Tool {
  readonly name: string;
  readonly module: string;
  readonly version: string;
}

const tools = {
  server: { name: 'temporal-server', module: 'go.temporal.io/server/cmd/server', version: engineVersions.server },
  sqlTool: { name: 'temporal-sql-tool', module: 'go.temporal.io/server/cmd/tools/sql', version: engineVersions.server },
  ui: { name: 'temporal-ui', module: 'github.com/temporalio/ui-server/v2/cmd/server', version: engineVersions.ui },
} as const satisfies Record<keyof Engine, Tool>;

/** `JALON_CACHE`, else `jalon` below `XDG_CACHE_HOME` or `~/.cache`. */
export function cacheFolder(): string {
  const { JALON_CACHE: own, XDG_CACHE_HOME: caches } = readSettings(upSettings.pick({ JALON_CACHE: true, XDG_CACHE_HOME: true }));
  return own ?? join(caches ?? join(homedir(), '.cache'), 'jalon');
}

/**
 * The engine's programs, or undefined when they are not cached and there is no Go to build them.
 * @param say is told what is built and how far it is.
 * @throws {Failure} when Go is there but the build fails.
 */
export async function findOrBuildEngine(say: (sentence: string) => void, cache: string = cacheFolder(), signal?: AbortSignal): Promise<Engine | undefined> {
  const paths = { server: pathOf(tools.server, cache), sqlTool: pathOf(tools.sqlTool, cache), ui: pathOf(tools.ui, cache) };
  const missing: Tool[] = [];
  for (const key of ['server', 'sqlTool', 'ui'] as const) if (!(await exists(paths[key]))) missing.push(tools[key]);
  if (missing.length === 0) return paths;
  if (!(await promisify(execFile)('go', ['version']).then(() => true, () => false))) return undefined;
  say(`Building the Temporal engine once with Go (${missing.map((tool) => `${tool.name} ${tool.version}`).join(', ')}); this takes some minutes, later starts take it from ${cache}.`);
  // One after the other: they share most packages, which Go then compiles once.
  for (const tool of missing) await build(tool, cache, say, signal);
  return paths;
}

function pathOf(tool: Tool, cache: string): string {
  return join(cache, `${tool.name}-${tool.version}-${process.platform}-${process.arch}`, tool.name);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}

/** Builds into a folder of its own and renames: a killed build leaves nothing half, and of two at once the last one wins. */
async function build(tool: Tool, cache: string, say: (sentence: string) => void, signal: AbortSignal | undefined): Promise<void> {
  const target = pathOf(tool, cache);
  await mkdir(cache, { recursive: true });
  const making = await mkdtemp(join(cache, 'building-'));
  const startedAt = Date.now();
  const seconds = (): number => Math.round((Date.now() - startedAt) / 1000);
  let packages = 0;
  const progress = setInterval(() => say(`Building ${tool.name}: ${packages} packages so far, ${seconds()} s.`), 15_000);
  const lastLines: string[] = [];
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      const child = spawn('go', ['install', '-v', '-ldflags=-s -w', ...engineVersions.buildFlags, `${tool.module}@v${tool.version}`], {
        env: environmentWith({ GOBIN: making, CGO_ENABLED: '0' }), stdio: ['ignore', 'ignore', 'pipe'], ...(signal === undefined ? {} : { signal }),
      });
      createInterface({ input: child.stderr }).on('line', (line) => {
        if (!line.startsWith('go: downloading')) packages += 1;
        lastLines.push(line);
        if (lastLines.length > 8) lastLines.shift();
      });
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) {
      throw new Failure(
        `Go could not build ${tool.name} ${tool.version} (exit code ${code}). It needs Go 1.26.8 or newer (or one that may fetch it), the Go module proxy, and 3 GB of disk. `
        + `Or give a Temporal server with TEMPORAL_ADDRESS=host:port. Its last lines:\n${lastLines.map((line) => `    ${line}`).join('\n')}`,
      );
    }
    await mkdir(join(target, '..'), { recursive: true });
    await rename(join(making, tool.module.split('/').at(-1) as string), target);
    say(`${tool.name} ${tool.version} is built (${seconds()} s).`);
  } finally {
    clearInterval(progress);
    await rm(making, { recursive: true, force: true });
  }
}
