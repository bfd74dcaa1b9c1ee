// The containers of a pod: what each waits for, how it last ended, since when it runs.

import { Fragment } from "react";
import { useStore } from "zustand";
import type { Cause, ContainerStatus, Pod } from "../../engine/index.ts";
import { pathOf } from "../actions/action.ts";
import { shortDuration } from "../graph/podWords.ts";
import { useT } from "../i18n/setup.ts";
import { Rich } from "../marks/Rich.tsx";
import { clockStore, clockText } from "../store/clock.ts";
import { sceneStore } from "../store/scene.ts";
import type { Ref } from "../store/selection.ts";
import { cluster } from "../worker/client.ts";
import { probesOf } from "./probes.ts";
import { RunTrack } from "./RunTrack.tsx";
import { useFresh } from "./useFresh.ts";

const SIGNALS: Readonly<Record<number, string>> = { 1: "SIGHUP", 2: "SIGINT", 6: "SIGABRT", 9: "SIGKILL", 11: "SIGSEGV", 15: "SIGTERM" };

const askPod = (of: Ref): Promise<Pod | undefined> => cluster.json<Pod>(pathOf(of));

/** `causes`: what was written of the pod, as the Why tab has asked it. */
export function ContainerSection({ of, causes }: { readonly of: Ref; readonly causes: readonly Cause[] }) {
  const pod = useFresh(of, askPod);
  return (pod?.status.containerStatuses ?? []).map((status) => (
    <Container
      key={status.name}
      of={of}
      causes={causes}
      status={status}
      spec={pod?.spec.containers.find(({ name }) => name === status.name)}
    />
  ));
}

interface ContainerProps {
  readonly of: Ref;
  readonly causes: readonly Cause[];
  readonly status: ContainerStatus;
  readonly spec: Pod["spec"]["containers"][number] | undefined;
}

function Container({ of, causes, status, spec }: ContainerProps) {
  const t = useT();
  const startAt = useStore(clockStore, (clock) => clock.startAt);
  const at = (text: string | undefined): string => (text === undefined ? "" : clockText(Date.parse(text) - startAt, false));
  const { waiting, running, terminated } = status.state ?? {};
  const ended = terminated ?? status.lastState?.terminated;
  return (
    <section className="section">
      <h3>
        {t("inspector.container")} <code>{status.name}</code>
        {status.restartCount > 0 && <small>{t("graph.restarts", { count: status.restartCount })}</small>}
      </h3>
      {status.restartCount > 0 && <RunTrack causes={causes} container={status.name} />}
      <dl className="states">
        {waiting !== undefined && <StateLine kind="waiting" text={<Waiting of={of} reason={waiting.reason ?? ""} />} />}
        {ended !== undefined && <StateLine kind="terminated" text={<Rich text={exitText(t, ended.exitCode)} />} />}
        {running !== undefined && <StateLine kind="running" text={t("inspector.state.since", { at: at(running.startedAt) })} />}
        {running === undefined && ended !== undefined && (
          <StateLine kind="running" text={t("inspector.state.fromTo", { from: at(ended.startedAt), to: at(ended.finishedAt) })} />
        )}
      </dl>
      {spec !== undefined && <Probes of={of} status={status} spec={spec} />}
    </section>
  );
}

function Probes({ of, status, spec }: Omit<ContainerProps, "causes"> & { readonly spec: NonNullable<ContainerProps["spec"]> }) {
  const t = useT();
  const row = useStore(sceneStore, (scene) => scene.pods.get(of.uid));
  const events = useStore(sceneStore, (scene) => scene.events);
  const own = events.filter(({ objectUid }) => objectUid === of.uid);
  const probes = probesOf(spec, status, row, own);
  if (probes.length === 0) return null;
  return (
    <dl className="states probes" data-testid="probes">
      {probes.map((probe) => (
        <Fragment key={probe.kind}>
          <dt>{t(`inspector.probe.${probe.kind}`)}</dt>
          <dd>
            <code>{probe.target}</code> {t("inspector.probe.every", { seconds: probe.periodSeconds })}
            <br />
            <Rich
              text={t(`inspector.probe.${probe.result}`, {
                failures: probe.failures,
                threshold: probe.threshold,
                output: probe.output ?? "",
              })}
            />
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}

function StateLine({ kind, text }: { readonly kind: "waiting" | "terminated" | "running"; readonly text: React.ReactNode }) {
  const t = useT();
  return (
    <>
      <dt>
        <i className={`state-key ${kind}`} />
        {t(`inspector.state.${kind}`)}
      </dt>
      <dd>{text}</dd>
    </>
  );
}

function Waiting({ of, reason }: { readonly of: Ref; readonly reason: string }) {
  const t = useT();
  const until = useStore(sceneStore, (scene) => scene.pods.get(of.uid)?.backoffUntil);
  const left = useStore(clockStore, (clock) => (until === undefined ? 0 : Math.max(0, Math.ceil((until - clock.now) / 1000))));
  return until === undefined || left === 0 ? (
    reason
  ) : (
    <Rich text={t("inspector.state.left", { reason, left: shortDuration(left * 1000) })} />
  );
}

function exitText(t: ReturnType<typeof useT>, code: number): string {
  const signal = code > 128 ? code - 128 : 0;
  return signal > 0 ? t("inspector.state.exitSignal", { code, signal, name: SIGNALS[signal] ?? "" }) : t("inspector.state.exit", { code });
}
