// kubectl logs: of a pod's container, of several, of a workload's pods; `-f` goes on until the container has ended.

import type { Pod } from "../../api/types.generated.ts";
import { SELECTOR_FLAG } from "../builder.ts";
import type { Query } from "../client.ts";
import { CommandError, isNotFound, StatusError, UsageError } from "../errors.ts";
import { flag } from "../flags.ts";
import type { Waiting } from "../io.ts";
import { containerNames, defaultContainer, parsePodArgument, podsOf } from "../pods.ts";
import { itemsOf } from "../printers/output.ts";
import type { Command, Session } from "../session.ts";

const EXPECTED =
  "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";
const SELECTOR_TAIL = 10;
/** How many streams are followed at once. */
const MAX_LOG_REQUESTS = 5;

interface Source {
  readonly pod: Pod;
  readonly container: string;
}

export const logs: Command = {
  name: "logs",
  aliases: ["log"],
  short: "Print the logs for a container in a pod",
  usage: "[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER] [options]",
  flags: [
    SELECTOR_FLAG,
    flag("follow", "bool", { short: "f" }),
    flag("previous", "bool", { short: "p" }),
    flag("container", "string", { short: "c" }),
    flag("all-containers", "bool"),
    flag("all-pods", "bool"),
    flag("tail", "int"),
    flag("since", "duration"),
    flag("since-time"),
    flag("timestamps", "bool"),
    flag("limit-bytes", "int"),
    flag("prefix", "bool"),
    flag("ignore-errors", "bool"),
    flag("max-log-requests", "int"),
    flag("pod-running-timeout", "duration"),
    flag("insecure-skip-tls-verify-backend", "bool"),
  ],
  *run(session) {
    const selector = session.flags.text("selector");
    const [name, second, ...more] = session.args;
    if (name === undefined && !selector) throw new UsageError(EXPECTED);
    if (name !== undefined && selector) throw new UsageError("only a selector (-l) or a POD name is allowed");
    if (more.length > 0) throw new UsageError(EXPECTED);
    if (second !== undefined && session.flags.has("container"))
      throw new UsageError("only one of -c or an inline [CONTAINER] arg is allowed");
    const wanted = session.flags.text("container") ?? second;
    const pods = name === undefined ? selectedPods(session, selector ?? "") : namedPods(session, name);
    const sources = pods.flatMap((pod) => containersOf(session, pod, wanted));
    const query = queryOf(session, selector !== undefined && name === undefined);
    const prefixed = session.flags.bool("prefix", session.flags.bool("all-pods"));
    if (session.flags.bool("follow")) refuseMany(session, sources.length);
    if (session.flags.bool("follow")) yield* follow(session, sources, query, prefixed);
    else for (const source of sources) session.out(withPrefix(readLog(session, source, query), source, prefixed));
  },
};

function refuseMany({ flags }: Session, count: number): void {
  const most = flags.number("max-log-requests") ?? MAX_LOG_REQUESTS;
  if (count > most && count > 1) {
    throw new CommandError(
      `you are attempting to follow ${count} log streams, but maximum allowed concurrency is ${most}, use --max-log-requests to increase the limit`,
    );
  }
}

function selectedPods(session: Session, selector: string): readonly Pod[] {
  const list = session.client.get(`/api/v1/namespaces/${session.namespace}/pods`, { labelSelector: selector });
  const pods = itemsOf(list).map((item) => item as unknown as Pod); // a list of pods
  if (pods.length === 0) session.io.stderr(`No resources found in ${session.namespace} namespace.\n`);
  return pods;
}

function namedPods(session: Session, text: string): readonly Pod[] {
  const { resource, name } = parsePodArgument(session, text);
  const object = readQuietly(session, () => session.read(resource, session.namespace, name));
  const { pods, selected } = podsOf(session, resource, object, "get the logs from");
  const [first] = pods;
  if (!first) throw new CommandError("timed out waiting for the condition");
  if (selected && session.flags.bool("all-pods")) return pods;
  if (selected && pods.length > 1) session.io.stderr(`Found ${pods.length} pods, using pod/${first.metadata.name}\n`);
  return [first];
}

/** logs has its own words for what is missing. */
function readQuietly<T>(session: Session, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new CommandError(`error from server (NotFound): ${(error as StatusError).message} in namespace "${session.namespace}"`);
  }
}

function containersOf(session: Session, pod: Pod, wanted: string | undefined): readonly Source[] {
  const { regular, init } = containerNames(pod);
  if (session.flags.bool("all-containers")) return [...init, ...regular].map((container) => ({ pod, container }));
  if (wanted === undefined) return [{ pod, container: defaultContainer(session, pod) }];
  if (![...regular, ...init].includes(wanted)) throw new CommandError(`container ${wanted} is not valid for pod ${pod.metadata.name}`);
  return [{ pod, container: wanted }];
}

function queryOf(session: Session, bySelector: boolean): Query {
  const { flags } = session;
  const since = flags.duration("since");
  const tail = flags.number("tail") ?? (bySelector ? SELECTOR_TAIL : undefined);
  return {
    ...(flags.bool("previous") ? { previous: true } : {}),
    ...(flags.bool("timestamps") ? { timestamps: true } : {}),
    ...(tail === undefined || tail < 0 ? {} : { tailLines: tail }),
    ...(since === undefined || since === 0 ? {} : { sinceSeconds: Math.ceil(since / 1000) }),
    ...(flags.has("since-time") ? { sinceTime: flags.text("since-time") } : {}),
    ...(flags.has("limit-bytes") ? { limitBytes: flags.text("limit-bytes") } : {}),
  };
}

function readLog(session: Session, { pod, container }: Source, query: Query): string {
  return session.client.text("GET", `/api/v1/namespaces/${pod.metadata.namespace ?? ""}/pods/${pod.metadata.name}/log`, {
    query: { container, ...query },
  });
}

function withPrefix(text: string, { pod, container }: Source, prefixed: boolean): string {
  if (!prefixed || text === "") return text;
  const prefix = `[pod/${pod.metadata.name}/${container}] `;
  return text.replace(/^(?=[^])/gm, prefix);
}

/** Prints what is new after every change, until all the containers have ended. */
function* follow(session: Session, sources: readonly Source[], query: Query, prefixed: boolean): Waiting<void> {
  const printed = new Map<Source, string>();
  let open = [...sources];
  while (open.length > 0) {
    open = open.filter((source) => {
      const first = !printed.has(source);
      const ended = hasEnded(session, source);
      const whole = readLog(session, source, first ? query : { ...query, tailLines: undefined, sinceSeconds: undefined });
      const before = printed.get(source);
      const fresh = first ? whole : whole.slice(before?.length ?? 0);
      if (fresh !== "") session.out(withPrefix(fresh, source, prefixed));
      printed.set(source, first && query["tailLines"] !== undefined ? readLog(session, source, { ...query, tailLines: undefined }) : whole);
      return !ended;
    });
    if (open.length > 0) yield { untilAt: session.io.now() + 1000 };
  }
}

function hasEnded(session: Session, { pod, container }: Source): boolean {
  try {
    const now = session.client.get(`/api/v1/namespaces/${pod.metadata.namespace ?? ""}/pods/${pod.metadata.name}`) as unknown as Pod; // asked for a pod
    if (now.metadata.uid !== pod.metadata.uid) return true;
    const statuses = [...(now.status?.containerStatuses ?? []), ...(now.status?.initContainerStatuses ?? [])];
    return statuses.find((one) => one.name === container)?.state?.terminated !== undefined;
  } catch (error) {
    if (isNotFound(error)) return true;
    throw error;
  }
}
