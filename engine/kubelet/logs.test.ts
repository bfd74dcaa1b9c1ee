import { describe, expect, it } from "vitest";
import { TestNode } from "../testing/kubeletnode.ts";
import type { LogAnswer } from "./logs.ts";

const busybox = { name: "c", image: "busybox", imagePullPolicy: "IfNotPresent" };
const crashing = { ...busybox, command: ["sh", "-c", 'echo "run of $(date +%s)"; sleep 3; exit 1'] };
const previous = (node: TestNode): LogAnswer => node.kubelet.log(node.get(), "c", { previous: true });
const plain = (node: TestNode): LogAnswer => node.kubelet.log(node.get(), "c", {});

describe("the log of a container", () => {
  it("is that of the run that the status shows, the one before it with --previous (KL-210)", () => {
    const node = new TestNode();
    node.pod({ containers: [crashing] });
    node.world.advance(2_000);
    const first = plain(node);
    expect(first).toHaveProperty("text");
    expect(previous(node)).toEqual({ error: 'previous terminated container "c" in pod "pod" not found' });
    node.world.advance(3_000);
    expect(node.states().at(-1)).toBe("Running ready running x1");
    expect(previous(node)).toEqual(first);
    expect(plain(node)).not.toEqual(first);
  });

  it("is lost, and said to be so in its place, once another run has ended after it (KL-17, cli-logs-exec)", () => {
    const node = new TestNode("lifelike");
    node.pod({ containers: [crashing] });
    while (node.states().at(-1) !== "Running Error 1 x1" && node.now < 20) node.world.advance(100);
    const { lastState } = node.get().status.containerStatuses?.[0] ?? {};
    expect(previous(node)).toEqual({ text: `unable to retrieve container logs for ${lastState?.terminated?.containerID}` });
    const second = plain(node);
    while (node.states().at(-1) !== "Running CrashLoopBackOff x1" && node.now < 30) node.world.advance(100);
    expect(previous(node)).toEqual(second);
    expect(plain(node)).toEqual(second);
  });

  it("does not exist before the first run, nor when the pod was refused (KL-209, KL-210)", () => {
    const node = new TestNode();
    node.pod({ containers: [{ ...busybox, image: "nowhere" }] });
    node.world.advance(20_000);
    const where = 'container "c" in pod "pod"';
    expect(plain(node)).toEqual({ error: `${where} is waiting to start: trying and failing to pull image` });
    const refusing = new TestNode();
    refusing.pod({ containers: [{ ...busybox, resources: { requests: { cpu: "100" } } }] });
    refusing.world.advance(3_000);
    expect(plain(refusing)).toEqual({ error: `${where} is not available` });
  });
});
