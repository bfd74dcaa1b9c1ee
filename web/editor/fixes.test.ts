import { describe, expect, test } from "vitest";
import type { Translate } from "../i18n/setup.ts";
import { exampleOf } from "../lessons/examples.ts";
import { problemOfMarker } from "./markers.ts";
import { findings } from "./findings.ts";
import { type Fix, fixesFor } from "./fixes.ts";
import type { Problem } from "./problems.ts";
import { problemsOf } from "./problems.ts";
import { applied, serverSchema } from "./testserver.ts";
import { edited } from "./textedit.ts";

const schema = serverSchema();
const say: Translate = (key, values) => `${key.split(".").slice(1).join(".")} ${Object.values(values ?? {}).join(" ")}`.trim();
const told = ({ title }: Fix): string => say(title.key, title.values);

function problem(layer: Problem["layer"], line: number, more: { readonly field?: string; readonly message?: string } = {}): Problem {
  return { layer, line, column: 1, endLine: line, endColumn: 2, message: "", ...more };
}

/** The lines that are gone and those that are new. */
function changes(before: string, after: string): readonly string[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
}

const TEMPLATE = `  template:
    metadata:
      labels:
        app: kubia # ours
    spec:
      containers:
      - name: kubia
        image: luksa/kubia
`;
const RS = `# the notes' own
apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: kubia
spec:
  replicas: 1
  selector:
    matchLabels:
      app: kubia
${TEMPLATE}`;
const POD = `apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
  containers:
  - name: main   # the only one
    image: nginx
`;

const accepted = (text: string): void => expect(applied(text)).toMatchObject({ code: 0, stderr: "" });

describe("a version that is not served", () => {
  const noSelector = RS.replace("  selector:\n    matchLabels:\n      app: kubia\n", "");
  test.each<[string, string, string, readonly string[]]>([
    ["apps/v1beta2", RS.replace("apps/v1", "apps/v1beta2"), "fix.version apps/v1", ["-apiVersion: apps/v1beta2", "+apiVersion: apps/v1"]],
    [
      "extensions/v1beta1 in quotes",
      RS.replace("apps/v1", '"extensions/v1beta1" # old').replace("ReplicaSet", "DaemonSet").replace("  replicas: 1\n", ""),
      "fix.version apps/v1",
      ['-apiVersion: "extensions/v1beta1" # old', "+apiVersion: apps/v1 # old"],
    ],
    ["a version of another group", RS.replace("apps/v1", "v1"), "fix.version apps/v1", ["-apiVersion: v1", "+apiVersion: apps/v1"]],
    [
      "without the selector that could be left out then",
      noSelector.replace("apps/v1", "extensions/v1beta1").replace("ReplicaSet", "Deployment"),
      "fix.versionSelector apps/v1",
      ["-apiVersion: extensions/v1beta1", "+apiVersion: apps/v1", "+  selector:", "+    matchLabels:", "+      app: kubia"],
    ],
    [
      "a CronJob of batch/v1beta1",
      "apiVersion: batch/v1beta1\nkind: CronJob\nmetadata:\n  name: c\nspec:\n  schedule: '* * * * *'\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: Never\n          containers:\n          - name: a\n            image: busybox\n",
      "fix.version batch/v1",
      ["-apiVersion: batch/v1beta1", "+apiVersion: batch/v1"],
    ],
    ["a kind in small letters", POD.replace("kind: Pod", "kind: pod"), "fix.kind Pod", ["-kind: pod", "+kind: Pod"]],
    [
      "a misspelt kind",
      RS.replace("kind: ReplicaSet", "kind: ReplicSet"),
      "fix.kind ReplicaSet",
      ["-kind: ReplicSet", "+kind: ReplicaSet"],
    ],
  ])("%s", (_name, text, title, lines) => {
    const line = text.split("\n").findIndex((one) => one.startsWith(title.includes("kind") ? "kind" : "apiVersion")) + 1;
    const [fix, ...others] = fixesFor(problem("schema", line), text, schema);
    expect(others).toEqual([]);
    expect(fix && told(fix)).toBe(title);
    const after = edited(text, fix?.edits ?? []);
    expect(changes(text, after)).toEqual(lines);
    accepted(after);
  });
  test("a kind that nobody serves stays", () => expect(fixesFor(problem("schema", 2), POD.replace("Pod", "Ingress"), schema)).toEqual([]));
});

