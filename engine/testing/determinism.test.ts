// The same seed and inputs give the same history; a snapshot goes on as the cluster it was taken of; every effect has a
// cause that ends at a person, a fault or the clock.

import { describe, expect, test } from "vitest";
import type { WatchEvent } from "../api/request.ts";
import { type Cluster, createCluster, restoreCluster } from "../cluster.ts";
import { newSession, replay, type Session, withInput } from "../session/session.ts";

/** Every host of the engine has it; the engine itself does without, so its types do not. */
declare function structuredClone<T>(value: T): T;

const POD_SPEC = {
  containers: [{ name: "main", image: "nginx", livenessProbe: { httpGet: { path: "/health", port: 80 }, periodSeconds: 5 } }],
};
const TEMPLATE = { metadata: { labels: { app: "web" } }, spec: POD_SPEC };
const SPEC = { selector: { matchLabels: { app: "web" } }, template: TEMPLATE };

const REPLICA_SET = { apiVersion: "apps/v1", kind: "ReplicaSet", metadata: { name: "web" }, spec: { replicas: 4, ...SPEC } };
const DAEMON_SET = {
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "agent" },
  spec: {
    selector: { matchLabels: { app: "agent" } },
    template: { metadata: { labels: { app: "agent" } }, spec: { containers: [{ name: "c", image: "luksa/ssd-monitor" }] } },
  },
};

interface Deed {
  readonly afterMs: number;
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly type?: string;
}

const DEEDS: readonly Deed[] = [
  { afterMs: 0, method: "POST", path: "/apis/apps/v1/namespaces/default/replicasets", body: REPLICA_SET },
  { afterMs: 3_000, method: "POST", path: "/apis/apps/v1/namespaces/default/daemonsets", body: DAEMON_SET },
  {
    afterMs: 20_000,
    method: "PATCH",
    path: "/api/v1/nodes/node-2",
    body: { metadata: { labels: { disk: "ssd" } } },
    type: "application/merge-patch+json",
  },
  {
    afterMs: 40_000,
    method: "PATCH",
    path: "/apis/apps/v1/namespaces/default/replicasets/web/scale",
    body: { spec: { replicas: 2 } },
    type: "application/merge-patch+json",
  },
  { afterMs: 90_000, method: "DELETE", path: "/apis/apps/v1/namespaces/default/daemonsets/agent" },
];

/** Plays the deeds and gives a line for each write that the cluster made. */
function play(cluster: Cluster, deeds: readonly Deed[] = DEEDS, untilMs = 150_000): readonly string[] {
  const lines: string[] = [];
  const note = (kind: string) => (event: WatchEvent) => {
    lines.push(`${cluster.now} ${kind} ${event.type} ${JSON.stringify(event.object)}`);
  };
  const resources = ["/api/v1/pods", "/api/v1/nodes", "/api/v1/events", "/apis/apps/v1/replicasets", "/apis/apps/v1/daemonsets"];
  const stops = resources.map((path) => cluster.watch({ method: "GET", path: `${path}?watch=1` }, note(path)));
  const start = cluster.now;
  for (const deed of deeds) {
    cluster.advance(start + deed.afterMs - cluster.now);
    perform(cluster, deed);
  }
  cluster.advance(start + untilMs - cluster.now);
  for (const stop of stops) stop();
  return lines;
}

