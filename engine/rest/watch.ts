// Watches (API-68 to API-75): what is there or what has changed since a revision, then every change as it happens. Events
// carry the engine's own objects. Time limits of a watch are the business of whoever holds the stream.

import { ApiError } from "../api/apierror.ts";
import { emptyStruct } from "../api/decode.ts";
import { apiVersionOf, type KindInfo } from "../api/kinds.ts";
import type { KubeObject } from "../api/object.ts";
import { type ApiRequest, headerOf, type Unsubscribe, type WatchEvent } from "../api/request.ts";
import type { ObjectMeta } from "../api/types.generated.ts";
import type { ApiServer } from "../apiserver/apiserver.ts";
import type { StoreChange } from "../apiserver/store.ts";
import { isSelected, listPage, revisionError, type Selection, selectionOf } from "./list.ts";
import { partialMetadata } from "./metadata.ts";
import { type Form, formOf } from "./negotiate.ts";
import { type ListOptions, listOptions, Query } from "./query.ts";
import { resourceMissing } from "./respond.ts";
import { type ResourceRoute, routeOf } from "./route.ts";
import { type IncludeObject, includeObjectIn, newTable } from "./table/table.ts";

/** About once a minute a quiet watch is told how far it has come (API-71). */
const BOOKMARK_EVERY_MS = 60_000;

type Sink = (event: WatchEvent) => void;

/** Starts a watch. A request that cannot be served gives one ERROR event with the Status. */
export function watch(server: ApiServer, request: ApiRequest, sink: Sink): Unsubscribe {
  let plan: WatchPlan;
  try {
    plan = planWatch(server, request);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    sink({ type: "ERROR", object: error.status });
    return () => {};
  }
  return new Watch(server, plan, sink).start();
}

export interface WatchPlan {
  readonly info: KindInfo;
  readonly namespace: string | undefined;
  readonly selection: Selection;
  readonly options: ListOptions;
  readonly form: Form;
  readonly includeObject: IncludeObject;
  /** Changes after this revision; undefined: begin with what is there. */
  readonly since: number | undefined;
}

/** What a watch request asks for; throws an `ApiError` where a server would answer with a status. */
export function planWatch(server: ApiServer, request: ApiRequest): WatchPlan {
  const [path = "", text = ""] = request.path.split("?");
  const route = routeOf(path);
  if (route.type !== "resource" || route.subresource !== undefined) throw resourceMissing();
  const query = new Query(text);
  const { info, namespace } = route;
  const options = listOptions(query, true);
  const form = formOf(headerOf(request, "accept"));
  const { resourceVersion } = options;
  if (resourceVersion !== undefined && !/^\d+$/.test(resourceVersion)) throw new ApiError(500, undefined, revisionError(resourceVersion));
  const isFromNow = options.sendInitialEvents === false;
  const isFromStart = options.sendInitialEvents === true || !resourceVersion || resourceVersion === "0";
  const since = isFromStart ? (isFromNow ? server.store.revision : undefined) : Number(resourceVersion);
  return {
    info,
    namespace,
    selection: selectionFor(route, query),
    options,
    form,
    includeObject: includeObjectIn(query.get("includeObject")),
    since,
  };
}

export function isWatch(route: ResourceRoute, query: Query): boolean {
  return route.watchPath || (route.name === undefined && route.subresource === undefined && query.flag("watch"));
}

/** The path `/watch/.../name` selects by that name. */
function selectionFor(route: ResourceRoute, query: Query): Selection {
  const selection = selectionOf(route.info, query);
  if (route.name === undefined) return selection;
  return { ...selection, fields: [...selection.fields, { field: "metadata.name", isEqual: true, value: route.name }] };
}

class Watch {
  readonly #server: ApiServer;
  readonly #plan: WatchPlan;
  readonly #sink: Sink;
  #isFirst = true;
  #lastEventAt: number;
  #unsubscribes: Unsubscribe[] = [];

  constructor(server: ApiServer, plan: WatchPlan, sink: Sink) {
    this.#server = server;
    this.#plan = plan;
    this.#sink = sink;
    this.#lastEventAt = server.clock.now;
  }

