// Ghosts equal the outcome: what the preview of a relabel shows is what the relabel then does, pod by pod.

import { expect, it } from "vitest";
import { KUBIA } from "../app/scenarios.ts";
import { requestsOf } from "../actions/action.ts";
import { foldDelta } from "../store/scene.ts";
import { Simulation } from "../worker/simulation.ts";
import { effectsOf } from "./drop.ts";
import { podTargets } from "./targets.ts";

const ROUNDS = 200;
const FOR_MS = 4000;

/** mulberry32: small, seeded, the same everywhere. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) % below;
  };
}

it(`ghosts are the outcome in ${ROUNDS} of ${ROUNDS} random relabels`, () => {
  const web = KUBIA.replaceAll("kubia\n", "web\n").replace("replicas: 3", "replicas: 2");
  const simulation = new Simulation({
    seed: 5,
    nodes: 3,
    latency: "lifelike",
    registry: "open",
    manifests: [KUBIA, web],
    settleMs: 20_000,
    speed: 1,
    running: false,
  });
  simulation.applyManifests();
  const none = { pods: new Map(), nodes: new Map(), controllers: new Map(), lanes: new Map(), lastWords: new Map() };
  let rows: Parameters<typeof foldDelta>[0] = { ...none, events: [], eventCount: 0, silent: new Set<string>(), faults: new Set<string>() };
  const look = (): void => {
    do rows = foldDelta(rows, simulation.scene.take());
    while (!simulation.scene.isEmpty);
  };
  const below = seeded(42);
  let ghosts = 0;
  let sentences = 0;
  for (let round = 0; round < ROUNDS; round++) {
    look();
    const pods = [...rows.pods.values()].filter(({ graceEndAt }) => graceEndAt === undefined);
    const pod = pods[below(pods.length)];
    if (pod === undefined) throw new Error("no pod is left");
    const { key, now, values } = podTargets([pod], rows)[0] ?? { key: "app", now: undefined, values: ["debug"] };
    const value = values[below(values.length + (now === undefined ? 0 : 1))];
    const target = { kind: "Pod", uid: pod.uid, namespace: pod.ns, name: pod.name };
    const requests = requestsOf({ type: "label", target, key, value, overwrite: true });
    const effects = effectsOf({ type: "podLabel", pods: [pod], key, value }, rows);

    const before = new Set(rows.pods.keys());
    const leavingBefore = new Set([...rows.pods.values()].filter(({ graceEndAt }) => graceEndAt !== undefined).map(({ uid }) => uid));
    const preview = simulation.preview(requests, FOR_MS);
    for (const request of requests) expect(simulation.handle(request).status).toBe(200);
    simulation.advance(FOR_MS, 100_000);
    look();
    const born = [...rows.pods.values()].filter(({ uid }) => !before.has(uid));
    expect(preview.born.map(({ uid, node }) => [uid, node])).toEqual(born.map(({ uid, node }) => [uid, node]));
    const left = [...before].filter(
      (uid) => !leavingBefore.has(uid) && rows.pods.get(uid)?.graceEndAt === undefined && !rows.pods.has(uid),
    );
    const leaving = [...before].filter((uid) => !leavingBefore.has(uid) && rows.pods.get(uid)?.graceEndAt !== undefined);
    expect(new Set(preview.leaving)).toEqual(new Set([...left, ...leaving]));
    ghosts += preview.born.length + preview.leaving.length;
    const said = effects.reduce(
      (sum, effect) => sum + (effect.type === "releases" ? effect.creates : effect.type === "adopts" ? effect.deletes : 0),
      0,
    );
    if (said === preview.born.length + preview.leaving.length) sentences += 1;
    simulation.advance(1000 * below(20), 100_000);
  }
  expect(ghosts).toBeGreaterThan(100);
  expect(sentences).toBe(ROUNDS);
}, 60_000);
