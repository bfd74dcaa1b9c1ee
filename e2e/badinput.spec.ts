import type { Sandbox } from "./page.ts";
import { documents, KUBIA_RS, parsed, podNamed } from "./manifests.ts";
import { expect, test } from "./test.ts";

/** What a wrong text must not do: take the cluster along. */
async function stillWell(sandbox: Sandbox): Promise<void> {
  await sandbox.reaches("kubia", 3);
  await expect(sandbox.page.getByText("The simulation stopped")).toHaveCount(0);
}

const WEB = KUBIA_RS.replaceAll("kubia", "web");

test("texts that are no manifests", async ({ sandbox }) => {
  await sandbox.open();
  await sandbox.editor.getByRole("button", { name: "New file" }).click();
  await expect(sandbox.editor.getByRole("button", { name: "Apply", exact: true })).toBeDisabled();
  for (const [text, said] of [
    ["# only a comment\n---\n# and another\n", "no objects passed to apply"],
    ["- kind: Pod\n- kind: Pod\n", "invalid object to validate"],
    ["just words\n", "invalid object to validate"],
    ["kind: Pod\nmetadata: {name: x}\n", /apiVersion not set|Required field apiVersion is missing/],
    ["apiVersion: v1\nmetadata: {name: x}\n", /kind not set|Required field kind is missing/],
    ["apiVersion: v1\nkind: Thing\nmetadata: {name: x}\n", 'no matches for kind "Thing" in version "v1"'],
    [
      "apiVersion: extensions/v1beta1\nkind: DaemonSet\nmetadata: {name: x}\n",
      'no matches for kind "DaemonSet" in version "extensions/v1beta1"',
    ],
    ["a: {b: [1, 2\n", /error converting YAML to JSON|A bracket is not closed/],
    ["a: 'open\n", /error converting YAML to JSON|The closing quote is missing/],
  ] as const) {
    await sandbox.rewrite(text);
    await sandbox.applyOpen();
    await expect(sandbox.editor, text).toContainText(said);
  }
  await stillWell(sandbox);
});

test("a list where a map belongs is one complaint, not one for each kind", async ({ sandbox }) => {
  await sandbox.open();
  await sandbox.monaco();
  await sandbox.write("- kind: Pod\n- kind: Pod\n");
  await expect(sandbox.problems).toHaveText([/^Schema.*this must be a map of fields\..*1:1$/s]);
});

test("label fields refuse what Kubernetes would, and say what it said", async ({ sandbox }) => {
  await sandbox.open();
  const pod = await sandbox.aPod("kubia-");
  for (const [key, value, words, said] of [
    ["bad!", "x", "A key is letters, digits", "name part must consist of alphanumeric characters"],
    ["ok", "no spaces", "A value is letters, digits", "a valid label must be an empty string or consist of alphanumeric characters"],
  ] as const) {
    await sandbox.menu(sandbox.pod(pod), "Move labels…");
    await sandbox.tray.getByRole("button", { name: "new label…" }).click();
    await sandbox.tray.getByLabel("Key").fill(key);
    await sandbox.tray.getByLabel("Value").fill(value);
    await sandbox.page.keyboard.press("Enter");
    await expect(sandbox.tray.getByRole("alert")).toContainText(words);
    await sandbox.tray.getByRole("button", { name: "Cancel" }).click();
    expect(await sandbox.kubectl(`kubectl label pod ${pod} '${key}=${value}'`)).toContain(said);
    await sandbox.page.getByRole("tab", { name: "Timeline" }).click();
  }
  await stillWell(sandbox);
});

