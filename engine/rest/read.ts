// GET of one object and of collections, in the form that the client wants (API-64, API-98).

import type { KubeObject } from "../api/object.ts";
import { objectJson, type ResourceRequest } from "./context.ts";
import { listJson, listPage, parseRevision, selectionOf, tooLarge } from "./list.ts";
import { partialMetadata } from "./metadata.ts";
import { listOptions } from "./query.ts";
import type { Answer } from "./respond.ts";
import { includeObjectIn, newTable } from "./table/table.ts";

export function get(context: ResourceRequest): Answer {
  const { server, route, query } = context;
  const revision = parseRevision(query.text("resourceVersion"));
  if (revision !== undefined && revision > server.store.revision) throw tooLarge(revision, server.store.revision);
  const object = server.get(route.info, route.namespace ?? "", route.name ?? "");
  return { status: 200, json: inForm(context, object) };
}

/** JSON of one object as a Table, as metadata, or whole. */
export function inForm({ server, route, query, form }: ResourceRequest, object: KubeObject): string {
  switch (form.as) {
    case "table": {
      const { resourceVersion } = object.metadata;
      const choice = { includeObject: includeObjectIn(query.get("includeObject")), metaVersion: form.metaVersion };
      return JSON.stringify(newTable(route.info, [object], { resourceVersion }, server.clock.now, choice));
    }
    case "metadata":
      return JSON.stringify(partialMetadata(object, form.metaVersion));
    default:
      return objectJson(route.info, object);
  }
}

export function list(context: ResourceRequest): Answer {
  const { server, route, query, form } = context;
  const { info } = route;
  const page = listPage(server, info, route.namespace, selectionOf(info, query), listOptions(query, false));
  switch (form.as) {
    case "table": {
      const choice = { includeObject: includeObjectIn(query.get("includeObject")), metaVersion: form.metaVersion };
      return { status: 200, json: JSON.stringify(newTable(info, page.items, page.metadata, server.clock.now, choice)) };
    }
    case "metadata": {
      const items = page.items.map((item) => partialMetadata(item, form.metaVersion));
      const meta = { kind: "PartialObjectMetadataList", apiVersion: `meta.k8s.io/${form.metaVersion}`, metadata: page.metadata, items };
      return { status: 200, json: JSON.stringify(meta) };
    }
    default:
      return { status: 200, json: listJson(info, page) };
  }
}
