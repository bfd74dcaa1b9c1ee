// The stable names that stand in a recording for what differs from run to run: `web-#2` for the second pod seen with
// generateName `web-`, `<uid Pod/web-#2>`, `<ip web-#2>`, ... An alias is learned when its object is first seen.

interface Seen {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly generateName?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly controller?: boolean }[];
  };
  readonly spec?: {
    readonly clusterIP?: string;
    readonly ports?: readonly { readonly name?: string; readonly port?: number; readonly nodePort?: number }[];
    readonly volumes?: readonly { readonly name: string }[];
  };
  readonly status?: {
    readonly podIP?: string;
    readonly containerStatuses?: readonly SeenContainer[];
    readonly initContainerStatuses?: readonly SeenContainer[];
  };
}
interface SeenContainer {
  readonly name: string;
  readonly containerID?: string;
  readonly state?: { readonly terminated?: { readonly containerID?: string } };
  readonly lastState?: { readonly terminated?: { readonly containerID?: string } };
}
type Controller = { readonly kind: string; readonly name: string } | undefined;

export class Aliases {
  /** Real names of what commands name by alias. */
  readonly pods = new Map<string, string>();
  readonly replicaSets = new Map<string, string>();
  readonly jobs = new Map<string, string>();
  readonly #byRaw = new Map<string, string>();
  readonly #counters = new Map<string, number>();
  readonly #known = new Map<string, string>();
  readonly #learned = new WeakSet<object>();
  /** Says whether a text is written in the scenario itself, so that it needs no alias. */
  readonly #isGiven: (text: string) => boolean;
  readonly #namespace: string;
  #longestFirst: readonly (readonly [string, string])[] = [];
  #replaced = new Map<string, string>();

  constructor(namespace: string, isGiven: (text: string) => boolean) {
    this.#namespace = namespace;
    this.#isGiven = isGiven;
  }

