import { describe, expect, it } from "vitest";
import type { Cause } from "../../engine/index.ts";
import { runsOf, sharedExit } from "./runs.ts";

let id = 0;
const cause = (seconds: number, rule: string, saw: Cause["saw"]): Cause => ({
  id: id++,
  at: seconds * 1000,
  by: "kubelet node-1",
  verb: "update",
  object: { kind: "Pod", name: "p", namespace: "default", uid: "u" },
  revision: id,
  before: 0,
  rule,
  saw: { container: "c", ...saw },
});

describe("the runs of a container", () => {
  it("end with what is written of the exit, and the next begins with the restart", () => {
    const causes = [
      cause(2, "kubelet.started", {}),
      cause(30, "kubelet.exited", { exitCode: 1 }),
      cause(31, "kubelet.restart", { exitCode: 1 }),
    ];
    expect(runsOf(causes, "c")).toEqual([
      { from: 2000, to: 30_000, exitCode: 1 },
      { from: 31_000, to: undefined, exitCode: undefined },
    ]);
  });

  it("end when the back-off says that they stopped, if the exit itself was not written", () => {
    const causes = [cause(2, "kubelet.started", {}), cause(70, "kubelet.backoff", { sinceStopSeconds: 40, exitCode: 137 })];
    expect(runsOf(causes, "c")).toEqual([{ from: 2000, to: 70_000, exitCode: 137 }]);
  });

  it("end at the restart that followed at once", () => {
    const causes = [cause(2, "kubelet.started", {}), cause(40, "kubelet.restart", { exitCode: 0 })];
    expect(runsOf(causes, "c")[0]).toEqual({ from: 2000, to: 40_000, exitCode: 0 });
  });

  it("are those of the named container only", () => {
    expect(runsOf([cause(2, "kubelet.started", { container: "other" })], "c")).toEqual([]);
  });

  it("share an exit code only when all ended ones have it", () => {
    const ended = (exitCode: number) => ({ from: 0, to: 1, exitCode });
    const running = { from: 2, to: undefined, exitCode: undefined };
    expect(sharedExit([ended(137), ended(137), running])).toBe(137);
    expect(sharedExit([ended(137), ended(1)])).toBeUndefined();
    expect(sharedExit([])).toBeUndefined();
  });
});
