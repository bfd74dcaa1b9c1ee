// A user action is one value. Menu, key, drag, terminal echo and tests all speak of it: its name, the kubectl line that it
// stands for, and the API requests that do it. Pure.

import type { ApiRequest } from "../../engine/index.ts";
import type { Translate } from "../i18n/setup.ts";
import type { Ref } from "../store/selection.ts";
import { shortRef } from "../store/identity.ts";
import { type FaultManifest, faultManifest, type FaultName } from "./faults.ts";

export type Action =
  /** `value` undefined removes the label. `overwrite`: the key has another value now. */
  | {
      readonly type: "label";
      readonly target: Ref;
      /** Others of the same kind and namespace, for the same change. */
      readonly also?: readonly Ref[];
      readonly key: string;
      readonly value: string | undefined;
      readonly overwrite: boolean;
    }
  | { readonly type: "scale"; readonly target: Ref; readonly replicas: number }
  | { readonly type: "delete"; readonly target: Ref; readonly also?: readonly Ref[]; readonly orphan?: boolean }
  | { readonly type: "addNode"; readonly name: string }
  | { readonly type: "cordon"; readonly target: Ref; readonly on: boolean }
  /** `on` false mends it again. */
  | { readonly type: "fault"; readonly fault: FaultName; readonly target: Ref; readonly container?: string; readonly on: boolean };

const RESOURCES: Readonly<Record<string, { readonly base: string; readonly plural: string; readonly namespaced: boolean }>> = {
  Pod: { base: "/api/v1", plural: "pods", namespaced: true },
  Node: { base: "/api/v1", plural: "nodes", namespaced: false },
  Service: { base: "/api/v1", plural: "services", namespaced: true },
  ReplicationController: { base: "/api/v1", plural: "replicationcontrollers", namespaced: true },
  ReplicaSet: { base: "/apis/apps/v1", plural: "replicasets", namespaced: true },
  DaemonSet: { base: "/apis/apps/v1", plural: "daemonsets", namespaced: true },
  Deployment: { base: "/apis/apps/v1", plural: "deployments", namespaced: true },
  StatefulSet: { base: "/apis/apps/v1", plural: "statefulsets", namespaced: true },
  Job: { base: "/apis/batch/v1", plural: "jobs", namespaced: true },
  CronJob: { base: "/apis/batch/v1", plural: "cronjobs", namespaced: true },
};

/** The object's path in the API. */
export function pathOf(ref: Ref): string {
  const resource = RESOURCES[ref.kind];
  if (resource === undefined) return `/api/v1/namespaces/${ref.namespace ?? "default"}/${ref.kind.toLowerCase()}s/${ref.name}`;
  const scope = resource.namespaced ? `/namespaces/${ref.namespace ?? "default"}` : "";
  return `${resource.base}${scope}/${resource.plural}/${ref.name}`;
}

const FAULTS_PATH = "/apis/sim.podyard.dev/v1/namespaces";

export function requestsOf(action: Action): readonly ApiRequest[] {
  switch (action.type) {
    case "label":
      return targetsOf(action).map((target) =>
        patch(`${pathOf(target)}?fieldManager=kubectl-label`, { metadata: { labels: { [action.key]: action.value ?? null } } }),
      );
    case "scale":
      return [patch(`${pathOf(action.target)}/scale`, { spec: { replicas: action.replicas } })];
    case "delete":
      return targetsOf(action).map((target) =>
        json("DELETE", pathOf(target), {
          kind: "DeleteOptions",
          apiVersion: "v1",
          propagationPolicy: action.orphan === true ? "Orphan" : "Background",
        }),
      );
    case "addNode":
      return [json("POST", "/api/v1/nodes", newNode(action.name))];
    case "cordon":
      return [patch(`${pathOf(action.target)}?fieldManager=kubectl-cordon`, { spec: { unschedulable: action.on ? true : null } })];
    case "fault":
      return [action.on ? createFault(manifestOf(action)) : removeFault(manifestOf(action))];
  }
}

function targetsOf({ target, also = [] }: Extract<Action, { type: "label" | "delete" }>): readonly Ref[] {
  return [target, ...also];
}

function manifestOf({ fault, target, container }: Extract<Action, { type: "fault" }>): FaultManifest {
  return faultManifest(fault, target, container);
}

function createFault(fault: FaultManifest): ApiRequest {
  return json("POST", `${FAULTS_PATH}/${fault.metadata.namespace}/faults?fieldManager=kubectl-create`, fault);
}

function removeFault(fault: FaultManifest): ApiRequest {
  return json("DELETE", `${FAULTS_PATH}/${fault.metadata.namespace}/faults/${fault.metadata.name ?? ""}`, undefined);
}

