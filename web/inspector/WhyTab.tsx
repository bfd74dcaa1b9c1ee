// The last decisions about this thing, newest first: what was done, by whom, what it saw, by which rule, what set it off.

import { useState } from "react";
import { useStore } from "zustand";
import type { Cause } from "../../engine/index.ts";
import { useT } from "../i18n/setup.ts";
import { Glyph } from "../marks/glyphs.tsx";
import { Rich } from "../marks/Rich.tsx";
import { clockStore, clockText } from "../store/clock.ts";
import { sceneStore } from "../store/scene.ts";
import type { Ref } from "../store/selection.ts";
import { cluster } from "../worker/client.ts";
import { bornWords, causeWords } from "./causeWords.ts";
import { ContainerSection } from "./ContainerSection.tsx";
import { RecentEvents } from "./EventsTab.tsx";
import { ScaleSection } from "./ScaleSection.tsx";
import { useFresh } from "./useFresh.ts";

const SHOWN = 3;
const PODS_ASKED = 40;
const DECISIONS = /^(replicaset|daemonset|deployment|statefulset|job)\.(create|delete|adopt|release)$/;
/** Writes that only count or report; a learner asks for decisions. */
const QUIET = /\.status$|heartbeat|node\.ttl|^event$|node\.labels/;

export function WhyTab({ of }: { readonly of: Ref }) {
  const t = useT();
  const [all, setAll] = useState(false);
  const causes = useFresh(of, askCauses);
  const decisions = (causes ?? []).filter(({ rule }) => !QUIET.test(rule)).toReversed();
  const shown = all ? decisions : decisions.slice(0, SHOWN);
  const born = decisions.findLast(({ verb, object }) => verb === "create" && object.uid === of.uid);
  return (
    <>
      <ScaleSection of={of} />
      <div className="whys">
        {causes !== undefined && decisions.length === 0 && <p className="label-note">{t("inspector.noCauses")}</p>}
        {shown.map((cause) => (
          <CauseEntry key={cause.id} cause={cause} all={causes ?? []} />
        ))}
      </div>
      {decisions.length > shown.length && (
        <button type="button" className="link earlier" onClick={() => setAll(true)}>
          {t("inspector.earlier", { count: decisions.length - shown.length })}
        </button>
      )}
      {of.kind === "Pod" && born !== undefined && !shown.includes(born) && <Born cause={born} />}
      {of.kind === "Pod" && <ContainerSection of={of} causes={causes ?? []} />}
      <RecentEvents of={of} />
    </>
  );
}

/** However much has been decided since, why the pod is there at all. */
function Born({ cause }: { readonly cause: Cause }) {
  const t = useT();
  const startAt = useStore(clockStore, (clock) => clock.startAt);
  return (
    <p className="why-born" data-testid="why-born">
      <time>{clockText(cause.at - startAt)}</time>
      <Rich text={bornWords(t, cause)} />
    </p>
  );
}

const askCauses = async (of: Ref): Promise<readonly Cause[]> => {
  const own = await cluster.causes({ kind: of.kind, namespace: of.namespace, name: of.name, uid: of.uid });
  const { controllers, lanes } = sceneStore.getState();
  if (!controllers.has(of.uid)) return own;
  // What a controller decides is written on its pods.
  const pods = [...lanes.values()].filter((lane) => lane.owner === of.uid && lane.kind === "Pod").slice(-PODS_ASKED);
  const theirs = await Promise.all(pods.map(({ uid, name }) => cluster.causes({ kind: "Pod", namespace: of.namespace, name, uid })));
  const decided = theirs.flat().filter(({ rule }) => DECISIONS.test(rule));
  return [...own, ...decided].sort((a, b) => a.id - b.id);
};

function CauseEntry({ cause, all }: { readonly cause: Cause; readonly all: readonly Cause[] }) {
  const t = useT();
  const startAt = useStore(clockStore, (clock) => clock.startAt);
  const trigger = all.find(({ id }) => id === cause.trigger);
  const triggerText =
    trigger &&
    t("why.trigger", { at: clockText(trigger.at - startAt), by: trigger.rule === "user.request" ? t("why.by.you") : trigger.by });
  const words = causeWords(t, cause, triggerText);
  return (
    <article className="why">
      <span className="why-mark">
        <Glyph state={words.glyph} />
      </span>
      <div>
        <header>
          <time>{clockText(cause.at - startAt)}</time>
          <span translate={cause.rule === "user.request" ? undefined : "no"}>{words.by}</span>
        </header>
        <p>{words.did}</p>
        {words.facts.length > 0 && (
          <dl>
            {words.facts.map(([name, text]) => (
              <FactLine key={name} name={t(`why.${name}`)} text={text} />
            ))}
          </dl>
        )}
      </div>
    </article>
  );
}

function FactLine({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <Rich text={text} />
      </dd>
    </>
  );
}
