// kubectl describe: objects in words, with their events (API-254).

import type { Target } from "../builder.ts";
import { ALL_NAMESPACES_FLAG, FILE_FLAGS, fileObjects, hasFiles, SELECTOR_FLAG, targetsOf } from "../builder.ts";
import type { Obj } from "../client.ts";
import { CommandError, isNotFound, StatusError, throwAll } from "../errors.ts";
import { flag } from "../flags.ts";
import {
  describeBudget,
  describeConfigMap,
  describeLimitRange,
  describeNamespace,
  describePriorityClass,
  describeQuota,
  describeSecret,
  describeServiceAccount,
} from "../describe/config.ts";
import type { Describe } from "../describe/describer.ts";
import { eventsAbout } from "../describe/describer.ts";
import { describeGeneric } from "../describe/generic.ts";
import { describeCronJob, describeJob } from "../describe/jobs.ts";
import { describeEndpoints, describeEndpointSlice, describeService } from "../describe/network.ts";
import { describeNode } from "../describe/node.ts";
import { describePod } from "../describe/pod.ts";
import { Sheet } from "../describe/sheet.ts";
import {
  describeDaemonSet,
  describeDeployment,
  describeReplicaSet,
  describeReplicationController,
  describeStatefulSet,
} from "../describe/workloads.ts";
import { itemsOf } from "../printers/output.ts";
import type { Resource } from "../resources.ts";
import { pathFor } from "../resources.ts";
import type { Command, Session } from "../session.ts";
import { fetch, sayNothingFound } from "./fetch.ts";

const DESCRIBERS: Readonly<Record<string, Describe>> = {
  Pod: describePod,
  ReplicaSet: describeReplicaSet,
  ReplicationController: describeReplicationController,
  DaemonSet: describeDaemonSet,
  Deployment: describeDeployment,
  StatefulSet: describeStatefulSet,
  Job: describeJob,
  CronJob: describeCronJob,
  Service: describeService,
  Endpoints: describeEndpoints,
  EndpointSlice: describeEndpointSlice,
  Node: describeNode,
  Namespace: describeNamespace,
  ConfigMap: describeConfigMap,
  Secret: describeSecret,
  ServiceAccount: describeServiceAccount,
  ResourceQuota: describeQuota,
  LimitRange: describeLimitRange,
  PodDisruptionBudget: describeBudget,
  PriorityClass: describePriorityClass,
};

export const describe: Command = {
  name: "describe",
  short: "Show details of a specific resource or group of resources",
  usage: "(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME) [options]",
  flags: [
    ...FILE_FLAGS,
    SELECTOR_FLAG,
    ALL_NAMESPACES_FLAG,
    flag("show-events", "bool"),
    flag("chunk-size", "int"),
    flag("field-selector"),
  ],
  run(session) {
    if (session.args.length === 0 && !hasFiles(session)) {
      throw new CommandError(
        'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n',
      );
    }
    const selector = session.flags.text("selector");
    const targets: readonly Target[] = hasFiles(session)
      ? fileObjects(session, { validate: false }).map(({ resource, namespace, name }) => ({ resource, namespace, name }))
      : targetsOf(session, session.args, { selector });
    const errors: Error[] = [];
    let shown = 0;
    for (const target of targets) {
      try {
        for (const object of itemsOf(fetch(session, target, "application/json")))
          session.out((shown++ > 0 ? "\n\n" : "") + describeObject(session, target.resource, object));
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        if (targets.length === 1 && target.name !== undefined && isNotFound(error) && describePrefix(session, target, target.name)) return;
        errors.push(error);
      }
    }
    if (shown === 0 && errors.length === 0) sayNothingFound(session, targets);
    throwAll(errors);
  },
};

/** Everything whose name begins so; each followed by an empty line. */
function describePrefix(session: Session, target: Target, prefix: string): boolean {
  let list: Obj;
  try {
    list = session.client.get(pathFor(target.resource, target.namespace));
  } catch (error) {
    if (error instanceof StatusError) return false;
    throw error;
  }
  const found = itemsOf(list).filter((item) => item.metadata?.name?.startsWith(prefix));
  for (const object of found) session.out(`${describeObject(session, target.resource, object)}\n`);
  return found.length > 0;
}

function describeObject(session: Session, resource: Resource, item: Obj): string {
  const object: Obj = {
    apiVersion: resource.group ? `${resource.group}/${resource.version}` : resource.version,
    kind: resource.kind,
    ...item,
  };
  const sheet = new Sheet(session.io.now());
  const showEvents = session.flags.bool("show-events", true);
  const describer = (resource.kind === "Event" ? undefined : DESCRIBERS[resource.kind]) ?? describeGeneric;
  const list = showEvents ? eventsAbout(session, object) : undefined;
  // A node's events name it by its name where a uid belongs.
  const byName = list && resource.kind === "Node" ? eventsAbout(session, object, object.metadata?.name) : [];
  describer({ session, resource, object, sheet, events: list && [...list, ...byName] });
  return sheet.toString();
}
