// What every active namespace has without anybody asking: the ServiceAccount `default` (SA-1) and the ConfigMap
// kube-root-ca.crt (API-202). Two controllers of Kubernetes that do the same with different objects.

import { isBeingDeleted } from "../api/object.ts";
import type { Client, NewObject } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import type { WorkQueueState } from "../client/workqueue.ts";
import { WorkQueue } from "../client/workqueue.ts";
import type { Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";

interface Furnishing {
  readonly actor: string;
  readonly kind: "ServiceAccount" | "ConfigMap";
  readonly object: NewObject & { readonly metadata: { readonly name: string } };
}

export const DEFAULT_SERVICE_ACCOUNT: Furnishing = {
  actor: "serviceaccount-controller",
  kind: "ServiceAccount",
  object: { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default" } },
};

const CA_DESCRIPTION =
  "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. " +
  "No other usage is guaranteed across distributions of Kubernetes clusters.";
const CA_CONFIG_MAP: NewObject & { readonly metadata: { readonly name: string }; readonly data: Readonly<Record<string, string>> } = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "kube-root-ca.crt", annotations: { "kubernetes.io/description": CA_DESCRIPTION } },
  data: { "ca.crt": "-----BEGIN CERTIFICATE-----\nc2ltdWxhdGVk\n-----END CERTIFICATE-----\n" },
};
export const ROOT_CA: Furnishing = { actor: "root-ca-certificate-publisher", kind: "ConfigMap", object: CA_CONFIG_MAP };

export class NamespaceFurnisher implements Part {
  readonly name: string;
  readonly #client: Client;
  readonly #queue: WorkQueue;
  readonly #furnishing: Furnishing;

  constructor(context: PartContext, furnishing: Furnishing) {
    const { clock, latency } = context;
    this.name = furnishing.actor;
    this.#furnishing = furnishing;
    this.#client = context.clientFor(this.name);
    this.#queue = new WorkQueue({ clock, latency, part: this.name, sync: (key, trigger) => this.#sync(key, trigger) });
    this.#client.watch("Namespace", ({ type, object, cause }) => {
      if (type !== "DELETED") this.#queue.add(object.metadata.name, cause);
    });
    this.#client.watch(furnishing.kind, ({ type, object, cause }) => {
      const { namespace, name } = object.metadata;
      if (type === "DELETED" && name === furnishing.object.metadata.name && namespace !== undefined) this.#queue.add(namespace, cause);
    });
  }

  get state(): WorkQueueState {
    return this.#queue.state;
  }
  set state(state: WorkQueueState) {
    this.#queue.state = state;
  }

  handle(message: Message): void {
    this.#queue.handle(message);
  }

  #sync(namespace: string, trigger: number | undefined): void {
    const { kind, object } = this.#furnishing;
    const owner = this.#client.get("Namespace", undefined, namespace);
    if (owner === undefined || isBeingDeleted(owner)) return this.#queue.forget(namespace);
    if (this.#client.get(kind, namespace, object.metadata.name) !== undefined) return;
    this.#client.create(
      kind,
      { ...object, metadata: { ...object.metadata, namespace } },
      { rule: "namespace.furnish", saw: { namespace }, trigger },
    );
  }
}
