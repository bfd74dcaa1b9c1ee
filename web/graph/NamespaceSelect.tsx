// Which namespace the yard shows. Absent while there is only one to see.

import { ChevronDown } from "lucide-react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useT } from "../i18n/setup.ts";
import { sceneStore } from "../store/scene.ts";
import { selectionStore } from "../store/selection.ts";
import { namespacesOf } from "./namespaces.ts";

/** No namespace has an empty name. */
const ALL = "";

export function NamespaceSelect() {
  const t = useT();
  const names = useStore(sceneStore, useShallow(namespacesOf));
  const chosen = useStore(selectionStore, (selection) => selection.namespace);
  if (names.length < 2 && chosen === undefined) return null;
  const shown = chosen === undefined || names.includes(chosen) ? names : [...names, chosen];
  return (
    <label className="select namespace">
      <select
        value={chosen ?? ALL}
        aria-label={t("graph.namespace")}
        onChange={({ target }) => selectionStore.getState().showNamespace(target.value === ALL ? undefined : target.value)}
      >
        <option value={ALL}>{t("graph.allNamespaces")}</option>
        {shown.map((name) => (
          <option key={name} value={name} translate="no">
            {name}
          </option>
        ))}
      </select>
      <ChevronDown size={14} aria-hidden />
    </label>
  );
}
