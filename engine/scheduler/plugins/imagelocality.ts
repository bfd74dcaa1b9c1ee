// ImageLocality: rather on nodes that have the images already, the larger and the more spread the better (SCHS-5).
// As in a real cluster the names of a node's images are compared to the letter, so `nginx` is not `docker.io/library/nginx`.

import type { Pod } from "../../api/types.generated.ts";
import { nodeOf } from "../framework.ts";
import type { Plugin } from "../framework.ts";
import type { Snapshot } from "../snapshot.ts";

const MIB = 1024 * 1024;
const LEAST = 23 * MIB;
const MOST_PER_CONTAINER = 1000 * MIB;

export const imageLocality: Plugin = {
  name: "ImageLocality",
  weight: 1,
  score({ pod, snapshot }, nodes) {
    const scores = scoresOf(pod, snapshot);
    return scores && nodes.map((node) => scores[node.index] ?? 0);
  },
};

/** By `NodeInfo.index`; undefined when none of the images is on a node. */
function scoresOf(pod: Pod, snapshot: Snapshot): readonly number[] | undefined {
  const images = imagesOf(pod);
  const key = images.join(" ");
  if (!snapshot.imageScores.has(key)) snapshot.imageScores.set(key, calculateScores(images, snapshot));
  return snapshot.imageScores.get(key);
}

function imagesOf(pod: Pod): readonly string[] {
  const containers = pod.spec.initContainers === undefined ? pod.spec.containers : [...pod.spec.initContainers, ...pod.spec.containers];
  return containers.map(({ image = "" }) => (image.lastIndexOf(":") <= image.lastIndexOf("/") ? `${image}:latest` : image));
}

function calculateScores(images: readonly string[], snapshot: Snapshot): readonly number[] | undefined {
  const all = snapshot.nodes.length;
  const sums: number[] = Array.from({ length: all }, () => 0);
  let any = false;
  for (const image of images) {
    const sizes = snapshot.nodes.map((info) => nodeOf(info).status?.images?.find(({ names }) => names?.includes(image))?.sizeBytes);
    const having = sizes.filter((size) => size !== undefined).length;
    if (having > 0) any = true;
    sizes.forEach((size, index) => (sums[index] = (sums[index] ?? 0) + Math.trunc(((size ?? 0) * having) / all)));
  }
  if (!any) return undefined;
  const most = MOST_PER_CONTAINER * images.length;
  return sums.map((sum) => Math.trunc((100 * (Math.min(Math.max(sum, LEAST), most) - LEAST)) / (most - LEAST)));
}
