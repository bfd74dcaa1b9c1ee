import { describe, expect, test } from "vitest";
import type { Taint } from "../api/types.generated.ts";
import { newDaemonSet, newNode } from "../testing/objects.ts";
import { daemonTemplate, judgeNode, newDaemonPod, nodeOfDaemonPod } from "./daemonnode.ts";

const affinity = (key: string): object => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: "Exists" }] }] },
    preferredDuringSchedulingIgnoredDuringExecution: [
      { weight: 1, preference: { matchExpressions: [{ key: "fast", operator: "Exists" }] } },
    ],
  },
});
const taint = (key: string, effect: Taint["effect"]): Taint => ({ key: `node.kubernetes.io/${key}`, effect });

describe("DS-10: a node", () => {
  test.each<[string, object, { labels?: Record<string, string>; taints?: Taint[] }, [boolean, boolean], string]>([
    ["without demands or taints gets a pod", {}, {}, [true, true], "matches"],
    ["other than the template's nodeName gets none", { nodeName: "n2" }, {}, [false, false], "nodeName is n2"],
    ["without the nodeSelector's label gets none", { nodeSelector: { disk: "ssd" } }, {}, [false, false], "missing disk=ssd"],
    ["with the nodeSelector's label gets a pod", { nodeSelector: { disk: "ssd" } }, { labels: { disk: "ssd" } }, [true, true], "matches"],
    ["that does not meet the required affinity gets none", { affinity: affinity("gpu") }, {}, [false, false], "missing gpu Exists"],
    [
      "with an untolerated NoSchedule taint keeps a pod but gets none",
      {},
      { taints: [{ key: "dedicated", effect: "NoSchedule" }] },
      [false, true],
      "taint dedicated:NoSchedule",
    ],
    [
      "with an untolerated NoExecute taint loses its pod",
      {},
      { taints: [{ key: "dedicated", effect: "NoExecute" }] },
      [false, false],
      "taint dedicated:NoExecute",
    ],
    ["that is cordoned gets a pod (DS-13)", {}, { taints: [taint("unschedulable", "NoSchedule")] }, [true, true], "matches"],
    [
      "that is unreachable keeps its pod (DS-13)",
      {},
      { taints: [taint("unreachable", "NoSchedule"), taint("unreachable", "NoExecute")] },
      [false, true],
      "taint node.kubernetes.io/unreachable:NoSchedule",
    ],
  ])("%s", (_, podSpec, node, [shouldRun, shouldContinue], why) => {
    const { spec } = daemonTemplate(newDaemonSet({ podSpec }).spec.template);
    expect(judgeNode(spec, newNode("n1", node))).toEqual({ shouldRun, shouldContinue, why });
  });
});

test("DS-12: the automatic tolerations follow the template's own and repeat none of them", () => {
  const own = { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute" };
  const keys = (podSpec: object): string[] =>
    (daemonTemplate(newDaemonSet({ podSpec }).spec.template).spec.tolerations ?? []).map(
      ({ key, effect }) => `${key?.split("/")[1]}:${effect}`,
    );
  const automatic = [
    "not-ready:NoExecute",
    "unreachable:NoExecute",
    "disk-pressure:NoSchedule",
    "memory-pressure:NoSchedule",
    "pid-pressure:NoSchedule",
    "unschedulable:NoSchedule",
  ];
  expect(keys({})).toEqual(automatic);
  expect(keys({ tolerations: [own] })).toEqual(automatic);
  expect(keys({ hostNetwork: true })).toEqual([...automatic, "network-unavailable:NoSchedule"]);
});

describe("DS-20, DS-21: the pod for a node", () => {
  const set = newDaemonSet({ podSpec: { affinity: affinity("gpu") }, annotations: { "deprecated.daemonset.template.generation": "3" } });
  const pod = newDaemonPod(set, set.spec.template, "abc", "n1");

  test("is held to it by its name alone, and keeps the preferred terms", () => {
    const { requiredDuringSchedulingIgnoredDuringExecution: required, preferredDuringSchedulingIgnoredDuringExecution: preferred } =
      pod.spec.affinity?.nodeAffinity ?? {};
    expect(required).toEqual({ nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: ["n1"] }] }] });
    expect(preferred).toHaveLength(1);
    expect(pod.spec.nodeName).toBeUndefined();
  });
  test("carries hash and template generation as labels", () => {
    expect(pod.metadata.labels).toEqual({ app: "agent", "pod-template-generation": "3", "controller-revision-hash": "abc" });
    expect(pod.metadata.generateName).toBe("agent-");
  });
  test("is recognised by its affinity before it is scheduled (DS-22)", () => {
    expect(nodeOfDaemonPod({ ...pod, status: {} } as never)).toBe("n1");
  });
});
