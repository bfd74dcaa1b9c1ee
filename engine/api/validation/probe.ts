// Probes and lifecycle hooks (KL-113 to KL-116).

import type * as types from "../types.generated.ts";
import type { FieldError } from "./fielderror.ts";
import { forbiddenField, invalidFor, invalidValue, nonNegative, notSupported, required } from "./fielderror.ts";
import { portNameErrors, portNumberErrors } from "./names.ts";

/** What a probe and a hook have in common. `sleep` is for hooks, `grpc` for probes. */
interface Handler {
  readonly exec?: types.ExecAction;
  readonly httpGet?: types.HTTPGetAction;
  readonly tcpSocket?: types.TCPSocketAction;
  readonly grpc?: types.GRPCAction;
  readonly sleep?: types.SleepAction;
}

const HEADER_NAME = /^[-A-Za-z0-9]+$/;
const HEADER_RULE =
  "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')";

export function validateProbes(container: types.Container, gracePeriodSeconds: number, path: string): readonly FieldError[] {
  const { livenessProbe, readinessProbe, startupProbe, lifecycle } = container;
  const errors: FieldError[] = [];
  if (livenessProbe) {
    errors.push(...validateProbe(livenessProbe, `${path}.livenessProbe`), ...restartingErrors(livenessProbe, `${path}.livenessProbe`));
  }
  if (readinessProbe) {
    errors.push(...validateProbe(readinessProbe, `${path}.readinessProbe`));
    if (readinessProbe.terminationGracePeriodSeconds !== undefined) {
      const field = `${path}.readinessProbe.terminationGracePeriodSeconds`;
      errors.push(invalidValue(field, readinessProbe.terminationGracePeriodSeconds, "must not be set for readinessProbes"));
    }
  }
  if (startupProbe) {
    errors.push(...validateProbe(startupProbe, `${path}.startupProbe`), ...restartingErrors(startupProbe, `${path}.startupProbe`));
  }
  if (lifecycle) errors.push(...validateLifecycle(lifecycle, gracePeriodSeconds, `${path}.lifecycle`));
  return errors;
}

/** One success must do for the probes that restart a container. */
function restartingErrors(probe: types.Probe, path: string): readonly FieldError[] {
  const { successThreshold } = probe;
  return successThreshold === undefined || successThreshold === 1
    ? []
    : [invalidValue(`${path}.successThreshold`, successThreshold, "must be 1")];
}

function validateProbe(probe: types.Probe, path: string): readonly FieldError[] {
  const errors: FieldError[] = [...validateHandler(probe, path)];
  errors.push(...nonNegative(probe.initialDelaySeconds, `${path}.initialDelaySeconds`));
  errors.push(...nonNegative(probe.timeoutSeconds, `${path}.timeoutSeconds`));
  errors.push(...nonNegative(probe.periodSeconds, `${path}.periodSeconds`));
  errors.push(...nonNegative(probe.successThreshold, `${path}.successThreshold`));
  errors.push(...nonNegative(probe.failureThreshold, `${path}.failureThreshold`));
  const grace = probe.terminationGracePeriodSeconds;
  if (grace !== undefined && grace <= 0)
    errors.push(invalidValue(`${path}.terminationGracePeriodSeconds`, grace, "must be greater than 0"));
  return errors;
}

function validateLifecycle(lifecycle: types.Lifecycle, gracePeriodSeconds: number, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const hook of ["postStart", "preStop"] as const) {
    const handler = lifecycle[hook];
    if (handler) errors.push(...validateHandler(handler, `${path}.${hook}`, gracePeriodSeconds));
  }
  return errors;
}

function validateHandler(handler: Handler, path: string, gracePeriodSeconds = 0): readonly FieldError[] {
  const errors: FieldError[] = [];
  let handlers = 0;
  const check = (name: keyof Handler, faults: () => readonly FieldError[]): void => {
    if (handler[name] === undefined) return;
    // Only the first handler is looked into.
    if (handlers > 0) errors.push(forbiddenField(`${path}.${name}`, "may not specify more than 1 handler type"));
    else errors.push(...faults());
    handlers++;
  };
  check("exec", () => (handler.exec?.command?.length ? [] : [required(`${path}.exec.command`)]));
  check("httpGet", () => (handler.httpGet ? httpGetErrors(handler.httpGet, `${path}.httpGet`) : []));
  check("tcpSocket", () => portErrors(handler.tcpSocket?.port, `${path}.tcpSocket.port`));
  check("grpc", () => portErrors(handler.grpc?.port, `${path}.grpc.port`));
  check("sleep", () => sleepErrors(handler.sleep?.seconds ?? 0, gracePeriodSeconds, `${path}.sleep`));
  if (handlers === 0) errors.push(required(path, "must specify a handler type"));
  return errors;
}

function httpGetErrors(action: types.HTTPGetAction, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!action.path) errors.push(required(`${path}.path`));
  errors.push(...portErrors(action.port, `${path}.port`));
  if (action.scheme !== "HTTP" && action.scheme !== "HTTPS")
    errors.push(notSupported(`${path}.scheme`, action.scheme ?? "", ["HTTP", "HTTPS"]));
  for (const { name } of action.httpHeaders ?? []) {
    if (!HEADER_NAME.test(name)) errors.push(invalidValue(`${path}.httpHeaders`, name, HEADER_RULE));
  }
  return errors;
}

/** A number, or the name of a port. Nothing is 0 in Go. */
export function portErrors(port: types.IntOrString | undefined, path: string): readonly FieldError[] {
  if (typeof port === "string") return invalidFor(path, port, portNameErrors(port));
  return portNumberErrors(port ?? 0).map((message) => invalidValue(path, port ?? 0, message));
}

function sleepErrors(seconds: number, gracePeriodSeconds: number, path: string): readonly FieldError[] {
  if (seconds >= 0 && seconds <= gracePeriodSeconds) return [];
  return [invalidValue(path, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriodSeconds})`)];
}
