// What the fields do that choose a node.

import type { Help } from "../fieldhelp.ts";

/** The same field of several types. */
const REQUIRED: Help = {
  en: "Must hold when the pod is placed, or it stays Pending. Later changes move nothing.",
  ko: "파드를 배치할 때 지켜져야 하고, 아니면 Pending입니다. 나중에 바뀌어도 옮기지 않습니다.",
};
const PREFERRED: Help = {
  en: "Gives points for or against a node; it never keeps a pod Pending.",
  ko: "노드에 점수를 더하거나 뺍니다. 이것 때문에 Pending이 되지는 않습니다.",
};
const WEIGHT: Help = {
  en: "How much this wish counts beside the others, 1 to 100.",
  ko: "다른 바람과 견주어 얼마나 무거운지입니다. 1에서 100까지입니다.",
};
const TOPOLOGY_KEY: Help = {
  en: "The label of nodes that says what is one place: with `kubernetes.io/hostname` each node is one.",
  ko: "무엇을 한 곳으로 볼지 정하는 노드 레이블입니다. `kubernetes.io/hostname`이면 노드마다 한 곳입니다.",
};
const MATCH_LABEL_KEYS: Help = {
  en: "Only pods that have the same value as this pod for these labels are counted.",
  ko: "이 레이블의 값이 이 파드와 같은 파드만 셉니다.",
};

