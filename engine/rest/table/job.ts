// The rows of Jobs and CronJobs (API-106, API-122, API-123).

import { getCondition } from "../../api/podstate.ts";
import { parseTime } from "../../api/time.ts";
import type { Job } from "../../api/types.generated.ts";
import { containerCells, NONE, selectorCell } from "./cell.ts";
import { ageOf, humanDuration } from "./duration.ts";
import { columns, type Printers } from "./printer.ts";

function jobStatus({ metadata, status }: Job): string {
  const has = (type: string): boolean => getCondition(status.conditions, type)?.status === "True";
  if (has("Complete")) return "Complete";
  if (has("Failed")) return "Failed";
  if (metadata.deletionTimestamp !== undefined) return "Terminating";
  return ["Suspended", "FailureTarget", "SuccessCriteriaMet"].find(has) ?? "Running";
}

function completions({ spec, status }: Job): string {
  const succeeded = status.succeeded ?? 0;
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function duration({ status }: Job, nowMs: number): string {
  if (status.startTime === undefined) return "";
  const end = status.completionTime === undefined ? nowMs : parseTime(status.completionTime);
  return humanDuration(end - parseTime(status.startTime));
}

export const jobPrinters: Printers = {
  Job: {
    columns: columns("Name|Status|Completions|Duration|Age|Containers*|Images*|Selector*"),
    cells: (job, nowMs) => [
      job.metadata.name,
      jobStatus(job),
      completions(job),
      duration(job, nowMs),
      ageOf(job.metadata.creationTimestamp, nowMs),
      ...containerCells(job.spec.template.spec?.containers ?? []),
      selectorCell(job.spec.selector),
    ],
  },
  CronJob: {
    columns: columns("Name|Schedule|Timezone|Suspend?|Active#|Last Schedule|Age|Containers*|Images*|Selector*"),
    cells: ({ metadata, spec, status }, nowMs) => [
      metadata.name,
      spec.schedule,
      spec.timeZone ?? NONE,
      spec.suspend === undefined ? "<unset>" : spec.suspend ? "True" : "False",
      (status.active ?? []).length,
      status.lastScheduleTime === undefined ? NONE : ageOf(status.lastScheduleTime, nowMs),
      ageOf(metadata.creationTimestamp, nowMs),
      ...containerCells(spec.jobTemplate.spec.template.spec?.containers ?? []),
      selectorCell(spec.jobTemplate.spec.selector),
    ],
  },
};
