import { describe, expect, test } from "vitest";
import { problemsOf } from "./problems.ts";

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

  test("warnings are no problems", () => {
    expect(problemsOf(TWO, "Warning: something\n")).toEqual([]);
  });
});
