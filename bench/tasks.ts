// What the page's main thread has done, from a trace of Chromium's (categories "toplevel" and "__metadata").

/** One task of the page's main thread. */
export interface Task {
  /** Of the trace's clock. */
  readonly atMs: number;
  /** Of the thread's own time: other processes make a task longer by the clock, hardly by this. */
  readonly cpuMs: number;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  /** Microseconds. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

export function mainThreadTasks(trace: Buffer): readonly Task[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] }; // the format of Chromium's traces
  const named = (what: string, value: string): readonly TraceEvent[] =>
    traceEvents.filter(({ name, args }) => name === what && args.name === value);
  // Chromium draws parts of its own window as pages, too, in renderers of another name.
  const pages = new Set(named("process_name", "Renderer").map(({ pid }) => pid));
  const mains = new Set(
    named("thread_name", "CrRendererMain")
      .filter(({ pid }) => pages.has(pid))
      .map(({ pid, tid }) => `${pid}.${tid}`),
  );
  return traceEvents
    .filter(({ name, pid, tid }) => name === "ThreadControllerImpl::RunTask" && mains.has(`${pid}.${tid}`))
    .map(({ ts, tdur = 0 }) => ({ atMs: ts / 1000, cpuMs: tdur / 1000 }));
}
