// Looks now and then whether the active file still says what the cluster has: after typing rests, and after the picture
// changed, at most every few seconds.

import { useEffect, useState } from "react";
import { sceneStore } from "../store/scene.ts";
import { statusStore } from "../store/status.ts";
import type { EditorFile } from "./files.ts";
import { compareWithCluster, type Comparison, unknown } from "./sameness.ts";
import { standingOf, standingStore } from "./standing.ts";

const TYPING_RESTS_MS = 600;
const AGAIN_MS = 2500;
const NOTHING = unknown("");

export function useSameness(file: EditorFile | undefined, applying: boolean): Comparison {
  const [comparison, setComparison] = useState<Comparison>(NOTHING);
  useEffect(() => {
    setComparison(NOTHING);
  }, [file?.id]);
  useEffect(() => {
    if (file === undefined || applying) return undefined;
    let isStale = false;
    let isDirty = true;
    const look = async (): Promise<void> => {
      if (!isDirty || document.hidden || statusStore.getState().phase !== "running") return;
      isDirty = false;
      const found = await compareWithCluster(file);
      if (!isStale) setComparison(found);
    };
    const first = setTimeout(() => void look(), TYPING_RESTS_MS);
    const again = setInterval(() => void look(), AGAIN_MS);
    const stop = sceneStore.subscribe((scene, before) => {
      if (scene.controllers !== before.controllers || scene.pods !== before.pods || scene.nodes !== before.nodes) isDirty = true;
    });
    const stopStatus = statusStore.subscribe(({ phase }, before) => {
      if (phase === before.phase) return;
      isDirty = true;
      void look();
    });
    return () => {
      isStale = true;
      clearTimeout(first);
      clearInterval(again);
      stop();
      stopStatus();
    };
  }, [file, applying]);
  const text = file && standingOf(file, comparison);
  useEffect(() => standingStore.setState({ text }), [text]);
  return comparison;
}
