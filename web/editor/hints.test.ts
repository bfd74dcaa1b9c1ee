import { describe, expect, test } from "vitest";
import type { Translate } from "../i18n/setup.ts";
import { exampleOf } from "../lessons/examples.ts";
import { hintFor } from "./hints.ts";
import { problemOfMarker, withoutEchoes } from "./markers.ts";
import { serverSchema } from "./testserver.ts";

const say: Translate = (key, values) => `${key.split(".").slice(1).join(".")} ${Object.values(values ?? {}).join(" ")}`.trim();

const schema = serverSchema();

describe("where a field that stands wrong belongs", () => {
  test("template under selector, as the notes print it, belongs to spec", () => {
    const text = exampleOf("wrongNesting").files[0]?.text ?? "";
    expect(hintFor(text, 9, "template", schema, say)).toBe("hint.out template spec selector");
  });
  test.each([
    ["a name beside metadata belongs into it", "apiVersion: v1\nkind: Pod\nmetadata:\nname: a\n", 4, "name", "hint.in name metadata"],
    [
      "an image beside containers belongs to an item",
      "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n  image: nginx\n",
      6,
      "image",
      "hint.inItem image containers",
    ],
    [
      "a spec under metadata belongs to the top",
      "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  spec: {}\n",
      5,
      "spec",
      "hint.outTop spec metadata",
    ],
    [
      "a misspelt field has a neighbour",
      "kind: ReplicaSet\napiVersion: apps/v1\nspec:\n  replica: 3\n",
      4,
      "replica",
      "hint.spelling replicas",
    ],
    [
      "the second document is judged by its own kind",
      "apiVersion: v1\nkind: Service\n---\napiVersion: apps/v1\nkind: ReplicaSet\nspec:\n  replicaz: 3\n",
      7,
      "replicaz",
      "hint.spelling replicas",
    ],
    [
      "also in an item of a list",
      "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    portz: []\n",
      6,
      "portz",
      "hint.spelling ports",
    ],
    ["a field of no kind has none", "apiVersion: v1\nkind: Pod\nspec:\n  wonderful: 3\n", 4, "wonderful", undefined],
  ])("%s", (_name, text, line, field, hint) => expect(hintFor(text, line, field, schema, say)).toBe(hint));
});

describe("the checker's marks", () => {
  const mark = (message: string, line: number) => ({ message, startLineNumber: line, startColumn: 3, endLineNumber: line, endColumn: 5 });
  test("are syntax or schema by what they say", () => {
    const told = [
      mark("Map keys must be unique", 1),
      mark('Missing property "spec".', 1),
      mark('Incorrect type. Expected "array | null".', 1),
    ];
    expect(told.map((one) => problemOfMarker(one, "a: 1\n", undefined, say)).map(({ layer, message }) => [layer, message])).toEqual([
      ["syntax", "syntax.duplicate"],
      ["schema", "schema.missing spec"],
      ["schema", "schema.type type.array"],
    ]);
  });
  test("are none in a document of nothing, as behind the last dashes", () => {
    const text = "# first\n---\nkind: Pod\n---\n\n# nothing\n---\n";
    const marks = [1, 3, 4, 7].map((line) => problemOfMarker(mark('Incorrect type. Expected "object".', line), text, schema, say));
    expect(withoutEchoes(marks, text, say).map(({ line }) => line)).toEqual([3]);
    expect(withoutEchoes([problemOfMarker(mark('Missing property "kind".', 1), "", schema, say)], "", say)).toEqual([]);
  });
  test("of one lost indent are one, at the line that is too deep", () => {
    const text = exampleOf("wrongIndent").files[0]?.text ?? "";
    const marks = [7, 7, 8].map((line) =>
      problemOfMarker(mark("Nested mappings are not allowed in compact mappings", line), text, schema, say),
    );
    expect(withoutEchoes(marks, text, say).map(({ line, column }) => [line, column])).toEqual([[8, 5]]);
  });
});
