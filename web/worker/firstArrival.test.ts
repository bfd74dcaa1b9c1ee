import { expect, it } from "vitest";
import { firstArrival } from "./firstArrival.ts";

it("shows the whole cluster of the first minute, its pods running, the same each time and as plain JSON", () => {
  const arrival = firstArrival();
  const { delta, clock } = arrival;
  expect(delta).toMatchObject({ whole: true, complete: true });
  expect(delta.nodes.map(({ name }) => name)).toEqual(["node-1", "node-2", "node-3"]);
  expect(delta.pods.map(({ state }) => state)).toEqual(["ready", "ready", "ready"]);
  expect(clock).toMatchObject({ running: true, speed: 1, now: clock.startAt + 18_000 });
  expect(firstArrival()).toEqual(arrival);
  expect(JSON.parse(JSON.stringify(arrival))).toEqual(arrival);
});