describe("a selector and the template's labels", () => {
  const other = RS.replace("      app: kubia\n", "      app: web # wanted\n");
  test.each<[string, string, readonly (readonly string[])[]]>([
    [
      "differ in a value",
      other,
      [
        ["-        app: kubia # ours", "+        app: web # ours"],
        ["-      app: web # wanted", "+      app: kubia # wanted"],
      ],
    ],
    [
      "differ in a key",
      RS.replace("      app: kubia\n", "      tier: web\n"),
      [["+        tier: web"], ["-      tier: web", "+      app: kubia"]],
    ],
    [
      "one label too many is asked for",
      RS.replace("      app: kubia\n", "      app: kubia\n      tier: web\n"),
      [["+        tier: web"], ["-      tier: web"]],
    ],
    [
      "an expression is not met",
      RS.replace("    matchLabels:\n      app: kubia\n", "    matchExpressions:\n    - {key: app, operator: In, values: [web, api]}\n"),
      [["-        app: kubia # ours", "+        app: web # ours"]],
    ],
    [
      "of a ReplicationController",
      RS.replace("apps/v1", "v1")
        .replace("ReplicaSet", "ReplicationController")
        .replace("    matchLabels:\n      app: kubia", "    app: web"),
      [
        ["-        app: kubia # ours", "+        app: web # ours"],
        ["-    app: web", "+    app: kubia"],
      ],
    ],
    [
      "the template has no labels",
      RS.replace("    metadata:\n      labels:\n        app: kubia # ours\n", ""),
      [["+    metadata:", "+      labels:", "+        app: kubia"]],
    ],
  ])("%s", (_name, text, lines) => {
    const refused = problemsOf(text, applied(text).stderr);
    expect(refused.map(({ layer }) => layer)).toEqual(["refused"]);
    const found = findings(text, schema, say);
    expect(found.map(({ message }) => message)).toEqual(["finding.selector"]);
    const fixes = fixesFor(refused[0] ?? problem("refused", 1), text, schema);
    expect(fixesFor({ ...problem("schema", found[0]?.line ?? 0), message: "`selector`" }, text, schema)).toEqual(fixes);
    const after = fixes.map((fix) => edited(text, fix.edits));
    expect(after.map((one) => changes(text, one))).toEqual(lines);
    after.forEach(accepted);
  });
  test("a missing selector is made of the labels", () => {
    const text = RS.replace("  selector:\n    matchLabels:\n      app: kubia\n", "");
    const [refused] = problemsOf(text, applied(text).stderr);
    const [fix] = fixesFor(refused ?? problem("refused", 1), text, schema);
    const after = edited(text, fix?.edits ?? []);
    expect(after).toBe(RS);
    accepted(after);
  });
  test("without labels anywhere both are made of the name", () => {
    const text = RS.replace("  selector:\n    matchLabels:\n      app: kubia\n", "").replace(
      "    metadata:\n      labels:\n        app: kubia # ours\n",
      "",
    );
    const [fix] = fixesFor(problem("schema", 7, { message: "`selector`" }), text, schema);
    accepted(edited(text, fix?.edits ?? []));
  });
});

