// The ports that probes and hooks name (KL-117).

import type { Container, IntOrString } from "../api/types.generated.ts";

/** A number, or the name of one of the container's ports. */
export function portOf(container: Container, port: IntOrString): { readonly port: number } | { readonly error: string } {
  if (typeof port === "number") return inRange(port);
  const named = container.ports?.find((one) => one.name === port);
  if (named !== undefined) return inRange(named.containerPort);
  return /^[+-]?\d+$/.test(port) ? inRange(Number(port)) : { error: `strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax` };
}

function inRange(port: number): { readonly port: number } | { readonly error: string } {
  return port > 0 && port < 65536 ? { port } : { error: `invalid port number: ${port}` };
}