export const SCHEDULING: Readonly<Record<string, Help>> = {
  "Affinity.nodeAffinity": { en: "Which nodes will do, by their labels.", ko: "어떤 노드가 되는지 노드의 레이블로 정합니다." },
  "Affinity.podAffinity": { en: "Go where certain pods are already.", ko: "정해진 파드가 이미 있는 곳으로 갑니다." },
  "Affinity.podAntiAffinity": { en: "Stay away from where certain pods are.", ko: "정해진 파드가 있는 곳을 피합니다." },
  "NodeAffinity.requiredDuringSchedulingIgnoredDuringExecution": {
    en: "The node must fit, or the pod stays Pending. A label that changes later drives nobody out.",
    ko: "노드가 맞아야 하고, 없으면 파드는 Pending입니다. 나중에 레이블이 바뀌어도 내보내지 않습니다.",
  },
  "NodeAffinity.preferredDuringSchedulingIgnoredDuringExecution": {
    en: "Nodes that fit get points; if none fits, any node will do.",
    ko: "맞는 노드가 점수를 받습니다. 맞는 노드가 없으면 아무 노드에나 갑니다.",
  },
  "PodAffinity.requiredDuringSchedulingIgnoredDuringExecution": REQUIRED,
  "PodAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution": REQUIRED,
  "PodAffinity.preferredDuringSchedulingIgnoredDuringExecution": PREFERRED,
  "PodAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution": PREFERRED,
  "NodeSelector.nodeSelectorTerms": {
    en: "One of these terms has to fit; within a term everything has to.",
    ko: "이 항목 가운데 하나가 맞아야 하고, 한 항목 안에서는 모두 맞아야 합니다.",
  },
  "NodeSelectorTerm.matchExpressions": { en: "Conditions on the node's labels.", ko: "노드의 레이블에 대한 조건입니다." },
  "NodeSelectorTerm.matchFields": {
    en: "Conditions on the node's name. A DaemonSet names each pod's node in this way.",
    ko: "노드의 이름에 대한 조건입니다. 데몬셋은 이 방법으로 파드마다 노드를 정해 줍니다.",
  },
  "NodeSelectorRequirement.key": { en: "The label of the node that is looked at.", ko: "살펴볼 노드 레이블의 키입니다." },
  "NodeSelectorRequirement.operator": {
    en: "As in selectors, and `Gt` and `Lt`, which compare whole numbers.",
    ko: "셀렉터에서와 같고, `Gt`와 `Lt`로 정수를 견줄 수도 있습니다.",
  },
  "NodeSelectorRequirement.values": {
    en: "Needed by `In` and `NotIn`; one number for `Gt` and `Lt`.",
    ko: "`In`과 `NotIn`에 있어야 하고, `Gt`와 `Lt`에는 수 하나를 씁니다.",
  },
  "PreferredSchedulingTerm.weight": WEIGHT,
  "WeightedPodAffinityTerm.weight": WEIGHT,
  "PreferredSchedulingTerm.preference": { en: "Which nodes get the points.", ko: "점수를 받을 노드입니다." },
  "WeightedPodAffinityTerm.podAffinityTerm": {
    en: "Near which pods, and what counts as near.",
    ko: "어느 파드 가까이인지, 무엇을 가까움으로 보는지입니다.",
  },
  "PodAffinityTerm.labelSelector": { en: "Which pods are looked for.", ko: "찾을 파드입니다." },
  "PodAffinityTerm.namespaces": {
    en: "In which namespaces they are looked for; the pod's own if nothing is said.",
    ko: "파드를 찾을 네임스페이스입니다. 쓰지 않으면 자기 네임스페이스입니다.",
  },
  "PodAffinityTerm.namespaceSelector": { en: "Further namespaces, by their labels.", ko: "네임스페이스의 레이블로 더 고릅니다." },
  "PodAffinityTerm.topologyKey": TOPOLOGY_KEY,
  "TopologySpreadConstraint.topologyKey": TOPOLOGY_KEY,
  "PodAffinityTerm.matchLabelKeys": MATCH_LABEL_KEYS,
  "TopologySpreadConstraint.matchLabelKeys": MATCH_LABEL_KEYS,
  "PodSpec.topologySpreadConstraints": {
    en: "Keeps the numbers of pods in different places near to one another.",
    ko: "곳마다 파드의 수가 비슷하도록 퍼뜨립니다.",
  },
  "TopologySpreadConstraint.maxSkew": {
    en: "How far the fullest place may be ahead of the emptiest.",
    ko: "가장 많은 곳과 가장 적은 곳의 차이가 얼마까지 되는지입니다.",
  },
  "TopologySpreadConstraint.whenUnsatisfiable": {
    en: "`DoNotSchedule`: rather stay Pending; `ScheduleAnyway`: only prefer.",
    ko: "`DoNotSchedule`이면 차라리 Pending이고, `ScheduleAnyway`면 되도록 지킵니다.",
  },
  "TopologySpreadConstraint.labelSelector": { en: "Which pods are counted.", ko: "셀 파드입니다." },
  "TopologySpreadConstraint.minDomains": {
    en: "With fewer places than that, the emptiest counts as having none.",
    ko: "곳의 수가 이보다 적으면 가장 적은 곳을 0으로 봅니다.",
  },
  "TopologySpreadConstraint.nodeAffinityPolicy": {
    en: "Whether nodes that the pod may not go to count as places.",
    ko: "파드가 갈 수 없는 노드도 한 곳으로 셀지 정합니다.",
  },
  "TopologySpreadConstraint.nodeTaintsPolicy": {
    en: "Whether nodes with taints that the pod does not tolerate count as places.",
    ko: "견디지 못하는 테인트가 있는 노드도 한 곳으로 셀지 정합니다.",
  },
  "Toleration.key": {
    en: "The taint's key; without one every taint is meant, with `Exists`.",
    ko: "테인트의 키입니다. 비워 두고 `Exists`를 쓰면 모든 테인트를 견딥니다.",
  },
  "Toleration.operator": {
    en: "`Exists` looks only at the key, `Equal` also at the value.",
    ko: "`Exists`는 키만 보고, `Equal`은 값도 봅니다.",
  },
  "Toleration.value": { en: "The taint's value, for `Equal`.", ko: "테인트의 값입니다. `Equal`일 때 봅니다." },
  "Toleration.effect": {
    en: "Which effect is tolerated; all of them if nothing is said.",
    ko: "어떤 효과를 견디는지입니다. 쓰지 않으면 모두입니다.",
  },
  "Toleration.tolerationSeconds": {
    en: "For `NoExecute`: so long the pod stays on the node, then it is evicted. Without it, it stays.",
    ko: "`NoExecute`일 때 이만큼만 노드에 머문 뒤 쫓겨납니다. 쓰지 않으면 계속 머뭅니다.",
  },
};
