// Before an audience: one large line that tells what a controller decided last.

import { useEffect, useState } from "react";
import { type Translate, useT } from "../i18n/setup.ts";
import { shortRef } from "../store/identity.ts";
import { type Lane, type LaneAct, sceneStore } from "../store/scene.ts";

const EVERY_MS = 400;

export function Caption() {
  const t = useT();
  const [last, setLast] = useState<Decision>();
  useEffect(() => {
    let lanes: unknown;
    const look = (): void => {
      const scene = sceneStore.getState();
      if (scene.lanes === lanes) return;
      lanes = scene.lanes;
      setLast(latest(scene.lanes.values()));
    };
    look();
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="caption">
      {last !== undefined && (
        <>
          <b>{shortRef(last.lane)}</b> {wordsOf(last.act, t)}
        </>
      )}
    </p>
  );
}

interface Decision {
  readonly lane: Lane;
  readonly act: LaneAct;
}

function latest(lanes: Iterable<Lane>): Decision | undefined {
  let found: Decision | undefined;
  for (const lane of lanes) {
    const act = lane.acts.findLast(({ act }) => act !== "fails");
    if (act !== undefined && (found === undefined || act.at > found.act.at)) found = { lane, act };
  }
  return found;
}

function wordsOf({ act, n, pod }: LaneAct, t: Translate): string {
  return act === "fails" ? "" : t(`timeline.acts.${act}`, { count: n, pod: n === 1 ? pod : n });
}
