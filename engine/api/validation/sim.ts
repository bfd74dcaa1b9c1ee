// The kinds of the simulation, Image and Fault. No real server knows them, so their words are our own, in its manner.

import type { Fault, Image } from "../kinds.ts";
import type { FieldError } from "./fielderror.ts";
import { forbiddenField, invalidValue, nonNegative, notSupported, required } from "./fielderror.ts";
import { portNumberErrors } from "./names.ts";
import { validateLabelSelector } from "./selector.ts";

const PROCESSES = ["none", "server", "sleep"] as const;
const ON_SIGTERM = ["default", "exit", "ignore"] as const;
const FAULTS = [
  "Crash",
  "DiskPressure",
  "Hang",
  "HttpError",
  "ImagePullError",
  "MemoryLeak",
  "NetworkPartition",
  "NodePowerOff",
  "NodeSlow",
  "OutOfMemory",
  "Slow",
] as const;
const ON_NODES = new Set<string>(["NodePowerOff", "NodeSlow", "NetworkPartition", "DiskPressure"]);
const HEALTH = ["NOT_SERVING", "SERVICE_UNKNOWN", "SERVING", "UNIMPLEMENTED", "UNKNOWN"] as const;
const MAX_EXIT_CODE = 255;

export function validateImage({ spec }: Image): readonly FieldError[] {
  if (!spec?.names?.length) return [required("spec.names", "an image stands for at least one name")];
  const errors: FieldError[] = [];
  spec.names.forEach((name, i) => {
    const last = name.slice(name.lastIndexOf("/") + 1);
    if (!name) errors.push(required(`spec.names[${i}]`));
    else if (last.includes(":") || last.includes("@"))
      errors.push(invalidValue(`spec.names[${i}]`, name, "must be a name without a tag or digest"));
  });
  if (spec.process !== undefined && !PROCESSES.includes(spec.process)) errors.push(notSupported("spec.process", spec.process, PROCESSES));
  if (spec.onSigterm !== undefined && !ON_SIGTERM.includes(spec.onSigterm))
    errors.push(notSupported("spec.onSigterm", spec.onSigterm, ON_SIGTERM));
  for (const key of ["exitAfterSeconds", "startSeconds", "pullSeconds", "sizeBytes"] as const)
    errors.push(...nonNegative(spec[key], `spec.${key}`));
  for (const key of ["exitCode", "exitCodeOnSigterm"] as const) errors.push(...exitCodeErrors(spec[key], `spec.${key}`));
  errors.push(...nonNegative(spec.memory?.startBytes, "spec.memory.startBytes"));
  return [...errors, ...imagePortErrors(spec.ports ?? [])];
}

function imagePortErrors(ports: NonNullable<Image["spec"]["ports"]>): readonly FieldError[] {
  const errors: FieldError[] = [];
  ports.forEach(({ port, http, otherStatus, grpc }, i) => {
    const field = `spec.ports[${i}]`;
    for (const message of portNumberErrors(port ?? 0)) errors.push(invalidValue(`${field}.port`, port ?? 0, message));
    if (otherStatus !== undefined) errors.push(...statusErrors(otherStatus, `${field}.otherStatus`));
    if (grpc !== undefined && !HEALTH.includes(grpc)) errors.push(notSupported(`${field}.grpc`, grpc, HEALTH));
    (http ?? []).forEach(({ path, status, delaySeconds, needsHeader }, j) => {
      if (needsHeader !== undefined && !/^[\w-]+: ./.test(needsHeader))
        errors.push(invalidValue(`${field}.http[${j}].needsHeader`, needsHeader, "must be a header, such as `Name: value`"));
      if (!path?.startsWith("/") && path !== "*")
        errors.push(invalidValue(`${field}.http[${j}].path`, path ?? "", "must be an absolute path or *"));
      errors.push(...statusErrors(status, `${field}.http[${j}].status`), ...nonNegative(delaySeconds, `${field}.http[${j}].delaySeconds`));
    });
  });
  return errors;
}

export function validateFault({ spec }: Fault): readonly FieldError[] {
  const type = spec?.type;
  if (!type) return [required("spec.type")];
  if (!FAULTS.includes(type)) return [notSupported("spec.type", type, FAULTS)];
  const errors: FieldError[] = [];
  if (ON_NODES.has(type)) {
    if (!spec.nodes) errors.push(required("spec.nodes", `a ${type} strikes nodes`));
    if (spec.pods) errors.push(forbiddenField("spec.pods", `a ${type} strikes nodes`));
  } else if (type === "ImagePullError") {
    if (!spec.image && !spec.pods) errors.push(required("spec.image", "an ImagePullError strikes an image or pods"));
  } else if (!spec.pods) errors.push(required("spec.pods", `a ${type} strikes pods`));
  errors.push(
    ...validateLabelSelector(spec.pods?.selector, "spec.pods.selector"),
    ...validateLabelSelector(spec.nodes?.selector, "spec.nodes.selector"),
  );
  errors.push(...nonNegative(spec.delaySeconds, "spec.delaySeconds"), ...nonNegative(spec.durationSeconds, "spec.durationSeconds"));
  errors.push(...nonNegative(spec.bytesPerSecond, "spec.bytesPerSecond"));
  if (type === "HttpError" && spec.code !== undefined) errors.push(...statusErrors(spec.code, "spec.code"));
  if (type === "Crash") errors.push(...exitCodeErrors(spec.code, "spec.code"));
  return errors;
}

function statusErrors(status: number | undefined, path: string): readonly FieldError[] {
  const code = status ?? 0;
  return code >= 100 && code <= 599 ? [] : [invalidValue(path, code, "must be an HTTP status between 100 and 599")];
}

function exitCodeErrors(code: number | undefined, path: string): readonly FieldError[] {
  return code !== undefined && (code < 0 || code > MAX_EXIT_CODE)
    ? [invalidValue(path, code, `must be between 0 and ${MAX_EXIT_CODE}, inclusive`)]
    : [];
}
