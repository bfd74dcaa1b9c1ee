// Each question, graded on a fork that runs ahead, against the same thing really done. Which answer is right stands here
// only to show that it follows the cluster: another cluster, another answer.

import { describe, expect, it } from "vitest";
import type { Asked, Future } from "./asked.ts";
import { EXAMPLES, type ExampleId, exampleOf } from "./examples.ts";
import { QUESTIONS } from "./questions.ts";
import { Play } from "./testPlay.ts";
import type { Step } from "./ways.ts";

const apply = (id: ExampleId): string => `kubectl apply -f ${exampleOf(id).files[0]?.name}`;
const edited =
  (file: string, from: string, to: string) =>
  (play: Play): void =>
    play.file(file, (play.view.files[file] ?? "").replace(from, to));

interface Case {
  readonly id: ExampleId;
  readonly question: number;
  readonly what: string;
  readonly steps: readonly Step[];
  readonly prepare?: (play: Play) => void;
  readonly answer: string;
}

const CASES: readonly Case[] = [
  { id: "replicaset", question: 0, what: "three wanted", steps: [], answer: "3" },
  { id: "replicaset", question: 0, what: "five wanted", steps: ["kubectl scale rs kubia --replicas=5", 20], answer: "5" },
  { id: "replicaset", question: 1, what: "app=debug", steps: [], answer: "loose" },

  { id: "liveness", question: 0, what: "the probe fails", steps: [], answer: "0" },
  { id: "liveness", question: 0, what: "mended", steps: ["mend"], answer: "none" },
  { id: "liveness", question: 1, what: "the probe fails", steps: [], answer: "CrashLoopBackOff" },
  { id: "liveness", question: 1, what: "mended", steps: ["mend"], answer: "Running" },
  { id: "liveness", question: 2, what: "nobody owns it", steps: [apply("liveness"), 20], answer: "none" },
  {
    id: "liveness",
    question: 2,
    what: "it takes long to end",
    steps: [apply("liveness"), 20],
    prepare: edited(
      "liveness-pod.yaml",
      "  containers:\n  - name: my-app\n",
      '  terminationGracePeriodSeconds: 90\n  containers:\n  - name: my-app\n    command: ["sleep", "3600"]\n',
    ),
    answer: "leaving",
  },

  {
    id: "replicationcontroller",
    question: 0,
    what: "let go before",
    steps: [apply("replicationcontroller"), 20, "kubectl label pod $1 app=foo --overwrite", 20],
    answer: "practice.choice.youngest",
  },
  { id: "replicationcontroller", question: 1, what: "app=foo", steps: [apply("replicationcontroller"), 20], answer: "4" },

  { id: "rsIn", question: 0, what: "a value of the list", steps: [apply("rsIn"), 20], answer: "owned" },
  {
    id: "rsIn",
    question: 0,
    what: "the list is shorter",
    steps: [apply("rsIn"), 20],
    prepare: edited("kubia-in.yaml", "      - kubia-canary\n", ""),
    answer: "loose",
  },
  { id: "rsIn", question: 1, what: "another value", steps: [apply("rsIn"), 20], answer: "loose" },
  { id: "rsNotIn", question: 0, what: "env=prod", steps: [apply("rsNotIn"), 20], answer: "4" },
  {
    id: "rsNotIn",
    question: 0,
    what: "another value is forbidden",
    steps: [apply("rsNotIn"), 20],
    prepare: edited("kubia-notin.yaml", "- prod", "- test"),
    answer: "3",
  },
  { id: "rsNotIn", question: 1, what: "env=test", steps: [apply("rsNotIn"), 20], answer: "owned" },
  { id: "rsExists", question: 0, what: "another value", steps: [apply("rsExists"), 20], answer: "owned" },
  { id: "rsExists", question: 1, what: "no value", steps: [apply("rsExists"), 20], answer: "loose" },
  { id: "rsDoesNotExist", question: 0, what: "debug=true", steps: [apply("rsDoesNotExist"), 20], answer: "3" },
  {
    id: "rsDoesNotExist",
    question: 0,
    what: "scaled to one",
    steps: [apply("rsDoesNotExist"), 20, "kubectl scale rs kubia-plain --replicas=1", 40],
    answer: "1",
  },

  { id: "ssdMonitor", question: 0, what: "the first node", steps: [apply("ssdMonitor"), 5], answer: "1" },
  {
    id: "ssdMonitor",
    question: 0,
    what: "the second node",
    steps: [apply("ssdMonitor"), "kubectl label node node-2 disk=ssd", 20],
    answer: "2",
  },
  {
    id: "ssdMonitor",
    question: 1,
    what: "disk=hdd",
    steps: [apply("ssdMonitor"), "kubectl label node node-2 disk=ssd", 20],
    answer: "gone",
  },

  {
    id: "dsAndRs",
    question: 0,
    what: "both have pods",
    steps: ["kubectl apply -f my-daemonset.yaml", "kubectl apply -f my-replicaset.yaml", 20],
    answer: "3",
  },
  { id: "dsAndRs", question: 1, what: "only the DaemonSet", steps: ["kubectl apply -f my-daemonset.yaml", 20], answer: "own" },

  { id: "oldVersion", question: 0, what: "as it is", steps: [], answer: "kind" },
  { id: "oldVersion", question: 0, what: "mended", steps: ["mend"], answer: "created" },
  { id: "wrongIndent", question: 0, what: "as printed", steps: [], answer: "syntax" },
  { id: "wrongIndent", question: 0, what: "mended", steps: ["mend"], answer: "created" },
  { id: "wrongNesting", question: 0, what: "as printed", steps: [], answer: "field" },
  {
    id: "wrongNesting",
    question: 0,
    what: "mended",
    steps: ["mend"],
    answer: "created",
  },
];

