// kubectl drain: cordons, then evicts or deletes the pods, trying again where a budget forbids it (API-245 to API-247).

import type { Pod } from "../../api/types.generated.ts";
import { controllerOf } from "../../api/object.ts";
import { SELECTOR_FLAG } from "../builder.ts";
import { formatGoDuration } from "../duration.ts";
import { CommandError, Errors, isNotFound, StatusError, throwAll } from "../errors.ts";
import { flag } from "../flags.ts";
import type { Waiting } from "../io.ts";
import { itemsOf } from "../printers/output.ts";
import type { Command, DryRun, Session } from "../session.ts";
import { DRY_RUN, dryRunOf, dryRunSuffix } from "../session.ts";
import { nodesOf, setUnschedulable } from "./cordon.ts";

const RETRY_MS = 5000;
const POLL_MS = 1000;
const MIRROR = "kubernetes.io/config.mirror";

export const drain: Command = {
  name: "drain",
  short: "Drain node in preparation for maintenance",
  usage: "NODE [options]",
  flags: [
    SELECTOR_FLAG,
    DRY_RUN,
    flag("force", "bool"),
    flag("ignore-daemonsets", "bool"),
    flag("delete-emptydir-data", "bool"),
    flag("disable-eviction", "bool"),
    flag("grace-period", "int"),
    flag("pod-selector"),
    flag("timeout", "duration"),
    flag("skip-wait-for-delete-timeout", "int"),
    flag("chunk-size", "int"),
  ],
  *run(session) {
    const dryRun = dryRunOf(session);
    const missing: Error[] = [];
    const nodes = nodesOf(session, "drain NODE", missing);
    throwAll(missing);
    for (const node of nodes) setUnschedulable(session, node, true, dryRun);
    const failed: { readonly name: string; readonly errors: readonly Error[] }[] = [];
    for (const node of nodes) {
      const name = node.metadata?.name ?? "";
      const errors = yield* drainNode(session, name, dryRun);
      if (errors.length === 0) session.out(`node/${name} drained${dryRunSuffix(dryRun)}\n`);
      else {
        failed.push({ name, errors });
        session.io.stderr(`error: unable to drain node "${name}" due to error: ${together(errors)}, continuing command...\n`);
      }
    }
    if (failed.length === 0) return;
    session.io.stderr(`There are pending nodes to be drained:\n${failed.map(({ name }) => ` ${name}\n`).join("")}`);
    const [only] = failed;
    // An aggregate shows its members without `error: `, one alone too.
    throw new Errors(failed.length === 1 && only ? only.errors : failed.map(({ errors }) => new CommandError(together(errors))));
  },
};

function together(errors: readonly Error[]): string {
  return errors.length === 1 ? (errors[0]?.message ?? "") : `[${errors.map((error) => error.message).join(", ")}]`;
}

function* drainNode(session: Session, node: string, dryRun: DryRun): Waiting<readonly Error[]> {
  const query = { fieldSelector: `spec.nodeName=${node}`, labelSelector: session.flags.text("pod-selector") };
  const pods = itemsOf(session.client.get("/api/v1/pods", query)).map((item) => item as unknown as Pod); // a list of pods
  const verdicts = pods.map((pod) => ({ pod, ...judge(session, pod) }));
  const errors = grouped(verdicts.flatMap(({ pod, error }) => (error ? [[error, pod] as const] : [])));
  if (errors.length > 0) return errors.map((text) => new CommandError(text));
  const warnings = grouped(verdicts.flatMap(({ pod, warning }) => (warning ? [[warning, pod] as const] : [])));
  if (warnings.length > 0) session.warn(warnings.join("; "));
  const going = verdicts.filter(({ goes }) => goes).map(({ pod }) => pod);
  if (dryRun === "client") {
    for (const pod of going) session.out(`evicting pod ${key(pod)} (dry run)\n`);
    return [];
  }
  return yield* removeAll(session, node, going, dryRun);
}

function key(pod: Pod): string {
  return `${pod.metadata.namespace ?? ""}/${pod.metadata.name}`;
}

/** The order in which kubectl looks at its reasons. */
const ORDER = [/DaemonSet/, /local storage/, /controller/];

/** `text: ns/a, ns/b` for each text. */
function grouped(list: readonly (readonly [string, Pod])[]): readonly string[] {
  const texts = [...new Set(list.map(([text]) => text))].sort(
    (a, b) => ORDER.findIndex((one) => one.test(a)) - ORDER.findIndex((one) => one.test(b)),
  );
  return texts.map(
    (text) =>
      `${text}: ${list
        .filter(([own]) => own === text)
        .map(([, pod]) => key(pod))
        .join(", ")}`,
  );
}

interface Verdict {
  readonly goes: boolean;
  readonly error?: string;
  readonly warning?: string;
}

