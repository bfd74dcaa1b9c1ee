// Texts of web/lessons: the name of each example, what to try with it, and the clauses of its goal.

import type { Translation } from "./table.ts";

export const lessonsEn = {
  title: "Examples",
  choose: "Choose another",
  show: "Show what to try",
  hide: "Hide what to try",
  open: "Open in the editor",
  openAgain: "Original file",
  startAgain: "Start again",
  startAgainHint: "The cluster as it was in the beginning; your files stay.",
  of: "{{met}} of {{all}}",
  met: "Met",
  unmet: "Not yet",
  keptNow: "Kept so far",
  allMet: "All of it is so.",
  next: "Next: {{name}}",
  announce: "Goal met: {{text}}",
  note: {
    at: "at {{at}}",
    since: "{{pod}}, at {{at}}",
    pod: "{{pod}}",
    replaced: "{{gone}} at {{at}}; {{by}} came for it",
    owned: "{{owned}} owned, {{ready}} ready, {{count, number}} wanted",
    longestRun: "longest run so far: {{seconds, number}} s",
    hasLabel: "{{pod}} has {{label}}; the selector wants {{selector}}",
    hasNoLabel: "{{pod}} has no label; the selector wants {{selector}}",
    keptSoFar: "kept so far",
    broken: "{{name}} was deleted; start again to try once more",
    noNode: "no node has {{label}}",
    notReadyOn: "none ready on {{node}} yet",
    onNodes: "{{nodes}}",
    bothOwn: "DaemonSet {{daemons}}, ReplicaSet {{replicas}} of 3",
    rival: "{{rival}} selects {{labels}} too and may take the pod: delete {{rival}} first",
    inTheWay: "{{pod}} is there from before, and a pod's probe cannot be changed: delete it first",
  },
  group: {
    controllers: "Keep pods alive",
    probes: "Liveness probes",
    selectors: "Selectors",
    daemonsets: "DaemonSets",
    mistakes: "Mistakes to learn from",
  },
  replicaset: {
    name: "ReplicaSet kubia",
    try: "Delete one of the three pods, or drag one onto another label, and watch the ReplicaSet make a replacement.",
    clause: {
      replaced: "A pod was deleted, and rs/kubia made another",
      again: "rs/kubia owns three ready pods again",
      loose: "One pod, relabelled, runs without an owner",
    },
  },
  liveness: {
    name: "Liveness probe that fails",
    try: "Apply it and run at 10×: nginx answers 404 on /health, so the kubelet kills and restarts the container until it reads CrashLoopBackOff. Then delete it, mend the path to /, and apply again.",
    clause: {
      restarted: "liveness-pod has been restarted by its probe",
      backOff: "It has been in CrashLoopBackOff",
      steady: "It stays up for two minutes",
    },
  },
  replicationcontroller: {
    name: "ReplicationController kubia",
    try: "Apply it and relabel one pod with app=foo: the controller lets go of it and makes another. Set it back, and the pod too many is deleted.",
    clause: {
      loose: "A pod of rc/kubia has had no owner",
      back: "That pod is back, and rc/kubia owns exactly three",
      kept: "rc/kubia was never deleted",
    },
  },
  rsIn: {
    name: "Selector: In",
    try: "Apply it and drag a pod onto app=kubia-canary: it still matches, so nothing happens. With any other value it is let go.",
    clause: {
      canary: "A pod with app=kubia-canary still belongs to rs/kubia-in",
      loose: "A pod with any other value runs without an owner",
    },
  },
  rsNotIn: {
    name: "Selector: NotIn",
    try: "Apply it and set env=prod on one pod: NotIn no longer matches, and the ReplicaSet replaces it.",
    clause: {
      prod: "A pod with env=prod runs without an owner",
      three: "rs/kubia-notin owns three ready pods beside it",
    },
  },
  rsExists: {
    name: "Selector: Exists",
    try: "Apply it and change the value of env on a pod: it still matches. Remove the label, and the pod is let go.",
    clause: {
      other: "A pod with another value of env still belongs to rs/kubia-exists",
      loose: "A pod without env runs without an owner",
    },
  },
  rsDoesNotExist: {
    name: "Selector: DoesNotExist",
    try: "Apply it and add the label debug to a pod: it no longer matches, and you have a spare pod to look into.",
    clause: {
      spare: "A pod with the label debug runs without an owner",
      three: "rs/kubia-plain owns three ready pods beside it",
    },
  },
  ssdMonitor: {
    name: "DaemonSet ssd-monitor",
    try: "Apply it: no node has the label yet, so it runs nowhere. Set disk=ssd on a node, change it to disk=hdd, then set it on another node.",
    clause: {
      only: "ssd-monitor runs on the nodes with disk=ssd and on no other",
      left: "A node lost the label, and its pod was stopped",
    },
  },
  dsAndRs: {
    name: "DaemonSet beside ReplicaSet",
    try: "Apply both files: both select app=my-app, yet neither takes the other's pods. Relabel a DaemonSet pod, then delete the DaemonSet.",
    clause: {
      apart: "Each has had pods of its own",
      letGo: "ds/my-daemonset let go of a pod",
      left: "ds/my-daemonset is gone; rs/my-replicaset keeps its three pods",
    },
  },
  oldVersion: {
    name: "apps/v1beta2 is gone",
    try: "Apply it: kubectl finds no such kind. Change the first line to apps/v1 and apply again.",
    clause: {
      refused: "The manifest was refused as it stands",
      applied: "Then it was put right and applied",
      runs: "rs/kubia owns three ready pods",
    },
  },
  wrongIndent: {
    name: "Lost indent",
    try: "This is how the notes print it. The editor says where it breaks: indent what belongs to metadata and spec.",
    clause: {
      refused: "The manifest was refused as it stands",
      applied: "Then it was put right and applied",
      runs: "liveness-pod is on a node",
    },
  },
  wrongNesting: {
    name: "template under selector",
    try: "This is how the notes print it. Move template out of selector, and image into its container.",
    clause: {
      refused: "The manifest was refused as it stands",
      applied: "Then it was put right and applied",
      runs: "ds/ssd-monitor exists",
    },
  },
} as const;

