import { afterEach, describe, expect, it } from "vitest";
import { chosenWith, selectionStore } from "./selection.ts";

describe("selectionStore", () => {
  afterEach(() => selectionStore.setState(selectionStore.getInitialState()));

  it("lets go of pods that are chosen together when another namespace is shown: no key acts on what is out of sight", () => {
    selectionStore.getState().choose(["a", "b"]);
    selectionStore.getState().showNamespace("team-a");
    expect(selectionStore.getState().namespace).toBe("team-a");
    expect(chosenWith("a")).toEqual(["a"]);
  });
});
