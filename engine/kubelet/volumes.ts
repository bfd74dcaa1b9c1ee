// What a pod's volumes put into its containers' file systems, and what keeps them from being there (KL-33, KL-34).
// Left out on purpose: attaching and formatting; a PersistentVolumeClaim is an empty directory of the pod.

import { deepEqual } from "../api/equal.ts";
import type { ConfigMap, Container, KeyToPath, Pod, Secret, Volume } from "../api/types.generated.ts";
import { expand, fieldValue, secretValues, type EnvSources } from "./env.ts";

/** As the runtime takes it. */
export interface VolumeMountPlan {
  readonly path: string;
  readonly volume: string;
  readonly kind: "emptyDir" | "files" | "other";
  readonly files?: Readonly<Record<string, string>>;
  readonly readOnly?: boolean;
  readonly subPath?: string;
}

export interface MissingVolume {
  readonly volume: string;
  /** `configmap "settings" not found` */
  readonly error: string;
}

/** The volumes that cannot be set up: each is set up on its own, and fails on its own (KL-34). */
export function missingVolumes(pod: Pod, sources: EnvSources): readonly MissingVolume[] {
  return (pod.spec.volumes ?? []).flatMap((volume) => {
    const errors = [...new Set(lacks(volume, sources))];
    if (errors.length === 0) return [];
    return { volume: volume.name, error: errors.length === 1 ? (errors[0] ?? "") : `[${errors.join(", ")}]` };
  });
}

/** What a volume lacks; only a projected one has several sources, and tells of all of them. */
function lacks(volume: Volume, sources: EnvSources): readonly string[] {
  const absent = (kind: string, name: string | undefined, optional: boolean | undefined): readonly string[] => {
    if (optional === true || name === undefined) return [];
    const found = kind === "configmap" ? sources.configMap(name) : sources.secret(name);
    return found === undefined ? [`${kind} "${name}" not found`] : [];
  };
  if (volume.configMap !== undefined) return absent("configmap", volume.configMap.name, volume.configMap.optional);
  if (volume.secret !== undefined) return absent("secret", volume.secret.secretName, volume.secret.optional);
  return (volume.projected?.sources ?? []).flatMap(({ configMap, secret }) => {
    // The certificate of the API server is part of every namespace; its controller may be a moment behind.
    if (configMap?.name === "kube-root-ca.crt") return [];
    return [...absent("configmap", configMap?.name, configMap?.optional), ...absent("secret", secret?.name, secret?.optional)];
  });
}

export function mountsOf(pod: Pod, container: Container, env: Readonly<Record<string, string>>, sources: EnvSources): VolumeMountPlan[] {
  return (container.volumeMounts ?? []).map((mount) => {
    const volume = pod.spec.volumes?.find((one) => one.name === mount.name);
    const files = volume === undefined ? undefined : filesOf(pod, volume, sources);
    const subPath = mount.subPath ?? (mount.subPathExpr === undefined ? undefined : expand(mount.subPathExpr, env));
    return {
      path: mount.mountPath,
      volume: mount.name,
      kind: volume?.emptyDir !== undefined ? ("emptyDir" as const) : files !== undefined ? ("files" as const) : ("other" as const),
      ...(files === undefined ? {} : { files }),
      ...(mount.readOnly === true ? { readOnly: true } : {}),
      ...(subPath === undefined ? {} : { subPath }),
    };
  });
}

function filesOf(pod: Pod, volume: Volume, sources: EnvSources): Record<string, string> | undefined {
  if (volume.configMap !== undefined) return picked(configData(sources.configMap(volume.configMap.name ?? "")), volume.configMap.items);
  if (volume.secret !== undefined) return picked(secretValues(sources.secret(volume.secret.secretName ?? "")), volume.secret.items);
  if (volume.downwardAPI !== undefined) return downward(pod, volume.downwardAPI.items, sources);
  return volume.projected === undefined ? undefined : projectedFiles(pod, volume.projected, sources);
}

/** The files made last of a source: the pods of one template have the same ones, and share them. It only saves room. */
const lastFiles = new WeakMap<object, Record<string, string>>();

function projectedFiles(pod: Pod, projected: NonNullable<Volume["projected"]>, sources: EnvSources): Record<string, string> {
  const files = newProjectedFiles(pod, projected, sources);
  const last = lastFiles.get(projected);
  if (last !== undefined && deepEqual(last, files)) return last;
  lastFiles.set(projected, Object.freeze(files));
  return files;
}

function newProjectedFiles(pod: Pod, projected: NonNullable<Volume["projected"]>, sources: EnvSources): Record<string, string> {
  const files: Record<string, string> = {};
  for (const source of projected.sources ?? []) {
    if (source.configMap !== undefined)
      Object.assign(files, picked(configData(sources.configMap(source.configMap.name ?? "")), source.configMap.items));
    if (source.secret !== undefined)
      Object.assign(files, picked(secretValues(sources.secret(source.secret.name ?? "") as Secret | undefined), source.secret.items));
    if (source.downwardAPI !== undefined) Object.assign(files, downward(pod, source.downwardAPI.items, sources));
    if (source.serviceAccountToken !== undefined)
      files[source.serviceAccountToken.path] = `token-of-${pod.spec.serviceAccountName ?? "default"}`;
  }
  return files;
}

function configData(configMap: ConfigMap | undefined): Record<string, string> {
  return { ...configMap?.data };
}

function picked(data: Record<string, string>, items: readonly KeyToPath[] | undefined): Record<string, string> {
  if (items === undefined) return data;
  return Object.fromEntries(items.filter(({ key }) => data[key] !== undefined).map(({ key, path }) => [path, data[key] ?? ""]));
}

function downward(
  pod: Pod,
  items: readonly { readonly path: string; readonly fieldRef?: { readonly fieldPath: string } }[] | undefined,
  sources: EnvSources,
): Record<string, string> {
  return Object.fromEntries(
    (items ?? [])
      .filter((item) => item.fieldRef !== undefined)
      .map((item) => [item.path, fieldValue(pod, item.fieldRef?.fieldPath ?? "", sources)]),
  );
}
