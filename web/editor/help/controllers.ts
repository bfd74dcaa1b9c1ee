// What the fields of controllers do.

import type { Help } from "../fieldhelp.ts";

export const CONTROLLERS: Readonly<Record<string, Help>> = {
  "DaemonSetSpec.revisionHistoryLimit": {
    en: "How many old revisions of the template are kept, for `kubectl rollout undo`.",
    ko: "`kubectl rollout undo`로 돌아갈 수 있도록 남겨 두는 옛 템플릿의 수입니다.",
  },
  "DaemonSetUpdateStrategy.type": {
    en: "`RollingUpdate` replaces old pods by itself; `OnDelete` leaves each until you delete it.",
    ko: "`RollingUpdate`는 옛 파드를 스스로 바꾸고, `OnDelete`는 여러분이 지울 때까지 그대로 둡니다.",
  },
  "DaemonSetUpdateStrategy.rollingUpdate": {
    en: "How many nodes may be without a ready pod, or have two, during a rollout.",
    ko: "롤아웃 동안 준비된 파드가 없거나 둘인 노드가 몇 개까지 되는지 정합니다.",
  },
  "RollingUpdateDaemonSet.maxUnavailable": {
    en: "On so many nodes at once the old pod may be deleted before the new one is ready. A number, or a share of the nodes.",
    ko: "새 파드가 준비되기 전에 옛 파드를 지워도 되는 노드의 수입니다. 수나 노드의 비율로 씁니다.",
  },
  "RollingUpdateDaemonSet.maxSurge": {
    en: "On so many nodes the new pod may start beside the old one, which goes when the new one is ready.",
    ko: "옛 파드 곁에서 새 파드를 먼저 띄워도 되는 노드의 수입니다. 새 파드가 준비되면 옛 파드가 사라집니다.",
  },
  "DeploymentSpec.paused": {
    en: "While true, changes of the template start no rollout; scaling still works.",
    ko: "true인 동안 템플릿을 바꾸어도 롤아웃이 시작되지 않습니다. 스케일은 그대로 됩니다.",
  },
  "DeploymentSpec.progressDeadlineSeconds": {
    en: "When a rollout makes no progress for so long, the condition Progressing becomes False. Nothing is taken back by itself.",
    ko: "롤아웃이 이만큼 나아가지 못하면 Progressing 조건이 False가 됩니다. 스스로 되돌리지는 않습니다.",
  },
  "DeploymentStrategy.type": {
    en: "`RollingUpdate` lets old and new pods run side by side; `Recreate` ends all old ones first.",
    ko: "`RollingUpdate`는 옛 파드와 새 파드를 함께 두고, `Recreate`는 옛 파드를 모두 끝낸 뒤 새로 만듭니다.",
  },
  "DeploymentStrategy.rollingUpdate": {
    en: "How many pods too many or too few there may be during a rollout.",
    ko: "롤아웃 동안 파드가 얼마나 많거나 모자라도 되는지 정합니다.",
  },
  "RollingUpdateDeployment.maxUnavailable": {
    en: "So many of the wanted pods may be unavailable during a rollout; a share is rounded down.",
    ko: "롤아웃 동안 쓸 수 없어도 되는 파드의 수입니다. 비율이면 내림합니다.",
  },
  "RollingUpdateDeployment.maxSurge": {
    en: "So many pods above the wanted number may exist during a rollout; a share is rounded up.",
    ko: "롤아웃 동안 바라는 수보다 더 있어도 되는 파드의 수입니다. 비율이면 올림합니다.",
  },
};
