// The data that a recording is made of: what was done (scenario.json), what was seen (trace.jsonl), what was printed or
// answered (commands.jsonl). The format is described by the recordings' own scenario files.

/** One thing that is done at `at` seconds: a command line, an API request, or something at a machine. */
export interface Step {
  readonly at: number;
  readonly run?: string | readonly string[];
  readonly stdin?: string;
  readonly request?: RequestStep;
  /** Variables to be filled from the answer: name → path in the body. */
  readonly save?: Readonly<Record<string, string>>;
  readonly host?: string;
  /** The next step does not wait for this one. */
  readonly background?: boolean;
}

export interface RequestStep {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly rawBody?: string;
  /** The content type; default application/json. */
  readonly type?: string;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Seconds for which the lines of a watch are collected. */
  readonly watch?: number;
}

export interface Scenario {
  readonly name: string;
  readonly about: string;
  readonly namespace?: string;
  readonly watch?: readonly string[];
  readonly watchNodes?: boolean;
  readonly keepExisting?: boolean;
  readonly keepManagedFields?: boolean;
  readonly keepResourceVersion?: boolean;
  readonly files?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly until: number;
}

/** A recording as lines of JSON values, ready to be written. */
export interface Recording {
  readonly trace: readonly unknown[];
  readonly commands: readonly unknown[];
}

/** Kinds that a scenario may watch, and where they are served. */
export const WATCHABLE: Readonly<Record<string, readonly [base: string, plural: string]>> = {
  Pod: ["/api/v1", "pods"],
  ReplicationController: ["/api/v1", "replicationcontrollers"],
  Event: ["/api/v1", "events"],
  Service: ["/api/v1", "services"],
  ConfigMap: ["/api/v1", "configmaps"],
  ReplicaSet: ["/apis/apps/v1", "replicasets"],
  DaemonSet: ["/apis/apps/v1", "daemonsets"],
  Deployment: ["/apis/apps/v1", "deployments"],
  StatefulSet: ["/apis/apps/v1", "statefulsets"],
  ControllerRevision: ["/apis/apps/v1", "controllerrevisions"],
  Job: ["/apis/batch/v1", "jobs"],
  CronJob: ["/apis/batch/v1", "cronjobs"],
  EndpointSlice: ["/apis/discovery.k8s.io/v1", "endpointslices"],
  PodDisruptionBudget: ["/apis/policy/v1", "poddisruptionbudgets"],
  Secret: ["/api/v1", "secrets"],
  Endpoints: ["/api/v1", "endpoints"],
  PersistentVolumeClaim: ["/api/v1", "persistentvolumeclaims"],
};

export const WATCHED_BY_DEFAULT = [
  "Pod",
  "ReplicationController",
  "ReplicaSet",
  "DaemonSet",
  "Deployment",
  "StatefulSet",
  "Job",
  "CronJob",
  "ControllerRevision",
  "Event",
];

export function namespaceOf(scenario: Scenario): string {
  return scenario.namespace ?? `s-${scenario.name}`.slice(0, 60);
}
