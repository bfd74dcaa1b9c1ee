// A node's runtime for tests: one pod, a clock that can be moved, and containers from a script.

import { parseTime } from "../api/time.ts";
import { Clock, newClockState } from "../sim/clock.ts";
import { newRandomState, Random } from "../sim/random.ts";
import { ImageCatalogue } from "../runtime/catalogue.ts";
import type { ContainerInfo, CreateRequest } from "../runtime/contract.ts";
import { newRuntimeState } from "../runtime/containers.ts";
import { NodeRuntime } from "../runtime/runtime.ts";

export const START = parseTime("2026-01-05T09:00:00Z");

export class TestNode {
  readonly clock = new Clock(newClockState(START));
  readonly ended: string[] = [];
  runtime: NodeRuntime;

  constructor(registry: "open" | "catalogue" = "catalogue") {
    const random = new Random(newRandomState(1));
    this.runtime = new NodeRuntime(
      { clock: this.clock, random, part: "kubelet n1", images: new ImageCatalogue(registry), onExit: (_, id) => this.ended.push(id) },
      newRuntimeState(),
    );
    this.runtime.createSandbox("uid-1", { ip: "10.244.1.5", hostname: "pod-1" });
  }

  create(request: Partial<CreateRequest>): string {
    const made = this.runtime.create({ podUid: "uid-1", name: "c", attempt: 0, image: "busybox", env: {}, mounts: [], ...request });
    if ("error" in made) throw new Error(made.error);
    return made.id;
  }

  /** Creates and starts, and lets its first turn happen. */
  start(request: Partial<CreateRequest>): string {
    const id = this.create(request);
    const started = this.runtime.start(id);
    if ("error" in started) throw new Error(started.error);
    this.advance(0);
    return id;
  }
  script(text: string, request: Partial<CreateRequest> = {}): string {
    return this.start({ command: ["sh", "-c", text], ...request });
  }

  advance(seconds: number): void {
    const limit = this.clock.now + Math.round(seconds * 1000);
    for (let timer = this.clock.take(limit); timer !== undefined; timer = this.clock.take(limit)) this.runtime.handle(timer.message);
    this.clock.moveTo(limit);
  }

  info(id: string): ContainerInfo {
    const info = this.runtime.inspect(id);
    if (info === undefined) throw new Error("no such container");
    return info;
  }
  output(id: string): string {
    return this.runtime
      .log(id)
      .map((line) => line.text + (line.partial ? "" : "\n"))
      .join("");
  }
}
