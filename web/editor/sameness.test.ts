import { describe, expect, test } from "vitest";
import { movedProblems } from "./checks.ts";
import type { Json } from "./json.ts";
import { freeName, parseKept } from "./files.ts";
import { asManifest } from "./live.ts";
import type { Problem } from "./problems.ts";
import { tooHeavy } from "./reveal.ts";
import { compare } from "./sameness.ts";

const FILE = `# mine
apiVersion: v1
kind: Pod
metadata:
  name: a
  labels: {app: x}
spec:
  containers:
  - name: c # main
    image: nginx
    args: ["1"]
    resources:
      limits: {memory: 0.5Gi}
`;
const metadata = { name: "a", namespace: "default", uid: "1", labels: { app: "x", added: "y" } };
const container = { name: "c", image: "nginx", args: ["1"], resources: { limits: { memory: "512Mi" } }, imagePullPolicy: "Always" };
const server = { apiVersion: "v1", kind: "Pod", metadata, spec: { containers: [{ name: "side" }, container], nodeName: "n" }, status: {} };
const withContainer = (change: object): Json => ({ ...server, spec: { containers: [{ ...container, ...change }] } });
const withApplied = (applied: object): Json => ({
  ...server,
  metadata: { ...metadata, annotations: { "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify(applied) } },
});

/** The lines of the file that are gone on the cluster's side, and those that are there instead. */
function lines(text: string, objects: readonly Json[]): readonly string[] {
  const { live = text } = compare(text, objects);
  const [mine, theirs] = [text.split("\n"), live.split("\n")];
  return [
    ...mine.filter((line) => !theirs.includes(line)).map((line) => `-${line}`),
    ...theirs.filter((line) => !mine.includes(line)).map((line) => `+${line}`),
  ];
}

describe("a file is the same as the cluster", () => {
  test("when each of its fields is there, whatever the server added", () => expect(compare(FILE, [server]).sameness).toBe("same"));
  test("also when a field is empty in both", () => {
    const empty = FILE.replace("spec:", "  annotations:\nspec:\n  tolerations: []");
    expect(lines(empty, [server])).toEqual([]);
  });
  test("also when its note of what was applied cannot be read", () => {
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": "{not json" };
    expect(compare(FILE, [{ ...server, metadata: { ...metadata, annotations } }]).sameness).toBe("same");
  });
  test("also when it says a thing once and points to it", () => {
    const pointing = FILE.replace("labels: {app: x}", "labels: &all {app: x}\n  annotations: *all");
    expect(compare(pointing, [{ ...server, metadata: { ...metadata, annotations: { app: "x" } } }]).sameness).toBe("same");
  });
  test("and absent when none of it is there", () => expect(compare(FILE, [])).toMatchObject({ sameness: "absent", live: undefined }));
});

describe("where they differ, the cluster's side is the file's text", () => {
  test.each<[string, string, Json, readonly string[]]>([
    ["with another value", FILE, withContainer({ image: "redis" }), ["-    image: nginx", "+    image: redis"]],
    ["with another quantity", FILE.replace("0.5Gi", "0.6Gi"), server, ["-      limits: {memory: 0.6Gi}", "+      limits: {memory: 512Mi}"]],
    ["with more texts in a list", FILE, withContainer({ args: ["1", "2"] }), ['-    args: ["1"]', '+    args: [ "1", "2" ]']],
    ["without what the cluster has not", FILE.replace("    image", "    tty: true\n    image"), server, ["-    tty: true"]],
    ["without a container that it has not", `${FILE}  - name: d\n    image: redis\n`, server, ["-  - name: d", "-    image: redis"]],
    [
      "with what was applied and is gone from the file",
      FILE,
      withApplied({ metadata: { name: "a", namespace: "default", annotations: {}, labels: { app: "x", added: "old" } } }),
      ["-  labels: {app: x}", "+  labels: { app: x, added: y }"],
    ],
    [
      "with a document that is not there left out",
      `${FILE}---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\n`,
      server,
      ["-kind: Service", "-metadata: {name: s}"],
    ],
  ])("%s", (_name, text, object, changed) => {
    expect(compare(text, [object]).sameness).toBe("differs");
    expect(lines(text, [object])).toEqual(changed);
  });
});

test("marks move with their lines, and go with a changed one", () => {
  const at = (line: number): Problem => ({ layer: "refused", line, column: 1, endLine: line, endColumn: 2, message: "" });
  const moved = movedProblems([at(1), at(2), at(3)], "a\nb\nc", "a\nB\nnew\nc");
  expect(moved.map(({ line }) => line)).toEqual([1, 4]);
});

test("marks go when a line of what they are about is changed", () => {
  const about = (line: number, lastLine: number): Problem => ({
    layer: "refused",
    line,
    column: 1,
    endLine: line,
    endColumn: 2,
    message: "",
    lastLine,
  });
  const moved = movedProblems([about(1, 1), about(1, 2), about(1, 9), about(4, 5)], "a\nb\nc\nd\ne", "a\nb\nC\nnew\nd\ne");
  expect(moved.map(({ line, lastLine }) => [line, lastLine])).toEqual([
    [1, 1],
    [1, 2],
    [5, 6],
  ]);
});

test("a live object is what a person could have written", () => {
  const yaml =
    "apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      {}\n  creationTimestamp: x\n  name: a\n  uid: b\nspec:\n  containers:\n  - name: c\nstatus:\n  phase: Running\n";
  expect(asManifest(yaml)).toBe("apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: c\n");
});

test("also one without notes on it", () => {
  expect(asManifest("kind: Service\nmetadata:\n  name: a\n  uid: b\n")).toBe("kind: Service\nmetadata:\n  name: a\n");
});

test("a name that is taken gets a number before its ending", () => {
  expect(freeName("a.yaml", [{ name: "a.yaml" }, { name: "a-2.yaml" }])).toBe("a-3.yaml");
});

test("kept files that are not ours are left alone", () => {
  expect(parseKept('{"files":[{"name":1}]}')).toBeUndefined();
  expect(parseKept("nonsense")).toBeUndefined();
  expect(parseKept('{"files":[{"name":"a","text":"b"}],"active":0}')?.files).toEqual([{ name: "a", text: "b" }]);
});

test.each([
  ["a short text", "kind: Pod\n", false],
  ["a long text", "a: b\n".repeat(50_000), true],
  ["aliases of aliases", `a: &a [x]\n${"b: [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n".repeat(9)}`, true],
  ["thousands of documents", "---\na: 1\n".repeat(10_000), true],
])("is left out of the schema check or not: %s", (_name, text, heavy) => expect(tooHeavy(text)).toBe(heavy));
