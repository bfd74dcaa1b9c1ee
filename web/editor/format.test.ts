import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { EXAMPLES } from "../lessons/examples.ts";
import { formatted } from "./format.ts";

describe("a text is put in order", () => {
  test.each([
    ["indents and dashes", "a:\n    b:\n        -   c: 1\n            d:  2\n", "a:\n  b:\n  - c: 1\n    d: 2\n"],
    ["comments and blank lines stay", "# first\na: 1   # one\n\n\n# second\nb:   2\n", "# first\na: 1 # one\n\n# second\nb: 2\n"],
    ["quotes and the order of fields stay", "b: '1'\na: \"2\"\n", "b: '1'\na: \"2\"\n"],
    ["documents stay apart", "a:   1\n---\nb:  2\n", "a: 1\n---\nb: 2\n"],
    ["a text over lines stays", "a: |\n    x\n      y\nb: 1\n", "a: |\n  x\n    y\nb: 1\n"],
    ["braces get their room", "a: {b: 1,c: [1,2]}\n", "a: { b: 1, c: [ 1, 2 ] }\n"],
    ["nothing stays nothing", "", ""],
  ])("%s", (_name, before, after) => {
    expect(formatted(before)).toBe(after);
    expect(formatted(after)).toBe(after);
  });
  test("but not one that does not parse", () => expect(formatted("a: 1\n  b: 2\n")).toBeUndefined());

  const files = EXAMPLES.flatMap(({ files: all }) => all).filter(({ text }) => formatted(text) !== undefined);
  test.each(files)("and says what it said before: $name", ({ text }) => {
    const json = (yaml: string): unknown => parseAllDocuments(yaml).map((document) => document.toJS());
    expect(json(formatted(text) ?? "")).toEqual(json(text));
  });
});
