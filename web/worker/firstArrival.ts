// The first thing that the worker says of a first visit's cluster: pure, so that it can be known when the page is built.

import { FIRST } from "../app/scenarios.ts";
import type { Arrival } from "../store/sceneQueue.ts";
import { Simulation } from "./simulation.ts";

export function firstArrival(): Arrival {
  const simulation = new Simulation(FIRST);
  simulation.applyManifests();
  const { now, startAt, isAtRest: atRest } = simulation;
  const { speed, running } = FIRST;
  return {
    seq: 0,
    delta: simulation.scene.take(),
    clock: { now, startAt, running, speed, behind: false, reached: speed, untilChange: false, atRest },
  };
}
