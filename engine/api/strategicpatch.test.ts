import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createStrategicPatch, createThreeWayStrategicPatch } from "./strategicdiff.ts";
import { applyStrategicPatch, StrategicPatchError } from "./strategicpatch.ts";

const POD = "io.k8s.api.core.v1.Pod";
const DEPLOYMENT = "io.k8s.api.apps.v1.Deployment";
type Json = Record<string, unknown>;

const containers = (...names: string[]): Json => ({ spec: { containers: names.map((name) => ({ name, image: `${name}:1` })) } });
const namesOf = (pod: Json): unknown =>
  (pod as { spec: { containers: { name: string }[] } }).spec.containers.map(({ name }) => name).join(" ");

describe("strategic merge patches", () => {
  it.each<[string, Json, string]>([
    ["puts a new element before those only the server has", { spec: { containers: [{ name: "c" }] } }, "c a b"],
    ["keeps the place of a known element", { spec: { containers: [{ name: "b", image: "x" }] } }, "a b"],
    ["removes an element by directive", { spec: { containers: [{ name: "a", $patch: "delete" }] } }, "b"],
    ["replaces the whole list by directive", { spec: { containers: [{ $patch: "replace" }, { name: "z" }] } }, "z"],
    ["follows the order that is asked for", { spec: { "$setElementOrder/containers": [{ name: "b" }, { name: "a" }] } }, "b a"],
    [
      "orders a new element among the others",
      { spec: { "$setElementOrder/containers": [{ name: "a" }, { name: "c" }, { name: "b" }], containers: [{ name: "c" }] } },
      "a c b",
    ],
  ])("%s (API-85, API-86)", (_what, patch, names) => {
    expect(namesOf(applyStrategicPatch(POD, containers("a", "b"), patch))).toBe(names);
  });

  it("merges elements by their key and replaces atomic lists (API-87)", () => {
    const original = { spec: { containers: [{ name: "a", image: "x", command: ["p", "q"], ports: [{ containerPort: 80, name: "w" }] }] } };
    const patch = { spec: { containers: [{ name: "a", command: ["r"], ports: [{ containerPort: 80, hostPort: 8 }] }] } };
    expect(applyStrategicPatch(POD, original, patch)).toEqual({
      spec: { containers: [{ name: "a", image: "x", command: ["r"], ports: [{ containerPort: 80, name: "w", hostPort: 8 }] }] },
    });
  });

  it("deletes keys by null, empties and replaces maps by directive (API-85, API-86)", () => {
    const original = { metadata: { labels: { a: "1", b: "2" }, annotations: { x: "y" } } };
    const patch = { metadata: { labels: { $patch: "replace", c: "3" }, annotations: null } };
    expect(applyStrategicPatch(POD, original, patch)).toEqual({ metadata: { labels: { c: "3" } } });
    expect(applyStrategicPatch(POD, original, { metadata: { labels: { $patch: "delete" } } })["metadata"]).toMatchObject({ labels: {} });
  });

  it("treats finalizers as a set (API-88)", () => {
    const original = { metadata: { finalizers: ["a/x", "b/y"] } };
    const patch = { metadata: { "$deleteFromPrimitiveList/finalizers": ["a/x"], finalizers: ["c/z"] } };
    expect(applyStrategicPatch(POD, original, patch)).toEqual({ metadata: { finalizers: ["c/z", "b/y"] } });
  });

  it("drops the keys that $retainKeys does not name (API-86)", () => {
    const original = { spec: { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } } } };
    const patch = { spec: { strategy: { $retainKeys: ["type"], type: "Recreate" } } };
    expect(applyStrategicPatch(DEPLOYMENT, original, patch)).toEqual({ spec: { strategy: { type: "Recreate" } } });
  });

  it("refuses an element without its key (API-85)", () => {
    expect(() => applyStrategicPatch(POD, containers("a"), { spec: { containers: [{ image: "nginx" }] } })).toThrow(
      new StrategicPatchError("map: map[image:nginx] does not contain declared merge key: name"),
    );
  });
});

describe("making strategic merge patches", () => {
  it("removes what was applied and is no longer wanted, and leaves what others set (API-227)", () => {
    const original = { metadata: { labels: { a: "1", gone: "x" } }, spec: { replicas: 2 } };
    const modified = { metadata: { labels: { a: "2" } }, spec: {} };
    const current = { metadata: { labels: { a: "1", gone: "x", other: "y" } }, spec: { replicas: 5, paused: true } };
    expect(createThreeWayStrategicPatch(DEPLOYMENT, original, modified, current)).toEqual({
      metadata: { labels: { a: "2", gone: null } },
      spec: { replicas: null },
    });
  });

  it("names the order of a list that changes, as kubectl apply does", () => {
    const wanted = { spec: { template: containers("a", "b") } };
    const live = { spec: { template: { spec: { containers: [{ name: "a", image: "a:0" }] } } } };
    expect(createThreeWayStrategicPatch(DEPLOYMENT, {}, wanted, live)).toEqual({
      spec: {
        template: {
          spec: {
            "$setElementOrder/containers": [{ name: "a" }, { name: "b" }],
            containers: [
              { image: "a:1", name: "a" },
              { image: "b:1", name: "b" },
            ],
          },
        },
      },
    });
  });

  it("is empty when nothing differs", () => {
    const deployment = { metadata: { name: "d", labels: { a: "b" } }, spec: { template: containers("a") } };
    expect(createThreeWayStrategicPatch(DEPLOYMENT, deployment, deployment, { ...deployment, status: { replicas: 1 } })).toEqual({});
  });

  it("makes of one object the other, up to the order of keyed lists", () => {
    const anyName = fc.constantFrom("a", "b", "c", "d");
    const anyContainer = (name: string): fc.Arbitrary<Json> =>
      fc.record(
        {
          name: fc.constant(name),
          image: fc.constantFrom("x", "y"),
          args: fc.array(fc.constantFrom("p", "q"), { minLength: 1, maxLength: 2 }),
          env: fc.uniqueArray(anyName, { minLength: 1 }).map((names) => names.map((env) => ({ name: env, value: env + name }))),
        },
        { requiredKeys: ["name"] },
      );
    const anyPod = fc.record({
      metadata: fc.record({ labels: fc.dictionary(anyName, fc.constantFrom("1", "2")) }),
      spec: fc.record({
        containers: fc.uniqueArray(anyName, { minLength: 1 }).chain((names) => fc.tuple(...names.map(anyContainer))),
        nodeName: fc.constantFrom("n1", "n2"),
      }),
    });
    fc.assert(
      fc.property(anyPod, anyPod, (before, after) => {
        const patched = applyStrategicPatch(POD, before, createStrategicPatch(POD, before, after));
        expect(unordered(patched)).toEqual(unordered(after));
        const applied = applyStrategicPatch(POD, before, createThreeWayStrategicPatch(POD, before, after, before));
        expect(namesOf(applied as Json)).toBe(namesOf(after));
      }),
      { seed: 11, numRuns: 500 },
    );
  });
});

/** Keyed lists as maps, so that their order does not count. */
function unordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.every((item) => typeof item === "object")
      ? Object.fromEntries(value.map((item) => [(item as Json)["name"], unordered(item)]))
      : value;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unordered(item)]));
}
