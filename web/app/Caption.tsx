// Before an audience: one large line that tells what a controller decided last, or what went wrong on a node since.

import { useEffect, useState } from "react";
import { lastWordText } from "../graph/LastWords.tsx";
import { type Translate, useT } from "../i18n/setup.ts";
import { shortRef } from "../store/identity.ts";
import { type Lane, type LaneAct, type LastWord, type Scene, sceneStore } from "../store/scene.ts";

const EVERY_MS = 400;

export function Caption() {
  const t = useT();
  const [last, setLast] = useState<Told>();
  useEffect(() => {
    let lanes: unknown;
    let words: unknown;
    const look = (): void => {
      const scene = sceneStore.getState();
      if (scene.lanes === lanes && scene.lastWords === words) return;
      ({ lanes, lastWords: words } = scene);
      setLast(latest(scene));
    };
    look();
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="caption">
      {last?.what === "act" && (
        <>
          <b translate="no">{shortRef(last.lane)}</b> {actWords(last.act, t)}
        </>
      )}
      {last?.what === "trouble" && lastWordText(t, last.word)}
    </p>
  );
}

type Told =
  | { readonly what: "act"; readonly at: number; readonly lane: Lane; readonly act: LaneAct }
  | { readonly what: "trouble"; readonly at: number; readonly word: LastWord };

/** That a container was pulled, created and started shows on its tile; an audience is told of what stops it. */
const TROUBLE = new Set(["Killing", "Unhealthy", "BackOff", "Failed"]);

function latest({ lanes, lastWords }: Scene): Told | undefined {
  let found: Told | undefined;
  for (const lane of lanes.values()) {
    const act = lane.acts.findLast(({ act }) => act !== "fails");
    if (act !== undefined && (found === undefined || act.at > found.at)) found = { what: "act", at: act.at, lane, act };
  }
  for (const words of lastWords.values())
    for (const word of words)
      if (TROUBLE.has(word.reason) && (found === undefined || word.at > found.at)) found = { what: "trouble", at: word.at, word };
  return found;
}

function actWords({ act, n, pod }: LaneAct, t: Translate): string {
  return act === "fails" ? "" : t(`timeline.acts.${act}`, { count: n, pod: n === 1 ? pod : n });
}
