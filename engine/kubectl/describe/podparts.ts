// Parts that pods and pod templates share: volumes, tolerations, spread constraints, and the template itself (API-261, API-262, API-271).

import { formatLabelSelector } from "../../api/selector.ts";
import type { DownwardAPIVolumeSource, PodTemplateSpec, Toleration, TopologySpreadConstraint, Volume } from "../../api/types.generated.ts";
import { containers } from "./containers.ts";
import type { Sheet } from "./sheet.ts";
import { annotations, labels } from "./sheet.ts";

export function volumes(sheet: Sheet, list: readonly Volume[] | undefined, indent: "" | "  "): void {
  if (!list || list.length === 0) return sheet.line(0, `${indent}Volumes:\t<none>`);
  sheet.line(0, `${indent}Volumes:`);
  for (const volume of list) {
    sheet.line(1, `${indent === "" ? "" : " "}${volume.name}:`);
    for (const [name, value] of volumeFields(volume)) sheet.field(2, name, value);
    if (volume.downwardAPI) downwardItems(sheet, volume.downwardAPI);
  }
}

function volumeFields(volume: Volume): readonly (readonly [string, string])[] {
  if (volume.emptyDir) {
    const { medium = "", sizeLimit } = volume.emptyDir;
    return [
      ["Type", "EmptyDir (a temporary directory that shares a pod's lifetime)"],
      ["Medium", medium],
      ["SizeLimit", sizeLimit ? String(sizeLimit) : "<unset>"],
    ];
  }
  if (volume.configMap) {
    return [
      ["Type", "ConfigMap (a volume populated by a ConfigMap)"],
      ["Name", volume.configMap.name ?? ""],
      ["Optional", String(volume.configMap.optional ?? false)],
    ];
  }
  if (volume.secret) {
    return [
      ["Type", "Secret (a volume populated by a Secret)"],
      ["SecretName", volume.secret.secretName ?? ""],
      ["Optional", String(volume.secret.optional ?? false)],
    ];
  }
  if (volume.hostPath) {
    return [
      ["Type", "HostPath (bare host directory volume)"],
      ["Path", volume.hostPath.path],
      ["HostPathType", volume.hostPath.type ?? ""],
    ];
  }
  if (volume.persistentVolumeClaim) {
    const { claimName, readOnly = false } = volume.persistentVolumeClaim;
    return [
      ["Type", "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)"],
      ["ClaimName", claimName],
      ["ReadOnly", String(readOnly)],
    ];
  }
  if (volume.nfs) {
    return [
      ["Type", "NFS (an NFS mount that lasts the lifetime of a pod)"],
      ["Server", volume.nfs.server],
      ["Path", volume.nfs.path],
      ["ReadOnly", String(volume.nfs.readOnly ?? false)],
    ];
  }
  if (volume.projected)
    return [["Type", "Projected (a volume that contains injected data from multiple sources)"], ...projectedFields(volume)];
  if (volume.downwardAPI) return [["Type", "DownwardAPI (a volume populated by information about the pod)"]];
  return [["Type", "<unknown>"]];
}

function downwardItems(sheet: Sheet, { items = [] }: DownwardAPIVolumeSource): void {
  sheet.line(2, "Items:");
  for (const { fieldRef, resourceFieldRef, path } of items) {
    if (fieldRef) sheet.line(3, `${fieldRef.fieldPath} -> ${path}`);
    if (resourceFieldRef) sheet.line(3, `${resourceFieldRef.resource} -> ${path}`);
  }
}

function projectedFields(volume: Volume): readonly (readonly [string, string])[] {
  return (volume.projected?.sources ?? []).flatMap((source): (readonly [string, string])[] => {
    if (source.secret)
      return [
        ["SecretName", source.secret.name ?? ""],
        ["Optional", String(source.secret.optional ?? false)],
      ];
    if (source.downwardAPI) return [["DownwardAPI", "true"]];
    if (source.configMap)
      return [
        ["ConfigMapName", source.configMap.name ?? ""],
        ["Optional", String(source.configMap.optional ?? false)],
      ];
    if (source.serviceAccountToken) return [["TokenExpirationSeconds", String(source.serviceAccountToken.expirationSeconds ?? 0)]];
    return [];
  });
}

export function tolerations(sheet: Sheet, title: string, list: readonly Toleration[] | undefined): void {
  const sorted = [...(list ?? [])].sort((a, b) => ((a.key ?? "") < (b.key ?? "") ? -1 : (a.key ?? "") > (b.key ?? "") ? 1 : 0));
  sheet.add(`${title}:\t${sorted.length === 0 ? "<none>\n" : ""}`);
  sorted.forEach((one, index) => sheet.add(`${index > 0 ? "\t" : ""}${tolerationText(one)}\n`));
}

function tolerationText(one: Toleration): string {
  let text = `${one.key ?? ""}${one.value ? `=${one.value}` : ""}${one.effect ? `:${one.effect}` : ""}`;
  if (one.operator === "Exists" && !one.value) text += text === "" ? "op=Exists" : " op=Exists";
  return one.tolerationSeconds === undefined ? text : `${text} for ${one.tolerationSeconds}s`;
}

export function spreadConstraints(sheet: Sheet, list: readonly TopologySpreadConstraint[] | undefined, indent: "" | "  "): void {
  const sorted = [...(list ?? [])].sort((a, b) => (a.topologyKey < b.topologyKey ? -1 : 1));
  sorted.forEach((one, index) => {
    const selector = one.labelSelector ? ` for selector ${formatLabelSelector(one.labelSelector)}` : "";
    sheet.add(
      `${index === 0 ? `${indent}Topology Spread Constraints:` : ""}\t${one.topologyKey}:${one.whenUnsatisfiable} when max skew ${one.maxSkew} is exceeded${selector}\n`,
    );
  });
}

/** API-271. */
export function podTemplate(sheet: Sheet, template: PodTemplateSpec | undefined): void {
  sheet.line(0, "Pod Template:");
  if (!template) return sheet.line(1, "<unset>");
  const { metadata, spec } = template;
  labels(sheet, "  Labels", metadata?.labels);
  if (Object.keys(metadata?.annotations ?? {}).length > 0) annotations(sheet, "  Annotations", metadata?.annotations);
  if (spec?.serviceAccountName) sheet.field(0, "  Service Account", spec.serviceAccountName);
  const block = { statuses: [], pod: undefined, indent: "  " } as const;
  if (spec?.initContainers && spec.initContainers.length > 0)
    containers(sheet, { title: "Init Containers", containers: spec.initContainers, ...block });
  containers(sheet, { title: "Containers", containers: spec?.containers ?? [], ...block });
  volumes(sheet, spec?.volumes, "  ");
  spreadConstraints(sheet, spec?.topologySpreadConstraints, "  ");
  if (spec?.priorityClassName) sheet.field(0, "  Priority Class Name", spec.priorityClassName);
  labels(sheet, "  Node-Selectors", spec?.nodeSelector);
  tolerations(sheet, "  Tolerations", spec?.tolerations);
}
