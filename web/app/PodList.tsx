// The pods on a telephone: a list under their nodes, each row with its menu.

import { ChevronRight, Plus } from "lucide-react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { controllerRef } from "../graph/Card.tsx";
import { nodeRef, podRef } from "../graph/dragStore.ts";
import { EmptyNotes } from "../graph/EmptyNotes.tsx";
import { openMenu } from "../graph/menuStore.ts";
import { NodeStatus } from "../graph/NodeHead.tsx";
import type { Shelf } from "../graph/placement.ts";
import { placementStore } from "../graph/placementStore.ts";
import { podWord, ringLeft } from "../graph/podWords.ts";
import { Tags } from "../graph/Tags.tsx";
import { Pips } from "../graph/TileBody.tsx";
import { Tray } from "../graph/Tray.tsx";
import { useT } from "../i18n/setup.ts";
import { Glyph, Ring } from "../marks/glyphs.tsx";
import { Letter } from "../marks/Letter.tsx";
import { clockStore, countdownNow } from "../store/clock.ts";
import { shortRef } from "../store/identity.ts";
import { drawnState, sceneStore } from "../store/scene.ts";
import { chosenWith, selectionStore } from "../store/selection.ts";
import { commands } from "./commands.ts";
import { GoalLine } from "./slots.tsx";

export function PodList() {
  const t = useT();
  const { placement } = useStore(placementStore);
  const unscheduled = placement.find(({ kind }) => kind === "unscheduled");
  return (
    <main className="narrow-body" aria-label={t("app.graph")}>
      <div className="goal-line-slot">
        <GoalLine />
      </div>
      <NarrowControllers />
      <div className="narrow-list">
        {placement
          .filter(({ kind }) => kind !== "unscheduled")
          .map((shelf) => (
            <NarrowShelf key={shelf.key} shelf={shelf} />
          ))}
        {unscheduled !== undefined && unscheduled.slots.length > 0 && <NarrowShelf shelf={unscheduled} />}
        <NarrowAdditions />
        <p className="narrow-foot">{t("graph.narrowFoot", { count: unscheduled?.slots.length ?? 0 })}</p>
        <EmptyNotes />
      </div>
      <Tray />
    </main>
  );
}

function NarrowAdditions() {
  const t = useT();
  const adding = commands().filter(({ id }) => ["new-controller", "add-node"].includes(id));
  return (
    <div className="narrow-additions">
      {adding.map(({ id, text, act }) => (
        <button key={id} type="button" className="addition" onClick={act}>
          <Plus size={16} strokeWidth={1.75} aria-hidden />
          {t(text)}
        </button>
      ))}
    </div>
  );
}

function NarrowControllers() {
  const controllers = useStore(
    sceneStore,
    useShallow((scene) => [...scene.controllers.values()].filter(({ owner }) => owner === undefined)),
  );
  if (controllers.length === 0) return null;
  return (
    <div className="narrow-controllers">
      {controllers.map((row) => (
        <button
          key={row.uid}
          type="button"
          className="narrow-controller"
          translate="no"
          data-uid={row.uid}
          onClick={(event) => openMenu(controllerRef(row), event.clientX, event.clientY)}
        >
          <Letter uid={row.uid} />
          {shortRef(row)} {row.ready}/{row.desired}
        </button>
      ))}
    </div>
  );
}

function NarrowShelf({ shelf }: { readonly shelf: Shelf }) {
  const t = useT();
  const node = useStore(sceneStore, (scene) => scene.nodes.get(shelf.uid ?? ""));
  const controller = useStore(sceneStore, (scene) => scene.controllers.get(shelf.uid ?? ""));
  const uids = [...shelf.bays.map(({ pod }) => pod), ...shelf.slots].filter((uid) => uid !== undefined);
  const name =
    node?.name ??
    (controller !== undefined ? shortRef(controller) : t(shelf.kind === "unscheduled" ? "graph.unscheduled" : "graph.noOwnerShelf"));
  return (
    <section className="narrow-node" aria-label={name}>
      <header>
        <span className="shelf-name" translate={(node ?? controller) ? "no" : undefined}>
          {name}
        </span>
        {node !== undefined &&
          Object.entries(node.labels)
            .slice(0, 2)
            .map(([key, value]) => <span key={key} className="chip large" translate="no">{`${key}=${value}`}</span>)}
        <span className="grow" />
        {node !== undefined && (
          <>
            <NodeStatus node={node} />
            <button
              type="button"
              className="icon-button"
              data-uid={node.uid}
              aria-label={t("graph.tapForMenu", { name })}
              onClick={(event) => openMenu(nodeRef(node), event.clientX, event.clientY)}
            >
              <ChevronRight size={16} />
            </button>
          </>
        )}
      </header>
      {uids.map((uid) => (
        <PodLine key={uid} uid={uid} />
      ))}
    </section>
  );
}

function PodLine({ uid }: { readonly uid: string }) {
  const t = useT();
  const pod = useStore(sceneStore, (scene) => scene.pods.get(uid));
  const state = useStore(sceneStore, (scene) => (pod === undefined ? "pending" : drawnState(pod, scene.silent)));
  const now = useStore(clockStore, (clock) => countdownNow(clock, state, uid));
  if (pod === undefined) return null;
  const left = ringLeft(pod, state, now);
  const label = Object.entries(pod.labels)[0];
  return (
    <button
      type="button"
      className={`pod-row hue-${state}`}
      data-uid={uid}
      data-testid={`pod-${pod.name}`}
      onClick={(event) => {
        // Those that were chosen together stay so: the menu is theirs.
        if (chosenWith(uid).length < 2) selectionStore.getState().select(podRef(pod));
        openMenu(podRef(pod), event.clientX, event.clientY);
      }}
    >
      <span className="tile-mark">
        {left === undefined ? <Glyph state={state} size={16} /> : <Ring state={state} left={left} size={20} />}
      </span>
      <span className="pod-row-text">
        <span className="pod-row-name" translate="no">
          {pod.name}
        </span>
        <span className="pod-row-state">
          <b>{podWord(t, pod, state, now)}</b>
          {state === "probe" && pod.probe !== undefined && <Pips failures={pod.probe.failures} threshold={pod.probe.threshold} />}
          {pod.restarts > 0 && <span>{t("graph.restarts", { count: pod.restarts })}</span>}
          {label !== undefined && <span className="chip" translate="no">{`${label[0]}=${label[1]}`}</span>}
        </span>
      </span>
      <Tags pod={pod} size="full" place={false} />
      <ChevronRight size={16} aria-hidden />
    </button>
  );
}
