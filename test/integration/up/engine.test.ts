/** Building the engine's programs into the cache, with a stand-in for the compiler: the real one takes minutes. */
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chooseEngine } from '../../../cli/embedded/choose-engine.ts';
import { findOrBuildEngine } from '../../../cli/embedded/engine.ts';
import { until } from '../../../cli/processes/wait.ts';

let folder: string;
let cache: string;

/** A `go` whose `install` runs the given shell lines. */
async function stubGo(install: string): Promise<void> {
  const file = join(folder, 'go');
  await writeFile(file, `#!/bin/sh\n[ "$1" = version ] && exit 0\necho "$@" >> ${folder}/calls\nfor last; do :; done\nname=$(basename "\${last%@*}")\n${install}\n`);
  await chmod(file, 0o755);
  vi.stubEnv('PATH', `${folder}${delimiter}${dirname(process.execPath)}${delimiter}/usr/bin${delimiter}/bin`);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jalon-engine-'));
  cache = join(folder, 'cache');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

describe('the engine', () => {
  it('is built once, at pinned versions, and taken from the cache afterwards', async () => {
    await stubGo('echo built > "$GOBIN/$name"');
    const engine = await findOrBuildEngine(() => undefined, cache);
    expect(await findOrBuildEngine(() => undefined, cache)).toEqual(engine);
    const calls = (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');
    expect(calls).toHaveLength(3);
    expect(calls.every((call) => /@v\d+\.\d+\.\d+$/.test(call))).toBe(true);
    expect(new Set(Object.values(engine as object)).size).toBe(3);
  });

  it('leaves nothing half made when the build is called off', async () => {
    await stubGo('echo half > "$GOBIN/$name"; exec sleep 60');
    const off = new AbortController();
    const building = findOrBuildEngine(() => undefined, cache, off.signal);
    building.catch(() => undefined);
    expect(await until(async () => (await readdir(cache)).length > 0, 5_000)).toBe(true);
    off.abort();
    await expect(building).rejects.toThrow();
    expect(await readdir(cache)).toEqual([]);
  });

  it('built by two at once is whole for both', async () => {
    await stubGo('sleep 0.1; echo built > "$GOBIN/$name"');
    const [one, other] = await Promise.all([findOrBuildEngine(() => undefined, cache), findOrBuildEngine(() => undefined, cache)]);
    expect(one).toEqual(other);
    expect(await readFile((one as { server: string }).server, 'utf8')).toBe('built\n');
    expect((await readdir(cache)).filter((name) => name.startsWith('building-'))).toEqual([]);
  });

  it('that Go cannot build says so with the last lines of Go', async () => {
    await stubGo('echo "module lookup disabled" >&2; exit 1');
    await expect(findOrBuildEngine(() => undefined, cache)).rejects.toMatchObject({ name: 'Failure', message: expect.stringContaining('module lookup disabled') });
    expect(await readdir(cache)).toEqual([]);
  });
});

describe('a data folder keeps the Temporal it was begun with', () => {
  const noGo = (): void => {
    vi.stubEnv('PATH', join(folder, 'nothing'));
    vi.stubEnv('JALON_CACHE', cache);
  };

  it('so a folder of the production server is refused where that server cannot be had', async () => {
    noGo();
    await writeFile(join(folder, 'schema-version'), '1.32.1');
    await expect(chooseEngine(folder, () => undefined)).rejects.toMatchObject({ exitCode: 3 });
  });

  it('so a folder of the CLI\'s server builds no other one, although it could', async () => {
    await stubGo('echo built > "$GOBIN/$name"');
    vi.stubEnv('JALON_CACHE', cache);
    await writeFile(join(folder, 'dev-server.sqlite'), '');
    expect(await chooseEngine(folder, () => undefined)).toBeUndefined();
  });

  it('and a new one gets the CLI\'s server where there is no Go', async () => {
    noGo();
    expect(await chooseEngine(folder, () => undefined)).toBeUndefined();
  });
});
