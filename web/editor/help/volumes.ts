// What the fields of volumes do.

import type { Help } from "../fieldhelp.ts";

/** The same field of several types. */
const ITEMS: Help = {
  en: "Only these keys, each at a path of its own. A key that is not there keeps the container from starting.",
  ko: "이 키만, 각각 정한 경로에 둡니다. 없는 키를 쓰면 컨테이너가 시작되지 않습니다.",
};
const FIELDS: Help = {
  en: "Which fields of the pod become which files.",
  ko: "파드의 어느 필드가 어느 파일이 되는지입니다.",
};
const MODE: Help = { en: "The permissions of this file.", ko: "이 파일의 권한입니다." };
const DEFAULT_MODE: Help = {
  en: "The permissions of the files, unless one has its own.",
  ko: "파일의 권한입니다. 파일에 따로 쓰면 그것이 앞섭니다.",
};

export const VOLUMES: Readonly<Record<string, Help>> = {
  "Volume.name": { en: "The name that `volumeMounts` of the containers use.", ko: "컨테이너의 `volumeMounts`에서 쓰는 이름입니다." },
  "Volume.emptyDir": {
    en: "A directory that is empty when the pod starts and gone when the pod is gone; it outlives restarts of a container.",
    ko: "파드가 시작할 때 비어 있고 파드와 함께 사라지는 디렉터리입니다. 컨테이너가 다시 시작해도 남습니다.",
  },
  "Volume.secret": { en: "The keys of a Secret as files.", ko: "시크릿의 키를 파일로 보여 줍니다." },
  "Volume.configMap": {
    en: "The keys of a ConfigMap as files. They follow its changes after a while.",
    ko: "컨피그맵의 키를 파일로 보여 줍니다. 바뀌면 얼마 뒤 따라 바뀝니다.",
  },
  "Volume.downwardAPI": { en: "Fields of the pod itself as files.", ko: "파드 자신의 필드를 파일로 보여 줍니다." },
  "Volume.projected": { en: "Several of these sources in one directory.", ko: "여러 출처를 한 디렉터리에 모읍니다." },
  "Volume.ephemeral": {
    en: "A claim of its own for each pod, deleted together with it.",
    ko: "파드마다 따로 만드는 클레임이고, 파드와 함께 지워집니다.",
  },
  "Volume.image": { en: "The files of an image as a directory, read-only.", ko: "이미지의 파일을 읽기 전용 디렉터리로 보여 줍니다." },
  "ImageVolumeSource.reference": { en: "The image whose files these are.", ko: "파일을 가져올 이미지입니다." },
  "VolumeMount.name": { en: "Which of the pod's volumes.", ko: "파드의 볼륨 가운데 어느 것인지입니다." },
  "VolumeMount.mountPath": { en: "Where it appears in the container.", ko: "컨테이너의 어디에 나타나는지입니다." },
  "VolumeMount.readOnly": { en: "When true, the container cannot write there.", ko: "true면 컨테이너가 거기에 쓸 수 없습니다." },
  "VolumeMount.subPath": {
    en: "Only this file or directory of the volume; it does not follow later changes.",
    ko: "볼륨의 이 파일이나 디렉터리만 씁니다. 나중의 변경은 따라오지 않습니다.",
  },
  "VolumeMount.subPathExpr": {
    en: "As `subPath`, with `$(NAME)` of the container's environment.",
    ko: "`subPath`와 같지만 컨테이너 환경 변수의 `$(NAME)`을 쓸 수 있습니다.",
  },
  "ConfigMapVolumeSource.items": ITEMS,
  "SecretVolumeSource.items": ITEMS,
  "ConfigMapProjection.items": ITEMS,
  "SecretProjection.items": ITEMS,
  "DownwardAPIVolumeSource.items": FIELDS,
  "DownwardAPIProjection.items": FIELDS,
  "DownwardAPIVolumeFile.path": { en: "The file's path below the mount.", ko: "마운트한 곳 아래의 파일 경로입니다." },
  "DownwardAPIVolumeFile.fieldRef": { en: "The field of the pod that is written into it.", ko: "파일에 쓸 파드의 필드입니다." },
  "DownwardAPIVolumeFile.resourceFieldRef": { en: "The request or limit that is written into it.", ko: "파일에 쓸 요청량이나 한도입니다." },
  "DownwardAPIVolumeFile.mode": MODE,
  "KeyToPath.mode": MODE,
  "KeyToPath.key": { en: "The key.", ko: "키입니다." },
  "KeyToPath.path": { en: "The file that its value becomes, below the mount.", ko: "값이 들어갈 파일로, 마운트한 곳 아래의 경로입니다." },
  "ProjectedVolumeSource.sources": { en: "What is put together in the directory.", ko: "디렉터리에 모을 것들입니다." },
  "VolumeProjection.secret": { en: "Keys of a Secret.", ko: "시크릿의 키입니다." },
  "VolumeProjection.configMap": { en: "Keys of a ConfigMap.", ko: "컨피그맵의 키입니다." },
  "VolumeProjection.downwardAPI": { en: "Fields of the pod.", ko: "파드의 필드입니다." },
  "VolumeProjection.serviceAccountToken": { en: "A token of the pod's ServiceAccount.", ko: "파드의 서비스어카운트 토큰입니다." },
  "ServiceAccountTokenProjection.path": { en: "The file that the token is written to.", ko: "토큰을 쓸 파일입니다." },
  "EmptyDirVolumeSource.medium": {
    en: "`Memory` keeps the files in memory, where they count towards the containers' limits.",
    ko: "`Memory`면 파일을 메모리에 두며, 컨테이너의 메모리 한도에 들어갑니다.",
  },
  "EmptyDirVolumeSource.sizeLimit": {
    en: "How much may be written into it; a pod that writes more is evicted.",
    ko: "쓸 수 있는 양입니다. 더 쓴 파드는 쫓겨납니다.",
  },
  "SecretVolumeSource.defaultMode": DEFAULT_MODE,
  "DownwardAPIVolumeSource.defaultMode": DEFAULT_MODE,
  "ConfigMapVolumeSource.defaultMode": DEFAULT_MODE,
  "ProjectedVolumeSource.defaultMode": DEFAULT_MODE,
  "Volume.persistentVolumeClaim": {
    en: "Storage that outlives the pod, by the claim that holds it.",
    ko: "파드보다 오래 남는 저장소를, 그것을 잡은 클레임으로 가리킵니다.",
  },
  "PersistentVolumeClaimVolumeSource.claimName": {
    en: "The claim's name, in the pod's namespace. Without such a claim the pod is not scheduled.",
    ko: "파드와 같은 네임스페이스에 있는 클레임의 이름입니다. 그런 클레임이 없으면 파드가 배치되지 않습니다.",
  },
  "PersistentVolumeClaimVolumeSource.readOnly": {
    en: "When true, no container of the pod can write there.",
    ko: "true면 파드의 어느 컨테이너도 거기에 쓸 수 없습니다.",
  },
  "ServiceAccountTokenProjection.expirationSeconds": {
    en: "So long the token is good; the kubelet writes a new one in time.",
    ko: "토큰이 쓸모 있는 시간입니다. kubelet이 때맞춰 새 토큰을 씁니다.",
  },
  "VolumeMount.recursiveReadOnly": {
    en: "Whether mounts below this one are read-only as well.",
    ko: "이 아래에 마운트된 것도 읽기 전용으로 할지 정합니다.",
  },
};
