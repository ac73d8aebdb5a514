/** The installation by Kubernetes: every manifest is what the API server takes, every process gets what it asks for, and nothing holds a secret. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { z } from 'zod';
import { apiSettings, commonSettings, databaseSettings, documentPlace, readSettings, relaySettings, temporalSettings, workerSettings } from '../../../config.ts';
import { projectRoot } from '../../../project-root.ts';
import { thrift } from '../../../workers/thrift.ts';
import { filledIn } from '../../support/filled-in.ts';
import { faultsOf, type Manifest } from '../../support/manifests.ts';

const root = projectRoot(import.meta.url);
const folder = join(root, 'ops', 'kubernetes');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const inFile = (file: string): Manifest[] => parseAllDocuments(read(file)).map((document) => document.toJS() as Manifest);

const { resources } = inFile('kustomization.yaml')[0] as unknown as { resources: string[] };
const manifests = resources.flatMap(inFile);
const secrets = inFile('secrets.example.yaml');
const containers = manifests.flatMap(({ kind, metadata, spec }) => (spec?.template?.spec.containers ?? []).map((container) => ({ kind, name: metadata.name, pod: spec?.template, container })));

const both = databaseSettings.extend(temporalSettings.shape);
const processes: Readonly<Record<string, z.ZodObject>> = {
  'api': both.extend(commonSettings.shape).extend(apiSettings.shape), 'worker': both.extend(commonSettings.shape).extend(workerSettings.shape),
  'relay': both.extend(commonSettings.shape).extend(relaySettings.shape), 'migrate-0.1.0': both,
};

/** What a process finds in its environment once the secrets are filled in. */
function environmentOf(process: string, all: readonly Manifest[] = [...manifests, ...secrets]): Record<string, string> {
  const held = (kind: string, name: string): Record<string, string> => {
    const found = all.find((each) => each.kind === kind && each.metadata.name === name);
    if (!found) throw new Error(`no ${kind} ${name}`);
    return found.data ?? Object.fromEntries(Object.keys(found.stringData ?? {}).map((key) => [key, filledIn(key)]));
  };
  const { container } = containers.find(({ name }) => name === process) ?? expect.fail(process);
  const found: Record<string, string> = {};
  for (const { configMapRef, secretRef } of container.envFrom ?? []) Object.assign(found, configMapRef ? held('ConfigMap', configMapRef.name) : held('Secret', secretRef?.name ?? ''));
  for (const { name, value, valueFrom } of container.env ?? []) {
    const from = valueFrom?.configMapKeyRef ? held('ConfigMap', valueFrom.configMapKeyRef.name)[valueFrom.configMapKeyRef.key] : valueFrom?.secretKeyRef && held('Secret', valueFrom.secretKeyRef.name)[valueFrom.secretKeyRef.key];
    found[name] = value ?? from ?? expect.fail(`${process}: ${name} has no value`);
  }
  return found;
}

const unread = (process: string): string[] => Object.keys(environmentOf(process)).filter((setting) => !(setting in (processes[process]?.shape ?? {})));

