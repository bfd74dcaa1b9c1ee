// NodeName: a pod that names its node goes there (SCHF-2). Such pods are not queued in practice (SCHQ-14).

import type { Plugin, Refusal } from "../framework.ts";

const REFUSAL: Refusal = { reasons: ["node(s) didn't match the requested node name"], resolvable: false };

export const nodeName: Plugin = {
  name: "NodeName",
  preFilter({ pod }) {
    const wanted = pod.spec.nodeName;
    return wanted ? { filter: (node) => (node.name === wanted ? undefined : REFUSAL) } : undefined;
  },
  events: ["nodeAdded"],
  hint: (event) => event.type === "nodeAdded",
};
