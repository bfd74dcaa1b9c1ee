// What an empty picture says: one sentence, one button.

import { useStore } from "zustand";
import { perform } from "../actions/perform.ts";
import { KUBIA } from "../app/scenarios.ts";
import { type Translate, useT } from "../i18n/setup.ts";
import { Rich } from "../marks/Rich.tsx";
import { clockStore } from "../store/clock.ts";
import { commandStore } from "../store/commands.ts";
import { sceneStore } from "../store/scene.ts";
import { selectionStore } from "../store/selection.ts";
import { cluster } from "../worker/client.ts";
import { filterOf } from "./filter.ts";
import { within } from "./namespaces.ts";

export function EmptyNotes() {
  const t = useT();
  const filter = useStore(selectionStore, (selection) => selection.filter);
  const namespace = useStore(selectionStore, (selection) => selection.namespace);
  const what = useStore(sceneStore, (scene) => {
    if (scene.nodes.size === 0) return scene.pods.size > 0 || !scene.fresh ? "noNodes" : undefined;
    if (scene.pods.size === 0 && scene.controllers.size === 0) return "nothing";
    const { pods, controllers } = within(scene, namespace);
    if (pods.size === 0 && controllers.size === 0) return "emptyNamespace";
    const keep = filterOf(filter);
    return keep !== undefined && ![...pods.values()].some(keep) ? "noMatch" : undefined;
  });
  if (what === undefined) return null;
  const notes = {
    noNodes: { text: t("graph.noNodes"), button: t("graph.addNode"), act: () => void perform({ type: "addNode", name: "node-1" }) },
    nothing: { text: t("graph.nothingToRun"), button: t("graph.loadExample"), act: () => void loadExample(t) },
    emptyNamespace: {
      text: t("graph.emptyNamespace", { namespace }),
      button: t("graph.showAll"),
      act: () => selectionStore.getState().showNamespace(undefined),
    },
    noMatch: { text: t("graph.noMatch", { filter }), button: t("graph.clearFilter"), act: () => selectionStore.setState({ filter: "" }) },
  };
  const note = notes[what];
  return (
    <div className="empty">
      <p>
        <Rich text={note.text} />
      </p>
      <button type="button" className="button" onClick={note.act}>
        {note.button}
      </button>
    </div>
  );
}

/** As if it were typed: with its line, and a name that undo can say. */
async function loadExample(t: Translate): Promise<void> {
  const { echo, answer, began } = commandStore.getState();
  const name = "kubia-rs.yaml";
  const line = `kubectl apply -f ${name}`;
  const id = echo(line, clockStore.getState().now, t("editor.flagApply", { name }));
  let out = "";
  const onOutput = (text: string): void => void (out += text);
  const code = await cluster.kubectl(line, { files: { [name]: KUBIA }, onOutput, onAction: (action) => began(id, action) }).done;
  answer(id, out, code !== 0);
}
