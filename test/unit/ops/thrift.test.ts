/** The arguments that a worker process is started with do what they are for, in its threads too. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { projectRoot } from '../../../project-root.ts';
import { thrift } from '../../../workers/thrift.ts';

const thread = `
  import { AsyncLocalStorage } from 'node:async_hooks';
  import v8 from 'node:v8';
  let hook = 'set';
  try { v8.promiseHooks.createHook({}); } catch { hook = 'refused'; }
  new AsyncLocalStorage().run(1, async () => console.log(JSON.stringify({ hook, stack: new Error('x').stack.includes(' at ') })));`;

it('a thread of a worker keeps no stack traces of promises, and those of errors all the same', async () => {
  const program = `new (require('node:worker_threads').Worker)(new URL(${JSON.stringify(`data:text/javascript,${encodeURIComponent(thread)}`)}))`;
  const { stdout } = await promisify(execFile)(process.execPath, [...thrift.nodeArguments, '-e', program], { cwd: projectRoot() });
  expect(JSON.parse(stdout)).toEqual({ hook: 'refused', stack: true });
});
