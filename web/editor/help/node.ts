// What the fields of a node do.

import type { Help } from "../fieldhelp.ts";

export const NODE: Readonly<Record<string, Help>> = {
  "Taint.key": { en: "What tolerations name this taint by.", ko: "톨러레이션이 이 테인트를 가리키는 이름입니다." },
  "Taint.value": {
    en: "A value beside the key, which a toleration with `Equal` has to have, too.",
    ko: "키와 함께 있는 값입니다. `Equal`을 쓰는 톨러레이션은 이 값도 같아야 합니다.",
  },
  "Taint.effect": {
    en: "`NoSchedule`: nothing new comes; `PreferNoSchedule`: only if there is no other node; `NoExecute`: what is here goes, too.",
    ko: "`NoSchedule`이면 새 파드가 오지 않고, `PreferNoSchedule`이면 다른 노드가 없을 때만 오며, `NoExecute`면 있던 파드도 나갑니다.",
  },
  "NodeSpec.podCIDR": { en: "The addresses that pods on this node get.", ko: "이 노드의 파드가 받을 주소의 범위입니다." },
  "NodeSpec.podCIDRs": { en: "The addresses that pods on this node get.", ko: "이 노드의 파드가 받을 주소의 범위입니다." },
  "NodeSpec.providerID": {
    en: "The machine's name at the cloud that it was made by.",
    ko: "이 기계를 만든 클라우드에서 부르는 이름입니다.",
  },
  "Taint.timeAdded": {
    en: "When a `NoExecute` taint was set; from then on tolerated seconds count.",
    ko: "`NoExecute` 테인트가 붙은 때입니다. 견디는 시간을 이때부터 셉니다.",
  },
};