function asked({ id, question, steps, prepare }: Case): { readonly play: Play; readonly asked: Asked } {
  const play = new Play(id, id === "replicaset" ? "first" : "empty");
  prepare?.(play);
  play.do(steps);
  const found = QUESTIONS[id][question]?.(play.view);
  if (found === undefined) throw new Error(`${id} ${question} is not asked`);
  return { play, asked: found };
}

/** What the measure says after the line was really typed and the time has really passed. */
function reallyDone(play: Play, { deed, measure }: Asked): string {
  const { failed, out } = play.type(deed.line, deed.forMs);
  const { pods, controllers } = play.view;
  const future: Future = { pods: [...pods.values()], controllers: [...controllers.values()], failed, out };
  return measure(future);
}

describe("Questions", () => {
  it.each(CASES.map((one) => [`${one.id} ${one.question}: ${one.what}`, one] as const))("%s", (_, one) => {
    const { play, asked: question } = asked(one);
    const future = play.forecast(question.deed);
    expect(future.reached).toBe(true);
    const foretold = question.measure(future);
    const ids = question.choices.map(({ id }) => id);
    expect(ids).toContain(foretold);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(2);
    // A pod's name is not known before; what is said of it is.
    expect([foretold, question.choices.find(({ id }) => id === foretold)?.words?.text]).toContain(one.answer);
    expect(reallyDone(play, question)).toBe(foretold);
  });

  it("each example has a question, and each question is asked of some cluster here", () => {
    for (const { id } of EXAMPLES) {
      expect(QUESTIONS[id].length).toBeGreaterThanOrEqual(1);
      for (const question of QUESTIONS[id].keys())
        expect(
          CASES.some((one) => one.id === id && one.question === question),
          `${id} ${question}`,
        ).toBe(true);
    }
  });

  it("the cluster does not notice that it was run ahead", () => {
    const play = new Play("replicaset", "first");
    const before = JSON.stringify([...play.view.pods.values()]);
    const question = QUESTIONS.replicaset[0]?.(play.view);
    if (question !== undefined) play.forecast(question.deed);
    play.pass(5);
    expect(JSON.stringify([...play.view.pods.values()])).toBe(before);
  });

  it("is not asked while its occasion is missing", () => {
    const play = new Play("replicationcontroller", "empty");
    expect(QUESTIONS.replicationcontroller.map((question) => question(play.view))).toEqual([undefined, undefined]);
    expect(QUESTIONS.dsAndRs.map((question) => question(play.view))).toEqual([undefined, undefined]);
  });

  it("what was decided on the way is told with the outcome", () => {
    const play = new Play("replicaset", "first");
    const question = QUESTIONS.replicaset[0]?.(play.view);
    if (question === undefined) throw new Error("not asked");
    const rules = play.forecast(question.deed).causes.filter(({ rule }) => question.tells.test(rule));
    expect(rules.map(({ rule }) => rule)).toEqual(["replicaset.create"]);
  });
});
