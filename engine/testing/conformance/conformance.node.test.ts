import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readOptions, run } from "./run.node.ts";

const RECORDINGS = join(import.meta.dirname, "recordings");

describe("conformance with a real cluster's recordings", () => {
  // A few that rest on most parts; `npm run conformance` plays them all.
  it.each(["rs-delete-pod", "rc-orphan-and-adopt", "notes-ds-pod-relabel", "sched-topology-spread", "pod-exit-codes-never"])(
    "%s",
    (name) => {
      const lines: string[] = [];
      const code = run({ ...readOptions([], RECORDINGS), only: [name], min: 0.9, verbose: true }, (line) => lines.push(line));
      expect(code, lines.join("\n")).toBe(0);
    },
  );
});