/** What becomes of a pod: it goes, it stays with a warning, or it is in the way. */
function judge(session: Session, pod: Pod): Verdict {
  const { flags } = session;
  const finished = pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
  const controller = controllerOf(pod);
  if (pod.metadata.annotations?.[MIRROR] !== undefined) return { goes: false };
  if (controller?.kind === "DaemonSet" && !finished) {
    if (flags.bool("ignore-daemonsets")) return { goes: false, warning: "ignoring DaemonSet-managed Pods" };
    return { goes: false, error: "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)" };
  }
  const local = pod.spec?.volumes?.some((volume) => volume.emptyDir !== undefined) ?? false;
  if (local && !finished && !flags.bool("delete-emptydir-data")) {
    return { goes: false, error: "cannot delete Pods with local storage (use --delete-emptydir-data to override)" };
  }
  if (controller || finished) return { goes: true };
  if (flags.bool("force")) return { goes: true, warning: "deleting Pods that declare no controller" };
  // kubectl 1.35 says it twice.
  return { goes: false, error: "cannot delete cannot delete Pods that declare no controller (use --force to override)" };
}

interface Leaving {
  readonly pod: Pod;
  /** When to ask for the eviction next; absent once it is granted. */
  askAt: number | undefined;
}

/** All pods at once: each is asked to go until it may, then waited for. */
function* removeAll(session: Session, node: string, pods: readonly Pod[], dryRun: DryRun): Waiting<readonly Error[]> {
  const evicting = !session.flags.bool("disable-eviction");
  const deadlineAt = session.deadline("timeout");
  let leaving: Leaving[] = pods.map((pod) => ({ pod, askAt: session.io.now() }));
  while (leaving.length > 0) {
    const now = session.io.now();
    if (deadlineAt !== undefined && now >= deadlineAt) {
      if (evicting) yield* tryInVain(session, leaving);
      return timedOut(session, node, leaving);
    }
    for (const one of leaving) if (one.askAt !== undefined && one.askAt <= now) ask(session, one, evicting, dryRun);
    leaving = leaving.filter((one) => {
      if (one.askAt !== undefined || (dryRun === "none" && !isGone(session, one.pod))) return true;
      if (dryRun === "none") session.out(`pod/${one.pod.metadata.name} ${evicting ? "evicted" : "deleted"}\n`);
      return false;
    });
    if (leaving.length > 0)
      yield { untilAt: Math.min(now + POLL_MS, deadlineAt ?? Number.POSITIVE_INFINITY, ...leaving.flatMap((one) => one.askAt ?? [])) };
  }
  return [];
}

/** Between two tries nobody looks at the time: a last one is said, but not made. */
function* tryInVain(session: Session, leaving: readonly Leaving[]): Waiting<void> {
  const refused = leaving.filter(({ askAt }) => askAt !== undefined);
  const untilAt = Math.max(...refused.map(({ askAt = 0 }) => askAt));
  while (session.io.now() < untilAt) yield { untilAt };
  for (const { pod } of refused) session.out(`evicting pod ${key(pod)}\n`);
}

function ask(session: Session, one: Leaving, evicting: boolean, dryRun: DryRun): void {
  const { namespace = "", name } = one.pod.metadata;
  const grace = session.flags.number("grace-period") ?? -1;
  const deleteOptions = { ...(grace < 0 ? {} : { gracePeriodSeconds: grace }), ...(dryRun === "server" ? { dryRun: ["All"] } : {}) };
  const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
  if (evicting) session.out(`evicting pod ${key(one.pod)}${dryRunSuffix(dryRun)}\n`);
  try {
    if (!evicting) session.client.send("DELETE", path, { body: deleteOptions });
    else
      session.client.send("POST", `${path}/eviction`, {
        body: {
          apiVersion: "policy/v1",
          kind: "Eviction",
          metadata: { name, namespace },
          ...(Object.keys(deleteOptions).length > 0 ? { deleteOptions } : {}),
        },
      });
    one.askAt = undefined;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (isNotFound(error)) {
      one.askAt = undefined;
      return;
    }
    session.io.stderr(`error when evicting pods/"${name}" -n "${namespace}" (will retry after 5s): ${error.message}\n`);
    one.askAt = session.io.now() + RETRY_MS;
  }
}

function isGone(session: Session, pod: Pod): boolean {
  try {
    return (
      session.client.get(`/api/v1/namespaces/${pod.metadata.namespace ?? ""}/pods/${pod.metadata.name}`).metadata?.uid !== pod.metadata.uid
    );
  } catch (error) {
    if (isNotFound(error)) return true;
    throw error;
  }
}

function timedOut(session: Session, node: string, leaving: readonly Leaving[]): readonly Error[] {
  const limit = formatGoDuration(session.flags.duration("timeout") ?? 0);
  const errors = leaving.map(
    ({ pod }) =>
      new CommandError(
        `error when evicting pods/"${pod.metadata.name}" -n "${pod.metadata.namespace ?? ""}": global timeout reached: ${limit}`,
      ),
  );
  session.io.stderr(`There are pending pods in node "${node}" when an error occurred: ${together(errors)}\n`);
  for (const { pod } of leaving) session.io.stderr(`pod/${pod.metadata.name}\n`);
  return errors;
}