  /** The n-th of its sort. */
  nth(sort: string): number {
    const n = (this.#counters.get(sort) ?? 0) + 1;
    this.#counters.set(sort, n);
    return n;
  }

  get(raw: string): string | undefined {
    return this.#byRaw.get(raw);
  }

  add(raw: string | undefined, alias: string): void {
    if (raw && !this.#byRaw.has(raw)) this.#byRaw.set(raw, alias);
  }

  /** Puts the aliases into a text, those of the longest names first. */
  replaceIn(text: string): string {
    if (this.#longestFirst.length !== this.#byRaw.size) {
      this.#longestFirst = [...this.#byRaw].sort((a, b) => b[0].length - a[0].length);
      this.#replaced = new Map();
    }
    const known = this.#replaced.get(text);
    if (known !== undefined) return known;
    let result = text;
    for (const [raw, alias] of this.#longestFirst) if (result.includes(raw)) result = result.split(raw).join(alias);
    result = result.split(this.#namespace).join("default");
    if (text.length < 200) this.#replaced.set(text, result);
    return result;
  }

  /** Owners are to be learned before the pods seen with them. */
  learn(kind: string, object: object): void {
    if (this.#learned.has(object)) return;
    this.#learned.add(object);
    const seen = object as Seen; // every Kubernetes object has metadata; the rest is optional
    if (kind !== "Event" && !this.#known.has(seen.metadata.uid)) this.#learnName(kind, seen);
    if (kind === "Service") this.#learnService(seen);
    if (kind === "Pod") this.#learnPod(seen);
  }

  #learnName(kind: string, seen: Seen): void {
    const { metadata } = seen;
    const { labels } = metadata;
    const owner = controllerOf(seen);
    const hash = labels?.["pod-template-hash"];
    if (kind === "Pod" && hash && isReplicaSetOf(owner, hash)) this.#random("ReplicaSet", owner.name, owner.name.slice(0, -hash.length));
    const base = this.#generatedBase(kind, seen, owner);
    const name = base ? this.#random(kind, metadata.name, base) : metadata.name;
    this.#known.set(metadata.uid, `${kind}/${name}`);
    this.add(metadata.uid, `<uid ${kind}/${name}>`);
    if (kind === "Pod") this.pods.set(name, metadata.name);
    if (kind === "Job") this.jobs.set(name, metadata.name);
    if (kind === "ReplicaSet") this.replicaSets.set(name, metadata.name);
    if (kind === "ReplicaSet" && hash) this.add(hash, `<hash ${name}>`);
    if (kind === "ControllerRevision")
      this.add(labels?.["controller-revision-hash"] ?? labels?.["controller.kubernetes.io/hash"], `<revision ${name}>`);
  }

  /** What comes before the random part of a name; undefined when the name has none. */
  #generatedBase(kind: string, { metadata }: Seen, owner: Controller): string | undefined {
    if (kind === "Pod" && owner?.kind === "StatefulSet") return undefined;
    if (metadata.generateName !== undefined) return metadata.generateName;
    const stem = metadata.name.replace(/[^-]+$/, "");
    const hash = metadata.labels?.["pod-template-hash"];
    if (kind === "ControllerRevision") return stem;
    if (kind === "ReplicaSet" && hash && metadata.name.endsWith(`-${hash}`)) return stem;
    return kind === "Job" && owner?.kind === "CronJob" ? stem : undefined;
  }

  #random(kind: string, raw: string, base: string): string {
    const known = this.#byRaw.get(raw);
    if (known !== undefined) return known;
    const stem = this.replaceIn(base.replace(/-$/, ""));
    const alias = `${stem}-#${this.nth(`${kind}/${stem}`)}`;
    this.add(raw, alias);
    return alias;
  }

  #learnService({ metadata, spec }: Seen): void {
    if (/^\d/.test(spec?.clusterIP ?? "")) this.add(spec?.clusterIP, `<clusterIP ${metadata.name}>`);
    for (const { name, port, nodePort } of spec?.ports ?? []) {
      if (nodePort && !this.#isGiven(String(nodePort))) this.add(String(nodePort), `<nodePort ${metadata.name}/${name ?? port}>`);
    }
  }

  #learnPod(seen: Seen): void {
    const { metadata, spec, status } = seen;
    const ref = this.#known.get(metadata.uid)?.slice("Pod/".length) ?? metadata.name;
    const owner = controllerOf(seen);
    this.add(status?.podIP, `<ip ${ref}>`);
    for (const container of [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])])
      this.#learnContainer(ref, container);
    this.add(spec?.volumes?.find(({ name }) => name.startsWith("kube-api-access-"))?.name, "kube-api-access-#");
    const hash = metadata.labels?.["pod-template-hash"];
    if (hash && isReplicaSetOf(owner, hash)) this.add(hash, `<hash ${this.replaceIn(owner.name)}>`);
    const revision = metadata.labels?.["controller-revision-hash"];
    if (revision && owner?.kind === "DaemonSet" && /^[a-z0-9]{6,12}$/.test(revision)) {
      this.add(revision, `<revision ${this.#random("ControllerRevision", `${owner.name}-${revision}`, `${owner.name}-`)}>`);
    }
    if (revision && owner?.kind === "StatefulSet") this.#random("ControllerRevision", revision, `${owner.name}-`);
  }

  #learnContainer(ref: string, { name, containerID, state, lastState }: SeenContainer): void {
    for (const id of [lastState?.terminated?.containerID, state?.terminated?.containerID, containerID]) {
      if (!id || this.#byRaw.has(id)) continue;
      const alias = `<container ${ref}/${name} ${this.nth(`c${ref}${name}`)}>`;
      this.add(id, alias);
      this.add(id.replace("containerd://", ""), alias);
    }
  }
}

function controllerOf({ metadata }: Seen): Controller {
  return metadata.ownerReferences?.find(({ controller }) => controller);
}

function isReplicaSetOf(owner: Controller, hash: string): owner is { readonly kind: string; readonly name: string } {
  return owner?.kind === "ReplicaSet" && owner.name.endsWith(`-${hash}`);
}
