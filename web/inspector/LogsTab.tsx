// What the pod's containers wrote.

import { Switch } from "radix-ui";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { pathOf } from "../actions/action.ts";
import { useT } from "../i18n/setup.ts";
import { clockStore } from "../store/clock.ts";
import { sceneStore } from "../store/scene.ts";
import type { Ref } from "../store/selection.ts";
import { bodyText, cluster } from "../worker/client.ts";
import { PlainText } from "./PlainText.tsx";

const LINES = 300;

export function LogsTab({ of }: { readonly of: Ref }) {
  const t = useT();
  const pod = useStore(sceneStore, (scene) => scene.pods.get(of.uid));
  const [container, setContainer] = useState(pod?.containers[0] ?? "");
  const [previous, setPrevious] = useState(false);
  // Asked again with every two simulated seconds: logs grow without any object changing.
  const tick = useStore(clockStore, (clock) => Math.floor(clock.now / 2000));
  const text = useLog(of, container, previous, tick);
  return (
    <>
      <div className="tool-row">
        {(pod?.containers.length ?? 0) > 1 && (
          <label className="select">
            <select value={container} aria-label={t("inspector.container")} onChange={(event) => setContainer(event.target.value)}>
              {pod?.containers.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        )}
        <label className="label-note switch-label">
          <Switch.Root className="switch" checked={previous} disabled={(pod?.restarts ?? 0) === 0} onCheckedChange={setPrevious}>
            <Switch.Thumb className="switch-thumb" />
          </Switch.Root>
          {t("inspector.previous")}
        </label>
      </div>
      {text === "" ? <p className="quiet-note">{t("inspector.noLogs")}</p> : <PlainText of={of}>{text}</PlainText>}
    </>
  );
}

function useLog(of: Ref, container: string, previous: boolean, tick: number): string {
  const [text, setText] = useState("");
  useEffect(() => {
    let isStale = false;
    const path = `${pathOf(of)}/log?container=${container}&tailLines=${LINES}${previous ? "&previous=true" : ""}`;
    cluster.request({ method: "GET", path }).then(
      (response) => {
        if (!isStale) setText(response.status < 300 ? bodyText(response) : messageOf(bodyText(response)));
      },
      () => undefined,
    );
    return () => {
      isStale = true;
    };
  }, [of, container, previous, tick]);
  return text;
}

function messageOf(body: string): string {
  try {
    return (JSON.parse(body) as { readonly message?: string }).message ?? body;
  } catch {
    return body;
  }
}
