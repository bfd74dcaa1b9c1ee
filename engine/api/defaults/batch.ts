// Defaults of Jobs and CronJobs (API-139, API-141, SEL-51).

import type * as types from "../types.generated.ts";
import { fill, isEmpty, withField, withItems, within } from "./fill.ts";
import { defaultPodTemplate } from "./pod.ts";

const MAX_INT32 = 2147483647;

export function defaultJob(given: types.Job): types.Job {
  const before = given.spec ?? ({} as types.JobSpec); // held by value in Go
  let spec = withField(before, "template", defaultPodTemplate(before.template));
  if (spec.completions === undefined && spec.parallelism === undefined) spec = { ...spec, parallelism: 1, completions: 1 };
  spec = fill(spec, {
    parallelism: 1,
    backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : MAX_INT32,
    completionMode: "NonIndexed",
    suspend: false,
    manualSelector: false,
    podReplacementPolicy: spec.podFailurePolicy === undefined ? "TerminatingOrFailed" : "Failed",
  });
  spec = within(spec, "podFailurePolicy", (policy) => withItems(policy, "rules", defaultFailureRule));
  const job = spec === given.spec ? given : { ...given, spec };
  const labels = spec.template.metadata.labels;
  return labels === undefined || isEmpty(labels) || !isEmpty(job.metadata.labels) ? job : { ...job, metadata: { ...job.metadata, labels } };
}

/** A condition that is named without a status is to be True. */
function defaultFailureRule(rule: types.PodFailurePolicyRule): types.PodFailurePolicyRule {
  return withItems(rule, "onPodConditions", (pattern: types.PodFailurePolicyOnPodConditionsPattern) =>
    fill(pattern, { status: "True" }, true),
  );
}

/** The Job inside is completed only when it is made; its pods' template already here. */
export function defaultCronJob(given: types.CronJob): types.CronJob {
  let spec = fill(given.spec ?? ({} as types.CronJobSpec), { concurrencyPolicy: "Allow" }, true);
  spec = fill(spec, { suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 });
  const template = fill(spec.jobTemplate ?? ({} as types.JobTemplateSpec), { metadata: {} as types.ObjectMeta, spec: {} as types.JobSpec });
  const jobSpec = withField(template.spec, "template", defaultPodTemplate(template.spec.template));
  spec = withField(spec, "jobTemplate", withField(template, "spec", jobSpec));
  return spec === given.spec ? given : { ...given, spec };
}