function requestOf(deed: Deed): { method: string; path: string; headers: Record<string, string>; body?: string } {
  const { method, path, body, type = "application/json" } = deed;
  return { method, path, headers: { "content-type": type }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
}

function perform(cluster: Cluster, deed: Deed): void {
  const answer = cluster.handle(requestOf(deed));
  expect([200, 201], String(answer.body)).toContain(answer.status);
}

describe("determinism", () => {
  test("the same seed and inputs give the same history, write by write", () => {
    expect(play(createCluster({ seed: 11 }))).toEqual(play(createCluster({ seed: 11 })));
  });

  test("another seed gives another history", () => {
    expect(play(createCluster({ seed: 11 }))).not.toEqual(play(createCluster({ seed: 12 })));
  });

  test("how the time is cut into slices does not matter", () => {
    const whole = createCluster({ seed: 5 });
    const sliced = createCluster({ seed: 5 });
    perform(whole, DEEDS[0] as Deed);
    perform(sliced, DEEDS[0] as Deed);
    whole.advance(60_000);
    const end = sliced.now + 60_000;
    while (sliced.now < end) sliced.advance(Math.min(137, end - sliced.now), { happenings: 3 });
    expect(sliced.snapshot()).toEqual(whole.snapshot());
  });
});

describe("snapshots", () => {
  test.each([500, 3_200, 31_000, 95_000])("taken at %i ms and restored, a cluster goes on as the one it was taken of", (atMs) => {
    const cluster = createCluster({ seed: 3 });
    const early = DEEDS.filter((deed) => deed.afterMs <= atMs);
    play(cluster, early, atMs);
    const text = JSON.stringify([...cluster.snapshot().store.tables.keys()]);
    const restored = restoreCluster(structuredClone(cluster.snapshot()));
    expect(JSON.stringify([...restored.snapshot().store.tables.keys()])).toBe(text);
    const later = DEEDS.filter((deed) => deed.afterMs > atMs).map((deed) => ({ ...deed, afterMs: deed.afterMs - atMs }));
    expect(play(restored, later, 100_000)).toEqual(play(cluster, later, 100_000));
    expect(restored.snapshot()).toEqual(cluster.snapshot());
  });

  test("a fork leaves the cluster that it came from alone", () => {
    const cluster = createCluster({ seed: 4 });
    play(cluster, DEEDS.slice(0, 2), 10_000);
    const before = structuredClone(cluster.snapshot());
    const fork = cluster.fork();
    perform(fork, { afterMs: 0, method: "DELETE", path: "/apis/apps/v1/namespaces/default/replicasets/web" });
    fork.advance(60_000);
    expect(cluster.snapshot()).toEqual(before);
  });
});

describe("sessions", () => {
  test("seed and inputs are enough to have the whole history again", () => {
    const options = { seed: 21 };
    const cluster = createCluster(options);
    let session: Session = newSession(options);
    const start = cluster.now;
    for (const deed of DEEDS) {
      cluster.advance(start + deed.afterMs - cluster.now);
      session = withInput(session, cluster, requestOf(deed));
      perform(cluster, deed);
    }
    cluster.advance(25_000);
    const again = replay(structuredClone(session), cluster.now);
    expect(again.snapshot()).toEqual(cluster.snapshot());
  });
});

describe("causes", () => {
  test("following causes from any write ends at a person, the bootstrap or the clock", () => {
    const cluster = createCluster({ seed: 9 });
    play(cluster);
    const { causes } = cluster.snapshot();
    expect(causes.byId.size).toBeGreaterThan(100);
    for (const cause of causes.byId.values()) {
      const seen = new Set<number>();
      let at = cause;
      while (at.trigger) {
        expect(seen.has(at.id), `a circle of causes at ${at.id}`).toBe(false);
        seen.add(at.id);
        const next = causes.byId.get(at.trigger);
        if (next === undefined) break; // forgotten: older than what is kept
        expect(next.id).toBeLessThan(at.id);
        at = next;
      }
      expect(cause.by, JSON.stringify(cause)).not.toBe("");
      expect(cause.rule, JSON.stringify(cause)).not.toBe("");
    }
  });

  test("a replacement names the delete that called for it", () => {
    const cluster = createCluster({ seed: 9 });
    play(cluster, DEEDS.slice(0, 1), 15_000);
    const pods = (): { metadata: { name: string; namespace: string; uid: string } }[] =>
      (
        JSON.parse(String(cluster.handle({ method: "GET", path: "/api/v1/namespaces/default/pods" }).body)) as {
          items: ReturnType<typeof pods>;
        }
      ).items;
    const before = new Set(pods().map((pod) => pod.metadata.name));
    const [victim] = before;
    perform(cluster, { afterMs: 0, method: "DELETE", path: `/api/v1/namespaces/default/pods/${victim}` });
    cluster.advance(1_000);
    const made = pods().find((pod) => !before.has(pod.metadata.name));
    expect(made).toBeDefined();
    const first = cluster.causes({ kind: "Pod", ...made?.metadata, name: made?.metadata.name ?? "" })[0];
    expect(first).toMatchObject({ by: "replicaset-controller", rule: "replicaset.create", saw: { have: 3 }, wanted: { replicas: 4 } });
    const trigger = cluster.cause(first?.trigger ?? 0);
    expect(trigger).toMatchObject({ verb: "delete", object: { kind: "Pod", name: victim } });
  });
});
