import { describe, expect, it } from "vitest";
import { actionNamed, type CommandEcho } from "../store/commands.ts";
import { doneAgain, type Lines, takenBack } from "./history.ts";

const echo = (id: number, at: number, action?: number): CommandEcho => ({
  id,
  at,
  line: `kubectl ${id}`,
  out: "",
  failed: false,
  flag: action === undefined ? undefined : `flag ${action}`,
  ...(action === undefined ? {} : { action }),
});
const ids = ({ echoes }: Lines): readonly number[] => echoes.map(({ id }) => id);

describe("the lines of what was done", () => {
  it("of two actions of one instant only the last one's goes, with what was read since, and comes back", () => {
    const lines = { echoes: [echo(1, 20, 0), echo(2, 20), echo(3, 20, 1), echo(4, 20)], undone: [] };
    const back = takenBack(lines, { action: 1, at: 20 });
    expect(ids(back)).toEqual([1, 2]);
    expect(ids(takenBack(back, { action: 0, at: 20 }))).toEqual([]);
    expect(doneAgain(back)).toEqual(lines);
  });

  it("an action that began before something else was read keeps nothing of what came after", () => {
    const lines = { echoes: [echo(1, 10), echo(2, 20, 5), echo(3, 30)], undone: [] };
    expect(ids(takenBack(lines, { action: 5, at: 20 }))).toEqual([1]);
  });

  it("of an action without a line only what was said later goes", () => {
    const lines = { echoes: [echo(1, 10, 3), echo(2, 30)], undone: [] };
    const back = takenBack(lines, { action: 7, at: 20 });
    expect(ids(back)).toEqual([1]);
    expect(ids(doneAgain(back))).toEqual([1, 2]);
  });

  it("an action is called by its flag, or else by its line", () => {
    const typed = { ...echo(1, 10, 3), flag: undefined };
    expect(actionNamed([typed, echo(2, 20, 4)], 4)).toBe("flag 4");
    expect(actionNamed([typed], 3)).toBe("kubectl 1");
    expect(actionNamed([typed], undefined)).toBeUndefined();
  });
});
