// What the fields do that learners meet first.

import type { Help } from "../fieldhelp.ts";

/** The same field of several types. */
const SELECTOR: Help = {
  en: "Which pods this controller counts as its own: those without another owner whose labels match. It has to match the labels of `template`.",
  ko: "이 컨트롤러가 자기 것으로 세는 파드입니다. 다른 소유자가 없고 레이블이 맞는 파드를 셉니다. `template`의 레이블과 맞아야 합니다.",
};
const REPLICAS: Help = {
  en: "How many pods there should be. The controller creates or deletes pods until that many are there.",
  ko: "있어야 할 파드의 수입니다. 컨트롤러는 그 수가 될 때까지 파드를 만들거나 지웁니다.",
};
const TEMPLATE: Help = {
  en: "The pattern for new pods. Pods that exist already do not change with it, unless a Deployment, DaemonSet or StatefulSet replaces them.",
  ko: "새 파드를 만드는 틀입니다. 이미 있는 파드는 바뀌지 않습니다. 디플로이먼트나 데몬셋, 스테이트풀셋이 새로 바꿔 줄 때만 달라집니다.",
};
const MIN_READY: Help = {
  en: "How long a new pod must be ready without a crash before it counts as available.",
  ko: "새 파드가 탈 없이 준비 상태로 이만큼 있어야 쓸 수 있는 것으로 셉니다.",
};
const PROBE_PORT: Help = { en: "The port of the container that the kubelet calls.", ko: "kubelet이 부르는 컨테이너의 포트입니다." };

