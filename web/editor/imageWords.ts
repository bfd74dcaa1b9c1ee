// A word about an image: how its container behaves here. Pure.

import type { ImageSpec } from "../../engine/index.ts";
import type { Translate } from "../i18n/setup.ts";

export function imageWord(spec: ImageSpec, t: Translate): string {
  const { process, ports = [], exitAfterSeconds, exitCode = 0, onSigterm } = spec;
  const numbers = (tcpOnly: boolean): string =>
    ports
      .filter((port) => (port.tcpOnly === true) === tcpOnly)
      .map(({ port }) => port)
      .join(", ");
  const failing = ports.find(({ failAfterRequests }) => failAfterRequests !== undefined)?.failAfterRequests;
  const words = [
    numbers(false) === "" ? "" : t("editor.image.http", { ports: numbers(false) }),
    numbers(true) === "" ? "" : t("editor.image.tcp", { ports: numbers(true) }),
    failing === undefined ? "" : t("editor.image.fails", { count: failing }),
    exitAfterSeconds === undefined ? "" : t("editor.image.ends", { seconds: exitAfterSeconds, code: exitCode }),
    process === "sleep" ? t("editor.image.sleeps") : "",
    process === "none" && exitAfterSeconds === undefined ? t("editor.image.tools") : "",
    process === "server" && onSigterm === "default" ? t("editor.image.deaf") : "",
  ];
  return words.filter((word) => word !== "").join(", ");
}
