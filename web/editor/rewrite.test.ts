import { describe, expect, test } from "vitest";
import { parse, parseDocument } from "yaml";
import type { Json } from "./json.ts";
import { editsTo } from "./rewrite.ts";
import { edited } from "./textedit.ts";

const RS = `# three of them
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: kubia, labels: {a: "1"}}
spec:
  replicas: 3   # for now
  selector:
    matchLabels:
      app: kubia

  template:
    metadata:
      labels:
        app: kubia # the one
    spec:
      containers:
      # the main one
      - name: a
        image: nginx
        command: ["sleep", "1"]
      - name: b
        image: "redis"
        args:
        - x
        - y
`;

type Change = (value: Json) => Json;

function rewritten(text: string, change: Change): string {
  const document = parseDocument(text);
  return edited(text, editsTo(text, document, change(document.toJS() as Json)));
}

const spec =
  (change: (spec: Json) => Json): Change =>
  (value) => ({ ...value, spec: change(value["spec"] as Json) });

function changedLines(before: string, after: string): readonly string[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
}

describe("a document is made to say another value", () => {
  test.each<[string, Change, readonly string[]]>([
    ["nothing changes when it says that already", (value) => value, []],
    [
      "a scalar, and its comment stays",
      spec((value) => ({ ...value, replicas: 5 })),
      ["-  replicas: 3   # for now", "+  replicas: 5   # for now"],
    ],
    [
      "a text that needs quotes",
      spec((value) => ({ ...value, replicas: "5" })),
      ["-  replicas: 3   # for now", '+  replicas: "5"   # for now'],
    ],
    ["a key less", spec(({ replicas: _replicas, ...value }) => value), ["-  replicas: 3   # for now"]],
    ["a key more, at the end", spec((value) => ({ ...value, minReadySeconds: 4 })), ["+  minReadySeconds: 4"]],
    [
      "a map more, before the key that follows it",
      spec(({ replicas, ...value }) => ({ replicas, strategy: { type: "Recreate" }, ...value })),
      ["+  strategy:", "+    type: Recreate"],
    ],
    [
      "a map in braces",
      (value) => ({ ...value, metadata: { name: "other" } }),
      ['-metadata: {name: kubia, labels: {a: "1"}}', "+metadata: { name: other }"],
    ],
    [
      "a map that becomes empty",
      spec((value) => ({ ...value, selector: {} })),
      ["-  selector:", "-    matchLabels:", "-      app: kubia", "+  selector: {}"],
    ],
  ])("%s", (_name, change, lines) => {
    const after = rewritten(RS, change);
    expect(parse(after)).toEqual(change(parse(RS) as Json));
    expect(changedLines(RS, after)).toEqual(lines);
  });

  const containers = (change: (list: readonly Json[]) => readonly Json[]): Change =>
    spec((value) => {
      const template = value["template"] as { readonly metadata: Json; readonly spec: { readonly containers: readonly Json[] } };
      return { ...value, template: { ...template, spec: { containers: change(template.spec.containers) } } };
    });
  test.each<[string, Change]>([
    ["an item's field", containers(([a, b]) => [{ ...a, image: "httpd" }, b ?? {}])],
    ["the field behind the dash", containers(([a, b]) => [{ ...a, name: "z" }, b ?? {}])],
    ["an item less", containers(([, b]) => [b ?? {}])],
    ["the last item less and a new one", containers(([a]) => [a ?? {}, { name: "c", image: "busybox" }])],
    ["a list in brackets", containers(([a, b]) => [{ ...a, command: ["sleep", "2", "3"] }, b ?? {}])],
    ["a list of texts that grows", containers(([a, b]) => [a ?? {}, { ...b, args: ["x", "y", "z"] }])],
    ["all items others", containers(() => [{ name: "q", image: "nginx" }])],
    ["a list that becomes empty", containers(([a]) => [{ ...a, command: [] }])],
  ])("in a list: %s", (_name, change) => expect(parse(rewritten(RS, change))).toEqual(change(parse(RS) as Json)));

  test.each([
    ["in a map", "data:\n  a:\n    b: x\n    c: y\n"],
    ["in braces", "data: {a: {b: x, c: y}}\n"],
  ])("a text of several lines takes the place of one of a single line: %s", (_name, before) => {
    const long = `first\nsecond ${"word ".repeat(30)}\n`;
    const wanted = { data: { a: { b: long, c: "y" } } };
    const after = rewritten(before, () => wanted);
    expect(parse(after)).toEqual(wanted);
    expect(after.split("\n").length).toBe(before.split("\n").length);
  });

  test("so it does in a list", () => {
    const wanted = { args: ["-c", "sleep 1\nsleep 2"] };
    expect(parse(rewritten("args:\n- -c\n- sleep 1\n", () => wanted))).toEqual(wanted);
    expect(parse(rewritten("args: [-c, sleep 1]\n", () => wanted))).toEqual(wanted);
  });

  test("a field without a value gets one", () => {
    expect(rewritten("a: 1\nlabels:\n", () => ({ a: 1, labels: { app: "x" } }))).toBe("a: 1\nlabels:\n  app: x\n");
    expect(rewritten("a: 1\nb:", () => ({ a: 1, b: 2, c: 3 }))).toBe("a: 1\nb: 2\nc: 3");
  });
});
