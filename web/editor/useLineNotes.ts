// The notes beside the lines of the open file, kept up with the cluster, at most twice a second.

import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { sceneStore } from "../store/scene.ts";
import { type LineNote, lineNotes, type NotedScene } from "./linenotes.ts";
import { tooHeavy } from "./reveal.ts";

const CALM_MS = 500;
/** Counting the pods of a large cluster again and again would hold up the page. */
const MOST_PODS = 3000;
const NONE: readonly LineNote[] = [];

export function useLineNotes(text: string): readonly LineNote[] {
  const scene = useCalmScene();
  const settled = useDeferredValue(text);
  return useMemo(() => (tooHeavy(settled) || scene.pods.size > MOST_PODS ? NONE : lineNotes(settled, scene)), [settled, scene]);
}

function useCalmScene(): NotedScene {
  const [scene, setScene] = useState<NotedScene>(sceneStore.getState);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      timer = undefined;
      setScene(sceneStore.getState());
    };
    const unsubscribe = sceneStore.subscribe((now, before) => {
      const same =
        now.pods === before.pods && now.nodes === before.nodes && now.controllers === before.controllers && now.events === before.events;
      if (!same) timer ??= setTimeout(look, CALM_MS);
    });
    look();
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, []);
  return scene;
}
