// The default profile: the plugins in the order in which they filter (SCHA-20). Left out on purpose: the other
// plugins for volumes and those for claimed devices, which do not exist in the simulated nodes.

import type { Plugin } from "./framework.ts";
import { imageLocality } from "./plugins/imagelocality.ts";
import { interPodAffinity } from "./plugins/interpodaffinity.ts";
import { nodeAffinity } from "./plugins/nodeaffinity.ts";
import { nodeName } from "./plugins/nodename.ts";
import { nodePorts } from "./plugins/nodeports.ts";
import { nodeResourcesBalancedAllocation, nodeResourcesFit } from "./plugins/noderesources.ts";
import { nodeUnschedulable } from "./plugins/nodeunschedulable.ts";
import { podTopologySpread } from "./plugins/podtopologyspread.ts";
import { taintToleration } from "./plugins/tainttoleration.ts";
import { volumeBinding } from "./plugins/volumebinding.ts";

export const DEFAULT_PROFILE: readonly Plugin[] = [
  nodeUnschedulable,
  nodeName,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  volumeBinding,
  podTopologySpread,
  interPodAffinity,
  nodeResourcesBalancedAllocation,
  imageLocality,
];
