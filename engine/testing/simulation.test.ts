import { describe, expect, it } from "vitest";
import { simulate } from "./simulation.ts";

describe("simulation", () => {
  it.each([1, 2, 3, 4, 5])("the story of seed %i ends well", (seed) => expect(simulate({ seed, steps: 40 })).toBeUndefined());

  it("a pod that was deleted before its node refused it goes (seed 1083)", () => expect(simulate({ seed: 1083 })).toBeUndefined());

  it("an evicted pod that is relabelled stays with its owner (seed 1063)", () => expect(simulate({ seed: 1063 })).toBeUndefined());
});
