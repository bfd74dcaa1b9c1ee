// Builders of rows for the tests of the screen.

import type { ControllerRow, NodeRow, PodRow, SceneDelta } from "../worker/rows.ts";

export function newPodRow(name: string, more: Partial<PodRow> = {}): PodRow {
  return {
    uid: name,
    ns: "default",
    name,
    end: /-([a-z0-9]{5})$/.exec(name)?.[1],
    node: "node-1",
    owner: undefined,
    state: "ready",
    status: "Running",
    ready: "1/1",
    restarts: 0,
    labels: {},
    createdAt: 0,
    startedAt: 0,
    graceEndAt: undefined,
    graceMs: 30_000,
    backoffUntil: undefined,
    backoffMs: 0,
    probe: undefined,
    containers: ["main"],
    exitCode: undefined,
    ...more,
  };
}

export function newNodeRow(name: string, labels: Record<string, string> = {}, more: Partial<NodeRow> = {}): NodeRow {
  return {
    uid: name,
    name,
    condition: "Ready",
    cordoned: false,
    labels,
    allLabels: labels,
    taints: [],
    podCapacity: 110,
    createdAt: 0,
    poweredOff: false,
    ...more,
  };
}

export function newControllerRow(kind: ControllerRow["kind"], name: string, more: Partial<ControllerRow> = {}): ControllerRow {
  return {
    uid: name,
    ns: "default",
    name,
    kind,
    owner: undefined,
    desired: 3,
    current: 3,
    ready: 3,
    selector: `app=${name}`,
    requirements: [{ key: "app", operator: "In", values: [name] }],
    nodeSelector: {},
    templateLabels: { app: name },
    createdAt: 0,
    deleting: false,
    ...more,
  };
}

export function owned(by: ControllerRow): NonNullable<PodRow["owner"]> {
  return { kind: by.kind, name: by.name, uid: by.uid };
}

export function byUid<Row extends { readonly uid: string }>(...rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.uid, row]));
}

/** A delta that changes nothing. */
export const EMPTY_DELTA: SceneDelta = {
  whole: false,
  movedTo: undefined,
  complete: true,
  podTotal: 0,
  pods: [],
  nodes: [],
  controllers: [],
  events: [],
  gone: [],
  bands: [],
  acts: [],
  faults: undefined,
};

/** A scene without anything in it. */
export const EMPTY_ROWS = {
  pods: new Map(),
  nodes: new Map(),
  controllers: new Map(),
  events: [],
  eventCount: 0,
  lanes: new Map(),
  lastWords: new Map(),
  silent: new Set<string>(),
  faults: new Set<string>(),
};
