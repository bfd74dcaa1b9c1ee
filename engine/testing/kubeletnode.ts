// One node with the real runtime on the real API server, for tests: what its pods went through, second by second.

import type { ContainerState, Pod, PodSpec } from "../api/types.generated.ts";
import { ImageCatalogue } from "../runtime/catalogue.ts";
import { NodeRuntime } from "../runtime/runtime.ts";
import type { LatencyProfile } from "../sim/latency.ts";
import { newWorld, type World } from "./world.ts";
import type { NodeSpec } from "../nodespec.ts";
import { quantityValue } from "../api/quantity.ts";
import { Kubelet } from "../kubelet/kubelet.ts";

interface Seen {
  readonly at: number;
  readonly text: string;
}

/** One node with the real runtime on the real API server; times are seconds since the pod was made. */
export class TestNode {
  readonly world: World;
  readonly kubelet: Kubelet;
  readonly runtime: NodeRuntime;
  readonly #from: number;
  readonly #states: Seen[] = [];
  readonly #events: Seen[] = [];

  /** `upMs`: for so long the machine has been up. A kubelet that is younger than a probe's period makes it wait (KL-119). */
  constructor(latency: LatencyProfile = "none", spec: Partial<NodeSpec> = {}, upMs = 10_000) {
    this.world = newWorld({ latency });
    const node = { name: "node-1", ...spec };
    const { clock, random, context } = this.world;
    const images = new ImageCatalogue("catalogue", () => this.world.list("Image"));
    const ignoring = {
      process: "server",
      ports: [{ port: 80, http: [{ path: "/", status: 200 }], otherStatus: 404 }],
      onSigterm: "ignore",
      preloaded: true,
    };
    this.world.create("Image", { metadata: { name: "stubborn" }, spec: { names: ["stubborn"], ...ignoring } });
    this.world.create("Image", { metadata: { name: "busybox" }, spec: { names: ["busybox"], process: "none", preloaded: true } });
    this.runtime = new NodeRuntime({ clock, random, part: "kubelet node-1", images, memoryBytes: quantityValue(node.memory ?? "8Gi") });
    this.kubelet = new Kubelet({ context, node, runtime: this.runtime });
    this.world.add(this.kubelet);
    this.kubelet.start();
    this.world.advance(upMs);
    this.#from = clock.now;
    this.world.client.watch("Pod", ({ type, object }) => this.#note(this.#states, type === "DELETED" ? "gone" : stateOf(object)));
    this.world.client.watch("Event", ({ object }) => {
      if (object.involvedObject.kind === "Pod" && object.reason !== "Pulled" && object.reason !== "Created")
        this.#events.push({ at: this.now, text: object.reason ?? "" });
    });
  }

  get now(): number {
    return (this.world.clock.now - this.#from) / 1000;
  }

  #note(list: Seen[], text: string): void {
    if (list.at(-1)?.text !== text) list.push({ at: this.now, text });
  }

  pod(spec: Omit<Partial<PodSpec>, "containers"> & { containers: readonly object[] }): Pod {
    return this.world.create("Pod", { metadata: { name: "pod" }, spec: { nodeName: "node-1", terminationGracePeriodSeconds: 3, ...spec } });
  }

  get(): Pod {
    return this.world.get("Pod", "pod");
  }

  delete(gracePeriodSeconds?: number): void {
    this.world.client.delete("Pod", "default", "pod", gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }, {
      rule: "user.request",
    });
  }

  /** The states that the pod went through, without their times. */
  states(): string[] {
    return this.#states.map(({ text }) => text);
  }

  timesOf(text: string): number[] {
    return this.#states.filter((seen) => seen.text === text).map(({ at }) => at);
  }

  eventTimes(reason: string): number[] {
    return this.#events.filter(({ text }) => text === reason).map(({ at }) => Math.round(at * 10) / 10);
  }
}

export function stateOf({ status }: Pod): string {
  const all = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const ready = status.conditions?.find((one) => one.type === "Ready")?.status === "True" ? " ready" : "";
  return `${status.phase}${ready} ${all.map((one) => `${word(one.state)}${one.restartCount > 0 ? ` x${one.restartCount}` : ""}`).join(", ")}`.trim();
}

function word(state: ContainerState): string {
  if (state.running !== undefined) return "running";
  return state.terminated === undefined ? (state.waiting?.reason ?? "waiting") : `${state.terminated.reason} ${state.terminated.exitCode}`;
}
