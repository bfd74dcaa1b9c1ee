import { describe, expect, it } from "vitest";
import { locateField, readManifests } from "./manifest.ts";
import { toYaml } from "./printers/yaml.ts";
describe("readManifests", () => {
  it.each([
    ["an unclosed flow map", "a: 1\nb: 2\nc: {a: b\n", "yaml: line 3: did not find expected ',' or '}'"],
    ["a flow list with nothing in it", "\napiVersion: v1\nkind: [\n", "yaml: line 3: did not find expected node content"],
    ["a nested colon in the first line", "a: b: c\n", "yaml: mapping values are not allowed in this context"],
    ["a nested colon further down", "m: 1\ndata:\n  key: a: b\n", "yaml: line 3: mapping values are not allowed in this context"],
    [
      "a key indented under a scalar",
      "apiVersion: v1\nkind: ConfigMap\n metadata: {name: x}\n",
      "yaml: line 3: mapping values are not allowed in this context",
    ],
    ["a key between two indentations", "metadata:\n  name: x\n spec:\n  c: []\n", "yaml: line 2: did not find expected key"],
    ["a tab", "a: 1\nmetadata:\n\tname: x\n", "yaml: line 3: found character that cannot start any token"],
    ["a reserved character", "m: 1\ndata:\n  key: @at\n", "yaml: line 3: found character that cannot start any token"],
    ["a dash for a value", "m: 1\ndata:\n  key: -\n", "yaml: line 3: block sequence entries are not allowed in this context"],
    ["an unclosed quote", 'a: 1\ndata:\n  a: "unclosed\n', "yaml: line 4: found unexpected end of stream"],
    ["an unknown anchor", "a: *nosuch\n", "yaml: unknown anchor 'nosuch' referenced"],
    ["infinity", "a: .inf\n", "json: unsupported value: +Inf"],
  ])("says what go-yaml says about %s", (_, text, message) => {
    expect(readManifests(text, "STDIN").error?.message).toBe(`error parsing STDIN: error converting YAML to JSON: ${message}`);
  });

  it("reads YAML 1.1 scalars as sigs.k8s.io/yaml does", () => {
    const text = "{a: yes, b: off, c: 017, d: 0o17, e: 1_000, f: 1:30, g: 2026-01-01, h: ~, i: .5, j: 1e3, k: !!str 12, l: 'yes', m: 0x1f}";
    expect(readManifests(text, "STDIN").documents[0]?.object).toEqual({
      a: true,
      b: false,
      c: 15,
      d: 15,
      e: 1000,
      f: "1:30",
      g: "2026-01-01",
      h: null,
      i: 0.5,
      j: 1000,
      k: "12",
      l: "yes",
      m: 31,
    });
  });

  it("keeps the documents before a bad one and tells where each begins", () => {
    const read = readManifests("# first\na: 1\n---\nb: 2\n---\nc: [\n---\nd: 4\n", "f.yaml");
    expect(read.documents.map((one) => [one.object, one.line])).toEqual([
      [{ a: 1 }, 2],
      [{ b: 2 }, 4],
    ]);
    expect(read.error?.line).toBe(7);
  });

  it("follows anchors and merge keys, and takes the last of repeated keys", () => {
    const read = readManifests("p: &l {app: a}\nq: *l\nr: {<<: *l, b: 1}\ns: 1\ns: 2\n", "STDIN");
    expect(read.documents[0]?.object).toEqual({ p: { app: "a" }, q: { app: "a" }, r: { app: "a", b: 1 }, s: 2 });
  });

  it("refuses a document that aliases blow up", () => {
    const lines = [
      "a0: &a0 [x,x,x,x,x,x,x,x,x,x]",
      ...Array.from({ length: 8 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(",")}]`),
    ];
    expect(readManifests(lines.join("\n"), "STDIN").error?.message).toContain("document contains excessive aliasing");
  });

  it("reads JSON streams, and JSON with a trailing comma as YAML", () => {
    expect(readManifests('{"a": 1}\n{"b": 2}', "STDIN").documents.map((one) => one.object)).toEqual([{ a: 1 }, { b: 2 }]);
    expect(readManifests('{"a":{"b":1},}', "STDIN").documents[0]?.object).toEqual({ a: { b: 1 } });
    expect(readManifests('{"a":{"b":1}', "STDIN").error?.message).toBe("error parsing STDIN: unexpected EOF");
  });
});

describe("locateField", () => {
  const text = "# a comment\na: 1\n---\nkind: Pod\nspec:\n  containers:\n  - name: x\n    image: y\n  - name: z\n";
  const [, pod] = readManifests(text, "f.yaml").documents;
  it.each([
    ["kind", 4, 1],
    ["spec.containers[0].image", 8, 5],
    ["spec.containers[1].name", 9, 5],
    ["spec.containers[1].image", 9, 5],
    ["spec.nodeName", 5, 1],
  ])("finds %s, or what is nearest above it", (path, line, column) => {
    expect(pod && locateField(text, pod, path)).toEqual({ line, column });
  });
});

describe("toYaml", () => {
  it.each([
    [
      "words that YAML reads as something else",
      { n: "1", t: "yes", d: "2026-01-01", e: "", f: "1:30", x: "~" },
      'd: "2026-01-01"\ne: ""\nf: "1:30"\n"n": "1"\nt: "yes"\nx: "~"\n',
    ],
    ["several lines", { a: "one\ntwo\n", b: "x\n\n", c: "p\nq" }, "a: |\n  one\n  two\nb: |+\n  x\n\nc: |-\n  p\n  q\n"],
    [
      "a long text",
      { message: 'pods "web-12345" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found' },
      'message: \'pods "web-12345" is forbidden: error looking up service account default/robot:\n  serviceaccount "robot" not found\'\n',
    ],
    ["lists and empty things", { l: [{ a: 1, b: [] }, "x"], m: {} }, "l:\n- a: 1\n  b: []\n- x\nm: {}\n"],
    [
      "a command",
      { c: ["sh", "-c", "echo 'x' > /y; sleep 1", "- a", "a: b"] },
      "c:\n- sh\n- -c\n- echo 'x' > /y; sleep 1\n- '- a'\n- 'a: b'\n",
    ],
  ])("prints %s as sigs.k8s.io/yaml does", (_, value, text) => {
    expect(toYaml(value)).toBe(text);
  });
});
