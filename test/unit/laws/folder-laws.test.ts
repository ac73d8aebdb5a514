/** The tree obeys the laws of the folders, and each law fails on a planted violation. */
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../project-root.ts';
import { otherLaws, sourceFiles, violationsBelow, violationsOf } from '../../laws/folder-laws.ts';
import { folderLaws } from '../../laws/table.ts';

/** Nothing is forbidden to these by their own row; other laws hold for them all the same. */
const lawsThatAllowAll = ['composition', 'tests'];

/** law, file, the violation, the same thing done lawfully. */
const planted: readonly (readonly [law: string, file: string, violation: string, lawful: string])[] = [
  ['domain', 'domain/ticket/a.ts', "import { z } from 'zod';", "import type { A } from './a.schema.ts';"],
  ['domain', 'domain/ticket/a.ts', "import { createHash } from 'node:crypto';", "import { refuse } from '../errors/codes.ts';"],
  ['domain', 'domain/ticket/a.ts', "import { Temporal } from 'temporal-polyfill';", "import type { Calendar } from '../calendar/calendar.ts';"],
  ['domain', 'domain/ticket/a.ts', "import { aSchema } from './a.schema.ts';", "import type { A } from './a.schema.ts';"],
  ['domain', 'domain/ticket/a.ts', "import { type A } from './a.schema.ts';", "export type { A } from './a.schema.ts';"],
  ['domain', 'domain/ticket/a.ts', "import { pool } from '../../db/pool.ts';", "import { b } from './b.ts';"],
  ['domain', 'domain/ticket/a.ts', "export const load = (name: string) => import(name);", "export type B = import('./b.schema.ts').B;"],
  ['domain-calendar', 'domain/calendar/a.ts', "import { DateTime } from 'luxon';", "import { Temporal } from 'temporal-polyfill';"],
  ['domain-schemas', 'domain/ticket/a.schema.ts', "import { readFile } from 'node:fs/promises';", "import { z } from 'zod';"],
  ['workflows', 'workflows/ticket/ticket.workflow.ts', "import { launchFile } from '../../domain/deployment/launch.schema.ts';", "import type { LaunchFile } from '../../domain/deployment/launch.schema.ts';"],
  ['workflows', 'workflows/ticket/ticket.workflow.ts', "import { record } from '../../activities/recorder/batch.ts';", "import type { Batch } from '../../activities/recorder/batch.ts';"],
  ['workflows', 'workflows/ticket/ticket.workflow.ts', "import { oblOrder } from '../../ports/obl.ts';", "import type { OblOrder } from '../../ports/obl.ts';"],
  ['workflows', 'workflows/ticket/ticket.workflow.ts', "import { zone } from '../../domain/calendar/zone.ts';", "import type { Calendar } from '../../domain/calendar/calendar.ts';"],
  ['workflows', 'workflows/ticket/ticket.workflow.ts', "import { Client } from '@temporalio/client';", "import { sleep } from '@temporalio/workflow';"],
  ['workflows', 'workflows/ticket/ticket.workflow.ts', "export { z } from 'zod';", "export { a } from './messages.ts';"],
  ['workflows', 'workflows/ticket/ticket.workflow.ts', "const { readFileSync } = require('node:fs');", 'const atMs = Date.now();'],
  ['ports', 'ports/sms.ts', "import express from 'express';", "import { z } from 'zod';"],
  ['activities', 'activities/ticket.ts', "import { sleep } from '@temporalio/workflow';", "import { heartbeat } from '@temporalio/activity';"],
  ['activities', 'activities/ticket.ts', "import { z } from 'zod';", "import type { z } from 'zod';"],
  ['activities', 'activities/ticket.ts', "import { app } from '../api/app.ts';", "import { record } from '../db/journey/record.ts';"],
  ['db', 'db/ticket/store.ts', "import { Client } from '@temporalio/client';", "import pg from 'pg';"],
  ['db', 'db/ticket/store.ts', "import { oblOrder } from '../../ports/obl.ts';", "import { launchFile } from '../../domain/deployment/launch.schema.ts';"],
  ['api', 'api/ticket/routes.ts', "import { ticket } from '../../workflows/ticket/ticket.workflow.ts';", "import { closeTicket } from '../../workflows/ticket/messages.ts';"],
  ['api', 'api/ticket/routes.ts', "import { Worker } from '@temporalio/worker';", "import { Client } from '@temporalio/client';"],
  ['api', 'api/ticket/routes.ts', "import { callObl } from '../../activities/outside/obl.ts';", "import { oblCallback } from '../../ports/obl.ts';"],
  ['api', 'api/ticket/routes.ts', "import pg from 'pg';", "import type { Pool } from 'pg';"],
  ['simulators', 'simulators/sms/simulator.ts', "import { pool } from '../../db/pool.ts';", "import { smsOrder } from '../../ports/sms.ts';"],
  ['relay', 'relay/inbox.ts', "import express from 'express';", "import { Client } from '@temporalio/client';"],
  ['relay', 'relay/inbox.ts', "import { ticket } from '../workflows/ticket/ticket.workflow.ts';", "import { oblEvent } from '../workflows/ticket/messages.ts';"],
  ['console', 'console/tickets/list.tsx', "import { decide } from '../../domain/ticket/decide.ts';", "import { phases } from '../../domain/ticket/views.ts';"],
  ['console', 'console/tickets/list.tsx', "import { z } from 'zod';", "import { useQuery } from '@tanstack/react-query';"],
  ['console', 'console/tickets/list.tsx', "import { noticeOf } from '../../api/ticket/views.ts';", "import { dataOf } from '../../client/client.ts';"],
  ['console', 'console/tickets/list.tsx', "import createClient from 'openapi-fetch';", "import { createApi } from '../../client/client.ts';"],
  ['client', 'client/client.ts', "import { basePath } from '../api/http/route.ts';", "import type { paths } from './schema.d.ts';"],
  ['client', 'client/client.ts', "import { readFile } from 'node:fs/promises';", "import createClient from 'openapi-fetch';"],
  ['api', 'api/app.ts', "import { createApi } from '../client/client.ts';", "import express from 'express';"],
  ['ops', 'ops/backup.mjs', "import pg from 'pg';", "import { cp } from 'node:fs/promises';"],
  ['root-files', 'config.ts', "import { migrate } from './db/migrate.ts';", "import { z } from 'zod';"],
  ['pure-domain', 'domain/ticket/a.ts', 'export const now = Date.now();', 'export const at = Date.parse(text);'],
  ['pure-domain', 'domain/ticket/a.ts', 'export const clock = Date.now;', "export const at = Date.UTC(2026, 0, 1);"],
  ['pure-domain', 'domain/ticket/a.ts', "export const clock = Date['now'];", 'export function f(at: Date): Date { return at; }'],
  ['pure-domain', 'domain/ticket/a.ts', 'export const now = new Date();', 'export const at = new Date(0);'],
  ['pure-domain', 'domain/ticket/a.ts', 'export const now = new Date;', 'export const at = new Date(text);'],
  ['pure-domain', 'domain/ticket/a.ts', 'export const chance = Math.random();', 'export const least = Math.min(1, 2);'],
  ['pure-domain', 'domain/ticket/a.ts', 'const { random } = Math;', 'const { length } = list;'],
  ['pure-domain', 'domain/ticket/a.ts', 'export const platform = process.platform;', "export const x = { process: 'OBL' }.process;"],
  ['pure-domain', 'domain/ticket/a.ts', 'export const now = globalThis.Date.now();', 'export const now = clock.now();'],
  ['pure-domain', 'domain/calendar/a.schema.ts', 'export const id = crypto.randomUUID();', 'export interface A { crypto: string }'],
  ['one-reader-of-the-environment', 'api/app.ts', "const level = process.env['JALON_LOG_LEVEL'];", 'process.exitCode = 1;'],
  ['one-reader-of-the-environment', 'workers/main.ts', "const level = process['env'].JALON_LOG_LEVEL;", 'const id = process.pid;'],
  ['one-reader-of-the-environment', 'cli/up/up.ts', 'const { env } = process;', "process.on('SIGTERM', stop);"],
  ['one-reader-of-the-environment', 'relay/main.ts', "import { env } from 'node:process';", "import { once } from 'node:events';"],
  ['settings-where-composed', 'api/app.ts', "import { readSettings } from '../config.ts';", "import { refuse } from '../domain/errors/codes.ts';"],
  ['settings-where-composed', 'db/pool.ts', "import type { settings } from '../config.ts';", "import { projectRoot } from '../project-root.ts';"],
  ['sockets-where-composed', 'api/app.ts', 'app.listen(4000);', 'emitter.on(4000);'],
  ['tests-are-not-imported', 'cli/main.ts', "import { openHouse } from '../test/support/house.ts';", "import { runUp } from './up/command.ts';"],
  ['tests-are-not-imported', 'api/app.ts', "import type { House } from '../test/support/house.ts';", "import express from 'express';"],
  ['a-folder-without-a-law', 'helpers/a.ts', 'export const a = 1;', ''],
];

