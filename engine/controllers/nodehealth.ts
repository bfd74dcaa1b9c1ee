// What the node monitor makes of heartbeats: since when a node has been silent, which conditions that turns Unknown
// (NLC-3, NLC-4), and how disturbed a zone is (NLC-23 to NLC-25). Pure.

import { getCondition } from "../api/podstate.ts";
import { formatTime, parseTime } from "../api/time.ts";
import type { Lease, Node, NodeCondition } from "../api/types.generated.ts";

const GRACE_MS = 50_000;
const STARTUP_GRACE_MS = 60_000;
const WATCHED = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"] as const;

/** What was last seen of a node, and when something new was. */
export interface NodeHealth {
  readonly probeAt: number;
  readonly heartbeat: string | undefined;
  readonly renewTime: string | undefined;
}

/** Instants in the objects are only compared with one another, never with now (NLC-3). */
export function observeNode(before: NodeHealth | undefined, node: Node, lease: Lease | undefined, now: number): NodeHealth {
  const ready = getCondition(node.status.conditions, "Ready");
  const heartbeat = ready?.lastHeartbeatTime;
  if (before === undefined) {
    const probeAt = ready === undefined ? parseTime(node.metadata.creationTimestamp) : now;
    return { probeAt, heartbeat, renewTime: lease?.spec.renewTime };
  }
  const observed = observeLease(before, lease, now);
  return heartbeat === before.heartbeat ? observed : { probeAt: now, heartbeat, renewTime: observed.renewTime };
}

/** The same for a node whose object is the one that was seen before. */
export function observeLease(before: NodeHealth, lease: Lease | undefined, now: number): NodeHealth {
  const renewTime = lease?.spec.renewTime;
  if (renewTime === undefined || renewTime === before.renewTime) return before;
  const isRenewed = before.renewTime === undefined || renewTime > before.renewTime;
  return isRenewed ? { probeAt: now, heartbeat: before.heartbeat, renewTime } : before;
}

export function isSilent(health: NodeHealth, node: Node, now: number): boolean {
  const grace = getCondition(node.status.conditions, "Ready") === undefined ? STARTUP_GRACE_MS : GRACE_MS;
  return health.probeAt + grace < now;
}

/** The same for a node that has said whether it is ready. */
export function isReadySilent(health: NodeHealth, now: number): boolean {
  return health.probeAt + GRACE_MS < now;
}

/** The node with all watched conditions Unknown; NetworkUnavailable is not touched (NLC-4). */
export function withUnknownConditions(node: Node, now: number): Node {
  const present = node.status.conditions ?? [];
  const at = formatTime(now);
  const isWatched = (type: string): boolean => WATCHED.some((watched) => watched === type);
  const stopped = present.map((condition): NodeCondition =>
    isWatched(condition.type) && condition.status !== "Unknown"
      ? {
          ...condition,
          status: "Unknown",
          reason: "NodeStatusUnknown",
          message: "Kubelet stopped posting node status.",
          lastTransitionTime: at,
        }
      : condition,
  );
  const never = WATCHED.filter((type) => getCondition(present, type) === undefined).map((type): NodeCondition => ({
    type,
    status: "Unknown",
    reason: "NodeStatusNeverUpdated",
    message: "Kubelet never posted node status.",
    lastHeartbeatTime: node.metadata.creationTimestamp,
    lastTransitionTime: at,
  }));
  return { ...node, status: { ...node.status, conditions: [...stopped, ...never] } };
}

export type ZoneState = "Initial" | "Normal" | "PartialDisruption" | "FullDisruption";

/** Region and zone; nodes without such labels share one zone (NLC-23). */
export function zoneOf(node: Node): string {
  const { labels = {} } = node.metadata;
  const region = labels["failure-domain.beta.kubernetes.io/region"] ?? labels["topology.kubernetes.io/region"] ?? "";
  const zone = labels["failure-domain.beta.kubernetes.io/zone"] ?? labels["topology.kubernetes.io/zone"] ?? "";
  return region || zone ? `${region}:${zone}` : "";
}

/** From the Ready statuses of a zone's nodes (NLC-24). */
export function zoneStateOf(readyStatuses: readonly string[]): ZoneState {
  const notReady = readyStatuses.filter((status) => status !== "True").length;
  const ready = readyStatuses.length - notReady;
  if (ready === 0 && notReady > 0) return "FullDisruption";
  if (notReady > 2 && notReady / readyStatuses.length >= 0.55) return "PartialDisruption";
  return "Normal";
}

/** The least time between two NoExecute taints of a zone; undefined: none at all (NLC-25). */
export function taintIntervalMs(state: ZoneState, nodes: number): number | undefined {
  if (state !== "PartialDisruption") return 10_000;
  return nodes > 50 ? 100_000 : undefined;
}
