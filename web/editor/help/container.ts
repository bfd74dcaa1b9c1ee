// What the fields of a container do.

import type { Help } from "../fieldhelp.ts";

export const CONTAINER: Readonly<Record<string, Help>> = {
  "Container.workingDir": {
    en: "The directory that the command starts in, in place of the image's.",
    ko: "명령이 시작하는 디렉터리입니다. 이미지에 정해진 것을 대신합니다.",
  },
  "Container.envFrom": {
    en: "All keys of a ConfigMap or Secret become environment variables. They are read when the container starts, not later.",
    ko: "컨피그맵이나 시크릿의 키가 모두 환경 변수가 됩니다. 컨테이너가 시작할 때 읽고, 그 뒤의 변경은 반영되지 않습니다.",
  },
  "Container.restartPolicy": {
    en: "On an init container, `Always` makes it a sidecar: it starts before the others and runs along with them.",
    ko: "초기화 컨테이너에 `Always`를 쓰면 사이드카가 됩니다. 먼저 시작해서 다른 컨테이너와 함께 돕니다.",
  },
  "Container.restartPolicyRules": {
    en: "Which exit codes start the container again, whatever the restart policy says.",
    ko: "재시작 정책과 상관없이, 어떤 종료 코드일 때 컨테이너를 다시 시작할지 정합니다.",
  },
  "ContainerRestartRule.action": {
    en: "What is done when the rule fits: `Restart` this container, or all of the pod's.",
    ko: "규칙에 맞을 때 할 일입니다. 이 컨테이너만, 또는 파드의 컨테이너 모두를 다시 시작합니다.",
  },
  "ContainerRestartRule.exitCodes": { en: "The exit codes that the rule is for.", ko: "규칙이 볼 종료 코드입니다." },
  "ContainerRestartRuleOnExitCodes.operator": {
    en: "`In`: one of the values; `NotIn`: none of them.",
    ko: "`In`은 값 가운데 하나일 때, `NotIn`은 하나도 아닐 때입니다.",
  },
  "ContainerRestartRuleOnExitCodes.values": { en: "The exit codes that are compared with.", ko: "견줄 종료 코드입니다." },
  "Container.volumeMounts": {
    en: "Where the pod's volumes appear in this container.",
    ko: "파드의 볼륨이 이 컨테이너의 어디에 나타나는지입니다.",
  },
  "Container.lifecycle": {
    en: "What the kubelet does right after the start and right before the stop of the container.",
    ko: "컨테이너가 시작한 바로 뒤와 멈추기 바로 앞에 kubelet이 할 일입니다.",
  },
  "Lifecycle.postStart": {
    en: "Done right after the start. The container is not Running before it has ended, and is killed if it fails.",
    ko: "시작 바로 뒤에 합니다. 끝나야 컨테이너가 Running이 되고, 실패하면 컨테이너를 죽입니다.",
  },
  "Lifecycle.preStop": {
    en: "Done before SIGTERM is sent. The time it takes is part of the grace period.",
    ko: "SIGTERM을 보내기 전에 합니다. 걸린 시간은 유예 시간에 들어갑니다.",
  },
  "LifecycleHandler.exec": { en: "Runs a command in the container.", ko: "컨테이너 안에서 명령을 실행합니다." },
  "LifecycleHandler.httpGet": { en: "Sends a GET to the container.", ko: "컨테이너에 GET을 보냅니다." },
  "LifecycleHandler.tcpSocket": {
    en: "Kept for old manifests: a hook of this kind cannot be run, and fails.",
    ko: "옛 매니페스트 때문에 남아 있습니다. 이런 훅은 실행할 수 없어 실패합니다.",
  },
  "LifecycleHandler.sleep": {
    en: "Waits. Before a stop it gives Services time to send their traffic elsewhere.",
    ko: "기다립니다. 멈추기 전에 두면 서비스가 트래픽을 다른 곳으로 돌릴 시간이 생깁니다.",
  },
  "SleepAction.seconds": { en: "How long to wait.", ko: "기다릴 시간입니다." },
  "Container.terminationMessagePath": {
    en: "The file whose text becomes the message in the status when the container ends.",
    ko: "컨테이너가 끝나면 이 파일의 글이 status의 message가 됩니다.",
  },
  "Container.terminationMessagePolicy": {
    en: "`FallbackToLogsOnError`: if that file is empty and the container failed, the end of its log is taken.",
    ko: "`FallbackToLogsOnError`면 그 파일이 비었고 컨테이너가 실패했을 때 로그의 끝부분을 씁니다.",
  },
  "Container.securityContext": {
    en: "As which user this container runs; it goes before the pod's own.",
    ko: "이 컨테이너가 어떤 사용자로 도는지입니다. 파드에 쓴 것보다 앞섭니다.",
  },
  "Container.stdin": {
    en: "Keeps standard input open. Without it, a shell without a command reads the end at once and exits.",
    ko: "표준 입력을 열어 둡니다. 없으면 명령 없는 셸은 곧바로 입력의 끝을 읽고 끝납니다.",
  },
  "Container.tty": {
    en: "Gives the process a terminal; needs `stdin`, too, to be typed into.",
    ko: "프로세스에 터미널을 줍니다. 입력하려면 `stdin`도 있어야 합니다.",
  },
  "ContainerPort.name": {
    en: "A name for the port, which probes and Services can use in place of the number.",
    ko: "포트의 이름입니다. 프로브와 서비스에서 번호 대신 쓸 수 있습니다.",
  },
  "ContainerPort.hostPort": {
    en: "Takes this port on the node itself, so that only one such pod fits on a node.",
    ko: "노드의 포트를 차지합니다. 그래서 이런 파드는 한 노드에 하나만 들어갑니다.",
  },
  "ContainerPort.hostIP": {
    en: "On which of the node's addresses `hostPort` is taken; all of them if nothing is said.",
    ko: "`hostPort`를 노드의 어느 주소에서 차지할지입니다. 쓰지 않으면 모든 주소입니다.",
  },
  "ContainerPort.protocol": {
    en: "`TCP`, `UDP` or `SCTP`. The same number in two protocols is two ports.",
    ko: "`TCP`, `UDP`, `SCTP` 가운데 하나입니다. 번호가 같아도 프로토콜이 다르면 다른 포트입니다.",
  },
  "ResourceRequirements.requests": {
    en: "What the scheduler sets aside on the node. A pod that finds no node with so much left stays Pending.",
    ko: "스케줄러가 노드에서 떼어 두는 몫입니다. 그만큼 남은 노드가 없으면 파드는 Pending입니다.",
  },
  "ResourceRequirements.limits": {
    en: "The most that the container may use: over its memory it is killed (OOMKilled, 137), over its CPU it is slowed.",
    ko: "컨테이너가 쓸 수 있는 최대입니다. 메모리를 넘으면 죽고(OOMKilled, 137), CPU를 넘으면 느려집니다.",
  },
  "ResourceRequirements.claims": {
    en: "Devices that the pod has claimed and this container uses.",
    ko: "파드가 잡아 둔 장치 가운데 이 컨테이너가 쓸 것입니다.",
  },
  "ResourceClaim.name": { en: "Which of the pod's claims is meant.", ko: "파드가 잡아 둔 것 가운데 어느 것인지입니다." },
  "ResourceClaim.request": {
    en: "Which request within that claim; all of them if nothing is said.",
    ko: "그 안의 어느 요청인지입니다. 쓰지 않으면 모두입니다.",
  },
};
