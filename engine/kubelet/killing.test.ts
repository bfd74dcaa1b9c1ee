// Who is stopped when, and what a preStop hook has to do with it (KL-105 to KL-110).

import { describe, expect, it } from "vitest";
import type { Container } from "../api/types.generated.ts";
import { TestNode } from "../testing/kubeletnode.ts";

/** A node that notes when a container ends: `m 6`, in seconds. */
class Ending extends TestNode {
  readonly ends: string[] = [];
  constructor() {
    super();
    const { runtime } = this;
    const { onExit } = runtime;
    runtime.onExit = (podUid, id) => {
      this.ends.push(`${runtime.inspect(id)?.name} ${Math.round(this.now)}`);
      onExit(podUid, id);
    };
  }
}

const box = { image: "busybox", imagePullPolicy: "IfNotPresent" };
/** Ends within a second of its SIGTERM. */
const polite = { ...box, command: ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 1; done"] };
const sidecar = (name: string, more: object = {}): Container =>
  ({ name, ...polite, restartPolicy: "Always", resources: {}, ...more }) as unknown as Container; // as a manifest may be

describe("a pod's sidecars", () => {
  it("are stopped one after the other as soon as the containers before them have ended (KL-110)", () => {
    const node = new Ending();
    node.pod({
      initContainers: [sidecar("s1"), sidecar("s2")],
      containers: [{ name: "m", ...polite }],
      terminationGracePeriodSeconds: 30,
    });
    node.world.advance(5_500);
    node.delete();
    node.world.advance(60_000);
    expect(node.ends).toEqual(["m 6", "s2 7", "s1 8"]);
    expect(node.states().at(-1)).toBe("gone");
  });

  it("are stopped when the grace is over, whoever still runs (KL-110)", () => {
    const node = new Ending();
    node.pod({
      initContainers: [sidecar("s1"), sidecar("s2")],
      containers: [{ name: "m", image: "stubborn", imagePullPolicy: "IfNotPresent" }],
      terminationGracePeriodSeconds: 10,
    });
    node.world.advance(5_300);
    node.delete();
    node.world.advance(60_000);
    expect(node.ends.toSorted()).toEqual(["m 15", "s1 16", "s2 16"]);
  });
});