test("manifests that the server refuses, with its reason", async ({ sandbox }) => {
  await sandbox.open();
  await sandbox.write("");
  for (const [text, said] of [
    [WEB.replace("replicas: 3", "replicas: three"), /cannot unmarshal string into Go struct field .*replicas of type int32|whole number/],
    [WEB.replace("replicas: 3", "replicas: -1"), /spec\.replicas: Invalid value: -1: must be greater than or equal to 0/],
    [WEB.replace("  selector:\n    matchLabels:\n      app: web\n", ""), /spec\.selector: Required value|missing/],
    [
      WEB.replace("      app: web\n", "      app: other\n"),
      /`selector` does not match template `labels`|selector does not match template labels/,
    ],
    [WEB.replace("image:", "imagee:"), /unknown field "spec\.template\.spec\.containers\[0\]\.imagee"|Unknown field imagee/],
    [KUBIA_RS.replaceAll("app: kubia", "app: else"), /spec\.selector: Invalid value: .*field is immutable/],
    [WEB.replaceAll("app: web", "-app: web"), /Invalid value: "-app": name part must consist of alphanumeric characters/],
    [
      WEB.replaceAll("app: web", "app: 'no spaces'"),
      /Invalid value: "no spaces": a valid label must be an empty string or consist of alphanumeric characters/,
    ],
    [WEB.replaceAll("app: web", `app: ${"x".repeat(64)}`), /must be no more than 63 (bytes|characters)/],
    [
      podNamed("p").replace("image: nginx", "image: nginx\n    ports: [{containerPort: 70000}]"),
      /containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive/,
    ],
    [
      podNamed("p").replace("image: nginx", "image: nginx\n    livenessProbe: {httpGet: {port: 80}, tcpSocket: {port: 80}}"),
      /livenessProbe\.tcpSocket: Forbidden: may not specify more than 1 handler type/,
    ],
    [
      podNamed("p").replace("image: nginx", "image: nginx\n  - name: main\n    image: nginx"),
      /containers\[1\]\.name: Duplicate value: "main"/,
    ],
    [podNamed("😀"), /metadata\.name: Invalid value: "😀": a lowercase RFC 1123 subdomain/],
    [podNamed("'<img src=x onerror=alert(1)>'"), /metadata\.name: Invalid value: "<img src=x onerror=alert\(1\)>"/],
  ] as const) {
    await sandbox.rewrite(text);
    await sandbox.applyOpen();
    await expect(sandbox.editor.getByTestId("problems"), text).toContainText(said);
    await expect(sandbox.applied.locator("code:not(.warning)"), text).toHaveCount(0);
  }
  await stillWell(sandbox);
  await expect(sandbox.pods()).toHaveCount(3);
});

test("tabs, CRLF, anchors, merge keys, duplicate names, markup as text", async ({ sandbox }) => {
  await sandbox.open();
  await sandbox.monaco();
  await sandbox.write(podNamed("tabbed").replace("  name: tabbed", "\tname: tabbed"));
  await expect(sandbox.problems.filter({ hasText: "A tab cannot indent YAML: use spaces." })).toHaveText([
    /4:\d+Turn the tabs into spaces$/,
  ]);
  await sandbox.applyOpen();
  await expect(sandbox.pod("tabbed")).toHaveCount(0);

  // The last one counts, for kubectl, too.
  await sandbox.rewrite(podNamed("first").replace("  name: first", "  name: first\n  name: last"));
  await expect(sandbox.problems).toHaveText([/This field is here twice\..*[45]:\d+$/s]);
  expect(await sandbox.applyOpen()).toEqual(["pod/last created"]);

  await sandbox.rewrite(podNamed("returns").replaceAll("\n", "\r\n"));
  expect(await sandbox.applyOpen()).toEqual(["pod/returns created"]);

  await sandbox.rewrite(
    "apiVersion: v1\nkind: Pod\nmetadata:\n  name: merged\n  labels: &labels {app: anchored}\nspec:\n  nodeSelector: {}\n  containers:\n  - &c {name: a, image: nginx}\n  - <<: *c\n    name: b\n",
  );
  expect(await sandbox.applyOpen()).toEqual(["pod/merged created"]);
  expect(await sandbox.kubectl("kubectl get pod merged -o jsonpath={.spec.containers[*].image}")).toContain("nginx nginx");

  await sandbox.rewrite(documents(podNamed("twice"), podNamed("twice")));
  expect(await sandbox.applyOpen()).toEqual(["pod/twice created", "pod/twice unchanged"]);

  // Markup in what may hold any text is text.
  await sandbox.rewrite(
    podNamed("plain")
      .replace("  name: plain", "  name: plain\n  annotations: {note: '<img src=x onerror=\"document.title=1\">'}")
      .replace("image: nginx", "image: busybox\n    command: [sh, -c, 'echo \"<b id=evil>hi</b>\"; sleep 1000']"),
  );
  expect(await sandbox.applyOpen()).toEqual(["pod/plain created"]);
  await sandbox.pass(12);
  await sandbox.select(sandbox.pod("plain"), "Logs");
  await expect(sandbox.inspector).toContainText("<b id=evil>hi</b>");
  await sandbox.inspector.getByRole("tab", { name: "YAML" }).click();
  await expect(sandbox.inspector).toContainText("<img src=x onerror=");
  await sandbox.kubectl("kubectl get pods -l '<img src=x>'");
  await sandbox.page.getByLabel("Filter by label").fill("<img src=x>");
  await expect(sandbox.page.locator("#evil, img[src=x]")).toHaveCount(0);
  await expect(sandbox.page).toHaveTitle("Podyard");
  await stillWell(sandbox);
});

