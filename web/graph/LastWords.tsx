// What the kubelet of a node did last, newest first: it fills the wide half of a shelf with few pods.

import { useStore } from "zustand";
import { type Translate, useT } from "../i18n/setup.ts";
import { clockStore, clockText } from "../store/clock.ts";
import { type LastWord, sceneStore } from "../store/scene.ts";

const KNOWN_WORDS = ["Started", "Created", "Pulling", "Pulled", "Killing", "Unhealthy", "BackOff", "Failed"] as const;

export function LastWords({ node }: { readonly node: string }) {
  const t = useT();
  const words = useStore(sceneStore, (scene) => scene.lastWords.get(node));
  const startAt = useStore(clockStore, (clock) => clock.startAt);
  if (words === undefined) return null;
  return (
    <ol className="last-word">
      {words.toReversed().map((word) => (
        <li key={word.uid}>
          <span>{lastWordText(t, word)}</span>
          <span className="number">{clockText(word.at - startAt)}</span>
        </li>
      ))}
    </ol>
  );
}

export function lastWordText(t: Translate, { reason, object }: LastWord): string {
  const known = KNOWN_WORDS.find((word) => word === reason);
  return known === undefined ? t("graph.lastWord.other", { reason, object }) : t(`graph.lastWord.${known}`, { object });
}
