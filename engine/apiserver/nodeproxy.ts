// What the API server asks of the kubelets: logs and commands in running containers. The composition root answers.

import type { Pod } from "../api/types.generated.ts";

/** The query of pods/log (API-188). */
export interface LogOptions {
  readonly previous?: boolean;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  /** Milliseconds since the epoch. */
  readonly sinceAt?: number;
  readonly timestamps?: boolean;
  readonly limitBytes?: number;
}

export type LogAnswer = { readonly text: string } | { readonly error: string };

/** `exitCode` is absent while the command still runs. */
export interface ExecAnswer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface NodeProxy {
  log(pod: Pod, container: string, options: LogOptions): LogAnswer;
  exec(pod: Pod, container: string, argv: readonly string[], stdin?: string): ExecAnswer | { readonly error: string };
}
