// How long the steps between parts take. `lifelike` draws around the medians measured on a real three-node cluster
// (LT-1 to LT-12), between their 10 % and 75 % marks; `none` takes no time at all.

import type { Random } from "./random.ts";

export type LatencyProfile = "lifelike" | "none";

/** Milliseconds: [low, median, high]. Half of the draws fall below the median. */
type Spread = readonly [number, number, number];

const SPREADS = {
  /** A watch event's way to a controller and its worker picking the key up (LT-1, LT-2, LT-11, LT-12). */
  controller: [3, 18, 40],
  /** The same for the DaemonSet controller (LT-3). */
  daemonset: [12, 45, 80],
  /** A pod's way through the scheduler (LT-6). */
  scheduler: [2, 18, 45],
  /** From binding to the kubelet's first status (LT-7). */
  kubelet: [13, 45, 90],
  /** Sandbox, network and volumes: to PodReadyToStartContainers (LT-8). */
  sandbox: [511, 800, 1100],
  /** Creating and starting one container whose image is there (LT-9). */
  start: [92, 200, 330],
  /** One API request of a component, and the least time between two syncs of one key. */
  request: [3, 8, 15],
} as const satisfies Record<string, Spread>;

export type LatencyStep = keyof typeof SPREADS;

export class Latency {
  readonly profile: LatencyProfile;
  readonly #random: Random;
  constructor(profile: LatencyProfile, random: Random) {
    this.profile = profile;
    this.#random = random;
  }

  /** A draw for one step, in whole milliseconds; 0 in the profile `none`. */
  draw(step: LatencyStep): number {
    if (this.profile === "none") return 0;
    const [low, median, high] = SPREADS[step];
    const u = this.#random.unit();
    return Math.round(u < 0.5 ? low + (median - low) * 2 * u : median + (high - median) * (2 * u - 1));
  }

  /** A factor in [1, 1 + most), as the kubelet spreads its waits (KL-25); 1 in the profile `none`. */
  jitter(most: number): number {
    return this.profile === "none" ? 1 : 1 + most * this.#random.unit();
  }
}
