// Images on a node and the way of one to it.

import type { Random } from "../sim/random.ts";
import type { ImageSource, PullResult } from "./contract.ts";
import { parseImageName } from "./imagename.ts";
import { isKnownImage } from "./knownimages.ts";

const PULL_BYTES_PER_MS = 100_000;
/** Asking the registry, before anything comes. */
const PULL_OVERHEAD_MS = 600;
const DEFAULT_IMAGE_BYTES = 60_000_000;

export function hasImage(present: ReadonlySet<string>, images: ImageSource, image: string): boolean {
  const name = parseImageName(image);
  return !("error" in name) && (present.has(name.full) || images.find(image)?.preloaded === true);
}

/** How long a pull takes, or the registry's error text as a node without a way to the registry words it (KL-56). */
export function pullDuration(images: ImageSource, random: Random, image: string, present: boolean): PullResult {
  const name = parseImageName(image);
  if ("error" in name) return { error: `failed to pull and unpack image "${image}": ${name.error}` };
  const spec = images.find(image);
  if (spec === undefined) {
    const path = name.repository.replace(/^docker\.io\//, "");
    const why = `failed to do request: Head "https://registry-1.docker.io/v2/${path}/manifests/${name.tag}": dial tcp: lookup registry-1.docker.io on 10.96.0.10:53: no such host`;
    return { error: `failed to pull and unpack image "${name.full}": failed to resolve image: ${why}` };
  }
  if (spec.pullFailure) return { error: `failed to pull and unpack image "${name.full}": ${spec.pullFailure}` };
  const sizeBytes = spec.sizeBytes ?? DEFAULT_IMAGE_BYTES;
  if (spec.pullSeconds !== undefined) {
    const estimated = isKnownImage(spec) ? { estimated: true as const } : {};
    return { ms: Math.round(spec.pullSeconds * 1000 * random.between(0.995, 1.012)), sizeBytes, ...estimated };
  }
  // What is there already need not come again: the registry is only asked.
  const transferMs = present ? 0 : (sizeBytes / PULL_BYTES_PER_MS) * random.between(0.8, 1.3);
  return { ms: Math.round(PULL_OVERHEAD_MS + transferMs), sizeBytes, estimated: true };
}
