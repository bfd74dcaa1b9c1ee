// Lists: selectors, order, pages, and the past (API-64 to API-67, API-76).

import { ApiError, badRequest } from "../api/apierror.ts";
import { encodeValue } from "../api/encode.ts";
import { apiVersionOf, type KindInfo } from "../api/kinds.ts";
import { type KubeObject, keyOf } from "../api/object.ts";
import { matchesSelector, parseSelector, type Selector, SelectorError } from "../api/selector.ts";
import type { ApiServer } from "../apiserver/apiserver.ts";
import { decodeBase64Url, encodeBase64Url } from "./base64.ts";
import { type FieldSelector, matchesFields, parseFieldSelector } from "./fieldselector.ts";
import type { ListOptions, Query } from "./query.ts";

export interface Selection {
  readonly labels: Selector;
  readonly fields: FieldSelector;
}

export interface Page {
  readonly items: readonly KubeObject[];
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string; readonly remainingItemCount?: number };
}

export function selectionOf(info: KindInfo, query: Query): Selection {
  try {
    return { labels: parseSelector(query.get("labelSelector") ?? ""), fields: parseFieldSelector(info, query.get("fieldSelector") ?? "") };
  } catch (error) {
    if (error instanceof SelectorError) throw badRequest(error.message);
    throw error;
  }
}

export function isSelected({ labels, fields }: Selection, object: KubeObject): boolean {
  return matchesSelector(labels, object.metadata.labels) && (fields.length === 0 || matchesFields(fields, object));
}

export function listPage(
  server: ApiServer,
  info: KindInfo,
  namespace: string | undefined,
  selection: Selection,
  options: ListOptions,
): Page {
  const from = startOf(options);
  const revision = from?.revision ?? exactRevision(server, options);
  const all = revision === undefined ? server.store.list(info.kind, namespace) : stateAt(server, info, namespace, revision);
  const items: KubeObject[] = [];
  for (const object of all) if (isSelected(selection, object) && (!from || keyOf(object) >= from.key)) items.push(object);
  items.sort(byKey);
  const shown = options.limit > 0 && items.length > options.limit ? items.slice(0, options.limit) : items;
  const at = revision ?? server.store.revision;
  const rest = items.length - shown.length;
  const last = shown.at(-1);
  const isWhole = selection.labels.length === 0 && selection.fields.length === 0;
  return {
    items: shown,
    metadata: {
      resourceVersion: String(at),
      ...(rest > 0 && last
        ? { continue: encodeBase64Url(JSON.stringify({ v: "meta.k8s.io/v1", rv: at, start: `${keyOf(last)}\0` })) }
        : {}),
      ...(rest > 0 && isWhole ? { remainingItemCount: rest } : {}),
    },
  };
}

function startOf(options: ListOptions): { readonly revision: number; readonly key: string } | undefined {
  if (options.continueToken === undefined) return undefined;
  if (options.resourceVersion !== undefined && options.resourceVersion !== "0")
    throw badRequest("specifying resource version is not allowed when using continue");
  const text = decodeBase64Url(options.continueToken);
  const refuse = (why: string): ApiError => badRequest(`invalid continue token: continue key is not valid: ${why}`);
  let token: { readonly v?: unknown; readonly rv?: unknown; readonly start?: unknown };
  try {
    token = JSON.parse(text) as typeof token; // its parts are checked below
  } catch (error) {
    if (error instanceof SyntaxError) throw refuse(`invalid character '${text[0] ?? ""}' looking for beginning of value`);
    throw error;
  }
  if (token.v !== "meta.k8s.io/v1" || typeof token.rv !== "number" || typeof token.start !== "string")
    throw refuse("server does not recognize this encoded version");
  return { revision: token.rv, key: token.start };
}

function exactRevision(server: ApiServer, options: ListOptions): number | undefined {
  const revision = parseRevision(options.resourceVersion);
  if (revision === undefined) return undefined;
  if (revision > server.store.revision) throw tooLarge(revision, server.store.revision);
  if (options.match === "Exact") return revision;
  // A page of a list at a revision, without a match, is of that revision exactly.
  return options.match === undefined && options.limit > 0 && revision > 0 ? revision : undefined;
}

export function parseRevision(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw badRequest(`invalid resource version: ${revisionError(text)}`);
  return Number(text);
}

export function revisionError(text: string): string {
  return `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
}

export function tooLarge(wanted: number, current: number): ApiError {
  return new ApiError(504, "Timeout", `Timeout: Too large resource version: ${wanted}, current: ${current}`, {
    causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
    retryAfterSeconds: 1,
  });
}

/** The objects as they were: today's, with every later change taken back. */
function stateAt(server: ApiServer, info: KindInfo, namespace: string | undefined, revision: number): Iterable<KubeObject> {
  const objects = new Map<string, KubeObject>();
  for (const object of server.store.list(info.kind, namespace)) objects.set(keyOf(object), object);
  const changes = server.store.changesSince(revision);
  if (!changes) throw expired();
  for (const { kind, object, old } of changes.toReversed()) {
    if (kind !== info.kind || (namespace !== undefined && object.metadata.namespace !== namespace)) continue;
    if (old) objects.set(keyOf(object), old);
    else objects.delete(keyOf(object));
  }
  return objects.values();
}

function expired(): ApiError {
  return new ApiError(
    410,
    "Expired",
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.",
  );
}

function byKey(a: KubeObject, b: KubeObject): number {
  const [left, right] = [a.metadata.namespace ?? "", b.metadata.namespace ?? ""];
  if (left !== right) return left < right ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : a.metadata.name > b.metadata.name ? 1 : 0;
}

/** JSON of a typed list: its items carry neither apiVersion nor kind (API-64). */
export function listJson(info: KindInfo, page: Page): string {
  const items = page.items.map((item) => itemJson(info, item));
  return `{"kind":"${info.kind}List","apiVersion":"${apiVersionOf(info)}","metadata":${JSON.stringify(page.metadata)},"items":[${items.join(",")}]}`;
}

/** The texts of stored objects, which never change: who lists again and again pays for what is new. It only saves time. */
const itemTexts = new WeakMap<KubeObject, string>();

function itemJson(info: KindInfo, item: KubeObject): string {
  let text = itemTexts.get(item);
  if (text !== undefined) return text;
  text = encodeValue(info.definition, { ...item, kind: undefined, apiVersion: undefined });
  // Frozen, so it is the store's own.
  if (Object.isFrozen(item)) itemTexts.set(item, text);
  return text;
}
