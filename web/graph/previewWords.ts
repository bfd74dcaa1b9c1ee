// What a preview says: which controller would do what, and when the pods will have come to rest.

import type { Translate } from "../i18n/setup.ts";
import { shortRef } from "../store/identity.ts";
import type { Scene } from "../store/scene.ts";
import type { Preview } from "../worker/protocol.ts";
import type { PodRow } from "../worker/rows.ts";

interface Change {
  readonly born: PodRow[];
  readonly gone: PodRow[];
}

/** A sentence for each controller, and one for the time until all is over. */
export function previewSentences({ born, leaving, settlesMs }: Preview, pods: Scene["pods"], t: Translate): readonly string[] {
  const changes = new Map<string, Change>();
  const changeOf = ({ owner }: PodRow): Change => {
    const name = owner === undefined ? t("graph.preview.theFile") : shortRef(owner);
    const change = changes.get(name) ?? { born: [], gone: [] };
    changes.set(name, change);
    return change;
  };
  for (const pod of born) changeOf(pod).born.push(pod);
  for (const pod of leaving.flatMap((uid) => pods.get(uid) ?? [])) changeOf(pod).gone.push(pod);
  if (changes.size === 0) return [t("graph.preview.nothing")];
  const settles = settlesMs === undefined ? [] : [t("graph.preview.settles", { seconds: (settlesMs / 1000).toFixed(1) })];
  return [...[...changes].map(([owner, change]) => sentenceOf(owner, change, t)), ...settles];
}

function sentenceOf(owner: string, change: Change, t: Translate): string {
  const [born, gone] = [bornText(change.born, t), goneText(change.gone, t)];
  if (change.gone.length === 0) return t("graph.preview.creates", { owner, born });
  if (change.born.length === 0) return t("graph.preview.deletes", { owner, gone });
  return t("graph.preview.both", { owner, gone, born });
}

/** One is named, several are counted. */
function goneText(pods: readonly PodRow[], t: Translate): string {
  const [one, another] = pods;
  if (one === undefined || another !== undefined) return t("graph.preview.pods", { count: pods.length });
  return one.node === undefined ? one.name : t("graph.preview.podOn", { pod: one.name, node: one.node });
}

function bornText(pods: readonly PodRow[], t: Translate): string {
  const count = pods.length;
  const nodes = [...new Set(pods.map(({ node }) => node))];
  const [node] = nodes;
  return nodes.length === 1 && node !== undefined ? t("graph.preview.podsOn", { count, node }) : t("graph.preview.pods", { count });
}
