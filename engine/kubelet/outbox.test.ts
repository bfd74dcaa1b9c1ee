import { describe, expect, it } from "vitest";
import { copyState } from "../sim/copy.ts";
import { TestNode } from "../testing/kubeletnode.ts";
import { notGivenUp, type UnsentEvent, withUnsent } from "./outbox.ts";

const crashing = { name: "c", image: "busybox", imagePullPolicy: "IfNotPresent", command: ["sh", "-c", "sleep 3; exit 1"] };

function partitioned(seconds: number): TestNode {
  const node = new TestNode();
  node.pod({ containers: [crashing] });
  node.world.advance(1_000);
  const spec = { type: "NetworkPartition", nodes: { name: "node-1" }, durationSeconds: seconds };
  node.world.create("Fault", { metadata: { name: "cut" }, spec });
  return node;
}

function told(node: TestNode, reason: string): string[] {
  const events = node.world.list("Event").filter((event) => event.reason === reason && event.involvedObject.kind === "Pod");
  return events.map(
    ({ count, firstTimestamp, lastTimestamp }) => `${count} ${firstTimestamp?.slice(14, 19)} ${lastTimestamp?.slice(14, 19)}`,
  );
}

describe("events of a kubelet that is cut off (KL-220)", () => {
  it("are sent when it is back, with the times at which they happened", () => {
    const node = partitioned(30);
    const cutOff: string[] = [];
    node.world.client.watch("Event", ({ object }) => cutOff.push(object.reason ?? ""));
    node.world.advance(29_000);
    expect(cutOff).toEqual([]);
    node.kubelet.state = copyState(node.kubelet.state);
    node.world.advance(3_000);
    expect(told(node, "Started")).toEqual(["3 00:10 00:28"]);
    expect(told(node, "BackOff")).toEqual(["3 00:18 00:41"]); // the last when it is back
  });

  it("are lost when its process ends meanwhile", () => {
    const node = partitioned(30);
    node.world.advance(20_000);
    node.kubelet.stop();
    node.kubelet.start();
    node.world.advance(11_500);
    expect(told(node, "Started")).toEqual(["1 00:10 00:10", "1 00:41 00:41"]);
  });

  const at = (seconds: number): UnsentEvent => ({
    at: seconds * 1000,
    about: {},
    type: "Normal",
    reason: "Started",
    message: "",
    options: {},
  });

  it.each<[string, number[], number, number[]]>([
    ["all are kept for a while", [0, 1, 2], 104, [0, 1, 2]],
    ["the first is given up after twelve tries", [0, 1, 2], 105, [1, 2]],
    ["the next is tried from then on", [0, 1, 2], 209, [1, 2]],
    ["and given up after as long", [0, 1, 2], 210, [2]],
    ["one that happened later is tried since it happened", [0, 300], 404, [300]],
    ["and given up in its turn", [0, 300], 405, []],
  ])("of a queue only the first is tried: %s", (_says, events, now, left) => {
    expect(notGivenUp(events.map(at), now * 1000)).toEqual(left.map(at));
  });

  it("are dropped when a thousand are waiting", () => {
    let unsent: readonly UnsentEvent[] = [];
    for (let i = 0; i < 1001; i++) unsent = withUnsent(unsent, at(i));
    expect(unsent.length).toBe(1000);
    expect(unsent.at(-1)).toEqual(at(999));
  });
});
