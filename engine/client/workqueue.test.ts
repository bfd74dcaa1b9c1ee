import { expect, test } from "vitest";
import { ApiError } from "../api/apierror.ts";
import type { Part } from "../sim/part.ts";
import { newWorld, TEST_START, type World } from "../testing/world.ts";
import { WorkQueue } from "./workqueue.ts";

interface Scene {
  readonly world: World;
  readonly queue: WorkQueue;
  /** When the key was synced, in milliseconds. */
  readonly turns: readonly number[];
  /** Whether syncs fail from now on. */
  fails: boolean;
}

function newScene(): Scene {
  const world = newWorld({});
  const turns: number[] = [];
  const { clock, latency } = world.context;
  const sync = (): void => {
    turns.push(clock.now - TEST_START);
    if (scene.fails) throw new ApiError(500, "InternalError", "no luck");
  };
  const queue = new WorkQueue({ clock, latency, part: "test", sync });
  const scene: Scene = { world, queue, turns, fails: false };
  const part: Part = { name: "test", state: undefined, handle: (message) => void queue.handle(message) };
  world.add(part);
  return scene;
}

test("GEN-7: a key that is added twice has one turn", () => {
  const { world, queue, turns } = newScene();
  queue.add("a");
  queue.add("a");
  world.advance(1000);
  expect(turns).toEqual([1]);
});

test("GEN-8: of two delays the one that ends first counts", () => {
  const { world, queue, turns } = newScene();
  queue.addAfter("a", 500);
  queue.addAfter("a", 200);
  queue.addAfter("a", 800);
  world.advance(1000);
  expect(turns).toEqual([200]);
});

test("GEN-8: an event gives a turn besides the one that waits for its delay", () => {
  const { world, queue, turns } = newScene();
  queue.addAfter("a", 500);
  world.advance(100);
  queue.add("a");
  world.advance(1000);
  expect(turns).toEqual([101, 500]);
});

test("GEN-7: a delay that ends while the key waits for its turn gives no second one", () => {
  const { world, queue, turns } = newScene();
  queue.addAfter("a", 500);
  queue.addAfterRequests("a", 0);
  world.advance(1);
  expect(turns).toEqual([1]);
  world.advance(499 - 1);
  queue.add("a"); // known in the very instant in which the delay ends
  world.advance(1000);
  expect(turns).toEqual([1, 500]);
});

test("GEN-5, GEN-8: a retry that waits is not put off by an event, nor by the failure that comes of it", () => {
  const scene = newScene();
  const { world, queue, turns } = scene;
  scene.fails = true;
  queue.add("a");
  world.advance(1 + 5 + 10 + 20 + 40); // the sixth try is to come 80 ms after the fifth
  expect(turns).toEqual([1, 6, 16, 36, 76]);
  world.advance(10);
  queue.add("a");
  world.advance(200);
  expect(turns.slice(5)).toEqual([87, 156]);
  expect(queue.failuresOf("a")).toBe(7);
  scene.fails = false;
  world.advance(1000);
  expect(turns.slice(7)).toEqual([156 + 320]);
  expect(queue.failuresOf("a")).toBe(0);
});
