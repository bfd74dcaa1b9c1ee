// Plays a session file (seed, options and inputs, as the page saves it) and runs one kubectl command where it ends: how a
// bug report is looked into outside the browser, and how the two are compared.

import { kubectl } from "../kubectl/kubectl.ts";
import { replay, type Session } from "../session/session.ts";

interface Sink {
  write(text: string): unknown;
}

/** `text` is a session file with the instant `until`; gives the command's exit code. */
export function run(text: string, command: readonly string[], stdout: Sink, stderr: Sink): number {
  const session = JSON.parse(text) as Session & { readonly until: number }; // the page wrote it
  const cluster = replay(session, session.until);
  const running = kubectl(command[0] === "kubectl" ? command.slice(1) : command, undefined, {
    handle: (request) => cluster.handle(request),
    watch: (request, sink) => cluster.watch(request, sink),
    now: () => cluster.now,
    namespace: "default",
    stdout: (out) => void stdout.write(out),
    stderr: (out) => void stderr.write(out),
  });
  for (;;) {
    const step = running.next();
    if (step.done === true) return step.value;
    if (cluster.step() === undefined) return 1;
  }
}
