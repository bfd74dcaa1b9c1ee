// The questions of each example. One that the cluster as it stands gives no occasion for is passed over.

import { OWNERSHIP, type Question, worded } from "./asked.ts";
import { daemonSetDeleted, nodeLabelled, nodeRelabelled, replicaSetBeside } from "./daemonQuestions.ts";
import type { ExampleId } from "./examples.ts";
import { refusalOf } from "./measures.ts";
import { deletedPod, labelledPod, ownedAfterLabel, podsInAll, takenBackPod } from "./podQuestions.ts";
import { barePodDeleted, exitCode, statusLater } from "./probeQuestions.ts";

export const QUESTIONS: Readonly<Record<ExampleId, readonly Question[]>> = {
  replicaset: [deletedPod("ReplicaSet", "kubia"), labelledPod("ReplicaSet", "kubia", "app", "debug")],
  liveness: [exitCode, statusLater, barePodDeleted],
  replicationcontroller: [takenBackPod, podsInAll("ReplicationController", "kubia", "app", "foo")],
  rsIn: [labelledPod("ReplicaSet", "kubia-in", "app", "kubia-canary"), labelledPod("ReplicaSet", "kubia-in", "app", "other")],
  rsNotIn: [podsInAll("ReplicaSet", "kubia-notin", "env", "prod"), labelledPod("ReplicaSet", "kubia-notin", "env", "test")],
  rsExists: [labelledPod("ReplicaSet", "kubia-exists", "env", "prod"), labelledPod("ReplicaSet", "kubia-exists", "env", undefined)],
  rsDoesNotExist: [ownedAfterLabel("ReplicaSet", "kubia-plain", "debug", "true")],
  ssdMonitor: [nodeLabelled, nodeRelabelled],
  dsAndRs: [daemonSetDeleted, replicaSetBeside],
  oldVersion: [appliedAsItIs("kubia-v1beta2.yaml")],
  wrongIndent: [appliedAsItIs("liveness-as-printed.yaml")],
  wrongNesting: [appliedAsItIs("ssd-monitor-as-printed.yaml")],
};

function appliedAsItIs(file: string): Question {
  return ({ files }) => {
    const text = files[file];
    if (text === undefined) return undefined;
    return {
      text: { text: "practice.ask.appliedAsItIs", values: { file } },
      deed: { line: `kubectl apply -f ${file}`, files: { [file]: text }, forMs: 2000 },
      choices: [
        worded("syntax", "practice.choice.syntax"),
        worded("kind", "practice.choice.kind"),
        worded("field", "practice.choice.field"),
        worded("created", "practice.choice.created"),
      ],
      measure: refusalOf,
      tells: OWNERSHIP,
      about: undefined,
    };
  };
}
