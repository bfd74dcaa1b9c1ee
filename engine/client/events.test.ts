import { expect, test } from "vitest";
import type { Event, Pod } from "../api/types.generated.ts";
import { newWorld, type World } from "../testing/world.ts";
import { EventRecorder } from "./events.ts";

interface Scene {
  readonly world: World;
  readonly say: (message: string, type?: "Normal" | "Warning", pod?: Pod) => void;
  /** `message xcount`, oldest first. */
  readonly told: () => string[];
}

function newScene(): Scene {
  const world = newWorld({});
  const newPod = (name: string): Pod =>
    world.create("Pod", { metadata: { name }, spec: { containers: [{ name: "main", image: "nginx:1" }] } });
  const recorder = new EventRecorder(world.context.clientFor("kubelet"), world.clock, "kubelet", "node-1");
  const pod = newPod("web");
  return {
    world,
    say: (message, type = "Warning", about = pod) => recorder.event(about, type, "Unhealthy", message),
    told: () => world.list("Event").map(({ message, count }: Event) => `${message} x${count}`),
  };
}

test("KL-217: an equal event is counted, and made again when its object is gone", () => {
  const { world, say, told } = newScene();
  say("broken");
  world.advance(2000);
  say("broken");
  expect(told()).toEqual(["broken x2"]);
  const [event] = world.list("Event");
  expect(event).toMatchObject({ firstTimestamp: "2026-01-01T00:00:00Z", lastTimestamp: "2026-01-01T00:00:02Z" });
  world.client.delete("Event", "default", event?.metadata.name ?? "", {}, { rule: "user.request" });
  say("broken");
  expect(told()).toEqual(["broken x3"]);
});

test("KL-216: from the tenth distinct message on one event stands for all, until ten quiet minutes have passed", () => {
  const { world, say, told } = newScene();
  for (let i = 1; i <= 11; i++) say(`broken ${i}`);
  expect(told().slice(8)).toEqual(["broken 9 x1", "(combined from similar events): broken 11 x2"]);
  say("broken 3");
  expect(told()).toContain("(combined from similar events): broken 3 x3");
  world.advance(600_001);
  say("broken 12");
  say("broken 3");
  expect(told().slice(-2)).toEqual(["broken 12 x1", "broken 3 x2"]);
});

test("KL-218: after 25 events of a type an object has one more each five minutes; what was not sent counts on", () => {
  const { world, say, told } = newScene();
  for (let i = 1; i <= 30; i++) say("broken");
  expect(told()).toEqual(["broken x25"]);
  say("fine", "Normal");
  expect(told()).toContain("fine x1");
  world.advance(300_000);
  say("broken");
  say("broken");
  expect(told()).toContain("broken x31");
});

test("KL-214: the name is the object's and nanoseconds since the epoch in hexadecimal", () => {
  const { world, say } = newScene();
  world.advance(1234);
  say("broken");
  const at = BigInt(world.clock.now) * 1_000_000n;
  expect(world.list("Event").map(({ metadata }) => metadata.name)).toEqual([`web.${at.toString(16)}`]);
});

test("KL-223: events live for an hour, and longer while they count on", () => {
  const { world, say, told } = newScene();
  say("old");
  say("still");
  world.advance(3_000_000);
  say("still");
  world.advance(700_000);
  // The server looks for old ones now and then.
  const pod = world.get("Pod", "web");
  for (let i = 0; i < 130; i++) say("new", "Normal", { ...pod, metadata: { ...pod.metadata, uid: `u${i}` } });
  expect(told()).not.toContain("old x1");
  expect(told()).toContain("still x2");
});
