// Each clause both ways, on the real cluster: the start does not meet it, a good history does, a wrong one does not.

import { beforeAll, describe, expect, it } from "vitest";
import { EXAMPLES, type ExampleId, exampleOf } from "./examples.ts";
import { GOALS, type GoalView } from "./goals.ts";
import { Play } from "./testPlay.ts";
import { type Step, WAYS } from "./ways.ts";

function met(id: ExampleId, view: GoalView): readonly boolean[] {
  return GOALS[id].map(({ check }) => check(view).met);
}

const startOf = (id: ExampleId): "empty" | "first" => (id === "replicaset" ? "first" : "empty");

function play(id: ExampleId, steps: readonly Step[]): readonly boolean[] {
  return met(id, new Play(id, startOf(id)).do(steps).view);
}

const apply = (id: ExampleId): string => `kubectl apply -f ${exampleOf(id).files[0]?.name}`;

const YES = true;
const NO = false;
const relabel = (label: string): string => `kubectl label pod $1 ${label} --overwrite`;

const TABLE: readonly (readonly [ExampleId, what: string, steps: readonly Step[], met: readonly boolean[]])[] = [
  ["replicaset", "a pod deleted, then the rest", ["kubectl delete pod $1 --wait=false", 40], [YES, YES, NO]],
  ["replicaset", "a pod relabelled", [relabel("app=debug"), 20], [NO, NO, YES]],
  [
    "replicaset",
    "scaled down and up: nobody but the controller deleted",
    ["kubectl scale rs kubia --replicas=2", 2, "kubectl scale rs kubia --replicas=3", 40],
    [NO, NO, NO],
  ],
  ["replicaset", "the controller deleted with its pods", ["kubectl delete rs kubia --wait=false", 40], [NO, NO, NO]],

  ["liveness", "until it reads CrashLoopBackOff", [apply("liveness"), 420], [YES, YES, NO]],
  ["liveness", "for twenty seconds", [apply("liveness"), 20], [NO, NO, NO]],
  ["liveness", "mended, for three minutes", ["mend", apply("liveness"), 180], [NO, NO, YES]],

  ["replicationcontroller", "only applied", [apply("replicationcontroller"), 20], [NO, NO, YES]],
  ["replicationcontroller", "one let go", [apply("replicationcontroller"), 20, relabel("app=foo"), 20], [YES, NO, YES]],
  [
    "replicationcontroller",
    "let go and taken back",
    [apply("replicationcontroller"), 20, relabel("app=foo"), 10, relabel("app=kubia"), 40],
    [YES, YES, YES],
  ],
  [
    "replicationcontroller",
    "deleted on the way",
    [apply("replicationcontroller"), 20, "kubectl delete rc kubia --wait=false", 40, apply("replicationcontroller"), 20],
    [NO, NO, NO],
  ],

  ["rsIn", "another value that matches", [apply("rsIn"), 20, relabel("app=kubia-canary"), 10], [YES, NO]],
  ["rsIn", "a value that does not", [apply("rsIn"), 20, relabel("app=web"), 10], [NO, YES]],
  ["rsIn", "only applied", [apply("rsIn"), 20], [NO, NO]],

  ["rsNotIn", "env=prod", [apply("rsNotIn"), 20, relabel("env=prod"), 20], [YES, YES]],
  ["rsNotIn", "another value of env", [apply("rsNotIn"), 20, relabel("env=test"), 20], [NO, NO]],
  ["rsNotIn", "let go for another reason", [apply("rsNotIn"), 20, relabel("app=other"), 20], [NO, NO]],

  ["rsExists", "another value", [apply("rsExists"), 20, relabel("env=prod"), 10], [YES, NO]],
  ["rsExists", "no value", [apply("rsExists"), 20, relabel("env-"), 10], [NO, YES]],

  ["rsDoesNotExist", "the label added", [apply("rsDoesNotExist"), 20, relabel("debug=true"), 20], [YES, YES]],
  ["rsDoesNotExist", "another label added", [apply("rsDoesNotExist"), 20, relabel("env=dev"), 20], [NO, NO]],

  ["ssdMonitor", "applied without any label", [apply("ssdMonitor"), 20], [NO, NO]],
  ["ssdMonitor", "one node labelled", [apply("ssdMonitor"), 5, "kubectl label node node-2 disk=ssd", 20], [YES, NO]],
  [
    "ssdMonitor",
    "the label changed",
    [apply("ssdMonitor"), 5, "kubectl label node node-2 disk=ssd", 20, "kubectl label node node-2 disk=hdd --overwrite", 40],
    [NO, YES],
  ],
  [
    "ssdMonitor",
    "and set on another node",
    [
      apply("ssdMonitor"),
      5,
      "kubectl label node node-2 disk=ssd",
      20,
      "kubectl label node node-2 disk=hdd --overwrite",
      40,
      "kubectl label node node-3 disk=ssd",
      20,
    ],
    [YES, YES],
  ],

  ["dsAndRs", "both applied", ["kubectl apply -f my-daemonset.yaml", "kubectl apply -f my-replicaset.yaml", 30], [YES, NO, NO]],
  ["dsAndRs", "only one applied", ["kubectl apply -f my-daemonset.yaml", 30], [NO, NO, NO]],
  [
    "dsAndRs",
    "a DaemonSet pod relabelled, then the DaemonSet deleted",
    [
      "kubectl apply -f my-daemonset.yaml",
      20,
      relabel("app=other"),
      10,
      "kubectl apply -f my-replicaset.yaml",
      20,
      "kubectl delete ds my-daemonset --wait=false",
      40,
    ],
    [YES, YES, YES],
  ],
  [
    "dsAndRs",
    "the ReplicaSet deleted instead",
    ["kubectl apply -f my-daemonset.yaml", "kubectl apply -f my-replicaset.yaml", 30, "kubectl delete rs my-replicaset --wait=false", 40],
    [YES, NO, NO],
  ],

  ["oldVersion", "applied as it stands", [apply("oldVersion"), 5], [YES, NO, NO]],
  ["oldVersion", "put right and applied", [apply("oldVersion"), "mend", apply("oldVersion"), 30], [YES, YES, YES]],
  ["oldVersion", "put right before it was ever tried", ["mend", apply("oldVersion"), 30], [NO, NO, NO]],
  ["wrongIndent", "applied as it stands", [apply("wrongIndent"), 5], [YES, NO, NO]],
  ["wrongIndent", "put right and applied", [apply("wrongIndent"), "mend", apply("wrongIndent"), 10], [YES, YES, YES]],
  ["wrongIndent", "the other file applied", ["mend", "kubectl apply -f other.yaml", 10], [NO, NO, NO]],
  ["wrongIndent", "a second copy of it", ["mend", "kubectl apply -f liveness-as-printed-2.yaml", 10], [YES, NO, NO]],
  ["wrongIndent", "a file that is not there", ["kubectl apply -f liveness-as-printed-2.yaml", 10], [NO, NO, NO]],
  ["wrongNesting", "applied as it stands", [apply("wrongNesting"), 5], [YES, NO, NO]],
  ["wrongNesting", "put right before it was ever tried", ["mend", apply("wrongNesting"), 10], [NO, NO, NO]],
  ["wrongNesting", "put right and applied", [apply("wrongNesting"), "mend", apply("wrongNesting"), 10], [YES, YES, YES]],
  [
    "wrongNesting",
    "put right, applied, deleted",
    [apply("wrongNesting"), "mend", apply("wrongNesting"), 10, "kubectl delete ds ssd-monitor --wait=false", 10],
    [YES, YES, NO],
  ],
];

