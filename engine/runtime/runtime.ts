// One node's container runtime, in virtual time: what containerd is to a kubelet.

import type { Message } from "../sim/clock.ts";
import { assert } from "../sim/assert.ts";
import type {
  ContainerInfo,
  CreateRequest,
  CreateResult,
  ExecOptions,
  ExecResult,
  HttpFault,
  HttpRequest,
  HttpResult,
  LogLine,
  PullResult,
  RuntimeOptions,
  StartResult,
  TcpResult,
} from "./contract.ts";

export interface RuntimeState {
  todo: null;
}
export function newRuntimeState(): RuntimeState {
  return { todo: null };
}

const todo = (): never => {
  assert(false, "the runtime is being built");
};

/**
 * One node's containers. All it remembers is in `state` (plain data): the kubelet's `state` gives
 * it out as a part of its own, and assigns `runtime.state` again when a snapshot is restored.
 */
export class NodeRuntime {
  state: RuntimeState;
  /** Called in the very instant in which a container ends. */
  onExit: (podUid: string, id: string) => void;
  constructor(options: RuntimeOptions, state: RuntimeState = newRuntimeState()) {
    this.state = state;
    this.onExit = options.onExit ?? (() => {});
  }

  /** Takes the messages of its own timers; false when the message is not its own. */
  handle(_message: Message): boolean {
    return todo();
  }

  hasImage(_image: string): boolean {
    return todo();
  }
  addImage(_image: string): void {
    todo();
  }
  /** How long a pull takes and what it brings, or the registry's error text. Changes nothing: `addImage` when the time is over. */
  pullDuration(_image: string): PullResult {
    return todo();
  }
  /** Why the name is no image name (`couldn't parse image name ...: invalid reference format`), or undefined. */
  invalidImageName(_image: string): string | undefined {
    return todo();
  }

  createSandbox(_podUid: string, _sandbox: { ip: string; hostname: string }): void {
    todo();
  }
  /** Its containers, dead or alive, and its volumes are gone without a word. */
  removeSandbox(_podUid: string): void {
    todo();
  }
  hasSandbox(_podUid: string): boolean {
    return todo();
  }
  podUids(): string[] {
    return todo();
  }

  create(_request: CreateRequest): CreateResult {
    return todo();
  }
  start(_id: string): StartResult {
    return todo();
  }
  /** SIGTERM now, SIGKILL when it still runs after the grace. Called again, it only moves the end of the grace. */
  stop(_id: string, _graceMs: number): void {
    todo();
  }
  /** SIGKILL: it ends in this instant with 137. */
  kill(_id: string): void {
    todo();
  }
  inspect(_id: string): ContainerInfo | undefined {
    return todo();
  }
  /** Ids of a pod's containers, oldest first. */
  containersOf(_podUid: string): string[] {
    return todo();
  }
  remove(_id: string): void {
    todo();
  }

  httpGet(_podUid: string, _request: HttpRequest): HttpResult {
    return todo();
  }
  tcpConnect(_podUid: string, _port: number): TcpResult {
    return todo();
  }
  exec(_id: string, _argv: readonly string[], _options: ExecOptions): ExecResult {
    return todo();
  }
  log(_id: string): LogLine[] {
    return todo();
  }
  memoryBytes(_id: string): number {
    return todo();
  }

  /** The main process ends with that code. */
  crash(_id: string, _exitCode: number): void {
    todo();
  }
  /** Its memory runs over: OOMKilled, 137. */
  exhaustMemory(_id: string): void {
    todo();
  }
  /** Lasts over restarts of the container until it is called with undefined; without a container it strikes the whole pod. */
  setHttpFault(_podUid: string, _container: string | undefined, _fault: HttpFault | undefined): void {
    todo();
  }
}
