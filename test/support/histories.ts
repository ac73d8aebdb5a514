/** Recorded histories of released versions: written once per release, replayed by every later version. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import proto, { type temporal } from '@temporalio/proto';
import { projectRoot } from '../../project-root.ts';

// Not the SDK's own historyToJSON: its copy of protobufjs does not know the types of ours.
const { History } = proto.temporal.api.history.v1;
const folder = join(projectRoot(import.meta.url), 'test', 'histories');

export interface RecordedHistory {
  /** `0.1.0/in-service-site`. */
  readonly name: string;
  readonly workflowId: string;
  readonly history: temporal.api.history.v1.IHistory;
}

/** That of this code, whose histories are written. */
export async function versionNow(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(projectRoot(import.meta.url), 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** Every history of every released version. */
export async function recordedHistories(): Promise<RecordedHistory[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.json')).sort();
  return await Promise.all(files.map(async (file) => {
    const { workflowId, history } = JSON.parse(await readFile(join(folder, file), 'utf8')) as { workflowId: string; history: Record<string, unknown> };
    return { name: file.replace(/\.json$/, ''), workflowId, history: History.fromObject(history) };
  }));
}

/** Writes a journey's history, one event a line, without the names of the machine that played it. */
export async function writeHistory(version: string, name: string, handle: WorkflowHandle): Promise<void> {
  const { events = [] } = History.toObject(History.fromObject(await handle.fetchHistory()), { longs: String, enums: String, bytes: String }) as { events?: object[] };
  const lines = events.map((event) => JSON.stringify(event, (key, value: unknown) => (isOfTheMachine(key) ? undefined : withoutHost(value))));
  await mkdir(join(folder, version), { recursive: true });
  await writeFile(join(folder, version, `${name}.json`), `{"workflowId":${JSON.stringify(handle.workflowId)},"history":{"events":[\n${lines.join(',\n')}\n]}}\n`);
}

/** Process and host names, stack traces with paths, digests of the program: none of them is replayed. */
function isOfTheMachine(key: string): boolean {
  return ['identity', 'stackTrace', 'binaryChecksum', 'workerVersion', 'deploymentVersion', 'workerDeploymentName', 'workerDeploymentVersion'].includes(key);
}

/** The queue of a worker's own tasks is named after its host. */
function withoutHost(value: unknown): unknown {
  const isSticky = typeof value === 'object' && value !== null && (value as { kind?: string }).kind === 'TASK_QUEUE_KIND_STICKY';
  return isSticky ? { ...value, name: 'sticky' } : value;
}