describe("clauses", () => {
  let starts: ReadonlyMap<ExampleId, GoalView>;
  beforeAll(() => {
    const [empty, first] = [new Play("liveness", "empty").view, new Play("replicaset", "first").view];
    starts = new Map(EXAMPLES.map(({ id }) => [id, id === "replicaset" ? first : empty]));
  });

  it.each(EXAMPLES.map(({ id }) => id))("%s: the start meets none", (id) => {
    const view = starts.get(id);
    expect(GOALS[id].length).toBeGreaterThanOrEqual(2);
    expect(view && met(id, view)).toEqual(GOALS[id].map(() => false));
  });

  it.each(TABLE)("%s: %s", (id, _, steps, expected) => expect(play(id, steps)).toEqual(expected));

  it.each(EXAMPLES.map(({ id }) => id))("%s: the shortest known way meets all, from a cluster without its objects", (id) => {
    const { of, steps } = WAYS[id];
    expect(met(id, new Play(id, "empty", of).do(steps).view)).toEqual(GOALS[id].map(() => true));
  });

  it.each(EXAMPLES.map(({ id }) => id))("%s: no step of the shortest known way can be left out", (id) => {
    const { of, steps } = WAYS[id];
    for (const [i, step] of steps.entries()) {
      if (typeof step === "number") continue;
      const without = steps.filter((_, at) => at !== i);
      expect(met(id, new Play(id, "empty", of).do(without).view), `without ${step}`).toContain(false);
    }
  });

  it("each clause is met by some history and not by another", () => {
    for (const { id } of EXAMPLES)
      for (const [i] of GOALS[id].entries()) {
        const seen = TABLE.filter(([example]) => example === id).map(([, , , expected]) => expected[i]);
        expect(seen, `${id} ${i}`).toEqual(expect.arrayContaining([YES, NO]));
      }
  });
});
