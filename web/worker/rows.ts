// The scene: what the picture needs of the cluster, one flat row for each thing. Rows are compared by identity, so a row
// that did not change is the same value.

/** The shape and hue that a pod is drawn with (screen.md B.3). */
export type PodState = "ready" | "notready" | "pending" | "creating" | "probe" | "crash" | "error" | "leaving" | "done" | "unknown";

export interface OwnerRow {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

export interface ProbeStreak {
  readonly kind: "liveness" | "readiness" | "startup";
  readonly failures: number;
  readonly threshold: number;
}

export interface PodRow {
  readonly uid: string;
  readonly ns: string;
  readonly name: string;
  /** The part of a generated name that tells pods of one controller apart; undefined for a name that a person gave. */
  readonly end: string | undefined;
  readonly node: string | undefined;
  readonly owner: OwnerRow | undefined;
  readonly state: PodState;
  /** kubectl's STATUS (API-114..117). */
  readonly status: string;
  /** kubectl's READY, "1/1". */
  readonly ready: string;
  readonly restarts: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly startedAt: number | undefined;
  /** When it is being deleted: the end of its grace period, and how long that is. */
  readonly graceEndAt: number | undefined;
  readonly graceMs: number;
  /** While a container waits for its next start. */
  readonly backoffUntil: number | undefined;
  readonly backoffMs: number;
  readonly probe: ProbeStreak | undefined;
  readonly containers: readonly string[];
  readonly exitCode: number | undefined;
}

export type NodeCondition = "Ready" | "NotReady" | "Unknown";

export interface NodeRow {
  readonly uid: string;
  readonly name: string;
  readonly condition: NodeCondition;
  readonly cordoned: boolean;
  /** Labels a learner cares for: those that the kubelet and the cloud set are left out. */
  readonly labels: Readonly<Record<string, string>>;
  readonly allLabels: Readonly<Record<string, string>>;
  readonly taints: readonly string[];
  readonly podCapacity: number;
  readonly createdAt: number;
  readonly poweredOff: boolean;
}

export interface Requirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values: readonly string[];
}

export type ControllerKind = "ReplicationController" | "ReplicaSet" | "DaemonSet" | "Deployment" | "StatefulSet" | "Job" | "CronJob";

export interface ControllerRow {
  readonly uid: string;
  readonly ns: string;
  readonly name: string;
  readonly kind: ControllerKind;
  readonly owner: OwnerRow | undefined;
  readonly desired: number;
  readonly current: number;
  readonly ready: number;
  /** As kubectl prints it: `app=kubia`, `app in (kubia,web)`. */
  readonly selector: string;
  readonly requirements: readonly Requirement[];
  /** DaemonSet: the nodes that its template asks for. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly templateLabels: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly deleting: boolean;
}

export interface EventRow {
  readonly uid: string;
  readonly at: number;
  readonly warning: boolean;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly kind: string;
  readonly ns: string;
  readonly name: string;
  readonly objectUid: string;
  readonly source: string;
  readonly host: string;
}

/** A change of a pod's drawn state at an exact simulated instant, for the lanes of the timeline. */
export interface BandMark {
  readonly uid: string;
  readonly at: number;
  readonly state: PodState | "gone";
  readonly restarts: number;
}

/** For a lane: what a controller did with `n` pods at one instant, or that a probe of a pod failed for the nth time. */
export interface ActMark {
  readonly uid: string;
  readonly at: number;
  readonly act: "creates" | "deletes" | "releases" | "adopts" | "fails";
  readonly n: number;
  readonly pod: string;
  /** With "fails". */
  readonly probe?: ProbeStreak;
}

export interface SceneDelta {
  /** Everything before this is void: a new cluster, or another moment of it. */
  readonly whole: boolean;
  /** With `whole`: the same cluster at an earlier or later moment, so that the lanes up to it stay, and the rows that go on. */
  readonly movedTo: number | undefined;
  /** Nothing waits for the next delta. */
  readonly complete: boolean;
  /** Pods that there are in all, also those that have not been told of yet. */
  readonly podTotal: number;
  readonly pods: readonly PodRow[];
  readonly nodes: readonly NodeRow[];
  readonly controllers: readonly ControllerRow[];
  readonly events: readonly EventRow[];
  /** Uids of rows that are gone. */
  readonly gone: readonly string[];
  readonly bands: readonly BandMark[];
  readonly acts: readonly ActMark[];
  /** `namespace/name` of all Faults, when they changed. */
  readonly faults: readonly string[] | undefined;
}
