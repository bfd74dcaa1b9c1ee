// A machine of the cluster, as the options of a cluster or a Node object given to the API describe it.

import type { Node, Taint } from "./api/types.generated.ts";

export interface NodeSpec {
  readonly name: string;
  /** Quantities; default 4 CPUs, 8 GiB, 110 pods. */
  readonly cpu?: string;
  readonly memory?: string;
  readonly pods?: number;
  /** The version of the kernel's control groups; default 2. With 1 a pod without a memory limit shows the kernel's largest value as its limit. */
  readonly cgroup?: 1 | 2;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
}

/** The machine behind a Node object that somebody created: its capacity, if it says one. */
export function nodeSpecFrom(node: Node): NodeSpec {
  const { cpu, memory, pods } = node.status.capacity ?? {};
  return {
    name: node.metadata.name,
    ...(cpu === undefined ? {} : { cpu: String(cpu) }),
    ...(memory === undefined ? {} : { memory: String(memory) }),
    ...(pods === undefined ? {} : { pods: Number(pods) }),
    ...(node.metadata.labels === undefined ? {} : { labels: node.metadata.labels }),
  };
}
