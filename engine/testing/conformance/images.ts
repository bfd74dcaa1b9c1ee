// The images of the recorded cluster as Image objects: present on all nodes, no other can be pulled. All of them are
// built on one set of small programs, and their processes ignore SIGTERM, as the recordings show (exit code 137).

import type { ImageSpec } from "../../api/kinds.ts";

/** The nodes have no way to a registry: where a pull is asked for (imagePullPolicy Always), it fails. */
const OFFLINE = "failed to resolve image: failed to do request: dial tcp: lookup registry-1.docker.io: no such host";

const server = (names: readonly string[], port: number): ImageSpec => ({
  names,
  process: "server",
  ports: [{ port, http: [{ path: "/", status: 200 }], otherStatus: 404 }],
  onSigterm: "ignore",
  preloaded: true,
  pullFailure: OFFLINE,
});

const SPECS: Readonly<Record<string, ImageSpec>> = {
  nginx: server(["nginx"], 80),
  kubia: server(["luksa/kubia"], 8080),
  "ssd-monitor": { names: ["luksa/ssd-monitor"], process: "sleep", onSigterm: "ignore", preloaded: true, pullFailure: OFFLINE },
  busybox: { names: ["busybox"], process: "none", preloaded: true, pullFailure: OFFLINE },
};

export const RECORDED_IMAGES: readonly object[] = Object.entries(SPECS).map(([name, spec]) => ({
  apiVersion: "sim.podyard.dev/v1",
  kind: "Image",
  metadata: { name },
  spec,
}));
