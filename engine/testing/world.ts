// A small cluster for tests of single parts: the real API server and the simulated clock, with only the parts named.

import type { KindMap, KindName } from "../api/kinds.ts";
import { kindInfo } from "../api/kinds.ts";
import type { KubeObject } from "../api/object.ts";
import { ApiServer } from "../apiserver/apiserver.ts";
import { newStoreState, Store } from "../apiserver/store.ts";
import { populate } from "../bootstrap.ts";
import type { Client } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import { LocalClient } from "../client/local.ts";
import { assert } from "../sim/assert.ts";
import { CauseLog, newCauseLogState } from "../sim/cause.ts";
import { Clock, newClockState } from "../sim/clock.ts";
import { Latency, type LatencyProfile } from "../sim/latency.ts";
import type { Part } from "../sim/part.ts";
import { newRandomState, Random } from "../sim/random.ts";

export interface World {
  readonly context: PartContext;
  readonly server: ApiServer;
  readonly causes: CauseLog;
  readonly clock: Clock;
  readonly random: Random;
  readonly parts: ReadonlyMap<string, Part>;
  /** A client that acts for the test. */
  readonly client: Client;
  /** Adds a part to a running world. */
  add(part: Part): void;
  advance(ms: number): void;
  /** Creates an object as a person would, from a literal that lacks what the server fills in. */
  create<K extends KindName>(kind: K, object: object): KindMap[K];
  get<K extends KindName>(kind: K, name: string, namespace?: string): KindMap[K];
  list<K extends KindName>(kind: K, namespace?: string): KindMap[K][];
}

export const TEST_START = Date.UTC(2026, 0, 1);

/** `namespaces` (default true): the objects of a fresh cluster and the default service account exist. */
export function newWorld(options: {
  readonly seed?: number;
  readonly latency?: LatencyProfile;
  readonly parts?: (context: PartContext) => readonly Part[];
  readonly bare?: boolean;
}): World {
  const clock = new Clock(newClockState(TEST_START));
  const random = new Random(newRandomState(options.seed ?? 1));
  const causes = new CauseLog(newCauseLogState());
  const server = new ApiServer({ store: new Store(newStoreState()), clock, random, causes });
  const context: PartContext = {
    clock,
    random,
    latency: new Latency(options.latency ?? "none", random),
    clientFor: (actor) => new LocalClient(server, actor),
  };
  const parts = new Map<string, Part>();
  const world: World = {
    context,
    server,
    causes,
    clock,
    random,
    parts,
    client: context.clientFor("test"),
    add: (part) => void parts.set(part.name, part),
    advance(ms) {
      const end = clock.now + ms;
      for (let timer = clock.take(end); timer !== undefined; timer = clock.take(end)) {
        const part = parts.get(timer.to);
        assert(part !== undefined, `there is a part ${timer.to}`);
        part.handle(timer.message);
      }
      clock.moveTo(end);
    },
    create(kind, object) {
      const info = kindInfo(kind);
      const literal = object as { metadata: object };
      const whole = { apiVersion: info.group ? `${info.group}/${info.version}` : info.version, kind, ...object } as unknown as KubeObject;
      const body = info.namespaced ? { ...whole, metadata: { namespace: "default", ...literal.metadata } } : whole;
      return server.create(info, body as KubeObject, { by: "test", because: { rule: "user.request" } }) as KindMap[typeof kind];
    },
    get(kind, name, namespace = kindInfo(kind).namespaced ? "default" : "") {
      return server.get(kindInfo(kind), namespace, name) as KindMap[typeof kind];
    },
    list: (kind, namespace) => [...server.store.list(kind, namespace)],
  };
  if (options.bare !== true) {
    populate(server);
    for (const namespace of ["default", "kube-system"]) world.create("ServiceAccount", { metadata: { name: "default", namespace } });
  }
  for (const part of options.parts?.(context) ?? []) world.add(part);
  return world;
}
