// The interfaces between the scheduling cycle and its plugins (kube-scheduler's framework). A plugin is a stateless
// object: for one pod it gives a filter and scores, which see the snapshot, and says which events may help a pod that
// it has turned away. Left out on purpose: Reserve, Permit, PreBind and extenders, which no default plugin needs here.

import type {
  Namespace,
  Node,
  PersistentVolumeClaim,
  Pod,
  ReplicaSet,
  ReplicationController,
  Service,
  StatefulSet,
} from "../api/types.generated.ts";
import type { NodeInfo, Snapshot } from "./snapshot.ts";
import type { Requests } from "./requests.ts";

/** What plugins read beside nodes and pods. */
export interface ClusterView {
  services(namespace: string): Iterable<Service>;
  namespace(name: string): Namespace | undefined;
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined;
  owner(
    kind: "ReplicaSet" | "ReplicationController" | "StatefulSet",
    namespace: string,
    name: string,
  ): ReplicaSet | ReplicationController | StatefulSet | undefined;
}

/** One pod's turn. */
export interface Cycle {
  readonly pod: Pod;
  readonly requests: Requests;
  readonly snapshot: Snapshot;
  readonly view: ClusterView;
}

/** Why a node will not do. `resolvable`: taking pods away might help (Unschedulable, not ...AndUnresolvable). */
export interface Refusal {
  readonly reasons: readonly string[];
  readonly resolvable: boolean;
}

export type NodeFilter = (node: NodeInfo) => Refusal | undefined;

/** What a plugin's look at the pod gives: a filter for each node, only some nodes, the end of the cycle, or nothing (Skip). */
export type PreFilter =
  | { readonly filter: NodeFilter }
  | { readonly only: ReadonlySet<string>; readonly filter: NodeFilter }
  | { readonly rejected: string }
  | undefined;

export interface Plugin {
  readonly name: string;
  readonly weight?: number;
  preFilter?(cycle: Cycle): PreFilter;
  /** Scores from 0 to 100 for the feasible nodes, in their order; undefined when it has nothing to say (Skip). */
  score?(cycle: Cycle, nodes: readonly NodeInfo[]): readonly number[] | undefined;
  /** The kinds of events that may help a pod that this plugin turned away, and whether this one does (SCHQ-11). */
  readonly events?: readonly ClusterEvent["type"][];
  hint?(event: ClusterEvent, pod: Pod, cycle: Cycle): boolean;
}

export type ClusterEvent =
  | { readonly type: "nodeAdded"; readonly node: Node }
  | { readonly type: "nodeUpdated"; readonly node: Node; readonly old: Node }
  | { readonly type: "nodeDeleted"; readonly node: Node }
  | { readonly type: "podAssigned"; readonly pod: Pod }
  | { readonly type: "assignedPodUpdated"; readonly pod: Pod; readonly old: Pod }
  | { readonly type: "assignedPodDeleted"; readonly pod: Pod }
  | { readonly type: "podUpdated"; readonly pod: Pod; readonly old: Pod }
  | { readonly type: "claimChanged"; readonly claim: PersistentVolumeClaim };

/** 100 x score / max, as most plugins normalise (SCHS-9). */
export function normalise(scores: readonly number[], reversed = false): number[] {
  let max = 0;
  for (const score of scores) if (score > max) max = score;
  return scores.map((score) => {
    const scaled = max === 0 ? 0 : Math.trunc((100 * score) / max);
    return reversed ? 100 - scaled : scaled;
  });
}

/** The node of an entry of `Snapshot.nodes`. */
export function nodeOf(info: NodeInfo): Node {
  return info.node as Node; // the snapshot's list holds only nodes that are there
}
