// The runs of one container, from what its kubelet wrote on the pod: when each began, when and how it ended. Pure.

import type { Cause } from "../../engine/index.ts";

export interface Run {
  readonly from: number;
  /** Undefined while it runs. */
  readonly to: number | undefined;
  readonly exitCode: number | undefined;
}

/** Oldest first. What the kubelet did between two writes is known by the later one. */
export function runsOf(causes: readonly Cause[], container: string): readonly Run[] {
  const runs: Run[] = [];
  const end = (at: number, code: unknown): void => {
    const last = runs.at(-1);
    if (last === undefined) return;
    const exitCode = typeof code === "number" ? code : undefined;
    if (last.to === undefined) runs[runs.length - 1] = { ...last, to: at, exitCode };
  };
  for (const { rule, at, saw = {} } of causes) {
    if (saw["container"] !== container) continue;
    // What is seen with a back-off is the stop before (KL-89); this one is known since then.
    if (rule === "kubelet.exited" || rule === "kubelet.backoff") end(at, saw["exitCode"]);
    else if (rule === "kubelet.started" || rule === "kubelet.restart") {
      end(at, saw["exitCode"]);
      runs.push({ from: at, to: undefined, exitCode: undefined });
    }
  }
  return runs;
}

/** The code that all ended runs share; undefined when they differ or none has ended. */
export function sharedExit(runs: readonly Run[]): number | undefined {
  const codes = new Set(runs.filter(({ to }) => to !== undefined).map(({ exitCode }) => exitCode));
  return codes.size === 1 ? [...codes][0] : undefined;
}
