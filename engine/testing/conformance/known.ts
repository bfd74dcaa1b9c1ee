// The differences from the recordings that are known, and why they are there: the last section of docs/conformance.md.

export interface KnownDifference {
  /** A scenario, or what the names of several begin with; the empty one is for all. */
  readonly scenario: string;
  readonly what: string;
  readonly why: string;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    scenario: "",
    what: "Times: a pod starts seconds later in the recording, and with it everything that follows from its being ready.",
    why: "The recorded cluster shared its machine with other work and was slow at times. Podyard draws around the medians of all recordings. Where the next step came before the slow start was over, whole states are missing or too many.",
  },
  {
    scenario: "",
    what: "Which of several equal pods is deleted, which node an equal pod gets, how often a back-off looks again.",
    why: "Kubernetes leaves them to chance (uids, random ties, jitter), and so does Podyard, from its seed. Only the rule is comparable.",
  },
  {
    scenario: "",
    what: "`metadata.generation` of EndpointSlices.",
    why: "It counts the writes, and how many changes of pods one write covers hangs on milliseconds.",
  },
  {
    scenario: "",
    what: "The order of ReplicaSets of one Deployment, and of ControllerRevisions, in `kubectl get`.",
    why: "It is the order of their names, and those end in a hash of the template as Go prints it. Podyard's hash is as stable, but another one.",
  },
  {
    scenario: "",
    what: "`limits: memory: 9007199254740988Ki` in the status of pods without limits.",
    why: "The recorded kernel reported that; an ordinary node reports nothing there.",
  },
  {
    scenario: "api-",
    what: "`metadata.managedFields`.",
    why: "Podyard keeps no field managers yet. Requests that rest on them are applied without conflicts between managers.",
  },
  {
    scenario: "api-server-side-apply",
    what: "Conflicts, shared fields, and fields that go when nobody wants them any more.",
    why: "Server-side apply merges, but without field managers it cannot know who wants what.",
  },
  { scenario: "cli-apply-server-side", what: "As in api-server-side-apply.", why: "The same field managers are missing." },
  { scenario: "cli-diff", what: "`kubectl diff --server-side`.", why: "It shows what server-side apply would do." },
  {
    scenario: "cli-api-and-version",
    what: "API groups that are not listed: admissionregistration, apiextensions, apiregistration, autoscaling, certificates, networking, RBAC, storage; componentstatuses; the list of health checks.",
    why: "Podyard serves no object of those groups, and a list that promises them would be untrue. Its own group, sim.podyard.dev, is one more.",
  },
  {
    scenario: "notes-rs-v1beta2-refused",
    what: "`kubectl api-versions`.",
    why: "The same groups.",
  },
  {
    scenario: "cli-get-kinds",
    what: "HorizontalPodAutoscaler, Ingress, NetworkPolicy, StorageClass, CustomResourceDefinition, ComponentStatus.",
    why: "Podyard has none of these kinds.",
  },
  { scenario: "cli-scale", what: "`kubectl autoscale`, `kubectl get hpa`.", why: "There is no HorizontalPodAutoscaler." },
  {
    scenario: "cli-create-replace",
    what: "`kubectl create role`, `rolebinding`, `ingress`, `token`.",
    why: "There are no such kinds: everybody may do everything, and nothing comes in from outside.",
  },
  {
    scenario: "cli-explain",
    what: "The descriptions of fields.",
    why: "They are the text of Kubernetes' own documentation, which Podyard does not copy. Names, types and structure are there.",
  },
  {
    scenario: "cli-events",
    what: "`events.v1.events.k8s.io`, and the hint that `ev` could mean it.",
    why: "Events are served in the core group only.",
  },
  {
    scenario: "cli-logs-exec",
    what: "`kubectl attach` and `kubectl cp`.",
    why: "Containers are simulated, without a stream to hold on to.",
  },
  {
    scenario: "node-",
    what: "What `kubectl describe node` says of the machine.",
    why: "Podyard's nodes are its own, not copies of the recorded ones.",
  },
  {
    scenario: "cli-nodes",
    what: "Ages and machines of the nodes; `kubectl drain` that is refused because of pods of other scenarios.",
    why: "The recorded cluster had been used for other things before, and at the same time.",
  },
  {
    scenario: "sched-fill-nodes",
    what: "Pods that are unschedulable for the first seven seconds.",
    why: "Pods of another scenario still held the room. In Podyard each scenario has a cluster of its own.",
  },
  {
    scenario: "sched-insufficient",
    what: "FailedScheduling is told three times.",
    why: "Pods of other scenarios ended meanwhile, and the scheduler tries again whenever room becomes free.",
  },
  {
    scenario: "cli-get-pod-status",
    what: "Nearly all times.",
    why: "Twenty pods at once took the recorded machine ten seconds to start.",
  },
];
