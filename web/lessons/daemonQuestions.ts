// Questions about DaemonSets: on which nodes they run, and what stays when they go.

import { type Asked, comparedWith, OWNERSHIP, type QuestionView, worded } from "./asked.ts";
import { controllerOf, ownedBy } from "./history.ts";
import { fateAfter, ownedAfter, podsAfter } from "./measures.ts";
import { subjectOf } from "./podQuestions.ts";

const TEN_SECONDS = 10_000;
const HALF_MINUTE = 30_000;
const MINUTE = 60_000;
const SSD = "ssd-monitor";

export function nodeLabelled(view: QuestionView): Asked | undefined {
  const node = [...view.nodes.values()].find(({ allLabels }) => allLabels["disk"] === undefined);
  if (node === undefined || controllerOf(view, "DaemonSet", SSD) === undefined) return undefined;
  const now = ownedBy(view, "DaemonSet", SSD).length;
  return {
    text: { text: "practice.ask.nodeLabelled", values: { node: node.name, label: "disk=ssd", owner: `ds/${SSD}`, forMs: HALF_MINUTE } },
    deed: { line: `kubectl label node ${node.name} disk=ssd`, files: {}, forMs: HALF_MINUTE },
    choices: [...new Set([now, now + 1, view.nodes.size])].map((count) => ({
      id: String(count),
      code: String(count),
      words: comparedWith(now, count),
    })),
    measure: ownedAfter("DaemonSet", SSD),
    tells: OWNERSHIP,
    about: { kind: "DaemonSet", name: SSD },
  };
}

export function nodeRelabelled(view: QuestionView): Asked | undefined {
  const pod = subjectOf(view, "DaemonSet", SSD);
  if (pod?.node === undefined) return undefined;
  return {
    text: { text: "practice.ask.nodeRelabelled", values: { node: pod.node, pod: pod.name, label: "disk=hdd", forMs: TEN_SECONDS } },
    deed: { line: `kubectl label node ${pod.node} disk=hdd --overwrite`, files: {}, forMs: TEN_SECONDS },
    choices: [
      worded("owned", "practice.choice.runsOn", { owner: `ds/${SSD}` }),
      worded("loose", "practice.choice.loose"),
      worded("gone", "practice.choice.deleted"),
    ],
    measure: fateAfter(pod.uid),
    tells: OWNERSHIP,
    about: { kind: "DaemonSet", name: SSD },
  };
}

const BESIDE_FILE = "my-replicaset.yaml";

export function replicaSetBeside(view: QuestionView): Asked | undefined {
  const theirs = ownedBy(view, "DaemonSet", "my-daemonset");
  const text = view.files[BESIDE_FILE];
  if (theirs.length === 0 || text === undefined || controllerOf(view, "ReplicaSet", "my-replicaset") !== undefined) return undefined;
  const known = new Set(theirs.map(({ uid }) => uid));
  return {
    text: { text: "practice.ask.replicaSetBeside", values: { file: BESIDE_FILE, count: theirs.length, forMs: HALF_MINUTE } },
    deed: { line: `kubectl apply -f ${BESIDE_FILE}`, files: { [BESIDE_FILE]: text }, forMs: HALF_MINUTE },
    choices: [
      worded("counts", "practice.choice.countsTheirs"),
      worded("own", "practice.choice.makesOwn"),
      worded("takes", "practice.choice.takesTheirs"),
    ],
    measure: ({ pods }) => {
      const owned = pods.filter(({ owner }) => owner?.kind === "ReplicaSet" && owner.name === "my-replicaset");
      if (owned.some(({ uid }) => known.has(uid))) return "takes";
      return owned.length === 0 ? "counts" : "own";
    },
    tells: OWNERSHIP,
    about: { kind: "ReplicaSet", name: "my-replicaset" },
  };
}

export function daemonSetDeleted(view: QuestionView): Asked | undefined {
  const daemons = ownedBy(view, "DaemonSet", "my-daemonset").length;
  const replicas = ownedBy(view, "ReplicaSet", "my-replicaset").length;
  if (daemons === 0 || replicas === 0) return undefined;
  return {
    text: { text: "practice.ask.daemonSetDeleted", values: { owner: "ds/my-daemonset", label: "app=my-app", forMs: MINUTE } },
    deed: { line: "kubectl delete ds my-daemonset", files: {}, forMs: MINUTE },
    choices: [
      { id: "0", code: "0", words: { text: "practice.choice.noneLeft", values: {} } },
      { id: String(replicas), code: String(replicas), words: { text: "practice.choice.thoseOf", values: { owner: "rs/my-replicaset" } } },
      { id: String(daemons + replicas), code: String(daemons + replicas), words: { text: "practice.choice.allStay", values: {} } },
    ],
    measure: podsAfter(({ labels }) => labels["app"] === "my-app"),
    tells: OWNERSHIP,
    about: { kind: "ReplicaSet", name: "my-replicaset" },
  };
}
