// The images of the recorded cluster as Image objects: present on all nodes, no other can be pulled. All of them are
// built on one set of small programs, and their processes ignore SIGTERM, as the recordings show (exit code 137).

import type { ImageSpec } from "../../api/kinds.ts";

const server = (names: readonly string[], port: number): ImageSpec => ({
  names,
  process: "server",
  ports: [{ port, http: [{ path: "/", status: 200 }], otherStatus: 404 }],
  onSigterm: "ignore",
  preloaded: true,
});

const SPECS: Readonly<Record<string, ImageSpec>> = {
  nginx: server(["nginx"], 80),
  kubia: server(["luksa/kubia"], 8080),
  "ssd-monitor": { names: ["luksa/ssd-monitor"], process: "sleep", onSigterm: "ignore", preloaded: true },
  busybox: { names: ["busybox"], process: "none", preloaded: true },
};

export const RECORDED_IMAGES: readonly object[] = Object.entries(SPECS).map(([name, spec]) => ({
  apiVersion: "sim.podyard.dev/v1",
  kind: "Image",
  metadata: { name },
  spec,
}));
