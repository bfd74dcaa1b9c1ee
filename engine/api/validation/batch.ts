// Jobs and CronJobs (API-163, API-166, API-167, SEL-39).

import { deepEqual } from "../equal.ts";
import { matchesSelector } from "../selector.ts";
import type * as types from "../types.generated.ts";
import type { FieldError } from "./fielderror.ts";
import { IMMUTABLE, Rendered, invalidFor, invalidValue, nonNegative, notSupported, renderValue, required } from "./fielderror.ts";
import { goPodSpec } from "./gostruct.ts";
import { jobPolicyErrors } from "./jobpolicy.ts";
import { tooManyCharacters } from "./names.ts";
import { validatePodTemplate } from "./pod.ts";
import { scheduleError } from "./schedule.ts";
import { buildSelector, validateLabelSelector } from "./selector.ts";
import { MISMATCH, selectorUpdateErrors, selectorValue } from "./workloads.ts";

const COMPLETION_MODES = ["Indexed", "NonIndexed"] as const;
const CONCURRENCY_POLICIES = ["Allow", "Forbid", "Replace"] as const;
const MAX_CRONJOB_NAME = 52; // a Job's name adds eleven characters to it
const EXPLICIT_ZONE = "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones";
/** What may change in the template of a Job that has not begun. */
const SCHEDULING = ["affinity", "nodeSelector", "tolerations", "schedulingGates"] as const;

export function validateJob(job: types.Job): readonly FieldError[] {
  return [...generatedSelectorErrors(job), ...jobSpecErrors(job.spec)];
}

/** A selector that nobody asked to make by hand must be the one that the server makes. */
function generatedSelectorErrors({ metadata, spec }: types.Job): readonly FieldError[] {
  if (spec.manualSelector === true || spec.selector === undefined) return [];
  const errors: FieldError[] = [];
  const expected: Record<string, string> = {};
  for (const prefix of ["", "batch.kubernetes.io/"]) {
    expected[`${prefix}controller-uid`] = metadata.uid;
    expected[`${prefix}job-name`] = metadata.name;
  }
  const labels = spec.template.metadata?.labels ?? {};
  for (const [key, value] of Object.entries(expected)) {
    const field = `spec.template.metadata.labels[${key}]`;
    if (labels[key] === undefined) errors.push(required(field, `must be '${value}'`));
    else if (labels[key] !== value) errors.push(invalidValue(field, labels[key], `must be '${value}'`));
  }
  const selector = buildSelector(spec.selector);
  if (selector !== undefined && selector !== "invalid" && !matchesSelector(selector, expected)) {
    errors.push(invalidValue("spec.selector", selectorValue(spec.selector), "`selector` not auto-generated"));
  }
  return errors;
}

function jobSpecErrors(spec: types.JobSpec): readonly FieldError[] {
  const errors: FieldError[] = [...innerJobErrors(spec, "spec")];
  if (spec.selector === undefined) errors.push(required("spec.selector"));
  else errors.push(...validateLabelSelector(spec.selector, "spec.selector"));
  const selector = buildSelector(spec.selector);
  const labels = spec.template.metadata?.labels;
  if (selector !== "invalid" && !(selector !== undefined && matchesSelector(selector, labels))) {
    errors.push(invalidValue("spec.template.metadata.labels", labels ?? null, MISMATCH));
  }
  return errors;
}

/** What holds for a Job and for the Job inside a CronJob. */
function innerJobErrors(spec: types.JobSpec, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const counts = [
    "parallelism",
    "completions",
    "activeDeadlineSeconds",
    "backoffLimit",
    "ttlSecondsAfterFinished",
    "backoffLimitPerIndex",
    "maxFailedIndexes",
  ] as const;
  for (const key of counts) errors.push(...nonNegative(spec[key], `${path}.${key}`));
  const mode = spec.completionMode;
  if (mode !== undefined) {
    if (!COMPLETION_MODES.includes(mode)) errors.push(notSupported(`${path}.completionMode`, mode, COMPLETION_MODES));
    if (mode === "Indexed" && spec.completions === undefined)
      errors.push(required(`${path}.completions`, "when completion mode is Indexed"));
  }
  return [
    ...errors,
    ...jobPolicyErrors(spec, path),
    ...validatePodTemplate(spec.template, `${path}.template`),
    ...jobRestartErrors(spec, `${path}.template.spec.restartPolicy`),
  ];
}

