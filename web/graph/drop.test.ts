import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { setUpLanguages, translate } from "../i18n/setup.ts";
import { type Drop, effectsOf } from "./drop.ts";
import { dropSentence } from "./dropWords.ts";
import { byUid, newControllerRow, newNodeRow, newPodRow, owned } from "./testRows.ts";

const rc = newControllerRow("ReplicationController", "kubia");
const web = newControllerRow("ReplicaSet", "web", { desired: 1 });
const ssd = newControllerRow("DaemonSet", "ssd-monitor", { desired: 1, nodeSelector: { disk: "ssd" } });
const controllers = byUid(rc, web, ssd);
const mine = ["a", "b", "c"].map((end) => newPodRow(`kubia-${end}`, { labels: { app: "kubia" }, owner: owned(rc) }));
const webPod = newPodRow("web-1", { labels: { app: "web" }, owner: owned(web) });
const manual = newPodRow("kubia-manual");
const ssdPod = newPodRow("ssd-1", { labels: { app: "ssd-monitor" }, owner: owned(ssd), node: "node-1" });
const stray = newPodRow("stray", { node: "node-2" });
const node1 = newNodeRow("node-1", { disk: "ssd" });
const node2 = newNodeRow("node-2");
const rows = { controllers, pods: byUid(...mine, webPod, manual, ssdPod, stray), nodes: byUid(node1, node2) };
const first = mine[0] ?? manual;

const TABLE: readonly (readonly [string, Drop, string, string])[] = [
  [
    "out of the selector",
    { type: "podLabel", pods: [first], key: "app", value: "debug" },
    "Set app=debug: rc/kubia lets go of kubia-a and creates 1 pod",
    "app=debug로 바꾸면: rc/kubia가 kubia-a를 놓아주고 파드 1개를 만듭니다",
  ],
  [
    "the label removed",
    { type: "podLabel", pods: [first], key: "app", value: undefined },
    "Remove app: rc/kubia lets go of kubia-a and creates 1 pod",
    "app을 제거하면: rc/kubia가 kubia-a를 놓아주고 파드 1개를 만듭니다",
  ],
  [
    "into another controller's selector",
    { type: "podLabel", pods: [first], key: "app", value: "web" },
    "Set app=web: rc/kubia lets go of kubia-a and creates 1 pod; rs/web adopts kubia-a and deletes 1 pod",
    "app=web으로 바꾸면: rc/kubia가 kubia-a를 놓아주고 파드 1개를 만듭니다; rs/web이 kubia-a를 거두고 파드 1개를 지웁니다",
  ],
  [
    "an orphan into a full controller",
    { type: "podLabel", pods: [manual], key: "app", value: "kubia" },
    "Set app=kubia: rc/kubia adopts kubia-manual and deletes 1 pod",
    "app=kubia로 바꾸면: rc/kubia가 kubia-manual을 거두고 파드 1개를 지웁니다",
  ],
  [
    "several at once out of the selector",
    { type: "podLabel", pods: mine, key: "app", value: "debug" },
    "Set app=debug on 3 pods: rc/kubia lets go of 3 pods and creates 3 pods",
    "파드 3개에 app=debug를 붙이면: rc/kubia가 파드 3개를 놓아주고 파드 3개를 만듭니다",
  ],
  [
    "an orphan and another's pod into one selector",
    { type: "podLabel", pods: [manual, webPod], key: "app", value: "kubia" },
    "Set app=kubia on 2 pods: rs/web lets go of web-1 and creates 1 pod; rc/kubia adopts 2 pods and deletes 2 pods",
    "파드 2개에 app=kubia를 붙이면: rs/web이 web-1을 놓아주고 파드 1개를 만듭니다; rc/kubia가 파드 2개를 거두고 파드 2개를 지웁니다",
  ],
  [
    "several deleted, one of them nobody's",
    { type: "deletePod", pods: [...mine.slice(0, 2), manual] },
    "Delete 3 pods: rc/kubia creates 2 pods in their place",
    "파드 3개를 지우면: rc/kubia가 그 자리에 파드 2개를 만듭니다",
  ],
  [
    "a label that nobody selects by",
    { type: "podLabel", pods: [first], key: "type", value: "special" },
    "Set type=special: no controller reacts",
    "type=special로 바꾸면: 반응하는 컨트롤러가 없습니다",
  ],
  [
    "an owned pod deleted",
    { type: "deletePod", pods: [first] },
    "Delete kubia-a: rc/kubia creates 1 pod in its place",
    "kubia-a를 지우면: rc/kubia가 그 자리에 파드 1개를 만듭니다",
  ],
  [
    "an orphan deleted",
    { type: "deletePod", pods: [manual] },
    "Delete kubia-manual: no owner, nothing replaces it",
    "kubia-manual을 지우면: 소유자가 없어 대신할 파드가 생기지 않습니다",
  ],
  [
    "into a DaemonSet, on a node that it wants and on one that it does not",
    { type: "podLabel", pods: [manual, stray], key: "app", value: "ssd-monitor" },
    "Set app=ssd-monitor on 2 pods: ds/ssd-monitor adopts 2 pods and deletes 2 pods",
    "파드 2개에 app=ssd-monitor를 붙이면: ds/ssd-monitor가 파드 2개를 거두고 파드 2개를 지웁니다",
  ],
  [
    "a node that a DaemonSet then wants",
    { type: "nodeLabel", node: node2, key: "disk", value: "ssd" },
    "Set disk=ssd on node-2: ds/ssd-monitor creates 1 pod there",
    "node-2에 disk=ssd를 붙이면: ds/ssd-monitor가 거기에 파드 1개를 만듭니다",
  ],
  [
    "a node that a DaemonSet wants no more",
    { type: "nodeLabel", node: node1, key: "disk", value: "hdd" },
    "Set disk=hdd on node-1: ds/ssd-monitor deletes its pod there",
    "node-1에 disk=hdd를 붙이면: ds/ssd-monitor가 거기 있는 파드를 지웁니다",
  ],
];

beforeAll(() => setUpLanguages("en"));

describe("the sentence of a drop says who lets go, adopts, creates and deletes", () => {
  it.each(TABLE)("%s", async (_, drop, english, korean) => {
    await i18next.changeLanguage("en");
    expect(dropSentence(translate, drop, effectsOf(drop, rows))).toBe(english);
    await i18next.changeLanguage("ko");
    expect(dropSentence(translate, drop, effectsOf(drop, rows))).toBe(korean);
  });

  it("a controller that had one too many creates none for the one it lets go of", () => {
    const surplus = { ...rows, controllers: byUid({ ...rc, desired: 2 }) };
    expect(effectsOf({ type: "podLabel", pods: [first], key: "app", value: "debug" }, surplus)).toMatchObject([
      { type: "releases", creates: 0 },
    ]);
  });

  it("a pod that is being deleted is neither released nor adopted", () => {
    expect(effectsOf({ type: "podLabel", pods: [{ ...first, graceEndAt: 1 }], key: "app", value: "debug" }, rows)).toEqual([]);
  });
});
