import { describe, expect, it } from "vitest";
import { keyOf } from "./keyOf.ts";

describe("keyOf", () => {
  it.each([
    ["a Latin letter", "v", "KeyV", false, "v"],
    ["a Latin letter of another place (Dvorak)", "k", "KeyV", false, "k"],
    ["a Hangul letter", "ㅍ", "KeyV", false, "v"],
    ["a Hangul letter with Shift", "ㅖ", "KeyP", true, "P"],
    ["a key that an input method holds", "Process", "KeyL", false, "l"],
    ["a Cyrillic letter", "м", "KeyV", false, "v"],
    ["a sign", "/", "Slash", false, "/"],
    ["a foreign sign, which is no letter of ours", "«", "Digit1", false, "«"],
    ["a named key", "ArrowDown", "ArrowDown", false, "ArrowDown"],
  ])("%s", (_, key, code, shiftKey, expected) => expect(keyOf({ key, code, shiftKey })).toBe(expected));
});
