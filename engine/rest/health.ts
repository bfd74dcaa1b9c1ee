// Health, version and the index of paths (API-20, API-21).

import { KINDS } from "../api/kinds.ts";
import type { ApiResponse } from "../api/request.ts";
import { respondText } from "./respond.ts";

/** What `kubectl version` shows of the server. */
export const VERSION = {
  major: "1",
  minor: "36",
  emulationMajor: "1",
  emulationMinor: "36",
  minCompatibilityMajor: "1",
  minCompatibilityMinor: "35",
  gitVersion: "v1.36.2",
  gitCommit: "0000000000000000000000000000000000000000",
  gitTreeState: "",
  buildDate: "1970-01-01T00:00:00Z",
  goVersion: "go1.26.10",
  compiler: "gc",
  platform: "linux/amd64",
} as const;

const CHECKS = ["ping", "log", "informer-sync"];

/** `/healthz`, `/livez`, `/readyz` and their single checks. A simulated server is never ill. */
export function health(path: string, isVerbose: boolean, excluded: readonly string[]): ApiResponse {
  const [probe = "", ...rest] = path.split("/");
  if (rest.length > 0) return CHECKS.includes(rest.join("/")) ? respondText(200, "ok") : respondText(404, "404 page not found\n");
  if (!isVerbose) return respondText(200, "ok");
  const lines = CHECKS.map((check) => `[+]${check} ${excluded.includes(check) ? "excluded: ok" : "ok"}\n`);
  return respondText(200, `${lines.join("")}${probe} check passed\n`);
}

/** GET `/`. */
export function index(): string {
  const groups = new Set(
    KINDS.filter(({ group }) => group !== "").flatMap(({ group, version }) => [`/apis/${group}`, `/apis/${group}/${version}`]),
  );
  const paths = ["/api", "/api/v1", "/apis", ...groups, "/healthz", "/livez", "/openapi/v3", "/readyz", "/version"];
  return JSON.stringify({ paths: paths.sort() });
}
