// The kubectl commands that have not ended: one that waits is resumed after each slice of simulated time.

import { AssertionError, kubectl, type KubectlIo, type Pause, splitCommandLine } from "../../engine/index.ts";
import type { FromWorker } from "./protocol.ts";

type Out = Pick<KubectlIo, "stdout" | "stderr">;

interface Running {
  readonly id: number;
  readonly run: Generator<Pause, number, void>;
}

export class RunningCommands {
  readonly #post: (message: FromWorker) => void;
  readonly #running: Running[] = [];

  constructor(post: (message: FromWorker) => void) {
    this.#post = post;
  }

  start(id: number, line: string, stdin: string | undefined, io: (out: Out) => KubectlIo): void {
    const write = (stream: "stdout" | "stderr") => (text: string) => this.#post({ type: "output", id, stream, text });
    const run = kubectl(splitCommandLine(line), stdin, io({ stdout: write("stdout"), stderr: write("stderr") }));
    const command: Running = { id, run };
    this.#running.push(command);
    this.#resume(command);
  }

  /** Every command that waits looks again: its pause says only what it certainly waits for. */
  resume(): void {
    for (const command of this.#running.slice()) this.#resume(command);
  }

  /** As Ctrl-C does: exit code 130. */
  interrupt(id: number): void {
    const command = this.#running.find((running) => running.id === id);
    if (command === undefined) return;
    command.run.return(130);
    this.#finish(command, 130);
  }

  interruptAll(): void {
    for (const { id } of this.#running.slice()) this.interrupt(id);
  }

  #resume(command: Running): void {
    try {
      const step = command.run.next();
      if (step.done === true) this.#finish(command, step.value);
    } catch (error) {
      if (error instanceof AssertionError) throw error;
      this.#post({ type: "output", id: command.id, stream: "stderr", text: `error: ${String(error)}\n` });
      this.#finish(command, 1);
    }
  }

  #finish(command: Running, code: number): void {
    this.#running.splice(this.#running.indexOf(command), 1);
    this.#post({ type: "exit", id: command.id, code });
  }
}