  start(): Unsubscribe {
    const { store } = this.#server;
    const { info, since, options } = this.#plan;
    if (since !== undefined && !this.#replay(since)) return () => {};
    if (since === undefined) this.#sendPresent();
    this.#unsubscribes.push(store.subscribe(info.kind, (change) => this.#take(change)));
    if (options.allowWatchBookmarks) this.#unsubscribes.push(store.subscribeAll(() => this.#bookmarkIfQuiet()));
    return () => {
      for (const unsubscribe of this.#unsubscribes) unsubscribe();
      this.#unsubscribes = [];
    };
  }

  #sendPresent(): void {
    const { info, namespace, selection, options } = this.#plan;
    const everything = { ...options, limit: 0, continueToken: undefined, resourceVersion: undefined, match: undefined };
    for (const object of listPage(this.#server, info, namespace, selection, everything).items) this.#send("ADDED", object);
    if (options.sendInitialEvents === true && options.allowWatchBookmarks) this.#bookmark({ "k8s.io/initial-events-end": "true" });
  }

  /** False when the revision is too far in the past: the watch ends with an error (API-72). */
  #replay(since: number): boolean {
    const changes = this.#server.store.changesSince(since);
    if (!changes) {
      const message = `too old resource version: ${since} (${this.#server.store.oldestRevision})`;
      this.#sink({ type: "ERROR", object: new ApiError(410, "Expired", message).status });
      return false;
    }
    for (const change of changes) if (change.kind === this.#plan.info.kind) this.#take(change);
    return true;
  }

  /** What a change is to this watch: objects come into the selection and leave it (API-74). */
  #take({ type, object, old, revision }: StoreChange): void {
    const { namespace, selection, since } = this.#plan;
    if (namespace !== undefined && object.metadata.namespace !== namespace) return;
    if (since !== undefined && revision <= since) return;
    const isIn = type !== "DELETED" && isSelected(selection, object);
    const wasIn = old !== undefined && isSelected(selection, old);
    if (isIn) this.#send(wasIn ? "MODIFIED" : "ADDED", object);
    else if (wasIn) this.#send("DELETED", type === "DELETED" ? object : at(old, revision));
  }

  #send(type: "ADDED" | "MODIFIED" | "DELETED", object: KubeObject): void {
    this.#lastEventAt = this.#server.clock.now;
    this.#sink({ type, object: this.#shown(object) });
  }

  #shown(object: KubeObject): unknown {
    const { info, form, includeObject } = this.#plan;
    if (form.as === "metadata") return partialMetadata(object, form.metaVersion);
    if (form.as !== "table") return object;
    const { resourceVersion } = object.metadata;
    const table = newTable(info, [object], { resourceVersion }, this.#server.clock.now, { includeObject, metaVersion: form.metaVersion });
    const shown = this.#isFirst ? table : { ...table, columnDefinitions: null };
    this.#isFirst = false;
    return shown;
  }

  #bookmarkIfQuiet(): void {
    if (this.#server.clock.now - this.#lastEventAt >= BOOKMARK_EVERY_MS) this.#bookmark();
  }

  #bookmark(annotations?: Readonly<Record<string, string>>): void {
    const { info, form } = this.#plan;
    this.#lastEventAt = this.#server.clock.now;
    const metadata = { resourceVersion: String(this.#server.store.revision), ...(annotations ? { annotations } : {}) };
    if (form.as === "table") {
      this.#sink({
        type: "BOOKMARK",
        object: { kind: "Table", apiVersion: `meta.k8s.io/${form.metaVersion}`, metadata, columnDefinitions: null, rows: [] },
      });
      return;
    }
    const head =
      form.as === "metadata"
        ? { kind: "PartialObjectMetadata", apiVersion: `meta.k8s.io/${form.metaVersion}` }
        : { kind: info.kind, apiVersion: apiVersionOf(info) };
    this.#sink({
      type: "BOOKMARK",
      object: form.as === "metadata" ? { ...head, metadata } : { ...head, ...emptyStruct(info.definition), metadata },
    });
  }
}

/** The last state that matched, with the revision of the change that made it match no more. */
function at(object: KubeObject, revision: number): KubeObject {
  const metadata: ObjectMeta = { ...object.metadata, resourceVersion: String(revision) };
  return { ...object, metadata };
}
