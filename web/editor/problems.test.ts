import { describe, expect, test } from "vitest";
import { problemsOf } from "./problems.ts";
import { applied } from "./testserver.ts";

const TWO = `apiVersion: v1
kind: Pod
metadata:
  name: one
spec:
  containers:
  - name: a
    image: nginx
    ports:
    - containerPort: 70000
---
apiVersion: apps/v1beta2
kind: ReplicaSet
metadata:
  name: two
spec:
  replicaz: 3
`;

describe("where kubectl's complaints belong", () => {
  test.each([
    [
      "a refused value, at its key",
      'The Pod "one" is invalid: spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
      "refused",
      10,
      7,
    ],
    [
      "a removed version, at apiVersion of that document",
      'error: resource mapping not found for name: "two" namespace: "" from "a.yaml": no matches for kind "ReplicaSet" in version "apps/v1beta2"\nensure CRDs are installed first',
      "refused",
      12,
      1,
    ],
    [
      "an unknown field",
      'Error from server (BadRequest): error when creating "a.yaml": ReplicaSet in version "v1" cannot be handled as a ReplicaSet: strict decoding error: unknown field "spec.replicaz"',
      "schema",
      17,
      3,
    ],
    [
      "a wrong type, in the document of that kind",
      'Error from server (BadRequest): error when creating "a.yaml": ReplicaSet in version "v1" cannot be handled as a ReplicaSet: json: cannot unmarshal string into Go struct field ReplicaSetSpec.spec.replicaz of type int32',
      "schema",
      17,
      3,
    ],
    [
      "a text that is no YAML, at the line that go-yaml names",
      "error: error parsing a.yaml: error converting YAML to JSON: yaml: line 7: did not find expected key",
      "syntax",
      7,
      3,
    ],
    [
      "a missing field, at the deepest part that is there",
      'The Pod "one" is invalid: spec.containers[0].livenessProbe.httpGet.port: Required value',
      "refused",
      7,
      5,
    ],
    [
      "a complaint about nothing in the text, at the top of its document",
      'Error from server (NotFound): namespaces "x" not found',
      "refused",
      1,
      1,
    ],
  ])("%s", (_name, stderr, layer, line, column) => {
    expect(problemsOf(TWO, stderr).map((p) => [p.layer, p.line, p.column])).toEqual([[layer, line, column]]);
  });

  test("a list of complaints is one mark each", () => {
    const stderr = 'The Pod "one" is invalid: \n* spec.containers[0].name: Required value\n* spec.containers[0].image: Required value\n';
    expect(problemsOf(TWO, stderr).map((p) => p.line)).toEqual([7, 8]);
  });

  test("a document without a name is found, and told in one line", () => {
    const text = `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: c, image: nginx}]\n---\napiVersion: v1\nkind: Pod\nmetadata:\nname: x\nspec:\n  containers: [{name: c, image: nginx}]\n`;
    const told = problemsOf(text, applied(text).stderr).filter(({ message }) => message.includes("may not be empty"));
    expect(told.map(({ line, column, message }) => ({ line, column, message }))).toEqual([
      {
        line: 9,
        column: 1,
        message: 'error when retrieving current configuration of: … from server for: "a.yaml": resource name may not be empty',
      },
    ]);
  });

  test.each([
    ["a number among labels", "metadata:\n  name: a\n  labels:\n    x: z\n    version: 1\nspec:\n  containers: []\n", 7, 14],
    ["a yes among labels", "metadata:\n  name: a\n  labels:\n    x: z\n    open: yes\nspec:\n  containers: []\n", 7, 11],
    ["a map where a list belongs", "metadata:\n  name: a\nspec:\n  containers:\n    name: c\n    image: nginx\n", 7, 5],
    [
      "a text in an item of a list",
      "metadata: {name: a}\nspec:\n  containers:\n  - name: c\n    ports:\n    - containerPort: http\n",
      8,
      22,
    ],
  ])("a value of another type is marked itself: %s", (_name, rest, line, column) => {
    const text = `apiVersion: v1\nkind: Pod\n${rest}`;
    expect(problemsOf(text, applied(text).stderr).map((p) => [p.layer, p.line, p.column])).toEqual([["schema", line, column]]);
  });

  test("the server's inner print of a patch is left out", () => {
    const stderr = 'The request is invalid: patch: Invalid value: "map[a:map[b:c] spec:map[]]": unrecognized type: int32\n';
    expect(problemsOf(TWO, stderr).map(({ message }) => message)).toEqual([
      'The request is invalid: patch: Invalid value: "map[…]": unrecognized type: int32',
    ]);
  });

  test("warnings are no problems", () => {
    expect(problemsOf(TWO, "Warning: something\n")).toEqual([]);
  });
});
