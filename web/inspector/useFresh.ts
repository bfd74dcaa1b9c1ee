// Something asked of the worker about the selected thing, asked again when its row changed.

import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { sceneStore } from "../store/scene.ts";
import type { Ref } from "../store/selection.ts";

/** At most that often. */
const CALM_MS = 300;

/** `ask` must be the same function while it asks the same. */
export function useFresh<Answer>(of: Ref, ask: (of: Ref) => Promise<Answer>): Answer | undefined {
  const row = useStore(sceneStore, (scene) => scene.pods.get(of.uid) ?? scene.nodes.get(of.uid) ?? scene.controllers.get(of.uid));
  const [answer, setAnswer] = useState<Answer>();
  useEffect(() => {
    let isStale = false;
    const timer = setTimeout(
      () => {
        ask(of).then(
          (found) => isStale || setAnswer(() => found),
          // A cluster that stopped answers nothing; the page says so elsewhere.
          () => undefined,
        );
      },
      answer === undefined ? 0 : CALM_MS,
    );
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [row, of.uid, ask]);
  return answer;
}
