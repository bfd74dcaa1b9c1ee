// How a cluster begins when nobody has said otherwise.

import { exampleOf, FIRST_EXAMPLE } from "../lessons/examples.ts";
import type { StartOptions } from "../worker/protocol.ts";

/** The example of the first minute: a ReplicaSet of three. */
export const KUBIA = exampleOf(FIRST_EXAMPLE)
  .files.map(({ text }) => text)
  .join("---\n");

const EMPTY: StartOptions = {
  seed: 7,
  nodes: 3,
  latency: "lifelike",
  registry: "open",
  manifests: [],
  settleMs: 0,
  speed: 1,
  running: true,
};

/** Its pods run already, and the timeline shows how they came. */
export const FIRST: StartOptions = { ...EMPTY, manifests: [KUBIA], settleMs: 18_000 };
export const EMPTY_CLUSTER: StartOptions = EMPTY;

export function newControllerFile(): { readonly name: string; readonly text: string } {
  return { name: "web-rs.yaml", text: KUBIA.replaceAll("kubia\n", "web\n").replace("image: luksa/web", "image: nginx") };
}
