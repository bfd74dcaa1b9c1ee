// What DaemonSets and StatefulSets share of their ControllerRevisions: the history of templates (DS-56, GEN-26).

import type { KubeObject } from "../api/object.ts";
import { keyOf, refOf } from "../api/object.ts";
import { matchesSelector, selectorOf } from "../api/selector.ts";
import type { ControllerRevision, DaemonSet, PodTemplateSpec, StatefulSet } from "../api/types.generated.ts";
import type { Client, NewObject } from "../client/client.ts";
import { claimObjects } from "./controllerref.ts";
import { controllerReference } from "./pods.ts";

/** A revision's data: a patch that puts the template in place of whatever is there. */
export function templateData(template: PodTemplateSpec): unknown {
  return { spec: { template: { $patch: "replace", ...template } } };
}

/** The template that a revision keeps. */
export function templateOf(revision: ControllerRevision): PodTemplateSpec {
  const { spec } = revision.data as { spec: { template: PodTemplateSpec & { $patch: string } } }; // made by templateData
  const { $patch: _directive, ...template } = spec.template;
  return template;
}

export function claimRevisions(
  client: Client,
  owner: DaemonSet | StatefulSet,
  rule: string,
  trigger: number | undefined,
): ControllerRevision[] {
  const selector = selectorOf(owner.spec.selector) ?? [];
  const candidates = [
    ...client.ownedBy("ControllerRevision", owner.metadata.uid),
    ...client.unowned("ControllerRevision", owner.metadata.namespace ?? ""),
  ];
  const matches = (revision: ControllerRevision): boolean => matchesSelector(selector, revision.metadata.labels);
  return claimObjects({ client, kind: "ControllerRevision", owner, matches, rule, saw: { set: keyOf(owner) }, trigger }, candidates);
}

export function byRevision(a: ControllerRevision, b: ControllerRevision): number {
  return a.revision - b.revision;
}

export function highestRevision(revisions: readonly ControllerRevision[]): number {
  return revisions.reduce((most, { revision }) => Math.max(most, revision), 0);
}

type NewRevision = NewObject & { readonly metadata: { readonly name: string }; readonly data: unknown; readonly revision: number };

/** A revision of the owner's present template, named and labelled by its hash. */
export function newRevision(
  owner: KubeObject & { readonly spec: { readonly template: PodTemplateSpec } },
  hashLabel: string,
  hash: string,
  revision: number,
): NewRevision {
  const { namespace, annotations, name } = owner.metadata;
  return {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata: {
      name: `${name.slice(0, 223)}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...owner.spec.template.metadata.labels, [hashLabel]: hash },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerReference(owner)],
    },
    data: templateData(owner.spec.template),
    revision,
  };
}

/** An old template that is wanted again takes the next number. */
export function renumber(
  client: Client,
  revision: ControllerRevision,
  next: number,
  rule: string,
  trigger: number | undefined,
): ControllerRevision {
  const because = { rule, saw: { revision: revision.revision }, wanted: { revision: next }, trigger };
  return client.modify("ControllerRevision", refOf(revision), (present) => ({ ...present, revision: next }), because) ?? revision;
}

/** Deletes the oldest revisions beyond the limit that are not in use (DS-57). */
export function cleanUpRevisions(
  client: Client,
  old: readonly ControllerRevision[],
  limit: number,
  isLive: (revision: ControllerRevision) => boolean,
  rule: string,
  trigger: number | undefined,
): void {
  let surplus = old.length - limit;
  for (const revision of [...old].sort(byRevision)) {
    if (surplus <= 0) return;
    if (isLive(revision)) continue;
    const { namespace, name } = revision.metadata;
    client.delete("ControllerRevision", namespace, name, {}, { rule, saw: { revisions: old.length }, wanted: { limit }, trigger });
    surplus -= 1;
  }
}
