import { describe, expect, it } from "vitest";
import { KUBIA } from "../app/scenarios.ts";
import type { StartOptions } from "./protocol.ts";
import { Simulation } from "./simulation.ts";

const OPTIONS: StartOptions = {
  seed: 7,
  nodes: 3,
  latency: "lifelike",
  registry: "open",
  manifests: [KUBIA],
  settleMs: 60_000,
  speed: 1,
  running: true,
};

function settled(): Simulation {
  const simulation = new Simulation(OPTIONS);
  expect(simulation.applyManifests()).toEqual([]);
  return simulation;
}

function deleteFirst(simulation: Simulation): void {
  const [pod] = simulation.scene.take().pods;
  expect(simulation.handle({ method: "DELETE", path: `/api/v1/namespaces/default/pods/${pod?.name ?? ""}` }).status).toBe(200);
}

describe("Simulation", () => {
  it("shows three ready pods of the example after a minute", () => {
    const { pods, controllers } = settled().scene.take();
    expect(pods.map(({ state }) => state)).toEqual(["ready", "ready", "ready"]);
    expect(controllers.map(({ name, ready, desired }) => [name, ready, desired])).toEqual([["kubia", 3, 3]]);
  });

  it("runs until the picture changes, and not for hours when nothing does", () => {
    const simulation = settled();
    deleteFirst(simulation);
    const from = simulation.now;
    while (!simulation.untilChange(400, simulation.changeEndAt));
    expect(simulation.now - from).toBeLessThan(5000);
    expect(simulation.scene.take().pods.length).toBeGreaterThan(0);
  });

  it("a step in a cluster at peace goes ten seconds at most", () => {
    const simulation = settled();
    const from = simulation.now;
    simulation.step("decision");
    expect(simulation.now - from).toBeLessThanOrEqual(10_000);
  });

  it("steps are gone back one by one, and lead to the same again", () => {
    const simulation = settled();
    deleteFirst(simulation);
    const look = (): string => JSON.stringify([simulation.now, simulation.handle({ method: "GET", path: "/api/v1/pods" }).body]);
    const seen = [look()];
    for (const by of ["decision", "second", "event"] as const) {
      simulation.step(by);
      seen.push(look());
    }
    for (const before of seen.slice(0, -1).toReversed()) {
      expect(simulation.stepBack()).toBe(true);
      expect(look()).toBe(before);
    }
    expect(simulation.stepBack()).toBe(false);
    simulation.step("decision");
    expect(look()).toBe(seen[1]);
  });

  it("a step is not gone back when something was done or the clock ran since", () => {
    const simulation = settled();
    simulation.step("second");
    deleteFirst(simulation);
    expect(simulation.stepBack()).toBe(false);
    simulation.step("second");
    simulation.advance(10, 1000);
    expect(simulation.stepBack()).toBe(false);
    expect(simulation.undoable.undo).toBe(1);
  });

  it("what was refused, only tried or only read is no action to take back", () => {
    const simulation = settled();
    const headers = { "content-type": "application/merge-patch+json" };
    expect(simulation.handle({ method: "DELETE", path: "/api/v1/namespaces/default/pods/nobody" }).status).toBe(404);
    const body = JSON.stringify({ metadata: { labels: { disk: "ssd" } } });
    expect(simulation.handle({ method: "PATCH", path: "/api/v1/nodes/node-1?dryRun=All", headers, body }).status).toBe(200);
    expect(simulation.handle({ method: "GET", path: "/api/v1/pods" }).status).toBe(200);
    expect(simulation.undoable.undo).toBe(0);
    expect(simulation.handle({ method: "PATCH", path: "/api/v1/nodes/node-1", headers, body }).status).toBe(200);
    expect(simulation.undoable.undo).toBe(1);
  });

  it("what changes nothing is no action: it cannot be taken back, and what was undone can still be done again", () => {
    const simulation = settled();
    const [pod] = simulation.scene.take().pods;
    const path = `/api/v1/namespaces/default/pods/${pod?.name ?? ""}`;
    const headers = { "content-type": "application/merge-patch+json" };
    const label = (value: string): number =>
      simulation.handle({ method: "PATCH", path, headers, body: JSON.stringify({ metadata: { labels: { app: value } } }) }).status;
    expect(label("debug")).toBe(200);
    simulation.move("undo");
    expect(simulation.undoable).toEqual({ undo: 0, redo: 1, last: undefined });
    expect(label("kubia")).toBe(200);
    const scale = `/apis/apps/v1/namespaces/default/replicasets/kubia/scale`;
    const body = JSON.stringify({ spec: { replicas: 3 } });
    expect(simulation.handle({ method: "PATCH", path: scale, headers, body }).status).toBe(200);
    expect(simulation.undoable).toEqual({ undo: 0, redo: 1, last: undefined });

    expect(simulation.handle({ method: "DELETE", path }).status).toBe(200);
    const { last } = simulation.undoable;
    expect(simulation.handle({ method: "DELETE", path }).status).toBe(200);
    expect(simulation.undoable).toEqual({ undo: 1, redo: 0, last });
  });

  it("an action of several requests begins with the first that changes something, and is taken back in one", () => {
    const simulation = settled();
    const paths = simulation.scene.take().pods.map(({ name }) => `/api/v1/namespaces/default/pods/${name}`);
    const [first = "", ...others] = paths;
    simulation.handle({ method: "DELETE", path: first });
    const before = simulation.undoable;
    const begun: number[] = [];
    for (const [i, path] of [first, ...others].entries())
      simulation.handle({ method: "DELETE", path }, i > 0, (action) => begun.push(action));
    expect(simulation.undoable.undo).toBe(2);
    expect(begun).toEqual([simulation.undoable.last]);
    simulation.move("undo");
    expect(simulation.undoable).toEqual({ ...before, redo: 1 });
    expect(simulation.scene.take().pods.filter(({ state }) => state === "leaving")).toHaveLength(1);
  });

  it("an action among too many pods cannot be taken back, and undo does not jump over it", () => {
    const simulation = settled();
    deleteFirst(simulation);
    const headers = { "content-type": "application/json" };
    for (let i = 0; i <= 3000; i++) {
      const body = JSON.stringify({ metadata: { name: `pod-${i}` }, spec: { containers: [{ name: "main", image: "nginx" }] } });
      simulation.handle({ method: "POST", path: "/api/v1/namespaces/default/pods", headers, body }, i > 0);
    }
    expect(simulation.undoable.undo).toBe(2);
    simulation.handle({ method: "DELETE", path: "/api/v1/namespaces/default/pods/pod-1" });
    expect(simulation.undoable).toEqual({ undo: 0, redo: 0, last: undefined });
  });

  it("takes an action back, and does it again", () => {
    const simulation = settled();
    const before = simulation.now;
    deleteFirst(simulation);
    simulation.advance(2000, 10_000);
    expect(simulation.move("undo")).toBe(true);
    expect(simulation.now).toBe(before);
    const back = simulation.scene.take();
    expect([back.movedTo, back.pods.map(({ state }) => state)]).toEqual([before, ["ready", "ready", "ready"]]);
    expect(simulation.move("redo")).toBe(true);
    expect(simulation.scene.take().pods.some(({ state }) => state === "leaving")).toBe(true);
    expect(simulation.move("redo")).toBe(false);
  });

  it("previews on a copy what a deletion brings, and leaves the cluster alone", () => {
    const simulation = settled();
    const [pod] = simulation.scene.take().pods;
    const now = simulation.now;
    const preview = simulation.preview([{ method: "DELETE", path: `/api/v1/namespaces/default/pods/${pod?.name ?? ""}` }], 4000);
    expect(preview.born.length).toBe(1);
    expect(preview.leaving).toEqual([pod?.uid]);
    expect(preview.settlesMs).toBeUndefined();
    expect(simulation.now).toBe(now);
    expect(simulation.scene.isEmpty).toBe(true);
  });

  it("foresees when the pods come to rest, and does not when one crashes again and again", () => {
    const simulation = settled();
    const [pod] = simulation.scene.take().pods;
    const deletion = { method: "DELETE", path: `/api/v1/namespaces/default/pods/${pod?.name ?? ""}` };
    const { settlesMs = 0 } = simulation.preview([deletion], 4000, true);
    simulation.handle(deletion);
    simulation.advance(settlesMs - 1, 100_000);
    expect(JSON.parse(String(simulation.handle({ method: "GET", path: "/api/v1/pods" }).body)).items).toHaveLength(4);
    simulation.advance(1, 100_000);
    expect(JSON.parse(String(simulation.handle({ method: "GET", path: "/api/v1/pods" }).body)).items).toHaveLength(3);

    const loop = {
      metadata: { name: "loop" },
      spec: { containers: [{ name: "main", image: "busybox", command: ["sh", "-c", "sleep 2; exit 1"] }] },
    };
    const headers = { "content-type": "application/json" };
    const creation = { method: "POST", path: "/api/v1/namespaces/default/pods", headers, body: JSON.stringify(loop) };
    expect(simulation.preview([creation], 4000, true).settlesMs).toBeUndefined();
  });

  it("a session leads to the same pods at the same instant, played at once or in pieces, and its actions can be undone", () => {
    const simulation = settled();
    deleteFirst(simulation);
    // Two actions of one moment.
    const headers = { "content-type": "application/merge-patch+json" };
    const body = JSON.stringify({ metadata: { labels: { disk: "ssd" } } });
    expect(simulation.handle({ method: "PATCH", path: "/api/v1/nodes/node-1", headers, body }).status).toBe(200);
    simulation.advance(20_000, 100_000);
    const session = simulation.session();
    const list = (one: Simulation): unknown => JSON.parse(String(one.handle({ method: "GET", path: "/api/v1/pods" }).body));
    for (const isSpent of [() => false, () => true]) {
      const again = new Simulation(session.options, session);
      while (!again.replay(isSpent)) expect(again.replayed).toBeLessThanOrEqual(1);
      expect(again.now).toBe(simulation.now);
      expect(list(again)).toEqual(list(simulation));
      expect(again.session()).toEqual(session);
      expect(again.undoable).toEqual(simulation.undoable);
      expect(again.undoable.undo).toBe(2);
    }
  });
});
