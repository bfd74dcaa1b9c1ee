import { describe, expect, it } from "vitest";
import { simulate } from "./simulation.ts";

describe("simulation", () => {
  it.each([1, 2, 3, 4, 5])("the story of seed %i ends well", (seed) => expect(simulate({ seed, steps: 40 })).toBeUndefined());

  it("a kubelet that starts while its node is cut off registers when the network is back (seed 307)", () =>
    expect(simulate({ seed: 307 })).toBeUndefined());
});
