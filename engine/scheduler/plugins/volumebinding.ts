// VolumeBinding: a pod one of whose claims does not exist, or is on its way out, goes nowhere (SCHF-9). Left out on purpose:
// whether a claim is bound; a node makes an empty directory of each, so any claim will do.

import { isBeingDeleted } from "../../api/object.ts";
import type { Pod } from "../../api/types.generated.ts";
import type { Plugin } from "../framework.ts";

export const volumeBinding: Plugin = {
  name: "VolumeBinding",
  preFilter({ pod, view }) {
    for (const name of claimNames(pod)) {
      const claim = view.claim(pod.metadata.namespace ?? "", name);
      if (claim === undefined) return { rejected: `persistentvolumeclaim "${name}" not found` };
      if (isBeingDeleted(claim)) return { rejected: `persistentvolumeclaim "${name}" is being deleted` };
    }
    return undefined;
  },
  events: ["claimChanged"],
  hint: (event, pod) =>
    event.type === "claimChanged" &&
    event.claim.metadata.namespace === pod.metadata.namespace &&
    claimNames(pod).includes(event.claim.metadata.name),
};

function claimNames(pod: Pod): readonly string[] {
  return (pod.spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
}
