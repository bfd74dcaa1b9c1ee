// A cluster's objects as its watches tell them, for the checkers: no lists, so that a look at the world costs little.

import type { KubeObject } from "../api/object.ts";
import type { Unsubscribe } from "../api/request.ts";
import type { DaemonSet, Node, Pod, ReplicaSet, ReplicationController } from "../api/types.generated.ts";
import type { Cluster } from "../cluster.ts";
import type { World } from "./checkers/checker.ts";

const PATHS = [
  "/api/v1/pods",
  "/api/v1/nodes",
  "/apis/apps/v1/replicasets",
  "/api/v1/replicationcontrollers",
  "/apis/apps/v1/daemonsets",
] as const;

export class Mirror {
  readonly #cluster: Cluster;
  readonly #tables = new Map<string, Map<string, KubeObject>>();
  readonly #stops: readonly Unsubscribe[];
  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#stops = PATHS.map((path) => {
      const table = new Map<string, KubeObject>();
      this.#tables.set(path, table);
      return cluster.watch({ method: "GET", path: `${path}?watch=1` }, ({ type, object }) => {
        const seen = object as KubeObject; // no bookmarks were asked for
        if (type === "DELETED") table.delete(seen.metadata.uid);
        else if (type === "ADDED" || type === "MODIFIED") table.set(seen.metadata.uid, seen);
      });
    });
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  world(): World {
    const all = <T>(path: (typeof PATHS)[number]): readonly T[] => [...(this.#tables.get(path)?.values() ?? [])] as T[]; // each path serves one kind
    return {
      now: this.#cluster.now,
      pods: all<Pod>("/api/v1/pods"),
      nodes: all<Node>("/api/v1/nodes"),
      replicaSets: all<ReplicaSet>("/apis/apps/v1/replicasets"),
      replicationControllers: all<ReplicationController>("/api/v1/replicationcontrollers"),
      daemonSets: all<DaemonSet>("/apis/apps/v1/daemonsets"),
    };
  }
}
