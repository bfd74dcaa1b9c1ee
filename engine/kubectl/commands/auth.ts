// kubectl auth can-i and whoami. The server has one user, who may do everything.

import { RawError } from "../errors.ts";
import { flag } from "../flags.ts";
import { ColumnWriter } from "../printers/tabwriter.ts";
import { objectPrinter, OUTPUT_FLAGS } from "../printers/output.ts";
import { formatTime } from "../../api/time.ts";
import type { Command, Session } from "../session.ts";

const TWO_ARGUMENTS =
  "error: you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.";

const canI: Command = {
  name: "can-i",
  short: "Check whether an action is allowed",
  usage: "VERB [TYPE | TYPE/NAME | NONRESOURCEURL] [options]",
  flags: [
    flag("list", "bool"),
    flag("quiet", "bool", { short: "q" }),
    flag("all-namespaces", "bool", { short: "A" }),
    flag("subresource"),
    flag("no-headers", "bool"),
  ],
  run(session) {
    if (session.flags.bool("list")) {
      const rows = [
        ["*.*", "[]", "[]", "[*]"],
        ["", "[*]", "[]", "[*]"],
      ];
      if (!session.flags.bool("no-headers")) rows.unshift(["Resources", "Non-Resource URLs", "Resource Names", "Verbs"]);
      return session.out(new ColumnWriter().write(rows));
    }
    const [, what] = session.args;
    if (session.args.length !== 2 || what === undefined) throw new RawError(TWO_ARGUMENTS);
    warnAbout(session, what);
    if (!session.flags.bool("quiet")) session.out("yes\n");
  },
};

function warnAbout(session: Session, what: string): void {
  if (what.startsWith("/") || what === "*") return;
  const type = what.split("/")[0] ?? "";
  const resource = session.resources.find(type);
  if (!resource) session.warn(`the server doesn't have a resource type '${type}'\n`);
  else if (!resource.namespaced && !session.allNamespaces) session.warn(`resource '${type}' is not namespace scoped\n`);
}

const whoami: Command = {
  name: "whoami",
  short: "Experimental: Check self subject attributes",
  usage: "[options]",
  flags: OUTPUT_FLAGS,
  run(session) {
    const userInfo = { groups: ["system:masters", "system:authenticated"], uid: "admin", username: session.flags.text("as") ?? "admin" };
    const printer = objectPrinter(session);
    const review = {
      apiVersion: "authentication.k8s.io/v1",
      kind: "SelfSubjectReview",
      metadata: { creationTimestamp: formatTime(session.io.now()) },
      status: { userInfo },
    };
    if (printer) return session.out(printer.print(review));
    session.out(
      new ColumnWriter().write([
        ["ATTRIBUTE", "VALUE"],
        ["Username", userInfo.username],
        ["UID", userInfo.uid],
        ["Groups", `[${userInfo.groups.join(" ")}]`],
      ]),
    );
  },
};

export const auth: Command = {
  name: "auth",
  short: "Inspect authorization",
  commands: [canI, whoami],
};
