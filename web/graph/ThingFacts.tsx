// What a pod, a node or a controller is, in the few lines that a tooltip has room for: as at the head of the inspector.

import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { statusSentence } from "../inspector/sentence.ts";
import { Rich } from "../marks/Rich.tsx";
import { shortRef } from "../store/identity.ts";
import { type Scene, sceneStore } from "../store/scene.ts";
import type { Ref } from "../store/selection.ts";

type Rows = Pick<Scene, "pods" | "nodes" | "controllers">;

export function hasFacts(uid: string | undefined): boolean {
  return refOfRow(uid ?? "", sceneStore.getState()) !== undefined;
}

export function ThingFacts({ uid }: { readonly uid: string }) {
  const t = useT();
  const sentence = useStore(sceneStore, (scene) => {
    const of = refOfRow(uid, scene);
    return of === undefined ? t("inspector.gone") : statusSentence(t, of, scene);
  });
  const pod = useStore(sceneStore, (scene) => scene.pods.get(uid));
  const of = refOfRow(uid, sceneStore.getState());
  if (of === undefined) return null;
  const labels = Object.entries(pod?.labels ?? sceneStore.getState().nodes.get(uid)?.labels ?? {});
  const selector = sceneStore.getState().controllers.get(uid)?.selector;
  return (
    <>
      <b className="tooltip-name" translate="no">
        {of.namespace === undefined || of.namespace === "default" ? "" : `${of.namespace}/`}
        {pod === undefined ? shortRef(of) : of.name}
      </b>
      <p>
        <Rich text={sentence} />
      </p>
      {pod !== undefined && pod.restarts > 0 && (
        <p>
          {t("graph.restarts", { count: pod.restarts })}
          {pod.exitCode !== undefined && <>, {t("graph.lastExit", { code: pod.exitCode })}</>}
        </p>
      )}
      {selector !== undefined && selector !== "" && <code translate="no">{selector}</code>}
      {labels.length > 0 && (
        <ul translate="no">
          {labels.map(([key, value]) => (
            <li key={key}>{`${key}=${value}`}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function refOfRow(uid: string, { pods, nodes, controllers }: Rows): Ref | undefined {
  const namespaced = pods.get(uid) ?? controllers.get(uid);
  if (namespaced !== undefined)
    return { kind: "kind" in namespaced ? namespaced.kind : "Pod", uid, namespace: namespaced.ns, name: namespaced.name };
  const node = nodes.get(uid);
  return node && { kind: "Node", uid, namespace: undefined, name: node.name };
}
