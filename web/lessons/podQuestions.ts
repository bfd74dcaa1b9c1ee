// Questions about pods of a controller: how many, whose, and which one goes.

import type { TextKey } from "../i18n/setup.ts";
import type { PodRow } from "../worker/rows.ts";
import { type Asked, aroundNow, OWNERSHIP, type Question, type QuestionView, worded } from "./asked.ts";
import type { GoalView, Note } from "./goals.ts";
import { byAge, controllerOf, looseOf, ownedBy, rivalOf } from "./history.ts";
import { fateAfter, ownedAfter, podsAfter } from "./measures.ts";

const TEN_SECONDS = 10_000;
const HALF_MINUTE = 30_000;
/** The longest list of pods to choose from. */
const MOST_CHOICES = 6;

type OwnerKind = "ReplicaSet" | "ReplicationController" | "DaemonSet";
const SHORT = { ReplicaSet: "rs", ReplicationController: "rc", DaemonSet: "ds" } as const satisfies Record<OwnerKind, string>;

/** Its oldest pod that runs: the same one as long as it lives. */
export function subjectOf(view: GoalView, kind: OwnerKind, name: string): PodRow | undefined {
  return ownedBy(view, kind, name)
    .filter(({ state }) => state === "ready")
    .sort(byAge)[0];
}

export function deletedPod(kind: OwnerKind, name: string): Question {
  return (view) => {
    const pod = subjectOf(view, kind, name);
    if (pod === undefined) return undefined;
    return {
      text: { text: "practice.ask.deletedPod", values: { pod: pod.name, owner: `${SHORT[kind]}/${name}`, forMs: HALF_MINUTE } },
      deed: { line: `kubectl delete pod ${pod.name}`, files: {}, forMs: HALF_MINUTE },
      choices: aroundNow(ownedBy(view, kind, name).length),
      measure: ownedAfter(kind, name),
      tells: OWNERSHIP,
      about: { kind, name },
    };
  };
}

export function ownedAfterLabel(kind: OwnerKind, name: string, key: string, value: string): Question {
  return (view) => {
    const pod = subjectOf(view, kind, name);
    if (pod === undefined) return undefined;
    const values = { pod: pod.name, label: `${key}=${value}`, owner: `${SHORT[kind]}/${name}`, forMs: HALF_MINUTE };
    return {
      text: { text: "practice.ask.ownedAfterLabel", values },
      deed: { line: labelLine(pod, key, value), files: {}, forMs: HALF_MINUTE },
      choices: aroundNow(ownedBy(view, kind, name).length),
      measure: ownedAfter(kind, name),
      tells: OWNERSHIP,
      about: { kind, name },
    };
  };
}

export function podsInAll(kind: OwnerKind, name: string, key: string, value: string): Question {
  return (view) => {
    const pod = subjectOf(view, kind, name);
    if (pod === undefined) return undefined;
    return {
      text: { text: "practice.ask.podsInAll", values: { pod: pod.name, label: `${key}=${value}`, forMs: HALF_MINUTE } },
      deed: { line: labelLine(pod, key, value), files: {}, forMs: HALF_MINUTE },
      choices: aroundNow([...view.pods.values()].filter(({ graceEndAt }) => graceEndAt === undefined).length),
      measure: podsAfter(() => true),
      tells: OWNERSHIP,
      about: { kind, name },
    };
  };
}

/** `value` undefined takes the label away. */
export function labelledPod(kind: OwnerKind, name: string, key: string, value: string | undefined): Question {
  return (view) => {
    const pod = subjectOf(view, kind, name);
    if (pod === undefined || pod.labels[key] === value) return undefined;
    const owner = `${SHORT[kind]}/${name}`;
    const change =
      value === undefined
        ? { text: "practice.ask.unlabelledPod", label: key }
        : { text: "practice.ask.labelledPod", label: `${key}=${value}` };
    return {
      text: { text: change.text as TextKey, values: { pod: pod.name, label: change.label, forMs: TEN_SECONDS } },
      deed: { line: labelLine(pod, key, value), files: {}, forMs: TEN_SECONDS },
      choices: [
        worded("owned", "practice.choice.stays", { owner }),
        worded("loose", "practice.choice.loose"),
        worded("gone", "practice.choice.deleted"),
      ],
      measure: fateAfter(pod.uid),
      tells: OWNERSHIP,
      about: { kind: "Pod", name: pod.name },
    };
  };
}

export function takenBackPod(view: QuestionView): Asked | undefined {
  const loose = looseOf(view, "ReplicationController", "kubia")[0];
  const controller = controllerOf(view, "ReplicationController", "kubia");
  // Where another controller may take it, nobody knows whose pod goes.
  if (rivalOf(view, "ReplicationController", "kubia") !== undefined) return undefined;
  const want = controller?.requirements[0];
  const value = want?.values[0];
  if (loose === undefined || controller === undefined || want === undefined || value === undefined) return undefined;
  const pods = [...ownedBy(view, "ReplicationController", "kubia"), loose].sort(byAge);
  if (pods.length !== controller.desired + 1 || pods.length > MOST_CHOICES) return undefined;
  const label = `${want.key}=${value}`;
  return {
    text: { text: "practice.ask.takenBack", values: { pod: loose.name, label, count: pods.length, desired: controller.desired } },
    deed: { line: labelLine(loose, want.key, value), files: {}, forMs: TEN_SECONDS },
    choices: pods.map((pod, i) => ({ id: pod.name, code: pod.name, words: podWords(pod, i, pods.length, loose) })),
    measure: ({ pods: later }) =>
      pods.find(({ uid }) => later.find((row) => row.uid === uid)?.graceEndAt !== undefined || !later.some((row) => row.uid === uid))
        ?.name ?? "none",
    tells: OWNERSHIP,
    about: { kind: "ReplicationController", name: "kubia" },
  };
}

function podWords(pod: PodRow, place: number, of: number, loose: PodRow): Note {
  if (pod === loose) return { text: "practice.choice.cameBack", values: {} };
  if (place === of - 1) return { text: "practice.choice.youngest", values: {} };
  return { text: "practice.choice.onNode", values: { node: pod.node ?? "" } };
}

function labelLine(pod: PodRow, key: string, value: string | undefined): string {
  const change = value === undefined ? `${key}-` : `${key}=${value}`;
  return `kubectl label pod ${pod.name} ${change}${value !== undefined && pod.labels[key] !== undefined ? " --overwrite" : ""}`;
}