function newNode(name: string): unknown {
  return { apiVersion: "v1", kind: "Node", metadata: { name, labels: { "kubernetes.io/hostname": name } } };
}

function patch(path: string, body: unknown): ApiRequest {
  return {
    method: "PATCH",
    path,
    headers: { "content-type": "application/merge-patch+json", accept: "application/json" },
    body: JSON.stringify(body),
  };
}

function json(method: string, path: string, body: unknown): ApiRequest {
  const headers = { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) };
  return { method, path, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
}

/** The command that a person would type for the same. */
export function kubectlLine(action: Action): string {
  switch (action.type) {
    case "label": {
      const change = action.value === undefined ? `${action.key}-` : `${action.key}=${action.value}`;
      return `kubectl label ${typed(action.target, action.also)} ${change}${action.value !== undefined && action.overwrite ? " --overwrite" : ""}`;
    }
    case "scale":
      return `kubectl scale ${typed(action.target)} --replicas=${action.replicas}`;
    case "delete":
      return `kubectl delete ${typed(action.target, action.also)}${action.orphan === true ? " --cascade=orphan" : ""}`;
    case "addNode":
      return `echo '${JSON.stringify(newNode(action.name))}' | kubectl create -f -`;
    case "cordon":
      return `kubectl ${action.on ? "cordon" : "uncordon"} ${action.target.name}`;
    case "fault": {
      const manifest = manifestOf(action);
      if (action.on) return createLine(manifest);
      return `kubectl delete fault ${manifest.metadata.name ?? ""}${inNamespace(manifest.metadata.namespace)}`;
    }
  }
}

function createLine(fault: FaultManifest): string {
  return `echo '${JSON.stringify(fault)}' | kubectl create -f -`;
}

/** `pod kubia-x7k2p`, `rc kubia -n other`, `pod a b c`. */
function typed(ref: Ref, also: readonly Ref[] = []): string {
  const [kind] = shortRef(ref).split("/");
  return `${kind} ${[ref, ...also].map(({ name }) => name).join(" ")}${inNamespace(ref.namespace)}`;
}

function inNamespace(namespace: string | undefined): string {
  return namespace === undefined || namespace === "default" || namespace === "" ? "" : ` -n ${namespace}`;
}

/** What kubectl answers when it went well. */
export function kubectlAnswer(action: Action): string {
  const named = (ref: Ref): string => `${resourceOf(ref)}/${ref.name}`;
  switch (action.type) {
    case "label":
      return targetsOf(action)
        .map((target) => `${named(target)} ${action.value === undefined ? "unlabeled" : "labeled"}`)
        .join("\n");
    case "scale":
      return `${named(action.target)} scaled`;
    case "delete":
      return targetsOf(action)
        .map((target) => `${resourceOf(target)} "${target.name}" deleted${target.namespace ? ` from ${target.namespace} namespace` : ""}`)
        .join("\n");
    case "addNode":
      return `node/${action.name} created`;
    case "cordon":
      return `node/${action.target.name} ${action.on ? "cordoned" : "uncordoned"}`;
    case "fault": {
      const { name = "", namespace } = manifestOf(action).metadata;
      if (!action.on) return `fault.sim.podyard.dev "${name}" deleted from ${namespace} namespace`;
      return name === "" ? "fault.sim.podyard.dev created" : `fault.sim.podyard.dev/${name} created`;
    }
  }
}

function resourceOf(ref: Ref): string {
  const lower = ref.kind.toLowerCase();
  const base = RESOURCES[ref.kind]?.base ?? "";
  return base.startsWith("/apis/") ? `${lower}.${base.split("/")[2]}` : lower;
}

/** For the flag on the timeline and the undo button. */
export function actionName(t: Translate, action: Action): string {
  switch (action.type) {
    case "label": {
      const name = nameOf(t, action);
      return action.value === undefined
        ? t("actions.name.unlabel", { name, key: action.key })
        : t("actions.name.label", { name, label: `${action.key}=${action.value}` });
    }
    case "scale":
      return t("actions.name.scale", { name: shortRef(action.target), replicas: action.replicas });
    case "delete":
      return t("actions.name.delete", { name: nameOf(t, action) });
    case "addNode":
      return t("actions.name.addNode", { name: action.name });
    case "cordon":
      return t(action.on ? "actions.name.cordon" : "actions.name.uncordon", { name: action.target.name });
    case "fault":
      return t(`actions.fault.${action.fault}.${action.on ? "did" : "undid"}`, { name: action.target.name });
  }
}

function nameOf(t: Translate, { type, target, also = [] }: Extract<Action, { type: "label" | "delete" }>): string {
  if (also.length > 0) return t("actions.pods", { count: also.length + 1 });
  return type === "label" || target.kind === "Pod" || target.kind === "Node" ? target.name : shortRef(target);
}
