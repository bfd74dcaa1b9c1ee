import { describe, expect, test } from "vitest";
import { flagOf, meaningOf } from "./shell.ts";

const FILES = { "a.yaml": "kind: Pod\n" };

describe("what a typed line means", () => {
  test.each([
    ["k is kubectl", "k get pods", { type: "kubectl", line: "kubectl get pods", stdin: undefined }],
    [
      "words keep their quotes' content",
      `kubectl patch rs a -p '{"spec": {"replicas": 5}}'`,
      { type: "kubectl", line: `kubectl patch rs a -p '{"spec": {"replicas": 5}}'`, stdin: undefined },
    ],
    [
      "echo's text goes to kubectl",
      `echo '{"kind":"Pod"}' | kubectl create -f -`,
      { type: "kubectl", line: "kubectl create -f -", stdin: '{"kind":"Pod"}\n' },
    ],
    ["a file's text goes to kubectl", "cat a.yaml | k apply -f -", { type: "kubectl", line: "kubectl apply -f -", stdin: "kind: Pod\n" }],
    ["as does a redirected one", "kubectl apply -f - < a.yaml", { type: "kubectl", line: "kubectl apply -f -", stdin: "kind: Pod\n" }],
    ["another command is not found", "rm -rf /", { type: "error", text: "rm: command not found" }],
    ["nor is one behind kubectl", "kubectl get pods | grep x", { type: "error", text: "grep: command not found" }],
    ["a comment is nothing", "  # later", { type: "empty" }],
    ["a text up to EOF is asked for", "kubectl apply -f - <<EOF", { type: "more", until: "EOF" }],
    ["a prompt copied along is left out", "$ k get pods", { type: "kubectl", line: "kubectl get pods", stdin: undefined }],
    ["a quote wants its end", "kubectl patch rs a -p '{", { type: "more", until: "'" }],
    ["a backslash wants another line", "kubectl run a \\", { type: "more", until: "" }],
    ["two backslashes are one", "echo a\\\\", { type: "print", text: "a\\\n" }],
    ["edit opens the editor", "kubectl edit rs/kubia -n test", { type: "edit", kind: "rs", name: "kubia", namespace: "test" }],
  ])("%s", (_name, line, meaning) => expect(meaningOf([line], FILES)).toEqual(meaning));

  test("lines behind a backslash and within quotes are one", () => {
    expect(meaningOf(["kubectl run a \\", "  --image=nginx \\", "--labels=app=a"], {})).toEqual({
      type: "kubectl",
      line: "kubectl run a --image=nginx --labels=app=a",
      stdin: undefined,
    });
    expect(meaningOf(["kubectl patch rs a -p '", "{}'"], {})).toEqual({
      type: "kubectl",
      line: "kubectl patch rs a -p '\n{}'",
      stdin: undefined,
    });
  });

  test("the lines up to EOF are kubectl's input, also by way of cat", () => {
    expect(meaningOf(["cat <<'EOF' | kubectl apply -f -", "kind: Pod", "  a: b", "EOF"], {})).toEqual({
      type: "kubectl",
      line: "kubectl apply -f -",
      stdin: "kind: Pod\n  a: b\n",
    });
  });
});

test.each([
  ["kubectl get pods", undefined],
  ["kubectl -n test delete pod x", "delete pod x"],
  ["kubectl rollout status deploy/a", undefined],
  ["kubectl rollout undo deploy/a", "rollout undo deploy/a"],
  ["kubectl apply -f a.yaml --dry-run=server", undefined],
])("only what changes the cluster gets a flag: %s", (line, flag) => expect(flagOf(line)).toBe(flag));
