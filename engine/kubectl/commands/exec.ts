// kubectl exec: runs a command in a container, through whoever can start processes there.

import type { ApiResponse } from "../../api/request.ts";
import type { Pod, Status } from "../../api/types.generated.ts";
import { bodyText } from "../client.ts";
import { CommandError, RawError, StatusError, UsageError } from "../errors.ts";
import { flag } from "../flags.ts";
import { containerNames, defaultContainer, parsePodArgument, podsOf } from "../pods.ts";
import type { Command, Session } from "../session.ts";

/** What lies between the runtime's words and kubectl. */
const NOT_STARTED = "Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: ";

export const exec: Command = {
  name: "exec",
  short: "Execute a command in a container",
  usage: "(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...] [options]",
  flags: [
    flag("container", "string", { short: "c" }),
    flag("stdin", "bool", { short: "i" }),
    flag("tty", "bool", { short: "t" }),
    flag("quiet", "bool", { short: "q" }),
    flag("filename", "list", { short: "f" }),
    flag("pod-running-timeout", "duration"),
  ],
  run(session) {
    const { name, command } = argumentsOf(session);
    const { resource, name: podName } = parsePodArgument(session, name);
    const object = session.read(resource, session.namespace, podName);
    const [pod] = podsOf(session, resource, object, "attach to").pods;
    if (!pod) throw new CommandError("timed out waiting for the condition");
    const phase = pod.status?.phase;
    if (phase === "Succeeded" || phase === "Failed")
      throw new CommandError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
    const container = containerOf(session, pod);
    if (session.flags.bool("tty")) session.io.stderr("Unable to use a TTY - input is not a terminal or the right kind of file\n");
    return run(session, pod, container, command);
  },
};

function argumentsOf(session: Session): { readonly name: string; readonly command: readonly string[] } {
  const { args, dashAt } = session;
  const [name] = args;
  if (name === undefined || dashAt === 0) throw new CommandError("pod, type/name or --filename must be specified");
  if (dashAt < 0 && args.length > 1)
    throw new UsageError("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead");
  const command = dashAt < 0 ? [] : args.slice(dashAt);
  if (command.length === 0) throw new CommandError("you must specify at least one command for the container");
  return { name, command };
}

function containerOf(session: Session, pod: Pod): string {
  const wanted = session.flags.text("container");
  if (wanted === undefined)
    return pod.spec?.nodeName ? defaultContainer(session, pod) : refuse(`pod ${pod.metadata.name} does not have a host assigned`);
  const { regular, init } = containerNames(pod);
  return [...regular, ...init].includes(wanted) ? wanted : refuse(`container ${wanted} is not valid for pod ${pod.metadata.name}`);
}

/** What the API server would answer. */
function refuse(message: string): never {
  throw new StatusError({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason: "BadRequest", code: 400 });
}

function run(session: Session, pod: Pod, container: string, command: readonly string[]): number {
  const { namespace = "", name } = pod.metadata;
  const query = [...command.map((word) => `command=${encodeURIComponent(word)}`), `container=${encodeURIComponent(container)}`].join("&");
  const stdin = session.flags.bool("stdin") ? session.stdin : undefined;
  // A terminal's conversation is not offered: the command gets its input at once and answers at once.
  const answer = session.io.handle({
    method: "POST",
    path: `/api/v1/namespaces/${namespace}/pods/${name}/exec?${query}`,
    headers: { accept: "application/json", "user-agent": "kubectl", "x-podyard-exec": "once" },
    ...(stdin === undefined ? {} : { body: stdin }),
  });
  if (answer.status >= 400) throw notRun(answer);
  const { stdout, stderr, exitCode } = JSON.parse(bodyText(answer)) as { stdout: string; stderr: string; exitCode: number }; // as rest writes it
  if (stdout !== "") session.out(stdout);
  if (stderr !== "") session.io.stderr(stderr);
  if (exitCode !== 0) throw new RawError(`command terminated with exit code ${exitCode}`, exitCode);
  return 0;
}

function notRun(answer: ApiResponse): CommandError {
  const { message = "" } = JSON.parse(bodyText(answer)) as Status; // every refusal is a Status
  return new CommandError(message.startsWith("failed to start exec") ? `${NOT_STARTED}${message}` : message);
}
