/** Tells each journey, as it starts, where the console is: what it shows in the Temporal Web UI leads there (workflows/journey/console-page.ts). */
import type { WorkflowClientInterceptor } from '@temporalio/client';
import { consoleMemo } from '../workflows/journey/console-page.ts';

export function linkedClient(consoleUrl: string): WorkflowClientInterceptor {
  const memo = { [consoleMemo]: consoleUrl.replace(/\/$/, '') };
  return {
    startWithDetails: (input, next) => next({ ...input, options: { ...input.options, memo: { ...input.options.memo, ...memo } } }),
    startUpdateWithStart: (input, next) => next({ ...input, workflowStartOptions: { ...input.workflowStartOptions, memo: { ...input.workflowStartOptions.memo, ...memo } } }),
  };
}
