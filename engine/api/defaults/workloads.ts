// Defaults of the controllers' objects in core and apps (API-135, API-137, API-138, SEL-33, SEL-50).

import type * as types from "../types.generated.ts";
import { fill, isEmpty, withField, within } from "./fill.ts";
import { defaultClaimTemplates, defaultPodTemplate } from "./pod.ts";

const HISTORY = 10;

export function defaultReplicationController(given: types.ReplicationController): types.ReplicationController {
  const controller = within(given, "spec", (spec) => fill(within(spec, "template", defaultPodTemplate), { replicas: 1 }));
  const labels = controller.spec?.template?.metadata?.labels;
  if (labels === undefined || isEmpty(labels)) return controller;
  const selected = isEmpty(controller.spec.selector) ? { ...controller, spec: { ...controller.spec, selector: labels } } : controller;
  return isEmpty(selected.metadata.labels) ? { ...selected, metadata: { ...selected.metadata, labels } } : selected;
}

export function defaultReplicaSet(set: types.ReplicaSet): types.ReplicaSet {
  return withSpec(set, (spec) => fill(withField(spec, "template", defaultPodTemplate(spec.template)), { replicas: 1 }));
}

export function defaultDaemonSet(set: types.DaemonSet): types.DaemonSet {
  return withSpec(set, (given) => {
    const spec = fill(withField(given, "template", defaultPodTemplate(given.template)), { revisionHistoryLimit: HISTORY });
    let strategy = fill(spec.updateStrategy ?? {}, { type: "RollingUpdate" as const }, true);
    if (strategy.type === "RollingUpdate") {
      strategy = withField(strategy, "rollingUpdate", fill(strategy.rollingUpdate ?? {}, { maxUnavailable: 1, maxSurge: 0 }));
    }
    return withField(spec, "updateStrategy", strategy);
  });
}

export function defaultDeployment(deployment: types.Deployment): types.Deployment {
  return withSpec(deployment, (given) => {
    const limits = { replicas: 1, revisionHistoryLimit: HISTORY, progressDeadlineSeconds: 600 };
    const spec = fill(withField(given, "template", defaultPodTemplate(given.template)), limits);
    let strategy = fill(spec.strategy ?? {}, { type: "RollingUpdate" as const }, true);
    if (strategy.type === "RollingUpdate") {
      strategy = withField(strategy, "rollingUpdate", fill(strategy.rollingUpdate ?? {}, { maxUnavailable: "25%", maxSurge: "25%" }));
    }
    return withField(spec, "strategy", strategy);
  });
}

export function defaultStatefulSet(set: types.StatefulSet): types.StatefulSet {
  return withSpec(set, (given) => {
    let spec = withField(given, "template", defaultPodTemplate(given.template));
    spec = fill(spec, { replicas: 1, revisionHistoryLimit: HISTORY, serviceName: "" });
    spec = fill(spec, { podManagementPolicy: "OrderedReady" }, true);
    let strategy = fill(spec.updateStrategy ?? {}, { type: "RollingUpdate" as const }, true);
    if (strategy.type === "RollingUpdate")
      strategy = withField(strategy, "rollingUpdate", fill(strategy.rollingUpdate ?? {}, { partition: 0 }));
    spec = withField(spec, "updateStrategy", strategy);
    const retention = fill(spec.persistentVolumeClaimRetentionPolicy ?? {}, { whenDeleted: "Retain", whenScaled: "Retain" }, true);
    spec = withField(spec, "persistentVolumeClaimRetentionPolicy", retention);
    return within(spec, "volumeClaimTemplates", defaultClaimTemplates);
  });
}

/** The spec of these kinds is a struct held by value: one that is not given is there, and empty. */
function withSpec<T extends { readonly spec: object }>(object: T, change: (spec: T["spec"]) => T["spec"]): T {
  const spec = change(object.spec ?? {});
  return spec === object.spec ? object : { ...object, spec };
}
