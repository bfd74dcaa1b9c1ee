// kubectl describe of Jobs and CronJobs (API-268).

import { parseTime } from "../../api/time.ts";
import { controllerOf } from "../../api/object.ts";
import { formatLabelSelector } from "../../api/selector.ts";
import type { CronJob, Job } from "../../api/types.generated.ts";
import { humanDuration } from "../duration.ts";
import type { Subject } from "./describer.ts";
import { typed } from "./describer.ts";
import { podTemplate } from "./podparts.ts";
import type { Sheet } from "./sheet.ts";
import { annotations, boolWord, events, labels, longTime } from "./sheet.ts";

export function describeJob({ object, sheet, events: list }: Subject): void {
  const { metadata, spec, status } = typed<Job>(object);
  sheet.field(0, "Name", metadata.name);
  sheet.field(0, "Namespace", metadata.namespace);
  if (spec?.selector) sheet.field(0, "Selector", formatLabelSelector(spec.selector));
  labels(sheet, "Labels", metadata.labels);
  annotations(sheet, "Annotations", metadata.annotations);
  const controller = controllerOf({ metadata });
  if (controller) sheet.field(0, "Controlled By", `${controller.kind}/${controller.name}`);
  if (spec?.parallelism !== undefined) sheet.field(0, "Parallelism", spec.parallelism);
  sheet.field(0, "Completions", spec?.completions ?? "<unset>");
  if (spec?.completionMode) sheet.field(0, "Completion Mode", spec.completionMode);
  if (spec?.suspend !== undefined) sheet.field(0, "Suspend", spec.suspend);
  if (spec?.backoffLimit !== undefined) sheet.field(0, "Backoff Limit", spec.backoffLimit);
  if (spec?.ttlSecondsAfterFinished !== undefined) sheet.field(0, "TTL Seconds After Finished", spec.ttlSecondsAfterFinished);
  times(sheet, typed<Job>(object));
  if (spec?.activeDeadlineSeconds !== undefined) sheet.field(0, "Active Deadline Seconds", `${spec.activeDeadlineSeconds}s`);
  const { active = 0, ready = 0, succeeded = 0, failed = 0 } = status ?? {};
  sheet.field(0, "Pods Statuses", `${active} Active (${ready} Ready) / ${succeeded} Succeeded / ${failed} Failed`);
  if (spec?.completionMode === "Indexed") sheet.field(0, "Completed Indexes", capped(status?.completedIndexes ?? ""));
  podTemplate(sheet, spec?.template);
  events(sheet, list);
}

function times(sheet: Sheet, { status }: Job): void {
  if (status?.startTime) sheet.field(0, "Start Time", longTime(status.startTime));
  if (status?.completionTime) sheet.field(0, "Completed At", longTime(status.completionTime));
  if (status?.startTime && status.completionTime)
    sheet.field(0, "Duration", humanDuration(parseTime(status.completionTime) - parseTime(status.startTime)));
}

/** kubectl shows at most 50 characters of the indexes, up to the last comma. */
function capped(indexes: string): string {
  if (indexes === "") return "<none>";
  if (indexes.length <= 50) return indexes;
  return `${indexes.slice(0, indexes.slice(0, 50).lastIndexOf(",") + 1)}...`;
}

export function describeCronJob({ object, sheet, events: list }: Subject): void {
  const { metadata, spec, status } = typed<CronJob>(object);
  sheet.field(0, "Name", metadata.name);
  sheet.field(0, "Namespace", metadata.namespace);
  labels(sheet, "Labels", metadata.labels);
  annotations(sheet, "Annotations", metadata.annotations);
  sheet.field(0, "Schedule", spec?.schedule);
  sheet.field(0, "Concurrency Policy", spec?.concurrencyPolicy);
  sheet.field(0, "Suspend", spec?.suspend === undefined ? "<unset>" : boolWord(spec.suspend));
  sheet.field(0, "Successful Job History Limit", spec?.successfulJobsHistoryLimit ?? "<unset>");
  sheet.field(0, "Failed Job History Limit", spec?.failedJobsHistoryLimit ?? "<unset>");
  sheet.field(0, "Starting Deadline Seconds", spec?.startingDeadlineSeconds === undefined ? "<unset>" : `${spec.startingDeadlineSeconds}s`);
  const job = spec?.jobTemplate.spec;
  sheet.field(0, "Selector", job?.selector ? formatLabelSelector(job.selector) : "<unset>");
  sheet.field(0, "Parallelism", job?.parallelism ?? "<unset>");
  sheet.field(0, "Completions", job?.completions ?? "<unset>");
  if (job?.activeDeadlineSeconds !== undefined) sheet.field(0, "Active Deadline Seconds", `${job.activeDeadlineSeconds}s`);
  podTemplate(sheet, job?.template);
  sheet.field(0, "Last Schedule Time", status?.lastScheduleTime ? longTime(status.lastScheduleTime) : "<unset>");
  sheet.field(0, "Active Jobs", (status?.active ?? []).map((reference) => reference.name ?? "").join(", ") || "<none>");
  events(sheet, list);
}