describe('The manifests', () => {
  it('are all named by the kustomization, but for the example of the secrets', () => {
    expect([...resources, 'kustomization.yaml', 'secrets.example.yaml'].toSorted()).toEqual(readdirSync(folder).toSorted());
  });

  it('are what the API server takes, without a field that it does not know', () => {
    expect([...manifests, ...secrets].flatMap(faultsOf)).toEqual([]);
    const [api] = inFile('api.yaml') as [Manifest];
    expect(faultsOf({ ...api, spec: { ...api.spec, replicas: 'two' } as never })).toHaveLength(1);
    expect(faultsOf({ ...api, spec: { ...api.spec, replica: 2 } as never })).toHaveLength(1);
    expect(faultsOf({ ...api, apiVersion: 'apps/v2' })).toHaveLength(1);
  });

  it('give each process settings that it reads, and every one that it requires', () => {
    for (const [process, schema] of Object.entries(processes)) {
      expect(unread(process), process).toEqual([]);
      const settings = readSettings(schema, environmentOf(process));
      expect(Object.entries(settings).filter(([, value]) => /127\.0\.0\.1|localhost/.test(String(value))), process).toEqual([]);
      if (process !== 'migrate-0.1.0') expect(documentPlace(settings)).toHaveProperty('bucket');
    }
    const without = [...manifests, ...secrets].map((each) => (each.kind === 'Secret' && each.metadata.name === 'jalon-worker' ? { ...each, stringData: {} } : each));
    expect(() => readSettings(processes['worker'] as z.ZodObject, environmentOf('worker', without))).toThrow('JALON_OBL_TOKEN');
  });

  it('hold no secret: each is referred to, and has no value', () => {
    expect(manifests.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    expect(secrets.flatMap(({ stringData = {} }) => Object.values(stringData)).filter((value) => value !== '')).toEqual([]);
    const open = manifests.flatMap(({ kind, data = {} }) => (kind === 'ConfigMap' ? Object.keys(data) : [])).filter((name) => /TOKEN|SECRET|PASSWORD|PWD|DATABASE_URL|SMTP|KEYS/.test(name));
    expect(open).toEqual([]);
  });

  it('run the versions that the tests run on, and programs that the build makes', () => {
    const { server, ui } = JSON.parse(readFileSync(join(root, 'cli', 'embedded', 'engine-versions.json'), 'utf8')) as { server: string; ui: string };
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect([...new Set(containers.map(({ container }) => container.image))].toSorted()).toEqual([`jalon:${version}`, `temporalio/admin-tools:${server}`, `temporalio/server:${server}`, `temporalio/ui:${ui}`]);
    expect(containers.filter(({ kind, name }) => kind === 'Job' && !name.endsWith(`-${version}`) && !name.endsWith(`-${server}`))).toEqual([]);
    for (const process of Object.keys(processes)) {
      const { container } = containers.find(({ name }) => name === process) ?? expect.fail(process);
      const program = container.command?.find((part) => part.startsWith('dist/')) ?? '';
      expect(existsSync(join(root, program.replace(/^dist\/(.*)\.js$/, '$1.ts'))), program).toBe(true);
      if (process === 'worker') expect(container.command).toEqual(expect.arrayContaining([...thrift.nodeArguments]));
    }
  });

  it('run nothing as root, nothing that may gain rights, and nothing without limits', () => {
    expect(containers.length).toBeGreaterThan(8);
    for (const { name, pod, container } of containers) {
      expect(pod?.spec.securityContext, name).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(pod?.spec.automountServiceAccountToken, name).toBe(false);
      expect(container.securityContext, name).toMatchObject({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
      expect(container.resources?.requests, name).toHaveProperty('memory');
      expect(container.resources?.limits, name).toHaveProperty('memory');
    }
  });

  it('keep two of each that people wait for, ask after them where they answer, and never take both away', () => {
    const kept = manifests.filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name !== 'temporal-ui');
    expect(kept.map(({ metadata }) => metadata.name).toSorted()).toEqual(['api', 'relay', 'temporal-frontend', 'temporal-history', 'temporal-matching', 'temporal-worker', 'worker']);
    for (const { metadata: { name }, spec } of kept) {
      expect(spec?.replicas, name).toBeGreaterThanOrEqual(2);
      const [container] = spec?.template?.spec.containers ?? [];
      for (const probe of [container?.startupProbe, container?.livenessProbe, container?.readinessProbe]) {
        const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
        expect(container?.ports?.map((each) => each.name), name).toContain(port);
      }
      const budget = manifests.find((each) => each.kind === 'PodDisruptionBudget' && each.metadata.name === name);
      expect(budget?.spec, name).toMatchObject({ minAvailable: 1, selector: spec?.selector as object });
    }
    const portOf = (process: string): number | undefined => containers.find(({ name }) => name === process)?.container.ports?.[0]?.containerPort;
    expect([portOf('api'), portOf('worker'), portOf('relay')]).toEqual([
      readSettings(apiSettings, environmentOf('api')).JALON_API_PORT, readSettings(workerSettings, environmentOf('worker')).JALON_WORKER_METRICS_PORT, readSettings(relaySettings, environmentOf('relay')).JALON_RELAY_METRICS_PORT,
    ]);
  });

  it('choose pods that there are, by every selector', () => {
    const pods = containers.map(({ pod }) => pod?.metadata?.labels ?? {});
    const chosen = manifests.flatMap(({ kind, metadata, spec }) => {
      const labels = kind === 'Service' ? spec?.selector as Record<string, string> : kind === 'NetworkPolicy' ? spec?.podSelector?.matchLabels : undefined;
      return labels ? [{ name: metadata.name, found: pods.some((pod) => Object.entries(labels).every(([key, value]) => pod[key] === value)) }] : [];
    });
    expect(chosen.length).toBeGreaterThan(5);
    expect(chosen.filter(({ found }) => !found)).toEqual([]);
  });
});
