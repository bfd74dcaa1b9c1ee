// What a status written through its subresource must keep to (API-184): counts that are not negative and fit together.

import type { KindMap, KindName } from "../kinds.ts";
import type { FieldError } from "./fielderror.ts";
import { invalidValue, nonNegative } from "./fielderror.ts";

type Counts = Readonly<Record<string, number | undefined>>;

/** The counts of each kind, in the order of a real server; those after the bar may not exceed `status.replicas`. */
const COUNTS: Partial<Record<KindName, string>> = {
  ReplicationController:
    "replicas fullyLabeledReplicas readyReplicas availableReplicas observedGeneration|fullyLabeledReplicas readyReplicas availableReplicas",
  ReplicaSet:
    "replicas fullyLabeledReplicas readyReplicas availableReplicas observedGeneration|fullyLabeledReplicas readyReplicas availableReplicas",
  Deployment:
    "observedGeneration replicas updatedReplicas readyReplicas availableReplicas unavailableReplicas|updatedReplicas readyReplicas availableReplicas",
  StatefulSet:
    "replicas readyReplicas currentReplicas updatedReplicas observedGeneration availableReplicas|readyReplicas currentReplicas updatedReplicas availableReplicas",
  DaemonSet:
    "currentNumberScheduled numberMisscheduled desiredNumberScheduled numberReady observedGeneration updatedNumberScheduled numberAvailable numberUnavailable|",
  Job: "active succeeded failed ready terminating|",
};

export function validateStatus(kind: KindName, object: KindMap[KindName]): readonly FieldError[] {
  const [all = "", bounded = ""] = COUNTS[kind]?.split("|") ?? [];
  if (!all || !("status" in object)) return [];
  const status = object.status as Counts; // the kinds of the table have numbers there
  const errors: FieldError[] = [];
  for (const key of all.split(" ")) errors.push(...nonNegative(status[key], `status.${key}`));
  const count = (key: string): number => status[key] ?? 0;
  for (const key of bounded.split(" ").filter(Boolean)) {
    if (count(key) > count("replicas")) errors.push(invalidValue(`status.${key}`, count(key), "cannot be greater than status.replicas"));
  }
  if (bounded.includes("availableReplicas") && count("availableReplicas") > count("readyReplicas")) {
    errors.push(invalidValue("status.availableReplicas", count("availableReplicas"), "cannot be greater than readyReplicas"));
  }
  return errors;
}