describe("a field that stands wrong", () => {
  test.each<[string, string, string, string, readonly string[]]>([
    [
      "template under selector",
      RS.replace(TEMPLATE, TEMPLATE.replace(/^(?=.)/gm, "  ")),
      "template",
      "fix.move template spec",
      changes(TEMPLATE.replace(/^(?=.)/gm, "  "), TEMPLATE),
    ],
    [
      "template in the middle of selector",
      RS.replace(
        `    matchLabels:\n      app: kubia\n${TEMPLATE}`,
        `${TEMPLATE.replace(/^(?=.)/gm, "  ")}    matchLabels:\n      app: kubia\n`,
      ),
      "template",
      "fix.move template spec",
      changes(TEMPLATE.replace(/^(?=.)/gm, "  "), TEMPLATE),
    ],
    ["a name beside metadata", POD.replace("  name: a\n", "name: a\n"), "name", "fix.move name metadata", ["-name: a", "+  name: a"]],
    ["a name further down", POD.replace("  name: a\n", "") + "name: a\n", "name", "fix.move name metadata", ["-name: a", "+  name: a"]],
    [
      "metadata under spec",
      POD.replace("metadata:\n  name: a\nspec:\n", "spec:\n  metadata:\n    name: a\n"),
      "metadata",
      "fix.moveTop metadata",
      ["-  metadata:", "-    name: a", "+metadata:", "+  name: a"],
    ],
    [
      "an image beside containers",
      POD.replace("    image: nginx", "  image: nginx"),
      "image",
      "fix.move image containers",
      ["-  image: nginx", "+    image: nginx"],
    ],
    [
      "labels beside metadata, with a list between",
      RS.replace("spec:", "labels:\n  a: b\nspec:"),
      "labels",
      "fix.move labels metadata",
      ["-labels:", "-  a: b", "+  labels:", "+    a: b"],
    ],
    [
      "a misspelt field",
      RS.replace("replicas: 1", "replica: 1 # one"),
      "replica",
      "fix.spelling replicas",
      ["-  replica: 1 # one", "+  replicas: 1 # one"],
    ],
    [
      "a misspelt field of a probe",
      POD + "    livenessProb:\n      httpGet: {path: /, port: 80}\n",
      "livenessProb",
      "fix.spelling livenessProbe",
      ["-    livenessProb:", "+    livenessProbe:"],
    ],
  ])("%s", (_name, text, field, title, lines) => {
    const line = text.split("\n").findIndex((one) => new RegExp(`^\\s*${field}:`).test(one)) + 1;
    const misplaced = field === "name" ? text.split("\n").indexOf("name: a") + 1 : line;
    const [fix] = fixesFor(problem("schema", misplaced, { field }), text, schema);
    expect(fix && told(fix)).toBe(title);
    const after = edited(text, fix?.edits ?? []);
    expect(changes(text, after)).toEqual(lines);
    accepted(after);
  });
  test("kubectl's own complaint of it is mended, too", () => {
    const text = RS.replace("replicas:", "replicaz:");
    const [refused] = problemsOf(text, applied(text).stderr);
    const [fix] = fixesFor(refused ?? problem("schema", 1), text, schema);
    expect(edited(text, fix?.edits ?? [])).toBe(RS);
  });
  test("nothing is offered where nothing would be better", () => {
    const text = POD.replace("  name: a\n", "  name: a\n  wonderful: 1\n");
    expect(fixesFor(problem("schema", 5, { field: "wonderful" }), text, schema)).toEqual([]);
  });
});

describe("a text that is no YAML", () => {
  test.each<[string, string, number, string, readonly string[]]>([
    [
      "labels deeper than name",
      POD.replace("  name: a\n", "  name: a\n    labels:\n      app: x\n"),
      5,
      "fix.outdent labels",
      ["-    labels:", "-      app: x", "+  labels:", "+    app: x"],
    ],
    [
      "metadata deeper than kind",
      POD.replace("metadata:\n  name: a", "  metadata:\n    name: a"),
      3,
      "fix.outdent metadata",
      ["-  metadata:", "-    name: a", "+metadata:", "+  name: a"],
    ],
    [
      "a field between two columns",
      POD.replace("  name: a\n", "  name: a\n labels: {app: x}\n"),
      5,
      "fix.indent labels",
      ["- labels: {app: x}", "+  labels: {app: x}"],
    ],
    [
      "tabs",
      POD.replace("  name: a", "\tname: a").replace("    image", "\t\timage"),
      4,
      "fix.tabs",
      ["-\tname: a", "-\t\timage: nginx", "+  name: a", "+    image: nginx"],
    ],
    [
      "a colon without its space",
      POD.replace("image: nginx", "image:nginx"),
      8,
      "fix.colon image",
      ["-    image:nginx", "+    image: nginx"],
    ],
  ])("%s", (_name, text, line, title, lines) => {
    const [fix] = fixesFor(problem("syntax", line), text, schema);
    expect(fix && told(fix)).toBe(title);
    const after = edited(text, fix?.edits ?? []);
    if (lines.length > 0) expect(changes(text, after)).toEqual(lines);
    accepted(after);
  });
});

