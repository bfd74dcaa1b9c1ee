// What each example asks for, clause by clause: pure predicates over the rows of the scene, the lanes' history and the
// commands so far. A clause of what is so now may be lost again; one of what was so once stays; one that must be kept
// begins met with its subject and can only be broken.

import type { TextKey } from "../i18n/setup.ts";
import { clockText } from "../store/clock.ts";
import type { CommandEcho } from "../store/commands.ts";
import { shortRef } from "../store/identity.ts";
import type { Lane } from "../store/scene.ts";
import type { ControllerKind, ControllerRow, NodeRow, PodRow } from "../worker/rows.ts";
import type { ExampleId } from "./examples.ts";
import {
  controllerOf,
  lanesOf,
  longestRunMs,
  looseOf,
  ownedReady,
  releases,
  replacement,
  restartByProbe,
  rivalOf,
  takenBack,
} from "./history.ts";

export interface GoalView {
  readonly now: number;
  readonly startAt: number;
  readonly pods: ReadonlyMap<string, PodRow>;
  readonly nodes: ReadonlyMap<string, NodeRow>;
  readonly controllers: ReadonlyMap<string, ControllerRow>;
  readonly lanes: ReadonlyMap<string, Lane>;
  readonly echoes: readonly CommandEcho[];
}

/** Of whom, since when, or what is still missing: the line under a clause. */
export interface Note {
  readonly text: TextKey;
  readonly values: Readonly<Record<string, string | number>>;
}

export interface Verdict {
  readonly met: boolean;
  readonly note: Note | undefined;
}

export interface Clause {
  readonly text: TextKey;
  readonly holds: "now" | "once" | "kept";
  readonly check: (view: GoalView) => Verdict;
}

const UNMET: Verdict = { met: false, note: undefined };
const TWO_MINUTES = 120_000;

function met(text?: TextKey, values: Note["values"] = {}): Verdict {
  return { met: true, note: text && { text, values } };
}

function unmet(text: TextKey, values: Note["values"]): Verdict {
  return { met: false, note: { text, values } };
}

function clock(view: GoalView, at: number): string {
  return clockText(at - view.startAt);
}

export const GOALS: Readonly<Record<ExampleId, readonly Clause[]>> = {
  replicaset: [
    { text: "lessons.replicaset.clause.replaced", holds: "once", check: wasReplaced("ReplicaSet", "kubia") },
    {
      text: "lessons.replicaset.clause.again",
      holds: "now",
      check: (view) => after(wasReplaced("ReplicaSet", "kubia"), ownsReady("ReplicaSet", "kubia", 3))(view),
    },
    { text: "lessons.replicaset.clause.loose", holds: "now", check: runsLoose("ReplicaSet", "kubia", () => true) },
  ],
  liveness: [
    {
      text: "lessons.liveness.clause.restarted",
      holds: "once",
      check: (view) => {
        const at = restartByProbe(lanesOf(view, "Pod", "liveness-pod"));
        return at === undefined ? UNMET : met("lessons.note.at", { at: clock(view, at) });
      },
    },
    {
      text: "lessons.liveness.clause.backOff",
      holds: "once",
      check: (view) => {
        const found = lanesOf(view, "Pod", "liveness-pod").flatMap(({ bands }) => bands.filter(({ state }) => state === "crash"))[0];
        return found === undefined ? UNMET : met("lessons.note.at", { at: clock(view, found.at) });
      },
    },
    {
      text: "lessons.liveness.clause.steady",
      holds: "once",
      check: (view) => {
        const longest = longestRunMs(lanesOf(view, "Pod", "liveness-pod"), view.now);
        if (longest >= TWO_MINUTES) return met();
        return longest === 0 ? UNMET : unmet("lessons.note.longestRun", { seconds: Math.floor(longest / 100) / 10 });
      },
    },
  ],
  replicationcontroller: [
    { text: "lessons.replicationcontroller.clause.loose", holds: "once", check: wasReleased("ReplicationController", "kubia") },
    {
      text: "lessons.replicationcontroller.clause.back",
      holds: "now",
      check: (view) => {
        const back = takenBack(view, "ReplicationController", "kubia");
        if (back !== undefined) return ownsReady("ReplicationController", "kubia", 3)(view);
        return rivalling(view, "ReplicationController", "kubia") ?? missingLabel(view, "ReplicationController", "kubia");
      },
    },
    { text: "lessons.replicationcontroller.clause.kept", holds: "kept", check: wasKept("ReplicationController", "kubia") },
  ],
  rsIn: [
    { text: "lessons.rsIn.clause.canary", holds: "now", check: owns("kubia-in", ({ app }) => app === "kubia-canary") },
    { text: "lessons.rsIn.clause.loose", holds: "now", check: runsLoose("ReplicaSet", "kubia-in", () => true) },
  ],
  rsNotIn: [
    { text: "lessons.rsNotIn.clause.prod", holds: "now", check: runsLoose("ReplicaSet", "kubia-notin", ({ env }) => env === "prod") },
    {
      text: "lessons.rsNotIn.clause.three",
      holds: "now",
      check: after(
        runsLoose("ReplicaSet", "kubia-notin", ({ env }) => env === "prod"),
        ownsReady("ReplicaSet", "kubia-notin", 3),
      ),
    },
  ],
  rsExists: [
    { text: "lessons.rsExists.clause.other", holds: "now", check: owns("kubia-exists", ({ env }) => env !== undefined && env !== "dev") },
    {
      text: "lessons.rsExists.clause.loose",
      holds: "now",
      check: runsLoose("ReplicaSet", "kubia-exists", ({ env }) => env === undefined),
    },
  ],
  rsDoesNotExist: [
    {
      text: "lessons.rsDoesNotExist.clause.spare",
      holds: "now",
      check: runsLoose("ReplicaSet", "kubia-plain", ({ debug }) => debug !== undefined),
    },
    {
      text: "lessons.rsDoesNotExist.clause.three",
      holds: "now",
      check: after(
        runsLoose("ReplicaSet", "kubia-plain", ({ debug }) => debug !== undefined),
        ownsReady("ReplicaSet", "kubia-plain", 3),
      ),
    },
  ],
  ssdMonitor: [
    { text: "lessons.ssdMonitor.clause.only", holds: "now", check: runsOnLabelled },
    { text: "lessons.ssdMonitor.clause.left", holds: "once", check: daemonStopped },
  ],
  dsAndRs: [
    { text: "lessons.dsAndRs.clause.apart", holds: "once", check: bothHadTheirOwn },
    {
      text: "lessons.dsAndRs.clause.letGo",
      holds: "once",
      check: wasReleased("DaemonSet", "my-daemonset"),
    },
    { text: "lessons.dsAndRs.clause.left", holds: "now", check: daemonSetGone },
  ],
  oldVersion: mended("oldVersion", "kubia-v1beta2.yaml", (view) => ownsReady("ReplicaSet", "kubia", 3)(view)),
  wrongIndent: mended(
    "wrongIndent",
    "liveness-as-printed.yaml",
    (view) => ([...view.pods.values()].some(({ name, node }) => name === "liveness-pod" && node !== undefined) ? met() : UNMET),
    (view) => ([...view.pods.values()].some(({ name }) => name === "liveness-pod") ? "liveness-pod" : undefined),
  ),
  wrongNesting: mended("wrongNesting", "ssd-monitor-as-printed.yaml", (view) =>
    controllerOf(view, "DaemonSet", "ssd-monitor") === undefined ? UNMET : met(),
  ),
};

