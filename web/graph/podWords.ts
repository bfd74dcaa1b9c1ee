// The words of a pod: on its tile, in its tooltip, for a screen reader.

import type { Translate } from "../i18n/setup.ts";
import { shortRef } from "../store/identity.ts";
import type { PodRow, PodState } from "../worker/rows.ts";

/** `52s`, `4m`, `2m10s`. */
export function shortDuration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  return seconds < 600 && seconds % 60 !== 0 ? `${minutes}m${seconds % 60}s` : `${minutes}m`;
}

/** `52s`, `4m`: never more than three characters within an hour. */
function miniDuration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return seconds < 100 ? `${seconds}s` : `${Math.floor(seconds / 60)}m`;
}

export function podWord(t: Translate, pod: PodRow, state: PodState, now: number): string {
  switch (state) {
    case "notready":
      return t("graph.word.notready", { ready: pod.ready });
    case "probe":
      return t("graph.word.probe", { failures: pod.probe?.failures ?? 1, threshold: pod.probe?.threshold ?? 3 });
    case "crash":
      return pod.backoffUntil === undefined || pod.backoffUntil <= now
        ? t("graph.word.crashOpen")
        : t("graph.word.crash", { left: shortDuration(pod.backoffUntil - now) });
    case "error":
      return t("graph.word.error", { status: pod.status });
    default:
      return t(`graph.word.${state}`);
  }
}

/** The few characters that a compact tile has room for. */
export function podMini(pod: PodRow, state: PodState, now: number): string {
  if (state === "crash" && pod.backoffUntil !== undefined && pod.backoffUntil > now) return miniDuration(pod.backoffUntil - now);
  if (state === "leaving" && pod.graceEndAt !== undefined && pod.graceEndAt > now) return miniDuration(pod.graceEndAt - now);
  if (state === "probe" && pod.probe !== undefined) return `${pod.probe.failures}/${pod.probe.threshold}`;
  if (state === "notready") return pod.ready;
  return "";
}

/** What is left of a ring, 0 to 1; undefined for a state without one. */
export function ringLeft(pod: PodRow, state: PodState, now: number): number | undefined {
  if (state === "crash" && pod.backoffUntil !== undefined && pod.backoffMs > 0) return clamp((pod.backoffUntil - now) / pod.backoffMs);
  if (state === "leaving" && pod.graceEndAt !== undefined && pod.graceMs > 0) return clamp((pod.graceEndAt - now) / pod.graceMs);
  return undefined;
}

function clamp(left: number): number {
  return Math.min(1, Math.max(0, left));
}

export function podAria(t: Translate, pod: PodRow, word: string): string {
  const owner = pod.owner === undefined ? t("graph.noOwner") : t("graph.podOwned", { owner: shortRef(pod.owner) });
  const restarts = pod.restarts === 0 ? "" : `, ${t("graph.restarts", { count: pod.restarts })}`;
  return t("graph.podName", { name: pod.name, word, owner }) + restarts;
}
