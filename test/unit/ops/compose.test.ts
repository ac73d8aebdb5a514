/** The installation by containers: what docker-compose.yml, .env.example and the Dockerfile name exists, and every process gets what it asks for. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { z } from 'zod';
// @ts-expect-error It is plain JavaScript: the launcher runs it before anything is built.
import { consoleFolders, sourceFolders as untypedFolders } from '../../../cli/build.mjs';
import { apiSettings, commonSettings, databaseSettings, readSettings, relaySettings, temporalSettings, workerSettings } from '../../../config.ts';
import { projectRoot } from '../../../project-root.ts';
import { thrift } from '../../../workers/thrift.ts';
import { filledIn } from '../../support/filled-in.ts';

const root = projectRoot(import.meta.url);
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const sourceFolders = [...new Set([...untypedFolders, ...consoleFolders])] as readonly string[];

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test?: readonly string[] };
  readonly ports?: readonly string[];
}
interface Compose { readonly services: Readonly<Record<string, Service>> }

const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const example = Object.fromEntries(read('.env.example').split('\n').filter((line) => /^\w+=/.test(line)).map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]));

const both = databaseSettings.extend(temporalSettings.shape);
/** What the `main.ts` of each process reads; `migrate` says nothing of itself, so it takes no log level. */
const processes: Readonly<Record<string, z.ZodObject>> = {
  api: both.extend(commonSettings.shape).extend(apiSettings.shape),
  worker: both.extend(commonSettings.shape).extend(workerSettings.shape),
  relay: both.extend(commonSettings.shape).extend(relaySettings.shape),
  migrate: both,
};

const variable = /\$\{(?<name>\w+)(?<rule>:\?|:-)?(?<text>[^}]*)\}/g;
const environmentOf = ({ services }: Compose, process: string): Record<string, string> =>
  Object.fromEntries(Object.entries(services[process]?.environment ?? {}).map(([name, value]) => [name, value.replaceAll(variable, (_whole, asked: string) => filledIn(asked))]));

/** Settings that a process is given and does not read. */
const unread = (file: Compose): string[] =>
  Object.entries(processes).flatMap(([name, schema]) => Object.keys(environmentOf(file, name)).filter((setting) => !(setting in schema.shape)));

/** What the processes say of what they are given, when .env is filled in. */
const refused = (file: Compose): string[] => Object.entries(processes).flatMap(([name, schema]) => {
  try {
    readSettings(schema, environmentOf(file, name));
    return [];
  } catch (thrown) {
    return [(thrown as Error).message];
  }
});

