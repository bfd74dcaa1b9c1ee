// Volumes of pods (API-155). Left out on purpose: the fields of cloud and network volume sources.

import type * as types from "../types.generated.ts";
import { fieldRefErrors, pathErrors, resourceRefErrors } from "./container.ts";
import type { FieldError } from "./fielderror.ts";
import { duplicate, forbiddenField, invalidFor, invalidValue, notSupported, required } from "./fielderror.ts";
import { configKeyErrors, dnsLabelErrors } from "./names.ts";

const VOLUME_FIELD_PATHS = ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];
const HOST_PATH_TYPES = ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"];
const FILE_MODE = "must be a number between 0 and 0777 (octal), both inclusive";

export function validateVolumes(volumes: readonly types.Volume[] | undefined, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!volumes?.length) return errors;
  const names = new Set<string>();
  volumes.forEach((volume, i) => {
    const field = `${path}[${i}]`;
    const faults: FieldError[] = [...sourceErrors(volume, field)];
    if (!volume.name) faults.push(required(`${field}.name`));
    else faults.push(...invalidFor(`${field}.name`, volume.name, dnsLabelErrors(volume.name)));
    if (names.has(volume.name)) faults.push(duplicate(`${field}.name`, volume.name));
    if (faults.length === 0) names.add(volume.name);
    errors.push(...faults);
  });
  return errors;
}

function sourceErrors(volume: types.Volume, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  let sources = 0;
  // An emptyDir is looked at first, so the one too many is always another source.
  const { name, emptyDir, ...others } = volume;
  if (emptyDir) {
    errors.push(...contentErrors({ name, emptyDir }, `${path}.emptyDir`));
    sources++;
  }
  for (const [key, source] of Object.entries(others)) {
    if (source === undefined || source === null) continue;
    if (sources > 0) errors.push(forbiddenField(`${path}.${key}`, "may not specify more than 1 volume type"));
    else errors.push(...contentErrors(volume, `${path}.${key}`));
    sources++;
  }
  if (sources === 0) errors.push(required(path, "must specify a volume type"));
  return errors;
}

/** Looks into the source of a volume that has one. */
function contentErrors(volume: types.Volume, path: string): readonly FieldError[] {
  const { hostPath, secret, configMap, downwardAPI, projected, persistentVolumeClaim, emptyDir } = volume;
  if (hostPath) return hostPathErrors(hostPath, path);
  if (secret)
    return [
      ...(secret.secretName ? [] : [required(`${path}.secretName`)]),
      ...modeErrors(secret.defaultMode, `${path}.defaultMode`),
      ...itemErrors(secret.items, path),
    ];
  if (configMap)
    return [
      ...(configMap.name ? [] : [required(`${path}.name`)]),
      ...modeErrors(configMap.defaultMode, `${path}.defaultMode`),
      ...itemErrors(configMap.items, path),
    ];
  if (downwardAPI) return [...modeErrors(downwardAPI.defaultMode, `${path}.defaultMode`), ...downwardErrors(downwardAPI.items, path)];
  if (projected) return projectedErrors(projected, path);
  if (persistentVolumeClaim) return persistentVolumeClaim.claimName ? [] : [required(`${path}.claimName`)];
  if (emptyDir && String(emptyDir.sizeLimit ?? "").startsWith("-"))
    return [forbiddenField(`${path}.sizeLimit`, "SizeLimit field must be a valid resource quantity")];
  return [];
}

function hostPathErrors(source: types.HostPathVolumeSource, path: string): readonly FieldError[] {
  if (!source.path) return [required(`${path}.path`)];
  if (source.path.split("/").includes("..")) return [invalidValue(`${path}.path`, source.path, "must not contain '..'")];
  const type = source.type ?? "";
  return HOST_PATH_TYPES.includes(type) ? [] : [notSupported(`${path}.type`, type, HOST_PATH_TYPES)];
}

function modeErrors(mode: number | undefined, path: string): readonly FieldError[] {
  return mode !== undefined && (mode < 0 || mode > 0o777) ? [invalidValue(path, mode, FILE_MODE)] : [];
}

function itemErrors(items: readonly types.KeyToPath[] | undefined, path: string): readonly FieldError[] {
  return (items ?? []).flatMap((item, i) => {
    const field = `${path}.items[${i}]`;
    const key = item.key ? invalidFor(`${field}.key`, item.key, configKeyErrors(item.key)) : [required(`${field}.key`)];
    const target = item.path ? pathErrors(item.path, `${field}.path`) : [required(`${field}.path`)];
    return [...key, ...target, ...modeErrors(item.mode, `${field}.mode`)];
  });
}

function downwardErrors(items: readonly types.DownwardAPIVolumeFile[] | undefined, path: string): readonly FieldError[] {
  return (items ?? []).flatMap((item, i) => {
    const field = `${path}.items[${i}]`;
    const target = item.path ? pathErrors(item.path, `${field}.path`) : [required(`${field}.path`)];
    if (item.fieldRef && item.resourceFieldRef)
      return [...target, invalidValue(field, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously")];
    if (item.fieldRef) return [...target, ...fieldRefErrors(item.fieldRef, VOLUME_FIELD_PATHS, `${field}.fieldRef`)];
    if (item.resourceFieldRef) return [...target, ...resourceRefErrors(item.resourceFieldRef, `${field}.resourceFieldRef`, true)];
    return [...target, required(`${field}.fieldRef`, "one of fieldRef and resourceFieldRef is required")];
  });
}

function projectedErrors(volume: types.ProjectedVolumeSource, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  (volume.sources ?? []).forEach((source, i) => {
    const field = `${path}.sources[${i}]`;
    const { secret, configMap, downwardAPI, serviceAccountToken } = source;
    if (secret) errors.push(...(secret.name ? [] : [required(`${field}.secret.name`)]), ...itemErrors(secret.items, `${field}.secret`));
    if (configMap)
      errors.push(...(configMap.name ? [] : [required(`${field}.configMap.name`)]), ...itemErrors(configMap.items, `${field}.configMap`));
    if (downwardAPI) errors.push(...downwardErrors(downwardAPI.items, `${field}.downwardAPI`));
    if (serviceAccountToken) errors.push(...tokenErrors(serviceAccountToken, `${field}.serviceAccountToken`));
    const kinds = Object.values(source).filter((item) => item != null).length;
    if (kinds === 0) errors.push(required(field, "must specify a projected volume type"));
    else if (kinds > 1) errors.push(forbiddenField(field, "may not specify more than 1 volume type per source"));
  });
  return [...errors, ...modeErrors(volume.defaultMode, `${path}.defaultMode`)];
}

function tokenErrors(token: types.ServiceAccountTokenProjection, path: string): readonly FieldError[] {
  const seconds = token.expirationSeconds ?? 3600;
  if (seconds < 600) return [invalidValue(`${path}.expirationSeconds`, seconds, "may not specify a duration less than 10 minutes")];
  if (seconds > 2 ** 32) return [invalidValue(`${path}.expirationSeconds`, seconds, "may not specify a duration larger than 2^32 seconds")];
  return token.path ? [] : [required(`${path}.path`)];
}