test("the second of two documents is mended where it stands", () => {
  const text = `${RS}---\n${POD.replace("  name: a\n", "  name: a\n    labels: {app: x}\n")}`;
  const [fix] = fixesFor(problem("syntax", RS.split("\n").length + 5), text, schema);
  expect(edited(text, fix?.edits ?? [])).toBe(`${RS}---\n${POD.replace("  name: a\n", "  name: a\n  labels: {app: x}\n")}`);
});

const SCRIPT = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  Makefile: |\n    all:\n    \techo\n";

test("tabs within a text of several lines stay", () => {
  const text = SCRIPT.replace("  name: a", "\tname: a");
  const [fix] = fixesFor(problem("syntax", 4), text, schema);
  expect(fix && told(fix)).toBe("fix.tabs");
  expect(edited(text, fix?.edits ?? [])).toBe(SCRIPT);
});

test("and keep nothing else from being mended", () => {
  const text = SCRIPT.replace("  name: a\n", "  name: a\n    labels: {app: x}\n");
  const [fix] = fixesFor(problem("syntax", 5), text, schema);
  expect(fix && told(fix)).toBe("fix.outdent labels");
});

test("a field that is here twice is not moved away", () => {
  expect(fixesFor(problem("syntax", 5), POD.replace("  name: a\n", "  name: a\n  name: b\n"), schema)).toEqual([]);
});

test.each(["oldVersion", "wrongIndent", "wrongNesting"] as const)("fix after fix mends the manifest of the notes: %s", (id) => {
  let text = exampleOf(id).files[0]?.text ?? "";
  for (let tries = 0; tries < 12 && applied(text).code !== 0; tries++) {
    const told = problemsOf(text, applied(text).stderr);
    // The schema check marks what kubectl does not come to; a field that is right gets no fix.
    const marked = text.split("\n").flatMap((line, i) => {
      const field = /^[\s-]*(\w+):/.exec(line)?.[1];
      return field === undefined || told.some(({ layer }) => layer === "syntax") ? [] : [problem("schema", i + 1, { field })];
    });
    const fixes = [...told, ...marked].flatMap((one) => fixesFor(one, text, schema));
    expect(fixes, text).not.toEqual([]);
    text = edited(text, fixes[0]?.edits ?? []);
  }
  accepted(text);
});

