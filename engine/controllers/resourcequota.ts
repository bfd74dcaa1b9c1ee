// Writes down how much of a ResourceQuota is used (RQ-1). What a new object would use is charged by admission; here the
// count is taken afresh whenever an object comes, goes or ends.

import { deepEqual } from "../api/equal.ts";
import { KINDS, qualifiedResource } from "../api/kinds.ts";
import { keyOf, splitKey } from "../api/object.ts";
import { isPodTerminal } from "../api/podstate.ts";
import { addQuantities } from "../api/quantity.ts";
import { COUNTED_BY_NAME, isInQuotaScope, storedPodQuotaUsage, type Quantities } from "../api/quotausage.ts";
import type { ResourceQuota } from "../api/types.generated.ts";
import type { Client } from "../client/client.ts";
import type { PartContext } from "../client/context.ts";
import type { WorkQueueState } from "../client/workqueue.ts";
import { WorkQueue } from "../client/workqueue.ts";
import type { Message } from "../sim/clock.ts";
import type { Part } from "../sim/part.ts";

const NAME = "resourcequota-controller";
/** Kinds that come and go without end, and that nobody limits. */
const NOT_COUNTED: ReadonlySet<string> = new Set(["Event", "Lease"]);

export class ResourceQuotaController implements Part {
  readonly name = NAME;
  readonly #client: Client;
  readonly #queue: WorkQueue;

  constructor(context: PartContext) {
    const { clock, latency } = context;
    this.#client = context.clientFor(NAME);
    this.#queue = new WorkQueue({ clock, latency, part: NAME, sync: (key, trigger) => this.#sync(key, trigger) });
    this.#client.watch("ResourceQuota", ({ type, object, old, cause }) => {
      if (type !== "MODIFIED" || !deepEqual(old?.spec, object.spec)) this.#queue.add(keyOf(object), cause);
    });
    this.#client.watch("Pod", ({ type, object, old, cause }) => {
      const hasEnded = old !== undefined && isPodTerminal(old) !== isPodTerminal(object);
      if (type !== "MODIFIED" || hasEnded) this.#enqueueQuotas(object.metadata.namespace, cause);
    });
    for (const { kind, namespaced } of KINDS) {
      if (!namespaced || kind === "Pod" || NOT_COUNTED.has(kind)) continue;
      this.#client.watch(kind, ({ type, object, cause }) => {
        if (type !== "MODIFIED") this.#enqueueQuotas(object.metadata.namespace, cause);
      });
    }
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

  #enqueueQuotas(namespace: string | undefined, cause: number): void {
    for (const quota of this.#client.list("ResourceQuota", namespace)) this.#queue.add(keyOf(quota), cause);
  }

  #sync(key: string, trigger: number | undefined): void {
    const { namespace, name } = splitKey(key);
    const quota = this.#client.get("ResourceQuota", namespace, name);
    if (quota === undefined) return this.#queue.forget(key);
    const status = { hard: quota.spec.hard ?? {}, used: { ...this.#objectsUsed(quota), ...this.#podsUse(quota) } };
    if (deepEqual(status, quota.status)) return;
    this.#client.updateStatus("ResourceQuota", { ...quota, status }, { rule: "quota.status", saw: { quota: name }, trigger });
  }

  #podsUse(quota: ResourceQuota): Quantities {
    const hard = quota.spec.hard ?? {};
    const used: Quantities = {};
    for (const key of Object.keys(hard)) if (isAboutPods(key)) used[key] = "0";
    for (const pod of this.#client.list("Pod", quota.metadata.namespace)) {
      if (!isInQuotaScope(pod, quota)) continue;
      for (const [key, amount] of Object.entries(storedPodQuotaUsage(pod, hard))) used[key] = addQuantities(used[key] ?? "0", amount);
    }
    return used;
  }

  /** Objects of other kinds, by `count/<resource>` or by their plain name. */
  #objectsUsed(quota: ResourceQuota): Quantities {
    const used: Quantities = {};
    for (const info of KINDS) {
      if (!info.namespaced || info.kind === "Pod") continue;
      const keys = [`count/${qualifiedResource(info)}`, ...(COUNTED_BY_NAME.has(info.resource) ? [info.resource] : [])];
      const limited = keys.filter((key) => quota.spec.hard?.[key] !== undefined);
      if (limited.length === 0) continue;
      let count = 0;
      for (const _object of this.#client.list(info.kind, quota.metadata.namespace)) count += 1;
      for (const key of limited) used[key] = String(count);
    }
    return used;
  }
}

function isAboutPods(key: string): boolean {
  return key === "pods" || key === "count/pods" || /^((requests|limits)\.)?(cpu|memory)$/.test(key);
}
