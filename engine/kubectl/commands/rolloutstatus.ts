// kubectl rollout status: a line for every change until the rollout is over (API-239, API-240).

import type { DaemonSet, Deployment, StatefulSet } from "../../api/types.generated.ts";
import { FILE_FLAGS, SELECTOR_FLAG } from "../builder.ts";
import type { Obj } from "../client.ts";
import { CommandError, throwAll } from "../errors.ts";
import { flag } from "../flags.ts";
import { typed } from "../describe/describer.ts";
import type { Waiting } from "../io.ts";
import type { Command, Session } from "../session.ts";
import { watchObject } from "../watching.ts";
import type { Found } from "./objects.ts";
import { readObjects } from "./objects.ts";

interface Progress {
  readonly line: string;
  readonly done: boolean;
}

export const status: Command = {
  name: "status",
  short: "Show the status of the rollout",
  usage: "(TYPE NAME | TYPE/NAME) [flags] [options]",
  flags: [...FILE_FLAGS, SELECTOR_FLAG, flag("watch", "bool", { short: "w" }), flag("revision", "int"), flag("timeout", "duration")],
  *run(session) {
    if (session.args.length === 0 && !session.flags.has("filename")) throw new CommandError("required resource not specified");
    const errors: Error[] = [];
    const found = readObjects(session, session.args, errors);
    throwAll(errors);
    for (const one of found) yield* followOne(session, one);
  },
};

function* followOne(session: Session, { target, object }: Found): Waiting<void> {
  const view = viewerOf(object);
  const once = !session.flags.bool("watch", true);
  const show = (state: Obj | undefined): true | undefined => {
    if (!state) throw new CommandError("object has been deleted");
    const { line, done } = view({ apiVersion: object.apiVersion ?? "", kind: object.kind ?? "", ...state });
    session.out(`${line}\n`);
    return done || once ? true : undefined;
  };
  const deadlineAt = session.deadline("timeout");
  const done = yield* watchObject(session, target.resource, object.metadata?.namespace, object.metadata?.name ?? "", deadlineAt, show);
  if (!done) throw new CommandError("timed out waiting for the condition");
}

function viewerOf(object: Obj): (object: Obj) => Progress {
  if (object.kind === "Deployment") return (state) => deploymentProgress(typed<Deployment>(state));
  if (object.kind === "DaemonSet") return (state) => daemonSetProgress(typed<DaemonSet>(state));
  if (object.kind === "StatefulSet") return (state) => statefulSetProgress(typed<StatefulSet>(state));
  const group = (object.apiVersion ?? "").includes("/") ? `.${(object.apiVersion ?? "").split("/")[0]}` : "";
  throw new CommandError(`no status viewer has been implemented for ${object.kind ?? ""}${group}`);
}

function deploymentProgress({ metadata, spec, status: one }: Deployment): Progress {
  if ((metadata.generation ?? 0) > (one?.observedGeneration ?? 0))
    return { line: "Waiting for deployment spec update to be observed...", done: false };
  const failed = one?.conditions?.find((condition) => condition.type === "Progressing")?.reason === "ProgressDeadlineExceeded";
  if (failed) throw new CommandError(`deployment "${metadata.name}" exceeded its progress deadline`);
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0 } = one ?? {};
  const waiting = (text: string): Progress => ({
    line: `Waiting for deployment "${metadata.name}" rollout to finish: ${text}...`,
    done: false,
  });
  if (updatedReplicas < (spec?.replicas ?? 0))
    return waiting(`${updatedReplicas} out of ${spec?.replicas ?? 0} new replicas have been updated`);
  if (replicas > updatedReplicas) return waiting(`${replicas - updatedReplicas} old replicas are pending termination`);
  if (availableReplicas < updatedReplicas) return waiting(`${availableReplicas} of ${updatedReplicas} updated replicas are available`);
  return { line: `deployment "${metadata.name}" successfully rolled out`, done: true };
}

function onlyRolling(type: string | undefined): void {
  if (type !== "RollingUpdate") throw new CommandError("rollout status is only available for RollingUpdate strategy type");
}

function daemonSetProgress({ metadata, spec, status: one }: DaemonSet): Progress {
  onlyRolling(spec?.updateStrategy?.type);
  if ((metadata.generation ?? 0) > (one?.observedGeneration ?? 0))
    return { line: "Waiting for daemon set spec update to be observed...", done: false };
  const { updatedNumberScheduled = 0, numberAvailable = 0 } = one ?? {};
  const desiredNumberScheduled = one?.desiredNumberScheduled ?? 0;
  const waiting = (text: string): Progress => ({
    line: `Waiting for daemon set "${metadata.name}" rollout to finish: ${text}...`,
    done: false,
  });
  if (updatedNumberScheduled < desiredNumberScheduled)
    return waiting(`${updatedNumberScheduled} out of ${desiredNumberScheduled} new pods have been updated`);
  if (numberAvailable < desiredNumberScheduled)
    return waiting(`${numberAvailable} of ${desiredNumberScheduled} updated pods are available`);
  return { line: `daemon set "${metadata.name}" successfully rolled out`, done: true };
}

function statefulSetProgress({ metadata, spec, status: one }: StatefulSet): Progress {
  onlyRolling(spec?.updateStrategy?.type);
  const {
    observedGeneration = 0,
    readyReplicas = 0,
    updatedReplicas = 0,
    currentReplicas = 0,
    updateRevision = "",
    currentRevision = "",
  } = one ?? {};
  if (observedGeneration === 0 || (metadata.generation ?? 0) > observedGeneration)
    return { line: "Waiting for statefulset spec update to be observed...", done: false };
  const replicas = spec?.replicas ?? 0;
  if (readyReplicas < replicas) return { line: `Waiting for ${replicas - readyReplicas} pods to be ready...`, done: false };
  const rolling = spec?.updateStrategy?.rollingUpdate;
  if (rolling) {
    const wanted = replicas - (rolling.partition ?? 0);
    if (updatedReplicas < wanted)
      return {
        line: `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${wanted} new pods have been updated...`,
        done: false,
      };
    return { line: `partitioned roll out complete: ${updatedReplicas} new pods have been updated...`, done: true };
  }
  if (updateRevision !== currentRevision)
    return {
      line: `waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...`,
      done: false,
    };
  return { line: `statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...`, done: true };
}