export const lessonsKo: Translation<typeof lessonsEn> = {
  title: "예제",
  choose: "다른 예제",
  show: "해 볼 일 보이기",
  hide: "해 볼 일 숨기기",
  open: "편집기에서 열기",
  openAgain: "원래 파일",
  startAgain: "처음부터",
  startAgainHint: "클러스터를 처음 모습으로 다시 시작합니다. 파일은 그대로 남습니다.",
  of: "{{all}}개 중 {{met}}개",
  met: "달성",
  unmet: "아직",
  keptNow: "지금까지 지킴",
  allMet: "모두 달성했습니다.",
  next: "다음: {{name}}",
  announce: "목표 달성: {{text}}",
  note: {
    at: "{{at}}에",
    since: "{{pod}}, {{at}}에",
    pod: "{{pod}}",
    replaced: "{{at}}에 {{gone}} 대신 {{by}}",
    owned: "소유 {{owned}}, 준비 {{ready}}, 목표 {{count, number}}",
    longestRun: "지금까지 가장 길게: {{seconds, number}}초",
    hasLabel: "{{pod}}에는 {{label}}, 셀렉터는 {{selector}}",
    hasNoLabel: "{{pod}}에는 레이블이 없고, 셀렉터는 {{selector}}",
    keptSoFar: "지금까지 지킴",
    broken: "{{name}}[이/가] 지워졌습니다. 처음부터 다시 해 보세요",
    noNode: "{{label}}인 노드가 없음",
    notReadyOn: "{{node}}에는 아직 준비된 파드가 없음",
    onNodes: "{{nodes}}",
    bothOwn: "데몬셋 {{daemons}}, 레플리카셋 {{replicas}}/3",
    rival: "{{rival}}도 {{labels}}[을/를] 고르므로 파드를 가져갈 수 있습니다. {{rival}}[을/를] 먼저 지우세요",
    inTheWay: "{{pod}}[이/가] 이미 있습니다. 파드의 프로브는 바꿀 수 없으니 먼저 지우세요",
  },
  group: {
    controllers: "파드를 계속 살려 두기",
    probes: "라이브니스 프로브",
    selectors: "셀렉터",
    daemonsets: "데몬셋",
    mistakes: "실수에서 배우기",
  },
  replicaset: {
    name: "레플리카셋 kubia",
    try: "파드 셋 중 하나를 지우거나 다른 레이블 위로 끌어 보세요. 레플리카셋이 대신할 파드를 만듭니다.",
    clause: {
      replaced: "파드를 하나 지웠고, rs/kubia가 새로 만들었다",
      again: "rs/kubia가 다시 준비된 파드 셋을 소유한다",
      loose: "레이블이 바뀐 파드 하나가 소유자 없이 실행 중이다",
    },
  },
  liveness: {
    name: "실패하는 라이브니스 프로브",
    try: "적용하고 10배속으로 돌려 보세요. nginx가 /health에 404로 답하므로 kubelet이 컨테이너를 거듭 죽이고 다시 시작하다가 CrashLoopBackOff가 됩니다. 그다음 지우고, path를 /로 고쳐 다시 적용해 보세요.",
    clause: {
      restarted: "프로브 때문에 liveness-pod가 재시작된 적이 있다",
      backOff: "CrashLoopBackOff가 된 적이 있다",
      steady: "2분 동안 멈추지 않고 실행된다",
    },
  },
  replicationcontroller: {
    name: "레플리케이션컨트롤러 kubia",
    try: "적용하고 파드 하나의 레이블을 app=foo로 바꿔 보세요. 컨트롤러가 놓아주고 새 파드를 만듭니다. 되돌리면 남는 파드 하나가 지워집니다.",
    clause: {
      loose: "rc/kubia의 파드가 소유자 없이 지낸 적이 있다",
      back: "그 파드가 돌아왔고, rc/kubia의 파드는 꼭 셋이다",
      kept: "rc/kubia를 한 번도 지우지 않았다",
    },
  },
  rsIn: {
    name: "셀렉터: In",
    try: "적용하고 파드를 app=kubia-canary 위로 끌어 보세요. 여전히 맞으므로 아무 일도 없습니다. 다른 값이면 놓아줍니다.",
    clause: {
      canary: "app=kubia-canary인 파드가 여전히 rs/kubia-in의 것이다",
      loose: "다른 값을 가진 파드가 소유자 없이 실행 중이다",
    },
  },
  rsNotIn: {
    name: "셀렉터: NotIn",
    try: "적용하고 파드 하나에 env=prod를 붙여 보세요. NotIn에 맞지 않게 되어 레플리카셋이 새로 만듭니다.",
    clause: {
      prod: "env=prod인 파드가 소유자 없이 실행 중이다",
      three: "그 밖에 준비된 파드 셋을 rs/kubia-notin이 소유한다",
    },
  },
  rsExists: {
    name: "셀렉터: Exists",
    try: "적용하고 파드에서 env의 값을 바꿔 보세요. 여전히 맞습니다. 레이블을 떼면 파드를 놓아줍니다.",
    clause: {
      other: "env의 값이 달라진 파드가 여전히 rs/kubia-exists의 것이다",
      loose: "env가 없는 파드가 소유자 없이 실행 중이다",
    },
  },
  rsDoesNotExist: {
    name: "셀렉터: DoesNotExist",
    try: "적용하고 파드에 debug 레이블을 붙여 보세요. 더는 맞지 않아, 들여다볼 수 있는 파드가 하나 남습니다.",
    clause: {
      spare: "debug 레이블이 붙은 파드가 소유자 없이 실행 중이다",
      three: "그 밖에 준비된 파드 셋을 rs/kubia-plain이 소유한다",
    },
  },
  ssdMonitor: {
    name: "데몬셋 ssd-monitor",
    try: "적용해 보세요. 아직 레이블이 붙은 노드가 없어 아무 데서도 돌지 않습니다. 노드에 disk=ssd를 붙였다가 disk=hdd로 바꾸고, 다른 노드에 다시 붙여 보세요.",
    clause: {
      only: "ssd-monitor가 disk=ssd인 노드에서만 실행된다",
      left: "노드에서 레이블이 사라져 그 파드가 멈췄다",
    },
  },
  dsAndRs: {
    name: "데몬셋과 레플리카셋",
    try: "두 파일을 모두 적용해 보세요. 둘 다 app=my-app을 고르지만 서로의 파드를 가져가지 않습니다. 데몬셋 파드의 레이블을 바꾸고, 데몬셋을 지워 보세요.",
    clause: {
      apart: "저마다 자기 파드를 가진 적이 있다",
      letGo: "ds/my-daemonset이 파드 하나를 놓아주었다",
      left: "ds/my-daemonset은 없어졌고, rs/my-replicaset의 파드 셋은 그대로다",
    },
  },
  oldVersion: {
    name: "사라진 apps/v1beta2",
    try: "적용해 보세요. kubectl이 그런 종류를 찾지 못합니다. 첫 줄을 apps/v1로 고치고 다시 적용하세요.",
    clause: {
      refused: "매니페스트를 그대로 적용하자 거절되었다",
      applied: "고친 뒤에 적용되었다",
      runs: "rs/kubia가 준비된 파드 셋을 소유한다",
    },
  },
  wrongIndent: {
    name: "들여쓰기가 사라짐",
    try: "노트에 적힌 그대로입니다. 어디서 깨지는지 편집기가 알려 줍니다. metadata와 spec에 속한 줄을 들여쓰세요.",
    clause: {
      refused: "매니페스트를 그대로 적용하자 거절되었다",
      applied: "고친 뒤에 적용되었다",
      runs: "liveness-pod가 노드에 있다",
    },
  },
  wrongNesting: {
    name: "selector 아래의 template",
    try: "노트에 적힌 그대로입니다. template을 selector 밖으로, image를 컨테이너 안으로 옮기세요.",
    clause: {
      refused: "매니페스트를 그대로 적용하자 거절되었다",
      applied: "고친 뒤에 적용되었다",
      runs: "ds/ssd-monitor가 있다",
    },
  },
};