describe("what beginners mistype", () => {
  /** What the checker says of the first place where this stands. */
  function fixOf(text: string, word: string, message: string): { readonly said: string; readonly after: string } {
    const before = text.slice(0, new RegExp(`(?<![\\w.])${word.replace(/[^\w\s]/g, "\\$&")}(?!\\w)`).exec(text)?.index);
    const above = before.split("\n");
    const [line, column] = [above.length, (above.at(-1) ?? "").length + 1];
    const marker = { message, startLineNumber: line, startColumn: column, endLineNumber: line, endColumn: column + word.length };
    const [fix] = fixesFor(problemOfMarker(marker, text, schema, say), text, schema);
    return { said: fix === undefined ? "none" : told(fix), after: edited(text, fix?.edits ?? []) };
  }
  const KINDS = 'Value is not accepted. Valid values: "Node", "Pod", "ReplicaSet".';
  const OPERATORS = 'Value is not accepted. Valid values: "In", "NotIn", "Exists", "DoesNotExist", null.';
  test.each<[string, string, string, string, string, readonly string[]]>([
    ["a kind in small letters", POD.replace("kind: Pod", "kind: pod"), "pod", KINDS, "fix.spelling Pod", ["-kind: pod", "+kind: Pod"]],
    [
      "an operator in small letters",
      RS.replace("    matchLabels:\n      app: kubia\n", "    matchExpressions:\n    - {key: app, operator: in, values: [kubia]}\n"),
      "in",
      OPERATORS,
      "fix.spelling In",
      ["-    - {key: app, operator: in, values: [kubia]}", "+    - {key: app, operator: In, values: [kubia]}"],
    ],
    [
      "a policy in small letters",
      `${POD}  restartPolicy: 'always'\n`,
      "'always'",
      'Value is not accepted. Valid values: "Always", "Never", "OnFailure", null.',
      "fix.spelling Always",
      ["-  restartPolicy: 'always'", "+  restartPolicy: Always"],
    ],
    [
      "a number in quotes",
      RS.replace("replicas: 1", 'replicas: "1"'),
      '"1"',
      'Incorrect type. Expected "integer | null".',
      "fix.spelling 1",
      ['-  replicas: "1"', "+  replicas: 1"],
    ],
    [
      "a label without quotes",
      POD.replace("  name: a\n", "  name: a\n  labels:\n    version: 12\n"),
      "12",
      'Incorrect type. Expected "string".',
      'fix.spelling "12"',
      ["-    version: 12", '+    version: "12"'],
    ],
    [
      "a command in one piece",
      `${POD}    command: sleep 3600 # an hour\n`,
      "sleep 3600",
      'Incorrect type. Expected "array | null".',
      'fix.spelling ["sleep", "3600"]',
      ["-    command: sleep 3600 # an hour", '+    command: ["sleep", "3600"] # an hour'],
    ],
    [
      "no dash",
      POD.replace("  - name: main", "    name: main"),
      "name: main",
      "Incorrect type. Expected one of array, null.",
      "fix.dash name",
      ["-    name: main   # the only one", "+  - name: main   # the only one"],
    ],
    [
      "a version in small letters",
      POD.replace("apiVersion", "apiversion"),
      "apiversion",
      'Missing property "apiVersion".',
      "fix.spelling apiVersion",
      ["-apiversion: v1", "+apiVersion: v1"],
    ],
    [
      "labels right below the selector of a ReplicaSet",
      RS.replace("    matchLabels:\n      app: kubia\n", "    app: kubia # both\n"),
      "app",
      "Property app is not allowed.",
      "fix.move app matchLabels",
      ["-    app: kubia # both", "+    matchLabels:", "+      app: kubia # both"],
    ],
    [
      "one label beside matchLabels",
      RS.replace("      app: kubia\n", "      app: kubia\n    tier: web\n").replace(
        "        app: kubia # ours\n",
        "        app: kubia # ours\n        tier: web\n",
      ),
      "tier",
      "Property tier is not allowed.",
      "fix.move tier matchLabels",
      ["-    tier: web", "+      tier: web"],
    ],
  ])("%s", (_name, text, word, message, title, lines) => {
    const { said, after } = fixOf(text, word, message);
    expect(said).toBe(title);
    expect(changes(text, after)).toEqual(lines);
    if (lines.length > 0) accepted(after);
  });

  test("words that are far from all that can be written stay", () => {
    const text = `${POD}  restartPolicy: sometimes\n`;
    expect(fixOf(text, "sometimes", 'Value is not accepted. Valid values: "Always", "Never", null.').said).toBe("none");
    expect(fixOf(RS.replace("replicas: 1", "replicas: three"), "three", 'Incorrect type. Expected "integer | null".').said).toBe("none");
  });

  test("the selector of a ReplicationController has no matchLabels", () => {
    const text = RS.replace("apps/v1", "v1").replace("ReplicaSet", "ReplicationController");
    const [found, ...others] = findings(text, schema, say);
    expect([found?.message, found?.line, others]).toEqual(["finding.plainSelector", 9, []]);
    const [fix] = fixesFor({ ...problem("schema", 9), message: "`selector`" }, text, schema);
    expect(fix && told(fix)).toBe("fix.plainSelector");
    const after = edited(text, fix?.edits ?? []);
    expect(changes(text, after)).toEqual(["-    matchLabels:", "-      app: kubia", "+    app: kubia"]);
    accepted(after);
  });
});