/** The second counts only when the first is met. */
function after(first: Clause["check"], second: Clause["check"]): Clause["check"] {
  return (view) => (first(view).met ? second(view) : UNMET);
}

function wasReplaced(kind: ControllerKind, name: string): Clause["check"] {
  return (view) => {
    const found = replacement(view, kind, name);
    return found === undefined ? UNMET : met("lessons.note.replaced", { at: clock(view, found.at), gone: found.gone, by: found.by });
  };
}

function ownsReady(kind: ControllerKind, name: string, count: number): Clause["check"] {
  return (view) => {
    const { ready, owned } = ownedReady(view, kind, name);
    if (ready === count && owned === count) return met();
    return owned === 0 ? UNMET : unmet("lessons.note.owned", { owned, ready, count });
  };
}

/** A pod that was the controller's runs, and nobody owns it. */
function runsLoose(kind: ControllerKind, name: string, meets: (labels: PodRow["labels"]) => boolean): Clause["check"] {
  return (view) => {
    const found = looseOf(view, kind, name).find(({ labels }) => meets(labels));
    return found === undefined ? UNMET : met("lessons.note.pod", { pod: found.name });
  };
}

function wasReleased(kind: ControllerKind, name: string): Clause["check"] {
  return (view) => {
    const [first] = releases(view, kind, name);
    return first === undefined ? UNMET : met("lessons.note.since", { pod: first.pod, at: clock(view, first.at) });
  };
}

function rivalling(view: GoalView, kind: ControllerKind, name: string): Verdict | undefined {
  const rival = rivalOf(view, kind, name);
  return rival && unmet("lessons.note.rival", { rival: shortRef(rival), labels: rival.selector });
}

function missingLabel(view: GoalView, kind: ControllerKind, name: string): Verdict {
  const loose = looseOf(view, kind, name)[0];
  const selector = controllerOf(view, kind, name)?.selector;
  if (loose === undefined || selector === undefined) return UNMET;
  const labels = Object.entries(loose.labels).map(([key, value]) => `${key}=${value}`);
  if (labels.length === 0) return unmet("lessons.note.hasNoLabel", { pod: loose.name, selector });
  return unmet("lessons.note.hasLabel", { pod: loose.name, label: labels.join(","), selector });
}

function wasKept(kind: ControllerKind, name: string): Clause["check"] {
  return (view) => {
    const lanes = lanesOf(view, kind, name);
    if (lanes.length === 0) return UNMET;
    return lanes.some(({ gone }) => gone) ? unmet("lessons.note.broken", { name }) : met("lessons.note.keptSoFar");
  };
}

