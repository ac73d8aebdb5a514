/** How busy a page was: the tasks of its main thread as the browser traces them, by the clock on the wall and by the processor's, which does not count what else the machine does. */
import type { Browser, Page } from 'playwright-core';

export interface Busy {
  /** Milliseconds of each task: of the wall, of the processor. */
  readonly tasks: readonly { readonly wallMs: number; readonly cpuMs: number }[];
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

const categories = ['-*', 'disabled-by-default-devtools.timeline'];

export async function whileTraced(browser: Browser, page: Page, act: () => Promise<void>): Promise<Busy> {
  await browser.startTracing(page, { categories });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
  const isMain = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`));
  return {
    tasks: traceEvents.flatMap(({ name, ph, pid, tid, dur = 0, tdur = 0 }) => (name === 'RunTask' && ph === 'X' && isMain.has(`${pid} ${tid}`) ? [{ wallMs: dur / 1_000, cpuMs: tdur / 1_000 }] : [])),
  };
}
