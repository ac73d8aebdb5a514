/** What a caller hears when the engine does not find his act: only a journey that is over refuses it for good. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { act, type JourneyServices } from '../../../api/journey/act.ts';
import { completeTaskUpdate } from '../../../workflows/deployment/messages.ts';
import { isRunning } from '../../../workflows/journey/messages.ts';

const notFound = () => new WorkflowNotFoundError('update not found', 'deployment/AFF-2026-000001', undefined);

/** An engine that lost the act, forced: one that is killed does so only now and then. */
function services(status: string, recorded: boolean): JourneyServices {
  const handle = { executeUpdate: () => Promise.reject(notFound()), describe: () => Promise.resolve({ status: { name: status } }) };
  return {
    client: { connection: { withDeadline: (_: number, run: () => unknown) => run() }, workflow: { getHandle: () => handle } },
    pool: { query: () => Promise.resolve({ rows: [{ known: true, type: recorded ? 'taskCompleted' : null, reason: null }] }) },
  } as never;
}

function acting(status: string, recorded = false): Promise<string> {
  const message = { taskId: 'T', input: { comment: 'ok' } as never, meta: { actor: 'a', channel: 'api' as const, commandId: 'c' } };
  return act(services(status, recorded), 'AFF-2026-000001', completeTaskUpdate, message)
    .then(() => 'recorded', (error: unknown) => (error as { refusal?: { code: string } }).refusal?.code ?? String(error));
}

describe('an act that the engine does not find', () => {
  it('is unknown, and asked again, while its journey goes on', async () => { expect(await acting('RUNNING')).toBe('outcome-unknown'); });
  it('is refused once its journey is over', async () => { expect(await acting('COMPLETED')).toBe('wrong-state'); });
  it('is done when it is recorded, whether or not its journey is over', async () => {
    expect(await acting('COMPLETED', true)).toBe('recorded');
    expect(await acting('RUNNING', true)).toBe('recorded');
  });
});

describe('a journey that the engine has forgotten', () => {
  it('is over', async () => { expect(await isRunning({ describe: () => Promise.reject(notFound()) })).toBe(false); });
  it('is not over because the engine is away', async () => {
    await expect(isRunning({ describe: () => Promise.reject(new Error('unavailable')) })).rejects.toThrow('unavailable');
  });
});
