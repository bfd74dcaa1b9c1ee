// ServiceAccount (API-194): every pod runs as an account, and finds its token in a volume.
// Left out on purpose: the check that a pod refers only to its account's secrets, off by default.

import type { KindInfo } from "../../api/kinds.ts";
import type * as types from "../../api/types.generated.ts";
import type { AdmissionContext } from "./admission.ts";
import { earlyRefusal } from "./refusal.ts";

const DEFAULT_ACCOUNT = "default";
const TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
export const TOKEN_VOLUME_PREFIX = "kube-api-access-";
const MIRROR = "kubernetes.io/config.mirror";
/** Shared by all pods: objects are read-only. */
const PROJECTED: types.ProjectedVolumeSource = Object.freeze({
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: "token" } },
    { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
    { downwardAPI: { items: [{ path: "namespace", fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" } }] } },
  ],
  defaultMode: 0o644,
});

export function useServiceAccount(context: AdmissionContext, info: KindInfo, pod: types.Pod): types.Pod {
  if (pod.metadata.annotations?.[MIRROR] !== undefined) return pod;
  const namespace = pod.metadata.namespace ?? "";
  const name = pod.spec.serviceAccountName || DEFAULT_ACCOUNT;
  const account = context.serviceAccount(namespace, name);
  // The default account is made shortly after its namespace; a real server waits for it, so here it counts as made.
  if (account === undefined && name !== DEFAULT_ACCOUNT) {
    throw earlyRefusal(info, pod, `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`);
  }
  let spec = pod.spec.serviceAccountName === name ? pod.spec : { ...pod.spec, serviceAccountName: name, serviceAccount: name };
  if (spec.automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true) spec = withToken(context, spec);
  const secrets = account?.imagePullSecrets;
  if (secrets?.length && !spec.imagePullSecrets?.length) spec = { ...spec, imagePullSecrets: secrets };
  return spec === pod.spec ? pod : { ...pod, spec };
}

function withToken(context: AdmissionContext, spec: types.PodSpec): types.PodSpec {
  if (spec.containers.every(hasMount) && (spec.initContainers ?? []).every(hasMount)) return spec;
  const existing = spec.volumes?.find(({ name, projected }) => projected !== undefined && name.startsWith(TOKEN_VOLUME_PREFIX));
  const name = existing?.name ?? TOKEN_VOLUME_PREFIX + context.randomSuffix();
  const mounts: readonly types.VolumeMount[] = [{ name, readOnly: true, mountPath: TOKEN_PATH }];
  const mounted = (container: types.Container): types.Container => {
    if (hasMount(container)) return container;
    return { ...container, volumeMounts: container.volumeMounts?.length ? [...container.volumeMounts, ...mounts] : mounts };
  };
  return {
    ...spec,
    volumes: existing ? (spec.volumes ?? []) : [...(spec.volumes ?? []), { name, projected: PROJECTED }],
    containers: spec.containers.map(mounted),
    ...(spec.initContainers ? { initContainers: spec.initContainers.map(mounted) } : {}),
  };
}

function hasMount({ volumeMounts }: types.Container): boolean {
  return volumeMounts?.some(({ mountPath }) => mountPath === TOKEN_PATH) ?? false;
}
