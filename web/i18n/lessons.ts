// Texts of web/lessons: the name of each example, and one sentence on what to try with it.

import type { Translation } from "./table.ts";

export const lessonsEn = {
  title: "Examples",
  choose: "Choose another",
  show: "Show what to try",
  hide: "Hide what to try",
  open: "Open in the editor",
  startAgain: "Start again",
  startAgainHint: "The cluster as it was in the beginning; your files stay.",
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
  },
  liveness: {
    name: "Liveness probe that fails",
    try: "Apply it and run at 10×: nginx answers 404 on /health, so the kubelet kills and restarts the container until it reads CrashLoopBackOff.",
  },
  replicationcontroller: {
    name: "ReplicationController kubia",
    try: "Apply it and relabel one pod with app=foo: the controller lets go of it and makes another. Set it back, and the pod too many is deleted.",
  },
  rsIn: {
    name: "Selector: In",
    try: "Apply it and drag a pod onto app=kubia-canary: it still matches, so nothing happens. With any other value it is let go.",
  },
  rsNotIn: {
    name: "Selector: NotIn",
    try: "Apply it and set env=prod on one pod: NotIn no longer matches, and the ReplicaSet replaces it.",
  },
  rsExists: {
    name: "Selector: Exists",
    try: "Apply it and change the value of env on a pod: it still matches. Remove the label, and the pod is let go.",
  },
  rsDoesNotExist: {
    name: "Selector: DoesNotExist",
    try: "Apply it and add the label debug to a pod: it no longer matches, and you have a spare pod to look into.",
  },
  ssdMonitor: {
    name: "DaemonSet ssd-monitor",
    try: "Apply it: no node has the label yet, so it runs nowhere. Set disk=ssd on a node, then change it to disk=hdd.",
  },
  dsAndRs: {
    name: "DaemonSet beside ReplicaSet",
    try: "Apply both files: both select app=my-app, yet neither takes the other's pods. Relabel a DaemonSet pod, then delete the DaemonSet.",
  },
  oldVersion: {
    name: "apps/v1beta2 is gone",
    try: "Apply it: kubectl finds no such kind. Change the first line to apps/v1 and apply again.",
  },
  wrongIndent: {
    name: "Lost indent",
    try: "This is how the notes print it. The editor says where it breaks: indent what belongs to metadata and spec.",
  },
  wrongNesting: {
    name: "template under selector",
    try: "This is how the notes print it. Move template out of selector, and image into its container.",
  },
} as const;

export const lessonsKo: Translation<typeof lessonsEn> = {
  title: "예제",
  choose: "다른 예제",
  show: "해 볼 일 보이기",
  hide: "해 볼 일 숨기기",
  open: "편집기에서 열기",
  startAgain: "처음부터",
  startAgainHint: "클러스터를 처음 모습으로 다시 시작합니다. 파일은 그대로 남습니다.",
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
  },
  liveness: {
    name: "실패하는 라이브니스 프로브",
    try: "적용하고 10배속으로 돌려 보세요. nginx가 /health에 404로 답하므로 kubelet이 컨테이너를 거듭 죽이고 다시 시작하다가 CrashLoopBackOff가 됩니다.",
  },
  replicationcontroller: {
    name: "레플리케이션컨트롤러 kubia",
    try: "적용하고 파드 하나의 레이블을 app=foo로 바꿔 보세요. 컨트롤러가 놓아주고 새 파드를 만듭니다. 되돌리면 남는 파드 하나가 지워집니다.",
  },
  rsIn: {
    name: "셀렉터: In",
    try: "적용하고 파드를 app=kubia-canary 위로 끌어 보세요. 여전히 맞으므로 아무 일도 없습니다. 다른 값이면 놓아줍니다.",
  },
  rsNotIn: {
    name: "셀렉터: NotIn",
    try: "적용하고 파드 하나에 env=prod를 붙여 보세요. NotIn에 맞지 않게 되어 레플리카셋이 새로 만듭니다.",
  },
  rsExists: { name: "셀렉터: Exists", try: "적용하고 파드에서 env의 값을 바꿔 보세요. 여전히 맞습니다. 레이블을 떼면 파드를 놓아줍니다." },
  rsDoesNotExist: {
    name: "셀렉터: DoesNotExist",
    try: "적용하고 파드에 debug 레이블을 붙여 보세요. 더는 맞지 않아, 들여다볼 수 있는 파드가 하나 남습니다.",
  },
  ssdMonitor: {
    name: "데몬셋 ssd-monitor",
    try: "적용해 보세요. 아직 레이블이 붙은 노드가 없어 아무 데서도 돌지 않습니다. 노드에 disk=ssd를 붙인 다음 disk=hdd로 바꿔 보세요.",
  },
  dsAndRs: {
    name: "데몬셋과 레플리카셋",
    try: "두 파일을 모두 적용해 보세요. 둘 다 app=my-app을 고르지만 서로의 파드를 가져가지 않습니다. 데몬셋 파드의 레이블을 바꾸고, 데몬셋을 지워 보세요.",
  },
  oldVersion: {
    name: "사라진 apps/v1beta2",
    try: "적용해 보세요. kubectl이 그런 종류를 찾지 못합니다. 첫 줄을 apps/v1로 고치고 다시 적용하세요.",
  },
  wrongIndent: {
    name: "들여쓰기가 사라짐",
    try: "노트에 적힌 그대로입니다. 어디서 깨지는지 편집기가 알려 줍니다. metadata와 spec에 속한 줄을 들여쓰세요.",
  },
  wrongNesting: {
    name: "selector 아래의 template",
    try: "노트에 적힌 그대로입니다. template을 selector 밖으로, image를 컨테이너 안으로 옮기세요.",
  },
};
