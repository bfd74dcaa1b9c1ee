// Reading what a command is about: one object, or all pages of a list, with kubectl's words for what goes wrong.

import type { Target } from "../builder.ts";
import type { Obj, Query } from "../client.ts";
import { StatusError } from "../errors.ts";
import { describeResource, pathFor } from "../resources.ts";
import type { Session } from "../session.ts";

/** A list's selectors, as query parameters. */
export function selectorQuery(session: Session): Query {
  return {
    labelSelector: session.flags.text("selector") || undefined,
    fieldSelector: session.flags.text("field-selector") || undefined,
  };
}

/** All pages of a list, or the one object. */
export function fetch(session: Session, target: Target, accept: string, query: Query = {}): Obj {
  const { resource, namespace, name } = target;
  const subresource = session.flags.text("subresource");
  if (name !== undefined) return session.read(resource, namespace, name, { accept, ...(subresource ? { subresource } : {}) });
  const path = pathFor(resource, namespace);
  const limit = query["includeObject"] ? undefined : (session.flags.number("chunk-size") ?? 500);
  try {
    const first = session.client.send("GET", path, { accept, query: { ...query, ...selectorQuery(session), limit } });
    return withRest(session, path, accept, { ...query, ...selectorQuery(session), limit }, first);
  } catch (error) {
    throw explainList(session, target, error);
  }
}

function withRest(session: Session, path: string, accept: string, query: Query, first: Obj): Obj {
  let whole = first;
  let token = first.metadata?.["continue"];
  while (typeof token === "string" && token !== "") {
    const page = session.client.send("GET", path, { accept, query: { ...query, continue: token } });
    const list = "rows" in whole ? "rows" : "items";
    whole = { ...whole, [list]: [...((whole[list] ?? []) as unknown[]), ...((page[list] ?? []) as unknown[])] };
    token = page.metadata?.["continue"];
  }
  return whole;
}

/** cli-runtime tells what it was looking for when a list is refused. */
export function explainList(session: Session, target: Target, error: unknown): unknown {
  if (!(error instanceof StatusError) || (error.status.reason !== "BadRequest" && error.status.reason !== "NotFound")) return error;
  const labels = session.flags.text("selector") ?? "";
  const fields = session.flags.text("field-selector") ?? "";
  const what = JSON.stringify(describeResource(target.resource));
  if (labels === "" && fields === "") return error.prefixed(`Unable to list ${what}: `);
  return error.prefixed(
    `Unable to find ${what} that match label selector ${JSON.stringify(labels)}, field selector ${JSON.stringify(fields)}: `,
  );
}

export function sayNothingFound(session: Session, targets: readonly Target[]): void {
  const everywhere = session.allNamespaces || targets.some((target) => !target.resource.namespaced);
  session.io.stderr(everywhere ? "No resources found\n" : `No resources found in ${session.namespace} namespace.\n`);
}
