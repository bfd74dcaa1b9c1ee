// postStart hooks (KL-50): they hold up the sync, and one that fails takes its container with it.

import { describe, expect, it } from "vitest";
import type { Container, Event } from "../api/types.generated.ts";
import { copyState } from "../sim/copy.ts";
import { TestNode } from "../testing/kubeletnode.ts";

const box = { image: "busybox", imagePullPolicy: "IfNotPresent" };
const deaf = { ...box, command: ["sh", "-c", "trap '' TERM; while :; do sleep 1; done"] };
const next = { name: "n", ...box, command: ["sleep", "1000"] };
const exec = (script: string): Container["lifecycle"] => ({ postStart: { exec: { command: ["sh", "-c", script] } } });

/** Each time an event of a container is told: `5 Killing m`. */
function told(node: TestNode): string[] {
  const list: string[] = [];
  node.world.client.watch("Event", ({ type, object }) => {
    const { involvedObject, reason }: Event = object;
    const container = /\{(.*)\}/.exec(involvedObject.fieldPath ?? "")?.[1];
    if (type !== "DELETED" && container !== undefined && reason !== "Pulled" && reason !== "Created")
      list.push(`${Math.round(node.now * 10) / 10} ${reason} ${container}`);
  });
  return list;
}

describe("a postStart hook that fails", () => {
  it("does so at its end, and the next container waits until this one is dead (KL-38, KL-50)", () => {
    const node = new TestNode();
    const events = told(node);
    node.pod({
      containers: [{ name: "m", ...deaf, lifecycle: exec("echo oops; sleep 5; exit 1") }, next],
      terminationGracePeriodSeconds: 4,
    });
    node.world.advance(10_000);
    expect(events.slice(0, 4)).toEqual(["0 Started m", "5 FailedPostStartHook m", "5 Killing m", "9 Started n"]);
    expect(node.states().slice(1)).toEqual(["Pending ContainerCreating, ContainerCreating", "Running PostStartHookError, running"]);
  });

  it("gives its words as what the container waits for, and to no event (KL-50)", () => {
    const node = new TestNode();
    node.pod({ containers: [{ name: "m", ...deaf, lifecycle: exec("echo oops; echo no >&2; exit 3") }, next] });
    node.world.advance(4_000);
    const { uid } = node.get().metadata;
    expect(node.get().status.containerStatuses?.[0]?.state.waiting).toEqual({
      reason: "PostStartHookError",
      message: `Exec lifecycle hook ([sh -c echo oops; echo no >&2; exit 3]) for Container "m" in Pod "pod_default(${uid})" failed - error: command 'sh -c echo oops; echo no >&2; exit 3' exited with 3: no\n, message: "oops\\nno\\n"`,
    });
    expect(node.eventTimes("Failed")).toEqual([]);
  });

  it("is retried with the back-off of a container that crashes (KL-84, KL-85)", () => {
    const node = new TestNode();
    node.pod({
      containers: [{ name: "m", ...box, command: ["sleep", "1000"], lifecycle: exec("exit 1") }],
      terminationGracePeriodSeconds: 1,
    });
    node.world.advance(35_000);
    const [first = 0, second = 0, third = 0, ...more] = node.eventTimes("Started");
    expect(more).toEqual([]);
    expect(second - first).toBeLessThan(5);
    expect(third - second).toBeGreaterThan(10);
    expect(node.states().slice(2, 5)).toEqual([
      "Running PostStartHookError",
      "Running PostStartHookError x1",
      "Running CrashLoopBackOff x1",
    ]);
  });

  it("needs nobody to answer 200, but somebody to answer", () => {
    const states = [80, 81].map((port) => {
      const node = new TestNode();
      const lifecycle = { postStart: { httpGet: { port, path: "/missing" } } };
      node.pod({ containers: [{ name: "c", image: "stubborn", imagePullPolicy: "IfNotPresent", lifecycle }] });
      node.world.advance(4_000);
      const { message = "" } = node.get().status.containerStatuses?.[0]?.state.waiting ?? {};
      return `${node.states().at(-1)} ${message.replace(/.* - /, "").replaceAll(node.get().status.podIP ?? "", "IP")}`.trim();
    });
    expect(states).toEqual([
      "Running ready running",
      'Running PostStartHookError error: Get "http://IP:81/missing": dial tcp IP:81: connect: connection refused',
    ]);
  });
});

describe("a container that ends while its postStart hook runs", () => {
  const lifecycle = exec("sleep 10");

  it.each([
    ["by itself", "sleep 3; exit 1", false],
    ["as nobody foresaw", "sleep 1000", true],
  ])("%s ends the hook, which thereby fails (KL-50)", (_how, script, crashes) => {
    const node = new TestNode();
    const events = told(node);
    node.pod({ containers: [{ name: "m", ...box, command: ["sh", "-c", script], lifecycle }, next] });
    node.world.advance(3_000);
    if (crashes)
      node.world.create("Fault", { metadata: { name: "f" }, spec: { type: "Crash", pods: { name: "pod" }, durationSeconds: 0 } });
    node.world.advance(900);
    expect(events.slice(0, 4)).toEqual(["0 Started m", "3 FailedPostStartHook m", "3 Killing m", "3 Started n"]);
  });
});

it("goes on identically from a copy of its state, whichever hook is under way", () => {
  const traces = [undefined, 2, 7, 24].map((copiedAt) => {
    const node = new TestNode("lifelike");
    const events = told(node);
    const lifecycle = { ...exec("sleep 4; exit 1"), preStop: { exec: { command: ["sh", "-c", "sleep 9; exit 1"] } } };
    node.pod({ containers: [{ name: "m", ...deaf, lifecycle }], terminationGracePeriodSeconds: 12 });
    for (let second = 0; second < 54; second++) {
      if (second === 20) node.delete();
      if (second === copiedAt) node.kubelet.state = copyState(node.kubelet.state);
      node.world.advance(1_000);
    }
    return [...events, ...node.states()];
  });
  expect(traces[0]?.filter((text) => text.includes("FailedPreStopHook")).length).toBeGreaterThan(0);
  for (const trace of traces) expect(trace).toEqual(traces[0]);
});
