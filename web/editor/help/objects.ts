// What every object has, and what the server and the controllers keep on it.

import type { Help } from "../fieldhelp.ts";

/** The same field of several types. */
const OWNER_KIND: Help = {
  en: "What kind of object the owner is. The garbage collector looks the owner up by it.",
  ko: "소유자가 어떤 종류의 객체인지입니다. 가비지 컬렉터가 이것으로 소유자를 찾습니다.",
};

export const OBJECTS: Readonly<Record<string, Help>> = {
  "*.kind": {
    en: "What the object is. Together with `apiVersion` it says which fields are allowed and which controller takes care of it.",
    ko: "이 객체가 무엇인지입니다. `apiVersion`과 함께 어떤 필드를 쓸 수 있는지, 어느 컨트롤러가 돌보는지 정합니다.",
  },
  "*.apiVersion": {
    en: "The group and version of the API that this is written for. A version that is no longer served is refused.",
    ko: "이 글이 따르는 API 그룹과 버전입니다. 더는 제공되지 않는 버전이면 거절됩니다.",
  },
  "*.metadata": {
    en: "What names the object and what selectors look at: name, namespace, labels, owner.",
    ko: "객체의 이름, 네임스페이스, 레이블, 소유자처럼 객체를 가리키고 고르는 데 쓰는 것입니다.",
  },
  "*.spec": {
    en: "What you want. Controllers and kubelets work until the status agrees with it.",
    ko: "바라는 상태입니다. 컨트롤러와 kubelet은 status가 여기에 맞을 때까지 일합니다.",
  },
  "*.status": {
    en: "What is. Controllers and kubelets write it; what you write here is thrown away.",
    ko: "지금의 상태입니다. 컨트롤러와 kubelet이 쓰며, 여기에 직접 쓴 것은 버려집니다.",
  },
  "ObjectMeta.uid": {
    en: "A name for this one life of the object, given by the server. One that is deleted and made again under the same name has another.",
    ko: "서버가 이 객체의 이번 생에 붙인 이름입니다. 같은 이름으로 지웠다 다시 만들면 달라집니다.",
  },
  "ObjectMeta.resourceVersion": {
    en: "Changes with every write. A write that brings an old one is refused with a conflict.",
    ko: "쓸 때마다 바뀝니다. 옛 값을 들고 온 쓰기는 충돌로 거절됩니다.",
  },
  "ObjectMeta.generation": {
    en: "Counts the changes of `spec`. A controller writes into `status.observedGeneration` how far it has come.",
    ko: "`spec`이 바뀐 횟수입니다. 컨트롤러는 어디까지 보았는지 `status.observedGeneration`에 적습니다.",
  },
  "ObjectMeta.creationTimestamp": {
    en: "When the server stored it. Among equal pods a controller deletes the younger ones first.",
    ko: "서버가 저장한 때입니다. 나머지가 같으면 컨트롤러는 더 젊은 파드를 먼저 지웁니다.",
  },
  "ObjectMeta.deletionTimestamp": {
    en: "Set when the object was deleted but still waits: a pod for its containers, others for their finalizers. Controllers no longer count such a pod.",
    ko: "지워졌지만 아직 기다리는 객체에 있습니다. 파드는 컨테이너를, 다른 것은 파이널라이저를 기다립니다. 컨트롤러는 이런 파드를 세지 않습니다.",
  },
  "ObjectMeta.deletionGracePeriodSeconds": {
    en: "How long a deleted pod's containers may take to end, as it was asked when it was deleted.",
    ko: "지운 파드의 컨테이너가 끝낼 수 있는 시간입니다. 지울 때 정해집니다.",
  },
  "ObjectMeta.managedFields": {
    en: "Who wrote which field last. Only server-side apply looks at it.",
    ko: "어느 필드를 누가 마지막으로 썼는지입니다. 서버 사이드 적용만 봅니다.",
  },
  "OwnerReference.apiVersion": OWNER_KIND,
  "OwnerReference.kind": OWNER_KIND,
  "OwnerReference.name": {
    en: "The owner's name. If one of that name has another uid, the owner counts as gone.",
    ko: "소유자의 이름입니다. 이름은 같아도 uid가 다르면 소유자가 사라진 것으로 봅니다.",
  },
  "OwnerReference.uid": {
    en: "Which life of the owner is meant. It has to agree, or the garbage collector deletes this object.",
    ko: "소유자의 어느 생을 말하는지입니다. 맞지 않으면 가비지 컬렉터가 이 객체를 지웁니다.",
  },
  "OwnerReference.controller": {
    en: "True for the one owner that manages the object. While it is set, no other controller takes the pod over.",
    ko: "객체를 관리하는 단 하나의 소유자에게 true입니다. 이것이 있는 동안 다른 컨트롤러가 파드를 넘겨받지 않습니다.",
  },
  "OwnerReference.blockOwnerDeletion": {
    en: "When the owner is deleted in the foreground, it stays until this object is gone.",
    ko: "소유자를 포그라운드로 지우면, 이 객체가 사라질 때까지 소유자가 남습니다.",
  },
  "LocalObjectReference.name": { en: "The name of an object in the same namespace.", ko: "같은 네임스페이스에 있는 객체의 이름입니다." },
  "PodTemplateSpec.metadata": {
    en: "Labels and annotations that every new pod gets. The labels have to match the selector.",
    ko: "새 파드마다 받을 레이블과 애너테이션입니다. 레이블은 셀렉터와 맞아야 합니다.",
  },
  "PodTemplateSpec.spec": {
    en: "What every new pod runs, and where it may run.",
    ko: "새 파드마다 무엇을 돌리고 어디서 돌 수 있는지입니다.",
  },
  "ObjectMeta.selfLink": {
    en: "Left over from old versions; the server no longer fills it in.",
    ko: "옛 버전에 있던 것이며, 이제 서버가 채우지 않습니다.",
  },
};
