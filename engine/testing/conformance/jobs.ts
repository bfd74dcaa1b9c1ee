// Runs generators that wait (commands, requests of a scenario) on a cluster's simulated time: the cluster goes on
// happening by happening, and whoever waits is resumed at the instant it asked for or after something has happened.

import type { Cluster } from "../../cluster.ts";

/** Resume at that instant at the latest; `onlyThen`: not before. */
export interface Wait {
  readonly untilAt?: number;
  readonly onlyThen?: boolean;
}

export type Task = Generator<Wait, void, void>;

const MOST_TURNS_AT_ONCE = 100_000;

interface Running {
  readonly task: Task;
  wait: Wait;
  done: boolean;
}

export class Jobs {
  readonly #cluster: Cluster;
  #running: Running[] = [];
  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  get busy(): boolean {
    return this.#running.length > 0;
  }

  /** Starts a task that goes on beside others. */
  start(task: Task): Running {
    const job: Running = { task, wait: {}, done: false };
    this.#running.push(job);
    this.#resume(job);
    return job;
  }

  /** Lets time pass until the task is done; false when it is not by then. */
  finish(task: Task, latestAt: number): boolean {
    const job = this.start(task);
    this.#run(latestAt, () => job.done);
    return job.done;
  }

  /** Lets time pass; tasks go on meanwhile. */
  passTo(at: number, unless: () => boolean = () => false): void {
    this.#run(at, unless);
  }

  #run(until: number, stop: () => boolean): void {
    const cluster = this.#cluster;
    let turnsAtOnce = 0;
    for (let at = cluster.now; !stop(); at = cluster.now) {
      const due = cluster.nextDueAt() ?? Number.POSITIVE_INFINITY;
      const wake = this.#nextWake();
      if (due > until && wake > until) return cluster.passTo(until);
      if (due <= wake) cluster.step();
      else cluster.passTo(wake);
      this.#resumeAll(due <= wake);
      turnsAtOnce = cluster.now > at ? 0 : turnsAtOnce + 1;
      if (turnsAtOnce > MOST_TURNS_AT_ONCE) throw new Error("time does not pass");
    }
  }

  #nextWake(): number {
    let earliest = Number.POSITIVE_INFINITY;
    for (const { wait } of this.#running) if (wait.untilAt !== undefined && wait.untilAt < earliest) earliest = wait.untilAt;
    return earliest;
  }

  #resumeAll(happened: boolean): void {
    if (this.#running.length === 0) return;
    for (const job of this.#running) {
      const { untilAt, onlyThen } = job.wait;
      if ((untilAt !== undefined && untilAt <= this.#cluster.now) || (happened && !onlyThen)) this.#resume(job);
    }
  }

  #resume(job: Running): void {
    const { value, done } = job.task.next();
    if (done === true) {
      job.done = true;
      this.#running = this.#running.filter((other) => other !== job);
    } else job.wait = value;
  }
}
