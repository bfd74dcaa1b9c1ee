import { describe, expect, test } from "vitest";
import { caretAt } from "./caret.ts";
import { type Known, suggestionsAt } from "./suggestions.ts";

const KNOWN: Known = {
  podLabels: [{ app: "kubia", tier: "web" }, { app: "kubia" }, { app: "debug", version: "2" }],
  nodeLabels: [{ disk: "ssd" }, { disk: "nvme", "kubernetes.io/hostname": "node-2" }],
  nodes: ["node-1", "node-2"],
  taints: ["gpu=yes:NoSchedule"],
  controllers: [
    { kind: "ReplicaSet", name: "kubia", uid: "u1" },
    { kind: "DaemonSet", name: "ssd-monitor", uid: "u2" },
  ],
  images: [{ name: "nginx", word: "port 80" }],
};

/** Labels that are proposed at the bar. */
function at(text: string): readonly string[] | string {
  const above = text.slice(0, text.indexOf("|")).split("\n");
  const caret = caretAt(text.replace("|", ""), above.length, (above.at(-1) ?? "").length + 1);
  if (caret === undefined) return "nowhere";
  const found = suggestionsAt(caret, KNOWN);
  return typeof found === "string" ? found : found.map(({ insert }) => insert);
}

const RS = "kind: ReplicaSet\nspec:\n  selector:\n";

describe("what the cluster has is proposed", () => {
  test.each<[string, string, readonly string[] | string]>([
    ["labels under matchLabels", `${RS}    matchLabels:\n      |`, ["app: kubia", "tier: web", "app: debug", 'version: "2"']],
    ["values of a label", `${RS}    matchLabels:\n      app: k|`, ["kubia", "debug"]],
    ["labels of a template", "kind: ReplicaSet\nspec:\n  template:\n    metadata:\n      labels:\n        app: |", ["kubia", "debug"]],
    ["keys of an expression", `${RS}    matchExpressions:\n    - key: |`, ["app", "tier", "version"]],
    [
      "values of an expression's key",
      `${RS}    matchExpressions:\n    - key: app\n      operator: In\n      values:\n      - |`,
      ["kubia", "debug"],
    ],
    ["labels in a ReplicationController's selector", "kind: ReplicationController\nspec:\n  selector:\n    app: |", ["kubia", "debug"]],
    ["nothing right under a ReplicaSet's selector", `${RS}    a|`, []],
    ["labels of nodes", "kind: Pod\nspec:\n  nodeSelector:\n    disk: |", ["ssd", "nvme"]],
    [
      "labels of nodes in an affinity",
      "kind: Pod\nspec:\n  affinity:\n    nodeAffinity:\n      required:\n        matchExpressions:\n        - key: |",
      ["disk", "kubernetes.io/hostname"],
    ],
    ["labels of a node", "kind: Node\nmetadata:\n  labels:\n    |", ["disk: ssd", "disk: nvme", "kubernetes.io/hostname: node-2"]],
    ["nodes", "kind: Pod\nspec:\n  nodeName: n|", ["node-1", "node-2"]],
    ["images", "kind: Pod\nspec:\n  containers:\n  - image: |", ["nginx"]],
    ["keys of taints", "kind: Pod\nspec:\n  tolerations:\n  - key: |", ["gpu"]],
    ["owners", "kind: Pod\nmetadata:\n  ownerReferences:\n  - kind: DaemonSet\n    name: |", ["ssd-monitor"]],
    ["ConfigMaps", "kind: Pod\nspec:\n  containers:\n  - envFrom:\n    - configMapRef:\n        name: |", "configmaps"],
    ["Secrets of a volume", "kind: Pod\nspec:\n  volumes:\n  - secret:\n      secretName: |", "secrets"],
    ["the document's own kind counts", "kind: Service\n---\nkind: ReplicaSet\nspec:\n  selector:\n    app: |", []],
    ["nothing where no name of the cluster belongs", "kind: Pod\nmetadata:\n  name: |", []],
    ["nothing in a comment", "kind: Pod\n# app: |", "nowhere"],
  ])("%s", (_name, text, wanted) => expect(at(text)).toEqual(wanted));
});
