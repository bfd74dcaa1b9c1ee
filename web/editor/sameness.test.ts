import { describe, expect, test } from "vitest";
import { movedProblems } from "./checks.ts";
import { freeName, parseKept } from "./files.ts";
import { asManifest } from "./live.ts";
import type { Problem } from "./problems.ts";
import { tooHeavy } from "./reveal.ts";
import { compare } from "./sameness.ts";

const file = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "a", labels: { app: "x" } },
  spec: { containers: [{ name: "c", image: "nginx" }] },
};
const server = {
  ...file,
  metadata: { ...file.metadata, namespace: "default", uid: "1" },
  spec: { containers: [{ name: "other" }, { ...file.spec.containers[0], resources: {} }], nodeName: "n" },
};

describe("a file is the same as the cluster", () => {
  test("when each of its fields is there, whatever the server added", () => expect(compare([file], [server])).toBe("same"));
  test("not when a value is another", () => {
    expect(compare([file], [{ ...server, metadata: { ...server.metadata, labels: { app: "y" } } }])).toBe("differs");
  });
  test("not when it no longer has what was applied before", () => {
    const applied = { ...file, metadata: { ...file.metadata, labels: { app: "x", gone: "1" }, annotations: {}, namespace: "default" } };
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify(applied) };
    expect(compare([file], [{ ...server, metadata: { ...server.metadata, annotations } }])).toBe("differs");
  });
  test("not when one of its objects is missing", () => expect(compare([file, { ...file, kind: "Service" }], [server])).toBe("differs"));
  test("and absent when none of it is there", () => expect(compare([file], [])).toBe("absent"));
});

test("marks move with their lines, and go with a changed one", () => {
  const at = (line: number): Problem => ({ layer: "refused", line, column: 1, endLine: line, endColumn: 2, message: "" });
  const moved = movedProblems([at(1), at(2), at(3)], "a\nb\nc", "a\nB\nnew\nc");
  expect(moved.map(({ line }) => line)).toEqual([1, 4]);
});

test("a live object is what a person could have written", () => {
  const yaml =
    "apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      {}\n  creationTimestamp: x\n  name: a\n  uid: b\nspec:\n  containers:\n  - name: c\nstatus:\n  phase: Running\n";
  expect(asManifest(yaml)).toBe("apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: c\n");
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
