// What the fields do that give a container its environment.

import type { Help } from "../fieldhelp.ts";

/** The same field of several types. */
const CONFIG_MAP: Help = {
  en: "The ConfigMap's name, in the pod's namespace. If it is not there, the container waits: CreateContainerConfigError, or a volume that cannot be mounted.",
  ko: "파드와 같은 네임스페이스에 있는 컨피그맵의 이름입니다. 없으면 컨테이너가 기다립니다. 환경 변수면 CreateContainerConfigError이고, 볼륨이면 마운트되지 않습니다.",
};
const SECRET: Help = {
  en: "The Secret's name, in the pod's namespace. If it is not there, the container waits: CreateContainerConfigError, or a volume that cannot be mounted.",
  ko: "파드와 같은 네임스페이스에 있는 시크릿의 이름입니다. 없으면 컨테이너가 기다립니다. 환경 변수면 CreateContainerConfigError이고, 볼륨이면 마운트되지 않습니다.",
};
const OPTIONAL: Help = {
  en: "When true, the container starts also if it is not there.",
  ko: "true면 없더라도 컨테이너가 시작됩니다.",
};

export const ENVIRONMENT: Readonly<Record<string, Help>> = {
  "EnvVar.name": { en: "The variable's name.", ko: "변수의 이름입니다." },
  "EnvVar.value": {
    en: "Its value. `$(NAME)` in it is replaced by a variable that is set above.",
    ko: "변수의 값입니다. `$(NAME)`은 위에서 정한 변수의 값으로 바뀝니다.",
  },
  "EnvVar.valueFrom": {
    en: "Takes the value from elsewhere when the container starts.",
    ko: "컨테이너가 시작할 때 값을 다른 곳에서 가져옵니다.",
  },
  "EnvVarSource.fieldRef": { en: "A field of the pod itself, such as its name or IP.", ko: "이름이나 IP 같은 파드 자신의 필드입니다." },
  "EnvVarSource.resourceFieldRef": { en: "A request or limit of a container.", ko: "컨테이너의 요청량이나 한도입니다." },
  "EnvVarSource.configMapKeyRef": { en: "One key of a ConfigMap.", ko: "컨피그맵의 키 하나입니다." },
  "EnvVarSource.secretKeyRef": { en: "One key of a Secret.", ko: "시크릿의 키 하나입니다." },
  "EnvFromSource.prefix": { en: "Put before every name that comes from there.", ko: "거기서 오는 이름마다 앞에 붙습니다." },
  "EnvFromSource.configMapRef": { en: "The ConfigMap whose keys are taken.", ko: "키를 가져올 컨피그맵입니다." },
  "EnvFromSource.secretRef": { en: "The Secret whose keys are taken.", ko: "키를 가져올 시크릿입니다." },
  "ConfigMapEnvSource.name": CONFIG_MAP,
  "ConfigMapKeySelector.name": CONFIG_MAP,
  "ConfigMapProjection.name": CONFIG_MAP,
  "ConfigMapVolumeSource.name": CONFIG_MAP,
  "SecretEnvSource.name": SECRET,
  "SecretKeySelector.name": SECRET,
  "SecretProjection.name": SECRET,
  "SecretVolumeSource.secretName": SECRET,
  "ConfigMapEnvSource.optional": OPTIONAL,
  "ConfigMapKeySelector.optional": OPTIONAL,
  "ConfigMapProjection.optional": OPTIONAL,
  "ConfigMapVolumeSource.optional": OPTIONAL,
  "SecretEnvSource.optional": OPTIONAL,
  "SecretKeySelector.optional": OPTIONAL,
  "SecretProjection.optional": OPTIONAL,
  "SecretVolumeSource.optional": OPTIONAL,
  "ConfigMapKeySelector.key": { en: "Which key's value is taken.", ko: "값을 가져올 키입니다." },
  "SecretKeySelector.key": { en: "Which key's value is taken.", ko: "값을 가져올 키입니다." },
  "ObjectFieldSelector.fieldPath": {
    en: "Which field of the pod: `metadata.name`, `status.podIP`, `spec.nodeName` and some more.",
    ko: "파드의 어느 필드인지입니다. `metadata.name`, `status.podIP`, `spec.nodeName` 등을 씁니다.",
  },
  "ObjectFieldSelector.apiVersion": {
    en: "The version of the API that the path is written for; `v1`.",
    ko: "경로가 따르는 API 버전입니다. `v1`입니다.",
  },
  "ResourceFieldSelector.containerName": {
    en: "Whose request or limit; this container's own if nothing is said. A volume has to name one.",
    ko: "어느 컨테이너의 것인지입니다. 쓰지 않으면 이 컨테이너이고, 볼륨에서는 꼭 써야 합니다.",
  },
  "ResourceFieldSelector.resource": {
    en: "`limits.memory`, `requests.cpu` and the like.",
    ko: "`limits.memory`, `requests.cpu` 같은 것입니다.",
  },
  "ResourceFieldSelector.divisor": {
    en: "The unit that the value is given in: with `1Mi`, 64Mi becomes 64.",
    ko: "값을 나타낼 단위입니다. `1Mi`면 64Mi가 64가 됩니다.",
  },
};
