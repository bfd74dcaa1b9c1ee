// What the editor knows of the cluster, from the rows that the picture is drawn from.

import { type Image, KNOWN_IMAGES } from "../../engine/index.ts";
import type { Translate } from "../i18n/setup.ts";
import { sceneStore } from "../store/scene.ts";
import { cluster } from "../worker/client.ts";
import { imageWord } from "./imageWords.ts";
import type { Known, Listed } from "./suggestions.ts";

/** A huge cluster has no more labels than its first pods. */
const MOST_PODS = 2000;

export async function known(t: Translate): Promise<Known> {
  const { pods, nodes, controllers } = sceneStore.getState();
  const own = (await list<Image>("/apis/sim.podyard.dev/v1/images")).map(({ spec }) => spec);
  return {
    podLabels: [
      ...[...pods.values()].slice(0, MOST_PODS).map(({ labels }) => labels),
      ...[...controllers.values()].map(({ templateLabels }) => templateLabels),
    ],
    nodeLabels: [...nodes.values()].map(({ allLabels }) => allLabels),
    nodes: [...nodes.values()].map(({ name }) => name),
    taints: [...nodes.values()].flatMap(({ taints }) => taints),
    controllers: [...controllers.values()],
    images: [...own, ...KNOWN_IMAGES].flatMap((spec) => spec.names.map((name) => ({ name, word: imageWord(spec, t) }))),
  };
}

const PATHS: Readonly<Record<Listed, string>> = {
  configmaps: "/api/v1/configmaps",
  secrets: "/api/v1/secrets",
  namespaces: "/api/v1/namespaces",
  serviceaccounts: "/api/v1/serviceaccounts",
  priorityclasses: "/apis/scheduling.k8s.io/v1/priorityclasses",
};

export async function namesOf(resource: Listed): Promise<readonly { readonly name: string; readonly namespace: string | undefined }[]> {
  const items = await list<{ readonly metadata: { readonly name: string; readonly namespace?: string } }>(PATHS[resource]);
  return items.map(({ metadata }) => ({ name: metadata.name, namespace: metadata.namespace }));
}

/** Nothing when there is no cluster to ask. */
async function list<Item>(path: string): Promise<readonly Item[]> {
  try {
    return (await cluster.json<{ readonly items: readonly Item[] }>(path))?.items ?? [];
  } catch {
    // The cluster was started again meanwhile: the next list is of the new one.
    return [];
  }
}
