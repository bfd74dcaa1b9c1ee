// An object of the cluster as a file: its YAML as kubectl prints it, without what the cluster keeps for itself.

import { parseDocument } from "yaml";
import { shortRef } from "../store/identity.ts";
import { uiStore } from "../store/ui.ts";
import { run, shellWord } from "./apply.ts";
import { fileStore, type LiveRef } from "./files.ts";
import { viewStore } from "./view.ts";

const CLUSTERS_OWN = [
  ["status"],
  ["metadata", "managedFields"],
  ["metadata", "resourceVersion"],
  ["metadata", "uid"],
  ["metadata", "creationTimestamp"],
  ["metadata", "generation"],
  ["metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"],
];

/** Opens `pod/kubia-x7k2p.yaml`; false when there is no such object. */
export async function openLive(ref: LiveRef): Promise<boolean> {
  const text = await liveText(ref);
  if (text === undefined) return false;
  fileStore.getState().open({ name: `${shortRef(ref)}.yaml`, text }, ref);
  uiStore.setState({ leftCollapsed: false, narrowTab: "yaml" });
  return true;
}

/** As `openLive`; says below the editor's text when there is no such object. */
export async function openLiveOrSay(ref: LiveRef): Promise<void> {
  if (!(await openLive(ref))) viewStore.setState({ note: { key: "editor.live.none", values: { name: `${ref.kind}/${ref.name}` } } });
}

export async function liveText({ kind, name, namespace }: LiveRef): Promise<string | undefined> {
  const where = namespace === undefined ? "" : ` -n ${shellWord(namespace)}`;
  const { code, stdout } = await run(`kubectl get ${shellWord(kind)} ${shellWord(name)}${where} -o yaml`);
  return code === 0 ? asManifest(stdout) : undefined;
}

/** Pure: what a person could have written of the object. */
export function asManifest(yaml: string): string {
  const document = parseDocument(yaml);
  for (const path of CLUSTERS_OWN) if (document.hasIn(path)) document.deleteIn(path);
  const annotations: unknown = document.getIn(["metadata", "annotations"]);
  const isEmpty =
    typeof annotations === "object" &&
    annotations !== null &&
    "items" in annotations &&
    Array.isArray(annotations.items) &&
    annotations.items.length === 0;
  if (isEmpty) document.deleteIn(["metadata", "annotations"]);
  return document.toString({ indentSeq: false, lineWidth: 0 });
}
