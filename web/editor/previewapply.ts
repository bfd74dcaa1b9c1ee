// What Apply would do, tried on a copy of the cluster: the server says without keeping it what would be stored, and the
// copy gets that and runs on for a while. The picture shows the pods that would come and go.

import type { ApiRequest } from "../../engine/index.ts";
import { dragStore } from "../graph/dragStore.ts";
import { previewStore } from "../store/preview.ts";
import { sceneStore } from "../store/scene.ts";
import { cluster } from "../worker/client.ts";
import type { Preview } from "../worker/protocol.ts";
import { run, shellWord } from "./apply.ts";
import { checkStore } from "./checks.ts";
import { activeFile, type EditorFile, fileStore } from "./files.ts";
import { isObject, type Json, objectAt } from "./json.ts";
import { problemsOf } from "./problems.ts";
import { objectsIn } from "./sameness.ts";

/** So much simulated time the controllers and the scheduler get. */
const FOR_MS = 4000;
/** The cluster goes on meanwhile: it is tried anew, but not at each change. */
const AGAIN_MS = 700;

/** Counts what was asked for: an answer that comes after another question, or after it was closed, is for nobody. */
let turn = 0;

export async function togglePreview(): Promise<void> {
  if (previewStore.getState().shown !== undefined) return closePreview();
  const file = activeFile(fileStore.getState());
  if (file !== undefined && file.text.trim() !== "") await show(file);
}

export function closePreview(): void {
  turn++;
  if (previewStore.getState().shown === undefined) return;
  previewStore.setState({ shown: undefined });
  dragStore.setState({ preview: undefined });
}

async function show({ id, name, text }: EditorFile): Promise<void> {
  const own = ++turn;
  const { code, stdout, stderr } = await run(`kubectl apply -f ${shellWord(name)} --dry-run=server -o json`, { [name]: text });
  if (own !== turn) return;
  if (code !== 0) {
    closePreview();
    checkStore.getState().set(id, { refused: problemsOf(text, stderr), results: [] });
    return;
  }
  const shown = await previewOf(objectsIn(stdout));
  if (own !== turn || dragStore.getState().held !== undefined) return;
  previewStore.setState({ shown, close: closePreview });
  dragStore.setState({ preview: shown });
}

/** Undefined when the cluster was started again meanwhile. */
async function previewOf(objects: readonly Json[]): Promise<Preview | undefined> {
  try {
    const requests = await Promise.all(objects.map(requestFor));
    return await cluster.preview(
      requests.filter((request) => request !== undefined),
      FOR_MS,
      true,
    );
  } catch {
    // There is no cluster to try it on: nothing is shown.
    return undefined;
  }
}

/** A stored object has a version; one that is new gets its marks from the server that it is sent to. */
async function requestFor(object: Json): Promise<ApiRequest | undefined> {
  const path = await pathFor(object);
  if (path === undefined) return undefined;
  const { uid: _uid, creationTimestamp: _at, managedFields: _fields, ...metadata } = objectAt(object, "metadata") ?? {};
  const isStored = metadata["resourceVersion"] !== undefined;
  const headers = { "content-type": "application/json" };
  if (isStored) return { method: "PUT", path: `${path}/${String(metadata["name"])}`, headers, body: JSON.stringify(object) };
  return { method: "POST", path, headers, body: JSON.stringify({ ...object, metadata }) };
}

interface Resources {
  readonly resources: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

async function pathFor({ apiVersion, kind, metadata }: Json): Promise<string | undefined> {
  const base = `${String(apiVersion).includes("/") ? "/apis" : "/api"}/${String(apiVersion)}`;
  const found = (await cluster.json<Resources>(base))?.resources.find((one) => one.kind === kind && !one.name.includes("/"));
  if (found === undefined) return undefined;
  const namespace = isObject(metadata) ? String(metadata["namespace"] ?? "default") : "default";
  return found.namespaced ? `${base}/namespaces/${namespace}/${found.name}` : `${base}/${found.name}`;
}

fileStore.subscribe((now, before) => {
  const [file, was] = [activeFile(now), activeFile(before)];
  if (file?.id !== was?.id || file?.text !== was?.text || file?.base !== was?.base) closePreview();
});

/** Something that is picked up shows its own. */
dragStore.subscribe(({ preview }) => {
  if (preview === previewStore.getState().shown) return;
  turn++;
  previewStore.setState({ shown: undefined });
});

let due: ReturnType<typeof setTimeout> | undefined;

sceneStore.subscribe((scene, before) => {
  const isSame = scene.pods === before.pods && scene.nodes === before.nodes && scene.controllers === before.controllers;
  if (isSame || due !== undefined || previewStore.getState().shown === undefined) return;
  due = setTimeout(() => {
    due = undefined;
    const file = activeFile(fileStore.getState());
    if (previewStore.getState().shown !== undefined && file !== undefined) void show(file);
  }, AGAIN_MS);
});