function changed(process: string, environment: Readonly<Record<string, string | undefined>>): Compose {
  const service = compose.services[process] as Service;
  const entries = Object.entries({ ...service.environment, ...environment }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { services: { ...compose.services, [process]: { ...service, environment: Object.fromEntries(entries) } } };
}

describe('The installation by containers', () => {
  it('gives each process settings that it reads', () => {
    expect(unread(compose)).toEqual([]);
    expect(unread(changed('relay', { JALON_REALY: '1' }))).toEqual(['JALON_REALY']);
  });

  it('gives each process every setting that it requires', () => {
    expect(refused(compose)).toEqual([]);
    expect(refused(changed('worker', { JALON_OBL_TOKEN: undefined }))).toEqual([expect.stringContaining('JALON_OBL_TOKEN')]);
    expect(refused(changed('api', { JALON_OBL_CALLBACK_SECRETS: 'short' }))).toEqual([expect.stringContaining('JALON_OBL_CALLBACK_SECRETS')]);
  });

  it('leaves no address of a development machine to a default', () => {
    const local = (file: Compose): string[] => Object.entries(processes).flatMap(([name, schema]) =>
      Object.entries(readSettings(schema, environmentOf(file, name))).filter(([, value]) => /127\.0\.0\.1|localhost/.test(String(value))).map(([setting]) => setting));
    expect(local(compose)).toEqual([]);
    expect(local(changed('relay', { JALON_METRICS_HOST: undefined }))).toEqual(['JALON_METRICS_HOST']);
  });

  it('asks for every secret, and holds none', () => {
    const secrets = Object.values(compose.services).flatMap(({ environment = {} }) => Object.entries(environment).filter(([name]) => /PASSWORD|PWD|TOKEN|SECRET|DATABASE_URL|SMTP/.test(name)));
    expect(secrets.length).toBeGreaterThan(10);
    expect(secrets.filter(([, value]) => !/\$\{\w+:(\?|-\})/.test(value))).toEqual([]);
  });

  it('has an example of .env that names what is asked for, and nothing else, and gives no value', () => {
    const asked = [...read('docker-compose.yml').matchAll(variable)].map(({ groups }) => groups?.['name'] as string);
    expect(Object.keys(example).toSorted()).toEqual([...new Set(asked)].toSorted());
    expect(Object.values(example).filter((value) => value !== '')).toEqual([]);
    expect(read('.gitignore').split('\n')).toContain('.env');
  });

  it('pins every image, the engine to the version that the tests run on', () => {
    const { server, ui } = JSON.parse(read('cli/embedded/engine-versions.json')) as { server: string; ui: string };
    const { version } = JSON.parse(read('package.json')) as { version: string };
    const image = (service: string): string | undefined => compose.services[service]?.image;
    expect(Object.values(compose.services).filter(({ image: name }) => !/:\d+\.\d+/.test(name))).toEqual([]);
    expect(['temporal', 'temporal-schema', 'temporal-namespace'].map(image)).toEqual([`temporalio/server:${server}`, `temporalio/admin-tools:${server}`, `temporalio/admin-tools:${server}`]);
    expect(image('temporal-ui')).toBe(`temporalio/ui:${ui}`);
    expect(Object.keys(processes).map(image)).toEqual(Object.keys(processes).map(() => `jalon:${version}`));
  });

  it('publishes on the loopback only', () => {
    const published = Object.values(compose.services).flatMap(({ ports = [] }) => ports);
    expect(published.length).toBeGreaterThan(0);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('starts programs that the build makes, and asks after their health where they answer', () => {
    const commands = Object.keys(processes).map((name) => compose.services[name]?.command ?? []);
    for (const command of [...commands, ['node', '--enable-source-maps', 'dist/api/main.js']]) {
      expect(existsSync(join(root, (command.find((part) => part.startsWith('dist/')) ?? '').replace(/^dist\/(.*)\.js$/, '$1.ts'))), command.join(' ')).toBe(true);
    }
    expect(compose.services['worker']?.command).toEqual(expect.arrayContaining([...thrift.nodeArguments]));
    for (const [name, value] of Object.entries(thrift.environment)) expect(read('Dockerfile')).toMatch(new RegExp(`^ENV .*\\b${name}=${value}\\b`, 'm'));
    const { JALON_WORKER_METRICS_PORT: worker } = readSettings(workerSettings, environmentOf(compose, 'worker'));
    const { JALON_RELAY_METRICS_PORT: relay } = readSettings(relaySettings, environmentOf(compose, 'relay'));
    const { JALON_API_PORT: api } = readSettings(apiSettings, environmentOf(compose, 'api'));
    expect(compose.services['worker']?.healthcheck?.test?.at(-1)).toContain(`127.0.0.1:${worker}/healthz`);
    expect(compose.services['relay']?.healthcheck?.test?.at(-1)).toContain(`127.0.0.1:${relay}/healthz`);
    expect(compose.services['api']?.ports).toEqual([`127.0.0.1:${api}:${api}`]);
    expect(read('Dockerfile')).toContain(`127.0.0.1:${api}/healthz`);
    expect(read('Dockerfile')).toContain('CMD ["node", "--enable-source-maps", "dist/api/main.js"]');
  });
});

describe('The image', () => {
  it('is made of all that is built, and of nothing that may hold a secret', () => {
    const [first, ...kept] = read('.dockerignore').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(first).toBe('**');
    expect(kept).toEqual(expect.arrayContaining([...sourceFolders, 'config.ts', 'project-root.ts', 'package.json', 'package-lock.json'].map((name) => `!${name}`)));
    expect(kept.filter((name) => !existsSync(join(root, name.slice(1))))).toEqual([]);
    expect(kept.filter((name) => /env|jalon$|test/.test(name))).toEqual([]);
  });

  it('sets nothing that the processes do not read', () => {
    const set = [...read('Dockerfile').matchAll(/^ENV (\w+)=/gm)].map(([, name]) => name);
    expect(set).toEqual(['NODE_ENV']);
  });

  it('runs one version of Node, one that the package allows, and not as root', () => {
    const images = [...read('Dockerfile').matchAll(/^FROM node:(\d+\.\d+\.\d+)-/gm)].map(([, version]) => version);
    expect(new Set(images).size).toBe(1);
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    expect(Number(images[0]?.split('.')[0])).toBeGreaterThanOrEqual(Number(/\d+/.exec(engines.node)?.[0]));
    expect(read('Dockerfile')).toMatch(/^USER [1-9]\d*$/m);
  });
});
