// What a learner can break with one click: each is a Fault object, made by the click and, when it lasts, deleted by the one
// that mends it. Pure.

import type { FaultSpec } from "../../engine/index.ts";
import type { Ref } from "../store/selection.ts";

export type FaultName = keyof typeof FAULTS;

interface FaultKind {
  readonly type: FaultSpec["type"];
  readonly on: "Pod" | "Node";
  /** The Fault's name begins with it. */
  readonly stem: string;
  readonly more?: Partial<FaultSpec>;
  /** Strikes one container of the pod, not all of them. */
  readonly oneContainer?: true;
}

/** One-off faults are over before the container runs again: a Fault strikes what starts meanwhile, too. */
const ONCE = { durationSeconds: 1 };
const LEAK_BYTES = 16 * 1024 * 1024;

const FAULTS = {
  crash: { type: "Crash", on: "Pod", stem: "crash", more: { code: 1, ...ONCE }, oneContainer: true },
  outOfMemory: { type: "OutOfMemory", on: "Pod", stem: "oom", more: ONCE, oneContainer: true },
  leak: { type: "MemoryLeak", on: "Pod", stem: "leak", more: { bytesPerSecond: LEAK_BYTES }, oneContainer: true },
  hang: { type: "Hang", on: "Pod", stem: "hang" },
  httpError: { type: "HttpError", on: "Pod", stem: "http-500", more: { code: 500 } },
  slow: { type: "Slow", on: "Pod", stem: "slow", more: { delaySeconds: 5 } },
  noImage: { type: "ImagePullError", on: "Pod", stem: "no-image" },
  powerOff: { type: "NodePowerOff", on: "Node", stem: "power-off" },
  cutOff: { type: "NetworkPartition", on: "Node", stem: "cut-off" },
  slowNode: { type: "NodeSlow", on: "Node", stem: "slow", more: { delaySeconds: 5 } },
  fullDisk: { type: "DiskPressure", on: "Node", stem: "full-disk" },
} as const satisfies Readonly<Record<string, FaultKind>>;

const kindOf = (fault: FaultName): FaultKind => FAULTS[fault];

export const POD_FAULTS = namesOn("Pod");
export const NODE_FAULTS = namesOn("Node");

function namesOn(on: FaultKind["on"]): readonly FaultName[] {
  return (Object.keys(FAULTS) as FaultName[]).filter((name) => FAULTS[name].on === on);
}

export interface FaultManifest {
  readonly apiVersion: "sim.podyard.dev/v1";
  readonly kind: "Fault";
  readonly metadata: { readonly name?: string; readonly generateName?: string; readonly namespace: string };
  readonly spec: FaultSpec;
}

/** Whether it stays until it is taken back. */
export function lasts(fault: FaultName): boolean {
  return kindOf(fault).more?.durationSeconds === undefined;
}

/** Those that are taken back have a name made of what they strike; the others get theirs from the server. */
export function faultManifest(fault: FaultName, target: Ref, container: string | undefined): FaultManifest {
  const { type, on, stem, more, oneContainer } = kindOf(fault);
  const name = `${stem}-${target.name}`;
  const pods = { name: target.name, ...(oneContainer === undefined || container === undefined ? {} : { container }) };
  return {
    apiVersion: "sim.podyard.dev/v1",
    kind: "Fault",
    metadata: { ...(lasts(fault) ? { name } : { generateName: `${name}-` }), namespace: target.namespace ?? "default" },
    spec: { type, ...more, ...(on === "Node" ? { nodes: { name: target.name } } : { pods }) },
  };
}

/** `namespace/name` of the Fault that lasts, as the scene lists those there are. */
export function faultKey(fault: FaultName, target: Ref): string {
  const { namespace, name } = faultManifest(fault, target, undefined).metadata;
  return `${namespace}/${name ?? ""}`;
}
