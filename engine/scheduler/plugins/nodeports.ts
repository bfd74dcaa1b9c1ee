// NodePorts: two pods with a common host port do not share a node (SCHF-5).

import type { HostPort } from "../requests.ts";
import { portsConflict } from "../requests.ts";
import type { Plugin, Refusal } from "../framework.ts";
import type { NodeInfo } from "../snapshot.ts";

const REFUSAL: Refusal = { reasons: ["node(s) didn't have free ports for the requested pod ports"], resolvable: true };

export const nodePorts: Plugin = {
  name: "NodePorts",
  preFilter({ requests: { hostPorts } }) {
    return hostPorts.length === 0 ? undefined : { filter: (node) => (isTaken(node, hostPorts) ? REFUSAL : undefined) };
  },
  events: ["nodeAdded", "assignedPodDeleted"],
  hint(event, _pod, { requests, snapshot }) {
    if (event.type === "nodeAdded") return true;
    return event.type === "assignedPodDeleted" && overlaps(snapshot.requestsOf(event.pod).hostPorts, requests.hostPorts);
  },
};

function isTaken(node: NodeInfo, wanted: readonly HostPort[]): boolean {
  for (const { requests } of node.withHostPorts.values()) if (overlaps(requests.hostPorts, wanted)) return true;
  return false;
}

function overlaps(used: readonly HostPort[], wanted: readonly HostPort[]): boolean {
  return used.some((a) => wanted.some((b) => portsConflict(a, b)));
}