describe('The laws of the folders', () => {
  it('hold in every source file', () => {
    const violations = violationsBelow(projectRoot(import.meta.url));
    expect(violations.map(({ file, line, law, sentence }) => `${file}:${line} [${law}] ${sentence}`)).toEqual([]);
  });

  it('are held against the whole tree', () => {
    const files = sourceFiles(projectRoot(import.meta.url));
    expect(files).toEqual(expect.arrayContaining(['config.ts', 'cli/build.mjs', 'domain/errors/codes.ts', 'workflows/index.ts', 'test/laws/table.ts']));
    expect(files.some((file) => file.includes('node_modules'))).toBe(false);
  });

  it('have a planted violation each', () => {
    const laws = [...folderLaws.map(({ law }) => law).filter((law) => !lawsThatAllowAll.includes(law)), ...otherLaws];
    expect(new Set(planted.map(([law]) => law))).toEqual(new Set(laws));
  });

  it.each(planted)('%s: in %s, `%s` is seen and `%s` is not', (law, file, violation, lawful) => {
    expect(violationsOf(file, violation).map((found) => found.law)).toEqual([law]);
    if (law !== 'a-folder-without-a-law') expect(violationsOf(file, lawful)).toEqual([]);
  });

  it.each(lawsThatAllowAll)('%s may import whatever it puts together', (law) => {
    const file = folderLaws.find((row) => row.law === law)?.files[0]?.replace('**', 'a.ts') ?? '';
    const imports = ["'pg'", "'@temporalio/worker'", "'node:net'", "'../api/app.ts'", "'../config.ts'"].map((from) => `import a from ${from};`).join('\n');
    expect(violationsOf(file, imports)).toEqual([]);
  });
});
