// What the fields of a pod as a whole do.

import type { Help } from "../fieldhelp.ts";

/** The same field of several types. */
const SERVICE_ACCOUNT: Help = {
  en: "As whom the pod speaks to the API server; `default` if nothing is said. If there is no such ServiceAccount, the pod is refused.",
  ko: "파드가 API 서버에 누구로 말하는지입니다. 쓰지 않으면 `default`이고, 그런 서비스어카운트가 없으면 파드가 거절됩니다.",
};
const RUN_AS_USER: Help = {
  en: "The number of the user that the processes run as, in place of the image's.",
  ko: "프로세스를 돌릴 사용자의 번호입니다. 이미지에 정해진 것을 대신합니다.",
};
const RUN_AS_GROUP: Help = { en: "The number of the group that the processes run as.", ko: "프로세스를 돌릴 그룹의 번호입니다." };
const RUN_AS_NON_ROOT: Help = {
  en: "When true, the kubelet refuses to start a container that would run as root: CreateContainerConfigError.",
  ko: "true면 root로 돌게 될 컨테이너를 kubelet이 시작하지 않습니다. CreateContainerConfigError가 됩니다.",
};

export const POD: Readonly<Record<string, Help>> = {
  "PodSpec.volumes": {
    en: "Directories that the containers of the pod can mount. A volume of a Secret or ConfigMap that is not there keeps the containers from starting.",
    ko: "파드의 컨테이너가 마운트할 수 있는 디렉터리입니다. 없는 시크릿이나 컨피그맵의 볼륨이면 컨테이너가 시작되지 않습니다.",
  },
  "PodSpec.activeDeadlineSeconds": {
    en: "So long after its start the kubelet ends the whole pod, and it has failed with DeadlineExceeded.",
    ko: "시작하고 이만큼 지나면 kubelet이 파드 전체를 끝내고, 파드는 DeadlineExceeded로 실패합니다.",
  },
  "PodSpec.serviceAccountName": SERVICE_ACCOUNT,
  "PodSpec.serviceAccount": SERVICE_ACCOUNT,
  "PodSpec.automountServiceAccountToken": {
    en: "Whether admission adds a volume with the ServiceAccount's token to each container.",
    ko: "서비스어카운트의 토큰이 든 볼륨을 컨테이너마다 붙일지 정합니다.",
  },
  "PodSpec.hostNetwork": {
    en: "The pod uses the node's own network: its IP is the node's, and its ports are taken on the node.",
    ko: "파드가 노드의 네트워크를 그대로 씁니다. IP가 노드와 같고, 포트도 노드의 것을 차지합니다.",
  },
  "PodSpec.shareProcessNamespace": {
    en: "All containers see each other's processes; then the first process of a container is no longer number 1.",
    ko: "컨테이너끼리 서로의 프로세스를 봅니다. 그러면 컨테이너의 첫 프로세스가 1번이 아니게 됩니다.",
  },
  "PodSpec.securityContext": {
    en: "As which user and with which kernel settings the containers run, unless a container says otherwise.",
    ko: "컨테이너가 어떤 사용자와 커널 설정으로 도는지입니다. 컨테이너에 따로 쓰면 그것이 앞섭니다.",
  },
  "PodSpec.imagePullSecrets": {
    en: "Secrets with the passwords of registries, used when the kubelet pulls the images.",
    ko: "kubelet이 이미지를 받을 때 쓸 레지스트리 비밀번호가 든 시크릿입니다.",
  },
  "PodSpec.hostname": {
    en: "The name that the containers see of themselves; the pod's name if nothing is said.",
    ko: "컨테이너가 보는 자기 이름입니다. 쓰지 않으면 파드의 이름입니다.",
  },
  "PodSpec.subdomain": {
    en: "With `hostname`, the pod's name within a headless Service of that name.",
    ko: "`hostname`과 함께, 그 이름의 헤드리스 서비스 안에서 파드를 부르는 이름이 됩니다.",
  },
  "PodSpec.schedulerName": {
    en: "Who chooses the node. With a name that no scheduler answers to, the pod stays Pending for ever.",
    ko: "노드를 고르는 스케줄러입니다. 아무도 응하지 않는 이름이면 파드는 계속 Pending입니다.",
  },
  "PodSpec.priorityClassName": {
    en: "Gives the pod the priority of this class. Pods of higher priority are scheduled first and can drive out others.",
    ko: "파드에 이 클래스의 우선순위를 줍니다. 우선순위가 높은 파드가 먼저 배치되고, 다른 파드를 내보낼 수도 있습니다.",
  },
  "PodSpec.priority": {
    en: "The priority as a number. Admission fills it in from `priorityClassName`.",
    ko: "수로 나타낸 우선순위입니다. 서버가 `priorityClassName`을 보고 채웁니다.",
  },
  "PodSpec.preemptionPolicy": {
    en: "`Never`: the pod waits for room; otherwise the scheduler may delete pods of lower priority for it.",
    ko: "`Never`면 자리가 날 때까지 기다립니다. 아니면 스케줄러가 우선순위가 낮은 파드를 지워 자리를 냅니다.",
  },
  "PodSpec.readinessGates": {
    en: "Further conditions that must be True before the pod counts as ready, set by somebody other than the kubelet.",
    ko: "파드가 준비된 것으로 세기 전에 True여야 할 추가 조건입니다. kubelet이 아닌 누군가가 정합니다.",
  },
  "PodReadinessGate.conditionType": {
    en: "The type of the condition in the pod's status that is waited for.",
    ko: "파드의 status에서 기다릴 조건의 type입니다.",
  },
  "PodSpec.enableServiceLinks": {
    en: "Whether the addresses of the namespace's Services become environment variables of the containers.",
    ko: "네임스페이스에 있는 서비스의 주소를 컨테이너의 환경 변수로 넣을지 정합니다.",
  },
  "PodSpec.overhead": {
    en: "What the pod needs beside its containers. The scheduler adds it to their requests.",
    ko: "컨테이너 말고 파드 자체에 드는 몫입니다. 스케줄러가 요청량에 더합니다.",
  },
  "PodSpec.resources": {
    en: "Requests and limits for all containers of the pod together.",
    ko: "파드의 컨테이너 모두를 합친 요청량과 한도입니다.",
  },
  "PodSpec.schedulingGates": {
    en: "While one is here, the scheduler does not look at the pod: it shows SchedulingGated.",
    ko: "하나라도 있으면 스케줄러가 이 파드를 보지 않고, 상태는 SchedulingGated로 나옵니다.",
  },
  "PodSchedulingGate.name": {
    en: "The gate's name. Whoever set it removes it when the pod may be scheduled.",
    ko: "게이트의 이름입니다. 붙인 쪽이 파드를 배치해도 될 때 떼어 냅니다.",
  },
  "PodSecurityContext.runAsUser": RUN_AS_USER,
  "SecurityContext.runAsUser": RUN_AS_USER,
  "PodSecurityContext.runAsGroup": RUN_AS_GROUP,
  "SecurityContext.runAsGroup": RUN_AS_GROUP,
  "PodSecurityContext.runAsNonRoot": RUN_AS_NON_ROOT,
  "SecurityContext.runAsNonRoot": RUN_AS_NON_ROOT,
  "PodSpec.hostIPC": {
    en: "The pod shares the node's IPC namespace. Then it may set no sysctl of that namespace: the kubelet rejects the pod.",
    ko: "파드가 노드의 IPC 네임스페이스를 함께 씁니다. 그러면 그 네임스페이스의 sysctl은 정할 수 없고, 정하면 kubelet이 파드를 거부합니다.",
  },
  "PodSpec.os": {
    en: "The operating system that the containers are made for. A kubelet on another one rejects the pod.",
    ko: "컨테이너가 돌아갈 운영 체제입니다. 다른 운영 체제의 kubelet은 파드를 거부합니다.",
  },
  "PodOS.name": {
    en: "`linux` or `windows`. The nodes here run Linux: a pod for `windows` ends as Failed with the reason PodOSNotSupported.",
    ko: "`linux` 또는 `windows`입니다. 여기 노드는 리눅스라서, `windows` 파드는 PodOSNotSupported 이유로 Failed가 됩니다.",
  },
  "PodSecurityContext.sysctls": {
    en: "Settings of the kernel for the pod. One that is not allowed makes the kubelet reject the pod.",
    ko: "파드에 쓸 커널 설정입니다. 허용되지 않은 것이면 kubelet이 파드를 거부합니다.",
  },
  "Sysctl.name": { en: "The kernel's name of the setting.", ko: "커널에서 부르는 설정 이름입니다." },
  "Sysctl.value": { en: "What it is set to.", ko: "설정할 값입니다." },
  "PodSecurityContext.supplementalGroups": { en: "Further groups that the processes belong to.", ko: "프로세스가 더 속할 그룹입니다." },
};
