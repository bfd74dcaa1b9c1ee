// What a node's container runtime takes and gives: the words between a kubelet and it. It stands for the Container
// Runtime Interface that a real kubelet speaks with containerd, cut down to what a simulated node needs.

import type { ImagePort, ImageSpec } from "../api/kinds.ts";
import type { Clock } from "../sim/clock.ts";
import type { Random } from "../sim/random.ts";

/** What a node asks about images: `ImageCatalogue` answers. */
export interface ImageSource {
  /** How an image behaves, by the name that a pod gives; undefined when the registry does not have it. */
  find(image: string): ImageSpec | undefined;
}

export interface RuntimeOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Where its timers are sent: the kubelet's part name. The kubelet hands every message to `handle` first. */
  readonly part: string;
  readonly images: ImageSource;
  /** The node's memory; default 256 MiB. What a container holds is bounded by it, with or without a limit of its own. */
  readonly memoryBytes?: number;
  /** Told in the very instant in which a container ends, never inside `start`; `inspect` already says how. May be set later: `runtime.onExit`. */
  readonly onExit?: (podUid: string, id: string) => void;
  /** What `wget` from a container to an address outside its pod gets; undefined: no such host. */
  readonly network?: (podUid: string, host: string, request: HttpRequest) => HttpResult | undefined;
}

export interface Mount {
  /** Where it appears: `/data`, or a file's path when `files` has the one key "". */
  readonly path: string;
  /** The volume's name: containers of a pod that name the same emptyDir share its files. */
  readonly volume: string;
  /** `emptyDir` (shared, writable), `files` (ConfigMap, Secret, projected: `files` says what is in it), `other` (empty, private to the node's pod). */
  readonly kind: "emptyDir" | "files" | "other";
  /** File name to content. */
  readonly files?: Readonly<Record<string, string>>;
  readonly readOnly?: boolean;
  readonly subPath?: string;
}

export interface CreateRequest {
  readonly podUid: string;
  readonly name: string;
  readonly attempt: number;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** In the order in which `env` prints them; the runtime adds PATH, HOSTNAME and HOME. */
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  readonly mounts: readonly Mount[];
  /** The container's declared ports: an image without ports of its own answers 200 there. */
  readonly ports?: readonly number[];
  readonly memoryLimitBytes?: number;
  /** Who is killed first when the node is out of memory: -997 to 1000, which is the default (KL-208). */
  readonly oomScoreAdj?: number;
  readonly stdin?: boolean;
  readonly tty?: boolean;
  /** The pod's shareProcessNamespace: the main process is not PID 1 and signals have their default effect. */
  readonly sharesPidNamespace?: boolean;
  /** Default /dev/termination-log. */
  readonly terminationMessagePath?: string;
  readonly terminationMessagePolicy?: "File" | "FallbackToLogsOnError";
}

export type CreateResult = { readonly id: string } | { readonly error: string };

/** `error` is the text of the container's terminated state (reason StartError); the container is then exited. */
export type StartResult = { readonly ok: true } | { readonly error: string; readonly exitCode: 128 };

export interface ContainerInfo {
  readonly id: string;
  readonly podUid: string;
  readonly name: string;
  readonly attempt: number;
  readonly image: string;
  readonly state: "created" | "running" | "exited";
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  readonly exitCode?: number;
  readonly reason?: "Completed" | "Error" | "OOMKilled" | "StartError";
  /** What it left in its termination message file (or in its log, as its policy says), or why it could not start. */
  readonly message?: string;
}

export interface HttpRequest {
  readonly port: number;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly tls?: boolean;
}
/**
 * `closed`: the connection ends without an answer; `plain`: HTTP is answered to TLS; `http2`: the server speaks HTTP/2 alone.
 * `delayMs` passes before the answer is there; a `timeout` takes the whole of `timeoutMs`.
 */
export type HttpResult =
  | { readonly status: number; readonly body: string; readonly headers: Readonly<Record<string, string>>; readonly delayMs: number }
  | { readonly error: "refused" | "timeout" | "closed" | "plain" | "http2"; readonly delayMs: number };

/** What a gRPC health check meets: an answer of the server, no server that speaks gRPC, or none in time. */
export interface GrpcResult {
  readonly health: NonNullable<ImagePort["grpc"]> | "unreachable" | "timeout";
  readonly delayMs: number;
}

export type TcpResult = "ok" | "refused" | "timeout";

/**
 * How a command in a container ends. It begins at once; what it does after a wait of its own happens when its time has come.
 * The result is known beforehand and is to be used `durationMs` later. `timeout`: it would not end within the time given.
 * `error`: it could not begin, in the runtime's words, to be put after `failed to exec in container: `.
 */
export type ExecResult =
  | {
      readonly exitCode: number;
      /** Both streams as they came. */
      readonly output: string;
      readonly stdout: string;
      readonly stderr: string;
      readonly durationMs: number;
    }
  | { readonly timeout: true; readonly output: string; readonly stdout: string; readonly stderr: string; readonly durationMs: number }
  | { readonly error: string };

export interface ExecOptions {
  readonly timeoutMs: number;
  readonly stdin?: string;
}

export interface LogLine {
  /** Simulated, ms since the epoch. */
  readonly at: number;
  readonly stream: "stdout" | "stderr";
  /** Without its line break. */
  readonly text: string;
  /** The line break has not been written: the last line of a stream may be unfinished. */
  readonly partial?: true;
}

/** What a Fault does to a container's HTTP: another status, a delay, or no answer at all. */
export interface HttpFault {
  readonly code?: number;
  readonly delayMs?: number;
  readonly hang?: boolean;
}

/** `estimated`: nobody who made an Image object asked for this time, so the latency profile `none` may leave it out. */
export type PullResult = { readonly ms: number; readonly sizeBytes: number; readonly estimated?: true } | { readonly error: string };
