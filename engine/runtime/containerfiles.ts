// The file system as one container sees it: its own files, the pod's volumes, and what a kubelet puts into every container.

import type { Container, Sandbox } from "./container.ts";
import { Files } from "./files.ts";
import type { World } from "./process.ts";

const RESOLVER = "search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n";

export function filesOf({ request }: Container, sandbox: Sandbox, world: World, isProgram: (name: string) => boolean): Files {
  const { ip, hostname } = sandbox;
  const given = new Map([
    ["/etc/hostname", `${hostname}\n`],
    ["/etc/hosts", `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n${ip}\t${hostname}\n`],
    ["/etc/resolv.conf", RESOLVER],
  ]);
  const terminationMessagePath = request.terminationMessagePath ?? "/dev/termination-log";
  const volumes = (sandbox.volumes ??= new Map());
  return new Files({ own: world.files, mounts: request.mounts, volumes, given, terminationMessagePath }, isProgram);
}
