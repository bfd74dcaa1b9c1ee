// A session is a seed and what people did: enough to have the whole history again (links, saved files, undo, bug
// reports). Time passing is no input: to replay is to advance to each input's instant and to hand the request over.

import { type ApiRequest } from "../api/request.ts";
import { type Cluster, type ClusterOptions, createCluster } from "../cluster.ts";

/** A request that may have changed the cluster, and the simulated instant (ms since the epoch) at which it was made. */
export interface Input {
  readonly at: number;
  /** How many happenings the cluster had seen by then: places the input among things of the same instant. */
  readonly happenings: number;
  readonly request: ApiRequest;
}

export interface Session {
  readonly version: 1;
  readonly options: ClusterOptions;
  readonly inputs: readonly Input[];
}

export function newSession(options: ClusterOptions): Session {
  return { version: 1, options, inputs: [] };
}

/** Whether a request belongs in the log: reads are not history. */
export function isInput(request: ApiRequest): boolean {
  return !["GET", "HEAD", "OPTIONS"].includes(request.method.toUpperCase());
}

/** The session after a request that was made of the cluster just now. */
export function withInput(session: Session, cluster: Cluster, request: ApiRequest): Session {
  return { ...session, inputs: [...session.inputs, { at: cluster.now, happenings: cluster.happenings, request }] };
}

/** The cluster that the session leads to at an instant (default: its last input), played from its beginning. */
export function replay(session: Session, until?: number): Cluster {
  const cluster = createCluster(session.options);
  for (const input of session.inputs) {
    if (until !== undefined && input.at > until) break;
    cluster.advance(Math.max(0, input.at - cluster.now), { happenings: input.happenings - cluster.happenings });
    cluster.passTo(input.at);
    cluster.handle(input.request);
  }
  if (until !== undefined) cluster.advance(Math.max(0, until - cluster.now));
  return cluster;
}
