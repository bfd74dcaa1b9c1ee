import { expect, test } from "vitest";
import { commonBeginning, complete } from "./completion.ts";

const NAMES = { byKind: { pods: ["kubia-a", "kubia-b"], nodes: ["node-1"], replicasets: ["kubia"] }, files: ["a.yaml", "b.yaml"] };

test.each([
  ["verbs", "kubectl desc", ["describe"]],
  ["kinds", "kubectl get replicas", ["replicasets"]],
  ["a short kind is complete", "kubectl get rs", ["rs"]],
  ["names of the kind before", "kubectl delete pod ku", ["kubia-a", "kubia-b"]],
  ["names behind a slash", "kubectl delete rs/k", ["rs/kubia"]],
  ["pods for logs, without a kind", "kubectl logs ", ["kubia-a", "kubia-b"]],
  ["nodes for cordon", "k cordon n", ["node-1"]],
  ["files behind -f", "kubectl apply -f b", ["b.yaml"]],
  ["subcommands", "kubectl rollout un", ["undo"]],
  ["names after subcommands", "kubectl rollout undo replicasets k", ["kubia"]],
  ["nothing for other programs", "grep ", []],
])("Tab offers %s", (_name, line, candidates) => expect(complete(line, NAMES).candidates).toEqual(candidates));

test("candidates are filled in as far as they agree", () => {
  expect(commonBeginning(["kubia-a", "kubia-b"])).toBe("kubia-");
  expect(complete("kubectl delete pod ku", NAMES).from).toBe("kubectl delete pod ".length);
});
