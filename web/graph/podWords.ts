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
    case "crash": {
      const leftMs = leftOf(pod, state, now);
      return leftMs > 0 ? t("graph.word.crash", { left: shortDuration(leftMs) }) : t("graph.word.crashOpen");
    }
    case "error":
      return t("graph.word.error", { status: pod.status });
    default:
      return t(`graph.word.${state}`);
  }
}

/** The few characters that a compact tile has room for. */
export function podMini(pod: PodRow, state: PodState, now: number): string {
  const leftMs = leftOf(pod, state, now);
  if (leftMs > 0) return miniDuration(leftMs);
  if (state === "probe" && pod.probe !== undefined) return `${pod.probe.failures}/${pod.probe.threshold}`;
  if (state === "notready") return pod.ready;
  return "";
}

/** What is left of a ring, 0 to 1; undefined for a state without one. */
export function ringLeft(pod: PodRow, state: PodState, now: number): number | undefined {
  if (state === "crash" && pod.backoffUntil !== undefined && pod.backoffMs > 0) return leftOf(pod, state, now) / pod.backoffMs;
  if (state === "leaving" && pod.graceEndAt !== undefined && pod.graceMs > 0) return leftOf(pod, state, now) / pod.graceMs;
  return undefined;
}

/** Milliseconds until the next start or the kill, never more than the whole wait: the time that is shown goes in steps. */
function leftOf(pod: PodRow, state: PodState, now: number): number {
  const [endAt, whole] = state === "crash" ? [pod.backoffUntil, pod.backoffMs] : state === "leaving" ? [pod.graceEndAt, pod.graceMs] : [];
  return endAt === undefined || whole === undefined ? 0 : Math.min(whole, Math.max(0, endAt - now));
}

export function podAria(t: Translate, pod: PodRow, word: string): string {
  const owner = pod.owner === undefined ? t("graph.noOwner") : t("graph.podOwned", { owner: shortRef(pod.owner) });
  const restarts = pod.restarts === 0 ? "" : `, ${t("graph.restarts", { count: pod.restarts })}`;
  return t("graph.podName", { name: pod.name, word, owner }) + restarts;
}