test("texts too large and too deep: an answer, never a hang", async ({ sandbox }) => {
  test.setTimeout(120_000);
  await sandbox.open();
  await sandbox.monaco();
  const levels = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 10 }, () => `*a${i}`).join(", ")}]`);
  await sandbox.write(`a0: &a0 [x]\n${levels.join("\n")}\n`);
  await sandbox.applyOpen();
  await expect(sandbox.editor).toContainText(/alias|excessive/i);

  await sandbox.paste(podNamed("huge").replace("  name: huge", `  name: huge\n  annotations: {note: "${"x".repeat(1_000_000)}"}`));
  await sandbox.applyOpen();
  await expect(sandbox.editor).toContainText(/[Tt]oo long: (may not be more than|must have at most) 262144/);

  await sandbox.paste(documents(...Array.from({ length: 10_000 }, (_, i) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c${i}}\n`)));
  const lines = await sandbox.applyOpen();
  expect(lines.at(-1)).toBe("configmap/c9999 created");
  await expect(sandbox.editor).toContainText("This text is too long to be checked while you type.");
  await stillWell(sandbox);
});

test("a million replicas: the page answers and says that it is catching up", async ({ sandbox }) => {
  await sandbox.open({ running: true, speed: 1000, objects: [parsed(KUBIA_RS)] });
  await sandbox.apply(WEB.replace("replicas: 3", "replicas: 1000000"));
  await expect(sandbox.page.getByText(/catching up, [\d.]+×/)).toBeVisible({ timeout: 30_000 });
  await expect(sandbox.controller("kubia")).toHaveAccessibleName("rs/kubia, 3 of 3 ready");
  await sandbox.page.getByRole("button", { name: "Pause", exact: true }).click({ timeout: 10_000 });
  await expect(sandbox.page.getByRole("button", { name: "Run", exact: true })).toBeVisible({ timeout: 10_000 });
  expect(await sandbox.kubectl("kubectl scale rs web --replicas=0")).toBe("replicaset.apps/web scaled\n");
  expect(await sandbox.kubectl("kubectl get rs kubia")).toMatch(/kubia +3 +3 +3 /);
});

test("a damaged link opens the first cluster", async ({ sandbox }) => {
  await sandbox.page.goto("/?lang=en#s=damaged");
  await expect(sandbox.controller("kubia")).toHaveAccessibleName("rs/kubia, 3 of 3 ready", { timeout: 30_000 });
});