function owns(name: string, meets: (labels: PodRow["labels"]) => boolean): Clause["check"] {
  return (view) => {
    const uid = controllerOf(view, "ReplicaSet", name)?.uid;
    const found = [...view.pods.values()].find((pod) => pod.owner?.uid === uid && pod.state === "ready" && meets(pod.labels));
    return uid === undefined || found === undefined ? UNMET : met("lessons.note.pod", { pod: found.name });
  };
}

function runsOnLabelled(view: GoalView): Verdict {
  const set = controllerOf(view, "DaemonSet", "ssd-monitor");
  if (set === undefined) return UNMET;
  const wanted = [...view.nodes.values()].filter(({ allLabels }) => allLabels["disk"] === "ssd").map(({ name }) => name);
  if (wanted.length === 0) return unmet("lessons.note.noNode", { label: "disk=ssd" });
  const pods = [...view.pods.values()].filter(({ owner, graceEndAt }) => owner?.uid === set.uid && graceEndAt === undefined);
  const missing = wanted.find((node) => !pods.some((pod) => pod.node === node && pod.state === "ready"));
  if (missing !== undefined) return unmet("lessons.note.notReadyOn", { node: missing });
  const stray = pods.find(({ node }) => node === undefined || !wanted.includes(node));
  return stray === undefined ? met("lessons.note.onNodes", { nodes: wanted.join(", ") }) : unmet("lessons.note.pod", { pod: stray.name });
}

/** The DaemonSet took a pod away that it had made: its node lost the label. */
function daemonStopped(view: GoalView): Verdict {
  const act = lanesOf(view, "DaemonSet", "ssd-monitor").flatMap(({ acts }) => acts.filter(({ act: kind }) => kind === "deletes"))[0];
  return act === undefined ? UNMET : met("lessons.note.since", { pod: act.pod, at: clock(view, act.at) });
}

/** Pods that were ready under each of the two, which select the same labels. */
function bothHadTheirOwn(view: GoalView): Verdict {
  const everReady = (kind: ControllerKind, name: string): number => {
    const owners = new Set(lanesOf(view, kind, name).map(({ uid }) => uid));
    return [...view.lanes.values()].filter(({ owner, bands }) => owner !== undefined && owners.has(owner) && bands.some(isReady)).length;
  };
  const [daemons, replicas] = [everReady("DaemonSet", "my-daemonset"), everReady("ReplicaSet", "my-replicaset")];
  if (daemons > 0 && replicas >= 3) return met();
  return daemons + replicas === 0 ? UNMET : unmet("lessons.note.bothOwn", { daemons, replicas });
}

function isReady({ state }: { readonly state: string }): boolean {
  return state === "ready";
}

/** The DaemonSet is gone, and the ReplicaSet, which selects the same labels, has its three pods as before. */
function daemonSetGone(view: GoalView): Verdict {
  const lanes = lanesOf(view, "DaemonSet", "my-daemonset");
  if (lanes.length === 0 || controllerOf(view, "DaemonSet", "my-daemonset") !== undefined) return UNMET;
  return ownsReady("ReplicaSet", "my-replicaset", 3)(view);
}

type MendedId = "oldVersion" | "wrongIndent" | "wrongNesting";

/** A manifest that is wrong as it stands: refused first, then put right and applied, then what it makes is there. */
function mended(
  id: MendedId,
  file: string,
  isThere: Clause["check"],
  podInTheWay: (view: GoalView) => string | undefined = () => undefined,
): readonly Clause[] {
  // Opened once more beside a changed one it has a number.
  const named = new RegExp(`\\b${file.replace(".yaml", "")}(-\\d+)?\\.yaml\\b`);
  const tries = (view: GoalView): readonly CommandEcho[] =>
    view.echoes.filter(({ line, out }) => out !== undefined && /^(kubectl|k) (apply|create|replace)\b/.test(line) && named.test(line));
  const refused = (view: GoalView): CommandEcho | undefined =>
    tries(view).find(({ failed, out }) => failed && !/^error: the path "[^"]*" does not exist/.test(out ?? ""));
  const applied = (view: GoalView): CommandEcho | undefined => {
    const first = refused(view);
    return first && tries(view).find((echo) => !echo.failed && echo.id > first.id);
  };
  const said =
    (find: typeof refused): Clause["check"] =>
    (view) => {
      const found = find(view);
      return found === undefined ? UNMET : met("lessons.note.at", { at: clock(view, found.at) });
    };
  const appliedOrHindered: Clause["check"] = (view) => {
    const pod = applied(view) === undefined ? podInTheWay(view) : undefined;
    return pod === undefined ? said(applied)(view) : unmet("lessons.note.inTheWay", { pod });
  };
  return [
    { text: `lessons.${id}.clause.refused`, holds: "once", check: said(refused) },
    { text: `lessons.${id}.clause.applied`, holds: "once", check: appliedOrHindered },
    { text: `lessons.${id}.clause.runs`, holds: "now", check: after(said(applied), isThere) },
  ];
}