export const FIRST: Readonly<Record<string, Help>> = {
  "ReplicaSetSpec.replicas": REPLICAS,
  "ReplicationControllerSpec.replicas": REPLICAS,
  "DeploymentSpec.replicas": REPLICAS,
  "StatefulSetSpec.replicas": REPLICAS,
  "ReplicaSetSpec.selector": SELECTOR,
  "ReplicationControllerSpec.selector": {
    en: "The labels that a pod must have for this controller to count it. Unlike in a ReplicaSet it may change, and may be left out: then it is the template's labels.",
    ko: "이 컨트롤러가 세려면 파드에 있어야 할 레이블입니다. 레플리카셋과 달리 바꿀 수 있고, 비워 두면 템플릿의 레이블을 씁니다.",
  },
  "DaemonSetSpec.selector": SELECTOR,
  "DeploymentSpec.selector": SELECTOR,
  "StatefulSetSpec.selector": SELECTOR,
  "ReplicaSetSpec.template": TEMPLATE,
  "ReplicationControllerSpec.template": TEMPLATE,
  "DaemonSetSpec.template": TEMPLATE,
  "DeploymentSpec.template": TEMPLATE,
  "StatefulSetSpec.template": TEMPLATE,
  "JobSpec.template": {
    en: "The pattern for the Job's pods. It cannot be changed; `restartPolicy` in it must be `Never` or `OnFailure`.",
    ko: "잡의 파드를 만드는 틀입니다. 바꿀 수 없고, 그 안의 `restartPolicy`는 `Never`나 `OnFailure`여야 합니다.",
  },
  "ReplicaSetSpec.minReadySeconds": MIN_READY,
  "DeploymentSpec.minReadySeconds": MIN_READY,
  "DaemonSetSpec.minReadySeconds": MIN_READY,
  "StatefulSetSpec.minReadySeconds": MIN_READY,
  "ReplicationControllerSpec.minReadySeconds": MIN_READY,
  "LabelSelector.matchLabels": {
    en: "Each of these labels must be on the pod with exactly this value.",
    ko: "파드에 이 레이블이 모두, 꼭 이 값으로 있어야 합니다.",
  },
  "LabelSelector.matchExpressions": {
    en: "Conditions on labels; a pod must meet all of them.",
    ko: "레이블에 대한 조건입니다. 파드는 모두를 만족해야 합니다.",
  },
  "LabelSelectorRequirement.key": { en: "The label that is looked at.", ko: "살펴볼 레이블의 키입니다." },
  "LabelSelectorRequirement.operator": {
    en: "`In` and `NotIn` compare with `values`; `Exists` and `DoesNotExist` only look whether the label is there. A pod without the label matches `NotIn`.",
    ko: "`In`과 `NotIn`은 `values`와 견주고, `Exists`와 `DoesNotExist`는 레이블이 있는지만 봅니다. 레이블이 없는 파드도 `NotIn`에는 맞습니다.",
  },
  "LabelSelectorRequirement.values": {
    en: "Needed by `In` and `NotIn`, and not allowed with `Exists` and `DoesNotExist`.",
    ko: "`In`과 `NotIn`에는 꼭 있어야 하고, `Exists`와 `DoesNotExist`에는 있으면 안 됩니다.",
  },
  "ObjectMeta.name": {
    en: "The object's name: one of its kind in its namespace. It cannot be changed.",
    ko: "객체의 이름입니다. 한 네임스페이스의 같은 종류 안에서 하나뿐이며, 바꿀 수 없습니다.",
  },
  "ObjectMeta.generateName": {
    en: "The beginning of a name; the server adds five letters or digits.",
    ko: "이름의 앞부분입니다. 서버가 글자나 숫자 다섯 개를 덧붙입니다.",
  },
  "ObjectMeta.namespace": {
    en: "Where the object lives; `default` if nothing is said.",
    ko: "객체가 사는 곳입니다. 쓰지 않으면 `default`입니다.",
  },
  "ObjectMeta.labels": {
    en: "What selectors look at. Changing a pod's labels can take it out of a controller's hands, or put it in.",
    ko: "셀렉터가 보는 것입니다. 파드의 레이블을 바꾸면 컨트롤러의 손을 벗어나거나 그 손에 들어갈 수 있습니다.",
  },
  "ObjectMeta.annotations": {
    en: "Notes on the object; no selector looks at them.",
    ko: "객체에 붙이는 메모입니다. 셀렉터는 보지 않습니다.",
  },
  "ObjectMeta.ownerReferences": {
    en: "Whose object this is. With the owner deleted, the garbage collector deletes this too.",
    ko: "누구의 객체인지입니다. 소유자가 지워지면 가비지 컬렉터가 이것도 지웁니다.",
  },
  "ObjectMeta.finalizers": {
    en: "While one is here, a deleted object waits and stays.",
    ko: "하나라도 있으면, 지운 객체가 사라지지 않고 기다립니다.",
  },
  "PodSpec.containers": {
    en: "What runs in the pod, all on one node, with one IP.",
    ko: "파드 안에서 도는 것들입니다. 모두 한 노드에서 IP 하나를 함께 씁니다.",
  },
  "PodSpec.initContainers": {
    en: "Run one after another, each to its end, before the containers start.",
    ko: "컨테이너보다 먼저, 하나씩 차례로 끝까지 돕니다.",
  },
  "PodSpec.nodeSelector": {
    en: "Only nodes with all these labels will do. Without one, the pod stays Pending; a DaemonSet makes no pod at all.",
    ko: "이 레이블이 모두 있는 노드에만 갑니다. 그런 노드가 없으면 파드는 Pending에 머물고, 데몬셋은 파드를 만들지 않습니다.",
  },
  "PodSpec.nodeName": {
    en: "The node that the pod is on. The scheduler fills it in; written here, the scheduler is passed by.",
    ko: "파드가 있는 노드입니다. 스케줄러가 채우며, 직접 쓰면 스케줄러를 거치지 않습니다.",
  },
  "PodSpec.restartPolicy": {
    en: "Whether the kubelet starts an ended container again. Under ReplicaSets and DaemonSets only `Always` is allowed.",
    ko: "끝난 컨테이너를 kubelet이 다시 시작할지 정합니다. 레플리카셋과 데몬셋에서는 `Always`만 됩니다.",
  },
  "PodSpec.terminationGracePeriodSeconds": {
    en: "How long a container may take to end after SIGTERM, with its `preStop` hook; then it is killed and its exit code is 137.",
    ko: "SIGTERM 뒤에 컨테이너가 끝낼 수 있는 시간입니다. `preStop` 훅의 시간도 들어갑니다. 넘기면 강제로 죽고 종료 코드는 137입니다.",
  },
  "PodSpec.tolerations": { en: "Taints of nodes that this pod may ignore.", ko: "이 파드가 견디는 노드의 테인트입니다." },
  "PodSpec.affinity": {
    en: "Which nodes are wanted or preferred, by their labels or by the pods that are there; finer than `nodeSelector`.",
    ko: "어떤 노드를 원하거나 더 좋아하는지 노드의 레이블이나 거기 있는 파드로 정합니다. `nodeSelector`보다 세밀합니다.",
  },
  "Container.name": {
    en: "Tells the containers of a pod apart, as in `kubectl logs POD -c NAME`.",
    ko: "한 파드의 컨테이너를 구별합니다. `kubectl logs POD -c NAME`처럼 씁니다.",
  },
  "Container.image": {
    en: "What is pulled and run. If it cannot be pulled, the pod waits in ErrImagePull, then ImagePullBackOff.",
    ko: "받아 와서 돌리는 이미지입니다. 받지 못하면 ErrImagePull, 이어서 ImagePullBackOff로 기다립니다.",
  },
  "Container.imagePullPolicy": {
    en: "When the image is pulled. Without it: `Always` for `:latest` and no tag, else `IfNotPresent`.",
    ko: "이미지를 언제 받을지 정합니다. 쓰지 않으면 `:latest`이거나 태그가 없을 때 `Always`, 아니면 `IfNotPresent`입니다.",
  },
  "Container.command": { en: "What is run in place of the image's entrypoint.", ko: "이미지의 엔트리포인트 대신 실행할 것입니다." },
  "Container.args": { en: "Arguments in place of the image's own.", ko: "이미지에 있는 인자 대신 줄 인자입니다." },
  "Container.env": { en: "Environment variables of the container.", ko: "컨테이너의 환경 변수입니다." },
  "Container.ports": {
    en: "Says which ports the container serves. It opens nothing: a port that is not listed can be reached too.",
    ko: "컨테이너가 여는 포트를 알립니다. 이 목록이 포트를 여는 것은 아니어서, 쓰지 않은 포트에도 닿을 수 있습니다.",
  },
  "Container.resources": {
    en: "`requests` is what the scheduler sets aside on a node; over its memory limit a container is killed (OOMKilled, 137).",
    ko: "`requests`는 스케줄러가 노드에서 떼어 두는 몫입니다. 메모리 한도를 넘으면 컨테이너가 죽습니다(OOMKilled, 137).",
  },
  "Container.livenessProbe": {
    en: "Asked again and again while the container runs. Failed `failureThreshold` times in a row, the container is killed; unless `restartPolicy` is `Never`, it is started again.",
    ko: "컨테이너가 도는 동안 거듭 묻습니다. `failureThreshold`번 잇따라 실패하면 컨테이너를 죽이고, `restartPolicy`가 `Never`가 아니면 다시 시작합니다.",
  },
  "Container.readinessProbe": {
    en: "While it fails, the pod is not ready and gets no traffic from Services. Nothing is killed.",
    ko: "실패하는 동안 파드는 준비되지 않은 것으로 보고, 서비스의 트래픽을 받지 않습니다. 죽이지는 않습니다.",
  },
  "Container.startupProbe": {
    en: "Until it has succeeded once, the other probes wait. Failed `failureThreshold` times, the container is killed.",
    ko: "한 번 성공할 때까지 다른 프로브는 기다립니다. `failureThreshold`번 실패하면 컨테이너를 죽입니다.",
  },
  "ContainerPort.containerPort": { en: "The port number, 1 to 65535.", ko: "포트 번호입니다. 1에서 65535까지입니다." },
  "Probe.httpGet": {
    en: "A GET to the pod; a status from 200 to 399 is a success.",
    ko: "파드에 GET을 보냅니다. 200에서 399까지의 상태면 성공입니다.",
  },
  "Probe.tcpSocket": { en: "Succeeds when the port takes a connection.", ko: "포트가 연결을 받으면 성공입니다." },
  "Probe.exec": {
    en: "Runs a command in the container; exit code 0 is a success.",
    ko: "컨테이너 안에서 명령을 실행합니다. 종료 코드 0이면 성공입니다.",
  },
  "Probe.initialDelaySeconds": {
    en: "How long the kubelet waits after the container's start before it asks the first time.",
    ko: "컨테이너가 시작한 뒤 처음 묻기까지 기다리는 시간입니다.",
  },
  "Probe.periodSeconds": { en: "Time from one question to the next.", ko: "한 번 묻고 다음에 묻기까지의 시간입니다." },
  "Probe.timeoutSeconds": { en: "No answer within this time is a failure.", ko: "이 시간 안에 답이 없으면 실패입니다." },
  "Probe.failureThreshold": { en: "So many failures in a row, and the kubelet acts.", ko: "이만큼 잇따라 실패하면 kubelet이 움직입니다." },
  "Probe.successThreshold": {
    en: "So many successes in a row after a failure, and it counts as well again. Only 1 will do for liveness and startup.",
    ko: "실패한 뒤 이만큼 잇따라 성공해야 다시 괜찮은 것으로 봅니다. 라이브니스와 스타트업은 1이어야 합니다.",
  },
  "HTTPGetAction.path": {
    en: "What the GET asks for; a path that the program does not know gives 404, a failure.",
    ko: "GET으로 물을 경로입니다. 프로그램이 모르는 경로면 404이고, 이는 실패입니다.",
  },
  "HTTPGetAction.port": PROBE_PORT,
  "TCPSocketAction.port": PROBE_PORT,
  "DaemonSetSpec.updateStrategy": {
    en: "`RollingUpdate` replaces pods node by node after a change of the template; `OnDelete` waits until you delete them.",
    ko: "템플릿이 바뀌면 `RollingUpdate`는 노드마다 차례로 파드를 바꾸고, `OnDelete`는 여러분이 지울 때까지 기다립니다.",
  },
  "DeploymentSpec.strategy": {
    en: "How old pods give way to new ones: step by step, or all at once (`Recreate`).",
    ko: "옛 파드를 새 파드로 바꾸는 방법입니다. 조금씩 바꾸거나 한꺼번에(`Recreate`) 바꿉니다.",
  },
  "DeploymentSpec.revisionHistoryLimit": {
    en: "How many old ReplicaSets are kept, to go back to.",
    ko: "되돌릴 수 있도록 남겨 두는 옛 레플리카셋의 수입니다.",
  },
  "JobSpec.completions": {
    en: "How many pods must end well for the Job to be complete.",
    ko: "잡이 끝나려면 잘 끝나야 할 파드의 수입니다.",
  },
  "JobSpec.parallelism": { en: "How many pods may run at the same time.", ko: "동시에 돌 수 있는 파드의 수입니다." },
  "JobSpec.backoffLimit": {
    en: "How many pods may fail; with one more the Job has failed.",
    ko: "파드가 몇 번까지 실패해도 되는지입니다. 한 번 더 실패하면 잡도 실패입니다.",
  },
  "CronJobSpec.schedule": {
    en: "Minute, hour, day, month, weekday: when a Job is made.",
    ko: "분, 시, 일, 월, 요일 차례로 잡을 언제 만들지 씁니다.",
  },
  "NodeSpec.unschedulable": {
    en: "The scheduler puts nothing more here (`kubectl cordon`); what runs goes on.",
    ko: "스케줄러가 더는 여기에 두지 않습니다(`kubectl cordon`). 돌던 것은 계속 돕니다.",
  },
  "NodeSpec.taints": {
    en: "Keeps pods away that do not tolerate it; `NoExecute` also drives out those that are here.",
    ko: "견디지 못하는 파드를 막습니다. `NoExecute`는 이미 있는 파드도 내보냅니다.",
  },
};