/** `Always` is what defaulting puts where nothing was said, so the two are told alike (API-152). */
function jobRestartErrors(spec: types.JobSpec, path: string): readonly FieldError[] {
  const { restartPolicy } = spec.template.spec;
  if (!restartPolicy || restartPolicy === "Always") return [required(path, 'valid values: "OnFailure", "Never"')];
  if (restartPolicy !== "OnFailure" && restartPolicy !== "Never") return [notSupported(path, restartPolicy, ["OnFailure", "Never"])];
  if (spec.podFailurePolicy && restartPolicy !== "Never")
    return [invalidValue(path, restartPolicy, 'only "Never" is supported when podFailurePolicy is specified')];
  return [];
}

export function validateJobUpdate(job: types.Job, old: types.Job): readonly FieldError[] {
  const errors: FieldError[] = [...jobSpecErrors(job.spec)];
  const { spec } = job;
  const before = old.spec;
  const isElastic = spec.completionMode === "Indexed" && spec.completions !== undefined && spec.completions === spec.parallelism;
  if (spec.completions !== before.completions && !isElastic) errors.push(invalidValue("spec.completions", spec.completions, IMMUTABLE));
  errors.push(...selectorUpdateErrors(spec.selector, before.selector), ...templateUpdateErrors(spec.template, old));
  for (const key of ["completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"] as const) {
    if (!deepEqual(spec[key], before[key])) errors.push(invalidValue(`spec.${key}`, spec[key], IMMUTABLE));
  }
  return errors;
}

function templateUpdateErrors(template: types.PodTemplateSpec, old: types.Job): readonly FieldError[] {
  const before = old.spec.template;
  const isWaiting = old.spec.suspend === true && old.status.startTime === undefined;
  const same = isWaiting ? deepEqual(fixedPart(template), fixedPart(before)) : deepEqual(template, before);
  if (same) return [];
  const { labels, annotations } = template.metadata;
  const value = { ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}), Spec: goPodSpec(template.spec) };
  return [invalidValue("spec.template", new Rendered(renderValue(value, false)), IMMUTABLE)];
}

function fixedPart({ spec }: types.PodTemplateSpec): object {
  const copy: { [key: string]: unknown } = { ...spec };
  for (const key of SCHEDULING) delete copy[key];
  copy["containers"] = spec.containers.map((container) => ({ ...container, resources: {} }));
  return copy;
}

export function validateCronJob({ metadata, spec }: types.CronJob): readonly FieldError[] {
  const tooLong = metadata.name.length > MAX_CRONJOB_NAME ? [tooManyCharacters(MAX_CRONJOB_NAME)] : [];
  return [...cronJobSpecErrors(spec), ...invalidFor("metadata.name", metadata.name, tooLong)];
}

export function validateCronJobUpdate({ spec }: types.CronJob): readonly FieldError[] {
  return cronJobSpecErrors(spec);
}

function cronJobSpecErrors(spec: types.CronJobSpec): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!spec.schedule) errors.push(required("spec.schedule"));
  else {
    const fault = scheduleError(spec.schedule);
    if (fault !== undefined) errors.push(invalidValue("spec.schedule", spec.schedule, fault));
  }
  errors.push(...nonNegative(spec.startingDeadlineSeconds, "spec.startingDeadlineSeconds"));
  if (spec.timeZone !== undefined) errors.push(...timeZoneErrors(spec.timeZone));
  const policy = spec.concurrencyPolicy;
  if (!policy) errors.push(required("spec.concurrencyPolicy"));
  else if (!CONCURRENCY_POLICIES.includes(policy)) errors.push(notSupported("spec.concurrencyPolicy", policy, CONCURRENCY_POLICIES));
  const job = spec.jobTemplate.spec;
  if (job.manualSelector === true) errors.push(notSupported("spec.jobTemplate.spec.manualSelector", true, ["nil", "false"]));
  errors.push(...innerJobErrors(job, "spec.jobTemplate.spec"));
  errors.push(...nonNegative(spec.successfulJobsHistoryLimit, "spec.successfulJobsHistoryLimit"));
  return [...errors, ...nonNegative(spec.failedJobsHistoryLimit, "spec.failedJobsHistoryLimit")];
}

function timeZoneErrors(zone: string): readonly FieldError[] {
  if (zone === "") return [invalidValue("spec.timeZone", zone, "timeZone must be nil or non-empty string")];
  if (zone.toLowerCase() === "local") return [invalidValue("spec.timeZone", zone, EXPLICIT_ZONE)];
  return isTimeZone(zone) ? [] : [invalidValue("spec.timeZone", zone, `unknown time zone ${zone}`)];
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false; // the one way to learn that a zone is unknown
  }
}
